"""How much a request may carry, in bytes."""

from domain.documents import MAX_DOCUMENT_BYTES
from domain.ports import MAX_WORKBOOK_BYTES

_MB = 1024 * 1024

FORM_LIMIT = _MB
"""Any form without files."""

FILE_LIMIT = max(MAX_WORKBOOK_BYTES, MAX_DOCUMENT_BYTES)
"""A file. What comes beyond it is read and let go of, so that the form that it came with can be
shown again, with its choices and a sentence."""

UPLOAD_LIMIT = 60 * _MB
"""A form with one file, or with several documents."""
