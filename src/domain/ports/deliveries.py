"""The outbox: submissions that the carrier has not said its last word to."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

import msgspec

from domain.delivery import Stage
from domain.submission import Submission

# After so many failures in a row an operator should look.
STUBBORN = 5


class Backlog(msgspec.Struct, frozen=True):
    """What the carrier has not said its last word to.

    ``stages`` counts the submissions that are not done; ``oldest_waiting`` is when the oldest of
    those was submitted that are on their way to the carrier.
    """

    stages: Mapping[Stage, int]
    oldest_waiting: datetime | None

    def waited(self, now: datetime) -> timedelta:
        """How long that one has waited; nothing when there is none."""
        waited = now - self.oldest_waiting if self.oldest_waiting else timedelta()
        return max(waited, timedelta())  # it may have come by a clock that was ahead


class DeliveryRepository(Protocol):
    """The outbox: submissions that are not done. A batch is delivered by one holder at a time. What
    is held, or to be looked at again, later than ``LONGEST_LEASE`` or ``LONGEST_PAUSE`` from now is
    so by a clock that was ahead, and counts as if it were past."""

    def due(self, now: datetime) -> bool:
        """Whether some submission is due whose batch nobody holds."""
        ...

    def claim(self, holder: str, now: datetime, until: datetime) -> str | None:
        """Hold the batch of the submission that is longest due, and give its id; None when there
        is none that nobody holds. Two claims at once never hold the same batch."""
        ...

    def take(self, batch_id: str, holder: str, now: datetime, until: datetime) -> bool:
        """Hold this batch, whether or not something of it is due; False when somebody else holds
        it. Until the unit of work ends nobody else can claim it."""
        ...

    def hold(self, batch_id: str, holder: str, until: datetime) -> bool:
        """Hold it longer; False when somebody else has it by now. Until the unit of work ends
        nobody else can claim it."""
        ...

    def release(self, batch_id: str, holder: str) -> None:
        """Let others claim it. Nothing happens when it is somebody else's."""
        ...

    def undone(self, batch_id: str) -> Sequence[Submission]:
        """The batch's submissions that are not done, subscribers before dependents, then by time
        submitted and id."""
        ...

    def needing_a_person(self, limit: int, failures: int = STUBBORN) -> Sequence[Submission]:
        """Those that are held, unknown, or have failed so many times in a row and more; oldest
        first."""
        ...

    def backlog(self) -> Backlog: ...
