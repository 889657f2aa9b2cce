"""The clock's suite on its fake and on the machine's clock."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from adapters.system import SystemClock
from domain.ports import Clock
from tests.fakes.system import FakeClock


@pytest.fixture(params=[FakeClock, SystemClock])
def clock(request: pytest.FixtureRequest) -> Clock:
    clock: Clock = request.param()
    return clock


def test_now_is_in_utc(clock: Clock) -> None:
    """The moment knows that it is in UTC."""
    assert clock.now().utcoffset() == timedelta(0)


def test_time_does_not_run_backwards(clock: Clock) -> None:
    """A later look gives no earlier moment."""
    assert clock.now() <= clock.now()


def test_today_is_the_carriers_day(clock: Clock) -> None:
    """The day is that of the carrier's time zone, on the west coast unless told otherwise."""
    pacific = ZoneInfo("America/Los_Angeles")
    before, today, after = clock.now(), clock.today(), clock.now()
    assert before.astimezone(pacific).date() <= today <= after.astimezone(pacific).date()
