"""Tells what an uploaded document is (``domain.ports.DocumentReader``)."""

from collections.abc import Callable

from adapters.spreadsheet.reading.package import Unreadable
from domain.documents import MediaType
from domain.documents.refusals import refused


class SignedDocuments:
    """``media_type`` opens a file and says what it is, or raises Unreadable."""

    def __init__(self, media_type: Callable[[bytes], MediaType]) -> None:
        self._media_type = media_type

    def media_type(self, content: bytes) -> MediaType:
        """See the port."""
        try:
            return self._media_type(content)
        except Unreadable as refusal:
            raise refused(refusal.code) from None
