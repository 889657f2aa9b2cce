"""Scanners of malware."""

from adapters.scanning.clamd import ScannerError, open_scanner

__all__ = ["ScannerError", "open_scanner"]
