"""Signed documents: the kinds that are kept, and why others are not."""

from typing import Literal

MediaType = Literal["application/pdf", "image/png", "image/jpeg"]

MAX_DOCUMENT_BYTES = 5 * 1024 * 1024
