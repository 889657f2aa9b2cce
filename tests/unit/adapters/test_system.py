"""The machine's clock and chance beyond their ports."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest

from adapters.system import RandomIds, SystemClock
from domain.confirmations import CONFIRMATION_ALPHABET


def test_now_is_now() -> None:
    """The machine's own time is given."""
    assert abs(SystemClock().now() - datetime.now(UTC)) < timedelta(minutes=1)


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago", "America/Los_Angeles"])
def test_day_follows_the_zone(zone: str) -> None:
    """The carrier's day is that of the zone it was given: fourteen hours ahead or eleven back."""
    before, today, after = (
        datetime.now(ZoneInfo(zone)).date(),
        SystemClock(zone).today(),
        datetime.now(ZoneInfo(zone)).date(),
    )
    assert before <= today <= after


def test_zones_differ() -> None:
    """Zones 25 hours apart never share a day."""
    ahead = SystemClock("Pacific/Kiritimati").today()
    assert ahead - SystemClock("Pacific/Pago_Pago").today() >= timedelta(days=1)


def test_unknown_zone_is_told_at_once() -> None:
    """A misspelled zone fails when the clock is made, not at the first midnight."""
    with pytest.raises(ZoneInfoNotFoundError):
        SystemClock("America/Los_Angles")


def test_confirmation_numbers_use_the_whole_alphabet() -> None:
    """At each of the nine places every character of the alphabet occurs, about as often."""
    bodies = [one.replace("-", "")[:9] for one in RandomIds().confirmation_numbers(4400)]
    for place in range(9):
        counts = [sum(body[place] == letter for body in bodies) for letter in CONFIRMATION_ALPHABET]
        # 200 expected; seven standard deviations to either side.
        assert all(100 < count < 300 for count in counts)
