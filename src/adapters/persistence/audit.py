"""The audit trail, chained as it is written."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

import msgspec
from msgspec.structs import replace
from sqlalchemy import (
    ColumnElement,
    Connection,
    LargeBinary,
    Select,
    and_,
    cast,
    insert,
    or_,
    select,
    text,
    true,
)

from adapters.persistence.tables import audit
from domain.audit import KINDS, Entry, Event, UnreadableEntry, digest_of, moment_text
from domain.ports import PAGE_SIZE, AuditPage, AuditQuery

# The number of this lock in the database: "audit" in ASCII.
_LOCK = text(f"SELECT pg_advisory_xact_lock({int.from_bytes(b'audit')})")
_READ_AT_ONCE = 1000

_facts_in = msgspec.json.Decoder(dict[str, str | int]).decode
_facts_out = msgspec.json.Encoder(order="sorted").encode


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
            rows.append(_values(Entry(sequence=sequence, event=event, digest=digest)))
        self._connection.execute(insert(audit), rows)
        self._events.clear()

    def find(
        self, wanted: AuditQuery, before: int | None = None, size: int = PAGE_SIZE
    ) -> AuditPage:
        """Each group is asked for by itself, since an index gives its events in order. For all
        groups together, every event would be read and sorted."""
        where = list(_conditions(wanted))
        if before is not None:
            where.append(audit.c.sequence < before)
        newest = self._as_kept().where(*where).order_by(audit.c.sequence.desc()).limit(size + 1)
        parts = [newest.where(whose) for whose in _whose(wanted)]
        rows = [_read(row) for part in parts for row in self._connection.execute(part)]
        if len(parts) > 1:
            rows.sort(key=lambda one: one.sequence or 0, reverse=True)
        entries = rows[:size]
        return AuditPage(entries, entries[-1].sequence if len(rows) > size else None)

    def all(self) -> Iterator[Entry | UnreadableEntry]:
        rows = self._connection.execute(
            self._as_kept().order_by(audit.c.sequence),
            execution_options={"yield_per": _READ_AT_ONCE},
        )
        return map(_read, rows)

    def last(self) -> Entry | UnreadableEntry | None:
        rows = self._as_kept().order_by(audit.c.sequence.desc()).limit(1)
        row = self._connection.execute(rows).first()
        return _read(row) if row else None

    def _as_kept(self) -> Select[*tuple[object, ...]]:
        """The rows exactly as stored. SQLite keeps anything in any column, and its driver cannot
        read a row whose text is not text: it is asked for the bytes."""
        if self._connection.dialect.name == "sqlite":
            return select(*(cast(column, LargeBinary) for column in audit.columns))
        return select(*audit.columns)


def _whose(wanted: AuditQuery) -> Iterator[ColumnElement[bool]]:
    """A condition for each group that is wanted, and one for what people did outside of any."""
    if wanted.group_ids is None:
        yield true()
        return
    for group_id in wanted.group_ids:
        yield audit.c.group_id == group_id
    if wanted.people:
        yield and_(audit.c.group_id == "", audit.c.administrator_id.in_(wanted.people))


def _conditions(wanted: AuditQuery) -> Iterator[ColumnElement[bool]]:
    if wanted.act:
        yield audit.c.act == wanted.act
    if wanted.administrator_ids is not None:
        yield audit.c.administrator_id.in_(wanted.administrator_ids)
    if wanted.about:
        subjects = [f"{kind} {wanted.about}" for kind in KINDS]
        yield or_(audit.c.subject.in_(subjects), audit.c.batch_id == wanted.about)
    span = []
    if wanted.since:
        span.append(audit.c.at >= moment_text(wanted.since))
    if wanted.until:
        span.append(audit.c.at < moment_text(wanted.until))
    if span:
        yield and_(*span)


def _values(entry: Entry) -> dict[str, object]:
    event = entry.event
    return {
        "sequence": entry.sequence,
        "at": moment_text(event.at),
        "act": str(event.act),
        "administrator_id": event.administrator_id,
        "group_id": event.group_id,
        "subject": event.subject,
        "batch_id": event.batch_id,
        "facts": _facts_out(event.facts).decode(),
        "source": event.source,
        "digest": entry.digest,
    }


def _read(row: Sequence[object]) -> Entry | UnreadableEntry:
    """The row's entry, if it is exactly what an entry is stored as."""
    sequence = None
    try:
        kept = [one.decode() if isinstance(one, bytes) else str(one) for one in row]
        sequence = int(kept[0])
        _, at, act, administrator_id, group_id, subject, batch_id, facts, source, digest = kept
        event = Event(
            at=datetime.fromisoformat(at),
            act=act,
            administrator_id=administrator_id,
            group_id=group_id,
            subject=subject,
            batch_id=batch_id,
            facts=_facts_in(facts),
            source=source,
        )
        entry = Entry(sequence=sequence, event=event, digest=digest)
        if [str(value) for value in _values(entry).values()] == kept:
            return entry
    except (ValueError, OverflowError, msgspec.MsgspecError):
        pass
    return UnreadableEntry(sequence)
