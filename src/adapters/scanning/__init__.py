"""Scanners of malware."""

from adapters.scanning.opening import ScannerError, open_scanner

__all__ = ["ScannerError", "open_scanner"]
