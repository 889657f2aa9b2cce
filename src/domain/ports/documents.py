"""Uploaded documents: what they are, and whether there is malware in them."""

from typing import Protocol

from domain.documents import MediaType


class DocumentReader(Protocol):
    """Looks at signed documents."""

    def media_type(self, content: bytes) -> MediaType:
        """What a document is, told from its content.

        Raises DocumentRefused, with what to do, for whatever is no PDF, PNG or JPEG, or more than
        that, or cannot be looked through (``domain.documents``); and ReadersBusy when it cannot be
        looked at just now.
        """
        ...


class Scanner(Protocol):
    """Any of its methods may raise ScannerUnavailable: what was not looked at is not clean."""

    def scan(self, content: bytes) -> str | None:
        """What was found in it, by the name that the scanner gives it; None when it is clean."""
        ...

    def ping(self) -> None:
        """Returns when files can be scanned."""
        ...
