"""The names that documents are kept under."""

import re

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,99}")


def is_name(text: str) -> bool:
    return _NAME.fullmatch(text) is not None


def checked(name: str) -> str:
    """The name itself. Raises ValueError for what could lead out of the store."""
    if not is_name(name):
        raise ValueError("not a name for a stored document")
    return name
