"""A clock that is set by hand, and ids that can be foretold."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from domain.confirmations import CONFIRMATION_ALPHABET, CONFIRMATION_DIGITS, confirmation_id

PACIFIC = ZoneInfo("America/Los_Angeles")


class FakeClock:
    """Stands still at ``moment`` until told otherwise."""

    def __init__(self, moment: datetime = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)) -> None:
        self.moment = moment

    @classmethod
    def on(cls, day: date) -> "FakeClock":
        """Ten in the morning of the carrier's day."""
        return cls(datetime.combine(day, time(10), PACIFIC).astimezone(UTC))

    def advance(self, by: timedelta) -> None:
        self.moment += by

    def now(self) -> datetime:
        return self.moment

    def today(self) -> date:
        return self.moment.astimezone(PACIFIC).date()


class FakeIds:
    """Counts; two of them give different ids when they start at different numbers."""

    def __init__(self, start: int = 1) -> None:
        self._ids = count(start)
        self._confirmations = count(start)
        self._tokens = count(start)
        self._bytes = count(start)

    def new(self, count: int = 1) -> Sequence[str]:
        return [f"id{next(self._ids):014d}" for _ in range(count)]

    def confirmation_numbers(self, count: int) -> Sequence[str]:
        return [_confirmation(next(self._confirmations)) for _ in range(count)]

    def random(self, count: int) -> bytes:
        return next(self._bytes).to_bytes(count, "big")

    def token(self) -> str:
        return f"token-{next(self._tokens):058d}"


def _confirmation(number: int) -> str:
    """The number written in the alphabet of confirmation IDs."""
    body = ""
    for _ in range(CONFIRMATION_DIGITS):
        number, remainder = divmod(number, len(CONFIRMATION_ALPHABET))
        body = CONFIRMATION_ALPHABET[remainder] + body
    return confirmation_id(body)
