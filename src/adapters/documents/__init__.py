"""Signed documents: what a file is, told from its content, and what is refused though it is one.

It runs in the processes that read workbooks (``adapters.readers``). A file may be two things at
once: a picture for one program, and an archive or a page for another. Where that can be told, it is
refused; a scanner of malware looks further.
"""

from adapters.documents.pdf import check_pdf
from adapters.documents.pictures import check_jpeg, check_png
from domain.documents import MAX_DOCUMENT_BYTES, MediaType
from domain.documents.refusals import refused

__all__ = ["media_type_of"]

_MARK_WITHIN = 1024


def media_type_of(content: bytes) -> MediaType:
    """Raises DocumentRefused for anything else, and for what is more than that, or too large."""
    if not content:
        raise refused("empty")
    if len(content) > MAX_DOCUMENT_BYTES:
        raise refused("too_large")
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        check_png(content)
        return "image/png"
    if content.startswith(b"\xff\xd8\xff"):
        check_jpeg(content)
        return "image/jpeg"
    # A PDF may have other bytes before its mark, within the first 1,024 (ISO 32000-1, 7.5.2).
    if b"%PDF-" in content[:_MARK_WITHIN]:
        check_pdf(content)
        return "application/pdf"
    raise refused("type")
