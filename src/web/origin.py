"""Where what is being done comes from, for the audit trail."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

# An address, or our own words: what came with a request may be anything.
_PLAIN = re.compile(r"[0-9A-Za-z .:%_-]{0,64}")
_origin: ContextVar[str] = ContextVar("origin", default="")


def origin() -> str:
    """The network address that the request being answered came from, or what else acts."""
    return _origin.get()


@contextmanager
def coming_from(source: str) -> Iterator[None]:
    """Whatever is done inside comes from there."""
    token = _origin.set(source if _PLAIN.fullmatch(source) else "unreadable")
    try:
        yield
    finally:
        _origin.reset(token)
