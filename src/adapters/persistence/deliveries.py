"""The outbox."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Select, func, or_, select, update

from adapters.confidential import Vault
from adapters.persistence.mappers import shown_submission
from adapters.persistence.tables import UNDONE, batches
from adapters.persistence.tables import submissions as table
from domain.delivery import LONGEST_LEASE, LONGEST_PAUSE, Stage
from domain.ports import STUBBORN, Backlog
from domain.submission import Submission

_FOR_A_PERSON = [stage.value for stage in Stage if stage.for_a_person]
_NOT_THERE_YET = (Stage.WAITING, Stage.SENDING)


class SqlDeliveries:
    """Satisfies ``domain.ports.DeliveryRepository``."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    def due(self, now: datetime) -> bool:
        return self._connection.scalar(_longest_due(now)) is not None

    def claim(self, holder: str, now: datetime, until: datetime) -> str | None:
        # What somebody else is claiming is skipped, and what they have changed meanwhile is judged
        # again: that is why the submission is locked too. Whoever only names the batch isn't held
        # up. SQLite renders no FOR UPDATE and needs none: there, one unit of work writes at a time.
        batch_id = self._connection.scalar(
            _longest_due(now).with_for_update(skip_locked=True, key_share=True)
        )
        if batch_id is not None:
            self._connection.execute(
                update(batches)
                .where(batches.c.id == batch_id)
                .values(delivery_holder=holder, delivery_until=until)
            )
        return batch_id

    def take(self, batch_id: str, holder: str, now: datetime, until: datetime) -> bool:
        taken = self._connection.execute(
            update(batches)
            .where(batches.c.id == batch_id, _nobodys(now))
            .values(delivery_holder=holder, delivery_until=until)
        )
        return taken.rowcount == 1

    def hold(self, batch_id: str, holder: str, until: datetime) -> bool:
        return self._set(batch_id, holder, delivery_until=until)

    def release(self, batch_id: str, holder: str) -> None:
        self._set(batch_id, holder, delivery_holder=None, delivery_until=None)

    def undone(self, batch_id: str) -> Sequence[Submission]:
        return self._read(
            select(table)
            .where(table.c.batch_id == batch_id, UNDONE)
            .order_by(table.c.subscriber_key.is_not(None), table.c.submitted_at, table.c.id)
        )

    def needing_a_person(self, limit: int, failures: int = STUBBORN) -> Sequence[Submission]:
        return self._read(
            select(table)
            .where(UNDONE, or_(table.c.stage.in_(_FOR_A_PERSON), table.c.attempts >= failures))
            .order_by(table.c.submitted_at, table.c.id)
            .limit(limit)
        )

    def backlog(self) -> Backlog:
        rows = self._connection.execute(
            select(table.c.stage, func.count(), func.min(table.c.submitted_at))
            .where(UNDONE)
            .group_by(table.c.stage)
        ).all()
        oldest = [first for stage, _, first in rows if stage in _NOT_THERE_YET]
        return Backlog({Stage(stage): count for stage, count, _ in rows}, min(oldest, default=None))

    def _set(self, batch_id: str, holder: str, **values: Any) -> bool:
        written = self._connection.execute(
            update(batches)
            .where(batches.c.id == batch_id, batches.c.delivery_holder == holder)
            .values(**values)
        )
        return written.rowcount == 1

    def _read(self, rows: Select[*tuple[Any, ...]]) -> Sequence[Submission]:
        return [shown_submission(row, self._vault) for row in self._connection.execute(rows)]


def _longest_due(now: datetime) -> Select[str]:
    """Of the batches that nobody holds, the one with the submission that is longest due."""
    return (
        select(table.c.batch_id)
        .join(batches, batches.c.id == table.c.batch_id)
        .where(UNDONE, _past(table.c.due_at, now, LONGEST_PAUSE), _nobodys(now))
        .order_by(table.c.due_at)
        .limit(1)
    )


def _nobodys(now: datetime) -> ColumnElement[bool]:
    held = batches.c.delivery_until
    return or_(held.is_(None), _past(held, now, LONGEST_LEASE))


def _past(moment: Column[Any], now: datetime, limit: timedelta) -> ColumnElement[bool]:
    """Or further ahead than it may be."""
    return or_(moment <= now, moment > now + limit)
