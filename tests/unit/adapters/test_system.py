"""The machine's clock and chance beyond their ports."""

import base64
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest

from adapters.system import RandomIds, SystemClock
from domain.accounts.second_factor import RECOVERY_BYTES, SECRET_BYTES
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


@pytest.mark.parametrize(
    ("draw", "bits"),
    [
        (lambda ids: base64.urlsafe_b64decode(f"{ids.token()}="), 256),
        (lambda ids: base64.b32decode(ids.new()[0].upper()), 80),
        (lambda ids: ids.random(RECOVERY_BYTES), 120),
        (lambda ids: ids.random(SECRET_BYTES), 160),
    ],
    ids=["tokens", "ids", "recovery codes", "secrets of second factors"],
)
def test_each_bit_is_drawn(draw: Callable[[RandomIds], bytes], bits: int) -> None:
    """As often set as not, whatever the others are: none is left out, or follows from the clock."""
    drawn = [int.from_bytes(draw(RandomIds()), "big") for _ in range(1000)]
    assert max(one.bit_length() for one in drawn) == bits
    for place in range(bits):
        # 500 expected; six standard deviations to either side.
        assert 405 < sum(one >> place & 1 for one in drawn) < 595


def test_confirmation_numbers_use_the_whole_alphabet() -> None:
    """At each of the nine places every character of the alphabet occurs, about as often."""
    bodies = [one.replace("-", "")[:9] for one in RandomIds().confirmation_numbers(4400)]
    for place in range(9):
        counts = [sum(body[place] == letter for body in bodies) for letter in CONFIRMATION_ALPHABET]
        # 200 expected; seven standard deviations to either side.
        assert all(100 < count < 300 for count in counts)
