"""How much a request may carry, in bytes."""

_MB = 1024 * 1024

FORM_LIMIT = _MB
"""Any form without files."""

UPLOAD_LIMIT = 6 * _MB
"""One file of at most 5 MB with its form. A file slightly larger arrives whole, so that it can be
refused with the form's choices kept."""

SEVERAL_LIMIT = 60 * _MB
"""Several documents at once, each of at most 5 MB."""
