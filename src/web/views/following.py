"""How often a page that shows submissions asks what has become of them."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from domain.submission import Submission

# Seconds between two questions, by how far off the next happening is. Deliveries come about a
# second after they are due; what is long overdue waits for somebody to start them.
_PACES = ((timedelta(seconds=10), 2), (timedelta(minutes=1), 10))
_SLOWEST = 60


def under_way(submissions: Sequence[Submission]) -> list[Submission]:
    """Those of which something more will be heard without anybody's doing."""
    return [one for one in submissions if one.delivery.due_at is not None]


def seconds_between(submissions: Sequence[Submission], now: datetime) -> int:
    """The seconds between two questions; 0 where none need be asked."""
    due = [one.delivery.due_at for one in submissions if one.delivery.due_at is not None]
    if not due:
        return 0
    nearest = min(abs(moment - now) for moment in due)
    return next((seconds for within, seconds in _PACES if nearest <= within), _SLOWEST)
