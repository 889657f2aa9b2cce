"""Where what is being done comes from, for the audit trail."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_origin: ContextVar[str] = ContextVar("origin", default="")


def origin() -> str:
    """The network address that the request being answered came from, or what else acts."""
    return _origin.get()


@contextmanager
def coming_from(source: str) -> Iterator[None]:
    """Whatever is done inside comes from there."""
    token = _origin.set(source)
    try:
        yield
    finally:
        _origin.reset(token)
