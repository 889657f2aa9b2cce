"""Files, time and chance."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol


class FileStore(Protocol):
    """Keeps uploaded documents under names of our own: letters, digits, "-" and ".", a hundred at
    most, a letter or digit first. ValueError for others.

    Any of its methods may raise StoreUnavailable.
    """

    def put(self, name: str, content: bytes) -> None:
        """Durable once it has returned. Replaces what the name had."""
        ...

    def get(self, name: str) -> bytes:
        """Raises KeyError when there is none such."""
        ...

    def remove(self, names: Sequence[str]) -> None:
        """Nothing happens for those that are not there."""
        ...

    def kept_before(self, moment: datetime, after: str = "", limit: int = 1000) -> Sequence[str]:
        """The names of documents put before the moment by the store's own clock, which may count
        whole seconds: the first of them in order that come after the given name."""
        ...

    def ping(self) -> None:
        """Returns when documents can be reached."""
        ...

    def close(self) -> None:
        """Lets go of connections."""
        ...


class Clock(Protocol):
    def now(self) -> datetime:
        """The moment, in UTC and aware."""
        ...

    def today(self) -> date:
        """The carrier's calendar day."""
        ...


class Ids(Protocol):
    def new(self, count: int = 1) -> Sequence[str]:
        """Ids never given before: 16 letters and digits in lower case, safe in an address."""
        ...

    def confirmation_numbers(self, count: int) -> Sequence[str]:
        """Confirmation IDs (``domain.confirmations.confirmation_id``), drawn evenly at random."""
        ...

    def random(self, count: int) -> bytes:
        """So many bytes that nobody can foretell."""
        ...

    def token(self) -> str:
        """A secret of at least 256 random bits for a session's cookie."""
        ...
