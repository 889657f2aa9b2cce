"""The outbox in memory."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from domain.delivery import LONGEST_LEASE, LONGEST_PAUSE, Stage
from domain.ports import STUBBORN, Backlog
from domain.submission import Submission
from tests.fakes.kept import Kept


class FakeDeliveries:
    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    def due(self, now: datetime) -> bool:
        return bool(self._due(now))

    def claim(self, holder: str, now: datetime, until: datetime) -> str | None:
        due = self._due(now)
        if not due:
            return None
        _, batch_id = min(due)
        self._kept.holds[batch_id] = (holder, until)
        return batch_id

    def take(self, batch_id: str, holder: str, now: datetime, until: datetime) -> bool:
        held = self._kept.holds.get(batch_id)
        if batch_id not in self._kept.batches or (held and now < held[1] <= now + LONGEST_LEASE):
            return False
        self._kept.holds[batch_id] = (holder, until)
        return True

    def hold(self, batch_id: str, holder: str, until: datetime) -> bool:
        if not self._is_of(batch_id, holder):
            return False
        self._kept.holds[batch_id] = (holder, until)
        return True

    def release(self, batch_id: str, holder: str) -> None:
        if self._is_of(batch_id, holder):
            del self._kept.holds[batch_id]

    def undone(self, batch_id: str) -> Sequence[Submission]:
        found = [one for one in self._undone() if one.batch_id == batch_id]
        return sorted(
            found, key=lambda one: (one.subscriber_key is not None, one.submitted_at, one.id)
        )

    def needing_a_person(self, limit: int, failures: int = STUBBORN) -> Sequence[Submission]:
        found = [
            one
            for one in self._undone()
            if one.delivery.stage.for_a_person or one.delivery.attempts >= failures
        ]
        return sorted(found, key=lambda one: (one.submitted_at, one.id))[:limit]

    def backlog(self) -> Backlog:
        undone = self._undone()
        waiting = [
            one.submitted_at
            for one in undone
            if one.delivery.stage in (Stage.WAITING, Stage.SENDING)
        ]
        return Backlog(Counter(one.delivery.stage for one in undone), min(waiting, default=None))

    def _undone(self) -> list[Submission]:
        every = self._kept.submissions.values()
        return [one for one in every if one.delivery.stage is not Stage.DONE]

    def _due(self, now: datetime) -> list[tuple[datetime, str]]:
        """When each became due that nobody holds, and its batch."""
        held = {
            batch_id
            for batch_id, (_, until) in self._kept.holds.items()
            if now < until <= now + LONGEST_LEASE
        }
        return [
            (one.delivery.due_at, one.batch_id)
            for one in self._undone()
            if one.delivery.due_at is not None
            and not now < one.delivery.due_at <= now + LONGEST_PAUSE
            and one.batch_id not in held
        ]

    def _is_of(self, batch_id: str, holder: str) -> bool:
        return self._kept.holds.get(batch_id, ("", None))[0] == holder
