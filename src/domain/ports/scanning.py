"""Looking for malware in what was uploaded."""

from typing import Protocol


class Scanner(Protocol):
    """Any of its methods may raise ScannerUnavailable: what was not looked at is not clean."""

    def scan(self, content: bytes) -> str | None:
        """What was found in it, by the name that the scanner gives it; None when it is clean."""
        ...

    def ping(self) -> None:
        """Returns when files can be scanned."""
        ...
