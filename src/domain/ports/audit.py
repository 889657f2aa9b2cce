"""Keeping the audit trail."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Protocol

import msgspec

from domain.audit import Entry, Event, UnreadableEntry
from domain.ports.paging import PAGE_SIZE


class AuditQuery(msgspec.Struct, frozen=True, kw_only=True):
    """Which events are looked for. "" and None exclude nothing.

    ``group_ids`` None is all groups and none. Otherwise events of no group are wanted of these
    ``people`` alone, such as their sign-ins. ``administrator_ids`` are whose acts. ``about`` is the
    id of what it was done to, or of the batch that this is part of. ``until`` itself is too late.
    """

    group_ids: Collection[str] | None = None
    people: Collection[str] = ()
    act: str = ""
    administrator_ids: Collection[str] | None = None
    about: str = ""
    since: datetime | None = None
    until: datetime | None = None


class AuditPage(msgspec.Struct, frozen=True):
    """Entries, newest first. Those further back stand ``before`` that place; None at the end."""

    entries: Sequence[Entry | UnreadableEntry]
    before: int | None = None


class AuditTrail(Protocol):
    """Of a unit of work. Nothing that is in it is ever changed or removed."""

    def add(self, event: Event) -> None:
        """Write the event down, with where the unit of work's request came from, when the unit of
        work is committed; not at all when it is left without."""
        ...

    def find(
        self, wanted: AuditQuery, before: int | None = None, size: int = PAGE_SIZE
    ) -> AuditPage:
        """So many of the wanted, the newest that stand before that place. What is added meanwhile
        moves none of those further back."""
        ...

    def all(self) -> Iterator[Entry | UnreadableEntry]:
        """The whole chain from its beginning, as it is kept, whatever was done to it; read as it
        is asked for."""
        ...

    def last(self) -> Entry | UnreadableEntry | None:
        """The newest entry, of any group."""
        ...
