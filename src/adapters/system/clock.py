"""The time of day."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


class SystemClock:
    """The machine's clock, with the carrier's time zone by its IANA name.

    Raises ZoneInfoNotFoundError (a KeyError) when there is no such zone.
    """

    def __init__(self, time_zone: str = "America/Los_Angeles") -> None:
        self._zone = ZoneInfo(time_zone)

    def now(self) -> datetime:
        return datetime.now(UTC)

    def today(self) -> date:
        return datetime.now(self._zone).date()
