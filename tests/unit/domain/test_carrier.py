"""A carrier, its groups and subgroups."""

from datetime import date

from msgspec.structs import replace

from domain.carrier import Region
from domain.submission import Status
from tests.unit.domain.rows import FILE, group


def test_a_subgroup_is_active_from_its_first_to_its_last_day() -> None:
    """Both days count, and without a last day it goes on."""
    ended, begins = group().subgroup("0009"), group().subgroup("0003")
    assert ended is not None
    assert begins is not None
    assert ended.active_on(date(2025, 12, 31))
    assert not ended.active_on(date(2026, 1, 1))
    assert not begins.active_on(date(2027, 1, 31))
    assert begins.active_on(date(2027, 2, 1))
    assert begins.active_on(date(2099, 1, 1))


def test_subgroups_are_known_by_id() -> None:
    """Another group's subgroup is none of this group's."""
    assert group().subgroup("7000") is not None
    assert group("000777").subgroup("7000") is None


def test_each_plan_is_offered_once() -> None:
    """A group's plans are those of its subgroups, in the carrier's order."""
    assert group().plans == ("HMO 20", "HDHP 1800", "HMO 40")


def test_regions_are_known_by_code() -> None:
    """A region that the carrier's file does not list, or not any more, is called by its code and
    uses no agreements."""
    assert FILE.carrier.region("HI").name == "Hawaii"
    assert FILE.carrier.region("TX") == Region("TX", "TX", arbitration_agreements=False)


def test_statuses_are_called_as_the_carrier_calls_them() -> None:
    """Each has a word of the carrier's, or its own."""
    carrier = replace(FILE.carrier, status_words={Status.NEEDS_REVIEW: "On Hold"})
    assert carrier.status_word(Status.NEEDS_REVIEW) == "On Hold"
    for status in Status:
        assert FILE.carrier.status_word(status) == status.value
