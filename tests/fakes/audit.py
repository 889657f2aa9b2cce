"""The audit trail in memory."""

from collections.abc import Callable, Collection, Iterator
from datetime import datetime

from msgspec.structs import replace

from domain.audit import Act, Entry, Event, digest_of
from domain.ports import Page
from tests.fakes.kept import Kept, page_of


class FakeAuditTrail:
    def __init__(self, kept: Kept, source: Callable[[], str]) -> None:
        self._kept = kept
        self._source = source
        self._events: list[Event] = []

    def add(self, event: Event) -> None:
        self._events.append(replace(event, source=self._source()))

    def write(self) -> None:
        for event in self._events:
            last = self.last()
            sequence = last.sequence + 1 if last else 1
            digest = digest_of(last.digest if last else "", sequence, event)
            self._kept.audit[str(sequence)] = Entry(sequence=sequence, event=event, digest=digest)
        self._events.clear()

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
        found = [
            entry
            for entry in reversed(self._kept.audit.values())
            if entry.event.group_id in group_ids
            and (act is None or entry.event.act == act)
            and administrator_id in ("", entry.event.administrator_id)
            and subject in ("", entry.event.subject)
            and (since is None or entry.event.at >= since)
            and (until is None or entry.event.at < until)
        ]
        return page_of(found, page)

    def all(self) -> Iterator[Entry]:
        return iter(list(self._kept.audit.values()))

    def last(self) -> Entry | None:
        return list(self._kept.audit.values())[-1] if self._kept.audit else None
