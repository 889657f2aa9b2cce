"""Forms that make something, each of which makes it once, however often it is sent."""

import hashlib
from datetime import timedelta

REMEMBERED_FOR = timedelta(days=1)


def form_digest(administrator_id: str, token: str) -> str:
    """By what a form that somebody sent is known again; ``token`` is the form's own."""
    return hashlib.sha256(f"{administrator_id}\0{token}".encode()).hexdigest()
