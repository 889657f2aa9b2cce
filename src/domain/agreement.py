"""Arbitration agreements: a signed document uploaded for a subscriber."""

from datetime import datetime

import msgspec


class Agreement(msgspec.Struct, frozen=True, kw_only=True):
    """A document on file for an application.

    ``stored_name`` is the name we gave it in the file store, ``digest`` the SHA-256 in hex,
    ``media_type`` one of application/pdf, image/png and image/jpeg, told from the content.
    """

    id: str
    batch_id: str
    application_id: str
    file_name: str
    media_type: str
    size: int
    digest: str
    stored_name: str
    uploaded_by: str
    uploaded_at: datetime
