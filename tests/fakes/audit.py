"""The audit trail in memory."""

from collections.abc import Callable, Iterator

from msgspec.structs import replace

from domain.audit import KINDS, Entry, Event, UnreadableEntry, digest_of
from domain.ports import PAGE_SIZE, AuditPage, AuditQuery
from tests.fakes.kept import Kept


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

    def find(
        self, wanted: AuditQuery, before: int | None = None, size: int = PAGE_SIZE
    ) -> AuditPage:
        found = [
            entry
            for entry in reversed(self._kept.audit.values())
            if _is_wanted(entry.event, wanted) and (before is None or entry.sequence < before)
        ]
        return AuditPage(found[:size], found[size - 1].sequence if len(found) > size else None)

    def all(self) -> Iterator[Entry | UnreadableEntry]:
        return iter(list(self._kept.audit.values()))

    def last(self) -> Entry | None:
        return next(reversed(self._kept.audit.values()), None)


def _is_wanted(event: Event, wanted: AuditQuery) -> bool:
    whose = wanted.administrator_ids
    return (
        (
            wanted.group_ids is None
            or event.group_id in wanted.group_ids
            or (event.group_id == "" and event.administrator_id in wanted.people)
        )
        and wanted.act in ("", event.act)
        and (whose is None or event.administrator_id in whose)
        and (
            wanted.about in ("", event.batch_id)
            or event.subject in [f"{kind} {wanted.about}" for kind in KINDS]
        )
        and (wanted.since is None or event.at >= wanted.since)
        and (wanted.until is None or event.at < wanted.until)
    )
