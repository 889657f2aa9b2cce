"""A carrier, its groups and subgroups."""

from datetime import date

import pytest

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
    """A code that the carrier has not is an error of ours."""
    assert FILE.carrier.region("HI").name == "Hawaii"
    with pytest.raises(KeyError):
        FILE.carrier.region("TX")
