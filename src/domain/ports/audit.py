"""Keeping the audit trail."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Protocol

from domain.audit import Act, Entry, Event
from domain.ports.paging import Page


class AuditTrail(Protocol):
    """Of a unit of work. Nothing that is in it is ever changed or removed."""

    def add(self, event: Event) -> None:
        """Write the event down, with where the unit of work's request came from, when the unit of
        work is committed; not at all when it is left without."""
        ...

    def page(
        self,
        group_ids: Collection[str],
        *,
        act: Act | None = None,
        administrator_id: str = "",
        subject: str = "",
        since: datetime | None = None,
        until: datetime | None = None,
        page: int = 1,
    ) -> Page[Entry]:
        """Events of these groups, newest first. "" and None leave out nothing; ``until`` itself is
        not among them."""
        ...

    def all(self) -> Iterator[Entry]:
        """The whole chain from its beginning, as it is kept, whatever was done to it."""
        ...

    def last(self) -> Entry | None:
        """The newest entry, of any group."""
        ...
