"""The audit trail, chained as it is written."""

import json
from collections.abc import Callable, Collection, Iterator
from datetime import datetime

from msgspec.structs import replace
from sqlalchemy import ColumnElement, Connection, Row, insert, select, text

from adapters.persistence.queries import page_of
from adapters.persistence.tables import audit
from domain.audit import Act, Entry, Event, digest_of
from domain.ports import Page

# Of all locks that this database knows by number: "audit" in ASCII.
_LOCK = text(f"SELECT pg_advisory_xact_lock({int.from_bytes(b'audit')})")


class SqlAuditTrail:
    """Satisfies ``domain.ports.AuditTrail``. ``write`` belongs right before the commit: from then
    on until its end, no other transaction can write to the chain."""

    def __init__(self, connection: Connection, source: Callable[[], str]) -> None:
        self._connection = connection
        self._source = source
        self._events: list[Event] = []

    def add(self, event: Event) -> None:
        self._events.append(replace(event, source=self._source()))

    def write(self) -> None:
        """Chain what was added to all that is there."""
        if not self._events:
            return
        if self._connection.dialect.name == "postgresql":
            self._connection.execute(_LOCK)
        last = self._connection.execute(
            select(audit.c.sequence, audit.c.digest).order_by(audit.c.sequence.desc()).limit(1)
        ).first()
        sequence, digest = (last.sequence, last.digest) if last else (0, "")
        rows = []
        for event in self._events:
            sequence += 1
            digest = digest_of(digest, sequence, event)
            rows.append(_values(sequence, event, digest))
        self._connection.execute(insert(audit), rows)
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
        where: list[ColumnElement[bool]] = [audit.c.group_id.in_(group_ids)]
        if act:
            where.append(audit.c.act == act.value)
        if administrator_id:
            where.append(audit.c.administrator_id == administrator_id)
        if subject:
            where.append(audit.c.subject == subject)
        if since:
            where.append(audit.c.at >= since)
        if until:
            where.append(audit.c.at < until)
        found = select(audit).where(*where).order_by(audit.c.sequence.desc())
        return page_of(self._connection, found, page, _entry)

    def all(self) -> Iterator[Entry]:
        rows = self._connection.execution_options(yield_per=1000).execute(
            select(audit).order_by(audit.c.sequence)
        )
        return map(_entry, rows)

    def last(self) -> Entry | None:
        row = self._connection.execute(
            select(audit).order_by(audit.c.sequence.desc()).limit(1)
        ).first()
        return _entry(row) if row else None


def _values(sequence: int, event: Event, digest: str) -> dict[str, object]:
    return {
        "sequence": sequence,
        "at": event.at,
        "act": str(event.act),
        "administrator_id": event.administrator_id,
        "group_id": event.group_id,
        "subject": event.subject,
        "facts": json.dumps(event.facts, sort_keys=True),
        "source": event.source,
        "digest": digest,
    }


def _entry(row: Row[tuple[object, ...]]) -> Entry:
    event = Event(
        at=row.at,
        act=row.act,
        administrator_id=row.administrator_id,
        group_id=row.group_id,
        subject=row.subject,
        facts=json.loads(row.facts),
        source=row.source,
    )
    return Entry(sequence=row.sequence, event=event, digest=row.digest)
