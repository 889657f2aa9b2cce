"""Subgroup, plan, reason and dates of a subscriber's coverage."""

import pytest
from msgspec.structs import replace

from tests.unit.domain.rows import (
    alone,
    codes,
    errors,
    facts,
    number,
    ready,
    rejections,
    subscriber,
)

# Subgroups


def test_an_unknown_subgroup_is_rejected() -> None:
    """No fixing helps: the group has none such."""
    row = alone(subscriber(subgroup_id="0042"))
    assert rejections(row)["subgroup_id"].startswith(
        "Subgroup 0042 is not a subgroup of this group."
    )


def test_another_groups_subgroup_is_unknown() -> None:
    """Only this group's subgroups are there."""
    row = alone(subscriber(subgroup_id="7000", plan="HMO 30"), facts("000777"))
    assert codes(row) >= {"subgroup_unknown"}


@pytest.mark.parametrize(("subgroup", "day"), [("0003", "02/01/2027"), ("0009", "12/01/2026")])
def test_a_subgroup_not_active_on_the_effective_date_is_rejected(subgroup: str, day: str) -> None:
    """One that begins on the day is active; one that ended is not, and the sentence names it."""
    row = alone(subscriber(subgroup_id=subgroup, effective_date=day))
    if subgroup == "0003":
        assert ready(row)
    else:
        assert rejections(row)["subgroup_id"].startswith(
            "Subgroup 0009 is not active for this group on 12/01/2026."
        )


def test_a_subgroup_that_has_not_begun_is_rejected() -> None:
    """The month before its first day is too early."""
    row = alone(subscriber(subgroup_id="0003", effective_date="01/01/2027"))
    assert rejections(row).keys() == {"subgroup_id"}


def test_a_subgroup_waits_for_the_effective_date() -> None:
    """While the date is missing, an ended subgroup isn't rejected: mending the date may help."""
    row = alone(subscriber(subgroup_id="0009", effective_date=None))
    assert errors(row).keys() == {"effective_date"}
    assert rejections(row) == {}


def test_a_subgroup_that_lost_its_zeros_is_known() -> None:
    """The number 1 is subgroup 0001."""
    assert ready(alone(subscriber(subgroup_id=number("1"))))


# Plans


def test_a_plan_of_another_subgroup_is_an_error() -> None:
    """The sentence names the plans that are offered."""
    row = alone(subscriber(plan="HMO 40"))
    assert errors(row)["plan"] == (
        '"HMO 40" is not offered in subgroup 0001. Choose HMO 20 or HDHP 1800.'
    )


def test_a_wrong_plan_is_an_error_where_there_is_only_one() -> None:
    """What was typed is never replaced."""
    row = alone(subscriber(subgroup_id="0002", plan="HMO 20"))
    assert errors(row)["plan"] == '"HMO 20" is not offered in subgroup 0002. Choose HMO 40.'


def test_a_plan_of_an_unknown_subgroup_is_not_judged() -> None:
    """The subgroup is what is wrong."""
    row = alone(subscriber(subgroup_id="0042", plan="Gold"))
    assert "plan" not in errors(row)


def test_a_plan_that_cannot_be_read_is_not_replaced_by_the_only_one() -> None:
    """Only a blank cell takes the subgroup's plan."""
    row = alone(subscriber(subgroup_id="0002", plan="x" * 51))
    assert row.answers.plan is None
    assert errors(row).keys() == {"plan"}


# Effective dates; today is 11/23/2026


@pytest.mark.parametrize("day", ["10/01/2026", "11/01/2026", "12/01/2026", "02/01/2027"])
def test_coverage_starts_on_the_first_of_a_month(day: str) -> None:
    """Within the allowed days, any first of a month."""
    assert ready(alone(subscriber(effective_date=day)))


@pytest.mark.parametrize("day", ["12/02/2026", "12/15/2026", "11/30/2026"])
def test_other_days_of_the_month_are_errors(day: str) -> None:
    """The sentence proposes the firsts of the months around."""
    row = alone(subscriber(effective_date=day))
    first = "12/01/2026 or 01/01/2027" if day.startswith("12") else "11/01/2026 or 12/01/2026"
    assert errors(row)["effective_date"] == (
        f"Coverage starts on the first of a month. Use {first}."
    )


def born(day: str, reason: str = "Birth") -> dict[str, str]:
    return {"enrollment_reason": reason, "effective_date": day, "event_date": "10/20/2026"}


@pytest.mark.parametrize("reason", ["Birth", "Adoption"])
@pytest.mark.parametrize(
    ("day", "is_ready"),
    [
        ("09/23/2026", False),  # 61 days back
        ("09/24/2026", True),  # 60 days back
        ("11/23/2026", True),
        ("12/15/2026", True),
    ],
)
def test_a_birth_or_adoption_starts_on_any_day(reason: str, day: str, is_ready: bool) -> None:
    """From 60 days before today."""
    assert ready(alone(subscriber(**born(day, reason)))) == is_ready


@pytest.mark.parametrize(("day", "is_ready"), [("02/21/2027", True), ("02/22/2027", False)])
def test_coverage_starts_within_90_days(day: str, is_ready: bool) -> None:
    """The ninetieth day from today is the last; the event is near enough."""
    typed = subscriber(**{**born(day, "Adoption"), "event_date": "11/23/2026"})
    row = alone(typed, facts(settings=replace(facts().settings, event_within_days=100)))
    assert ready(row) == is_ready


@pytest.mark.parametrize(
    ("day", "use"), [("09/01/2026", "10/01/2026"), ("03/01/2027", "02/01/2027")]
)
def test_a_first_too_far_off_gets_the_nearest_allowed(day: str, use: str) -> None:
    """The sentence tells from when to when, and proposes the first in reach."""
    row = alone(subscriber(effective_date=day))
    assert errors(row)["effective_date"] == (
        f"Coverage can start from 09/24/2026 to 02/21/2027. Use {use}."
    )


def test_no_first_in_reach_is_proposed_where_there_is_none() -> None:
    """With days that hold no first of a month, the sentence ends before the proposal."""
    near = replace(facts().settings, effective_days_back=3, effective_days_ahead=3)
    known = facts(settings=near)
    assert errors(alone(subscriber(effective_date="11/24/2026"), known))["effective_date"] == (
        "Coverage starts on the first of a month."
    )
    assert errors(alone(subscriber(effective_date="12/01/2026"), known))["effective_date"] == (
        "Coverage can start from 11/20/2026 to 11/26/2026."
    )


# Events


def event(day: str, effective: str = "12/01/2026", **more: str) -> dict[str, str]:
    return {
        "enrollment_reason": "Loss of coverage",
        "event_date": day,
        "effective_date": effective,
        **more,
    }


@pytest.mark.parametrize(("day", "is_ready"), [("10/02/2026", True), ("10/01/2026", False)])
def test_coverage_starts_at_most_60_days_after_the_event(day: str, is_ready: bool) -> None:
    """The sixtieth day is the last; the sentence counts the days."""
    row = alone(subscriber(**event(day)))
    assert ready(row) == is_ready
    if not is_ready:
        assert errors(row)["event_date"] == (
            "The event was 61 days before the effective date. The limit is 60 days."
        )


@pytest.mark.parametrize(("day", "is_ready"), [("11/23/2026", True), ("11/24/2026", False)])
def test_an_event_has_happened(day: str, is_ready: bool) -> None:
    """Today counts; tomorrow is in the future."""
    row = alone(subscriber(**event(day)))
    assert ready(row) == is_ready
    if not is_ready:
        assert errors(row)["event_date"].startswith("11/24/2026 is in the future.")


def test_the_events_limit_is_the_carriers_setting() -> None:
    """Another limit gives another verdict."""
    settings = replace(facts().settings, event_within_days=30)
    row = alone(subscriber(**event("10/31/2026")), facts(settings=settings))
    assert errors(row)["event_date"].endswith(
        "31 days before the effective date. The limit is 30 days."
    )


def test_an_event_after_coverage_began_is_no_error() -> None:
    """Only how long before is limited."""
    assert ready(alone(subscriber(**event("11/20/2026", "11/01/2026"))))


def test_an_event_waits_for_the_effective_date() -> None:
    """Without one there is nothing to count from."""
    assert errors(alone(subscriber(**event("01/01/2026", "")))).keys() == {"effective_date"}


# Hire dates


def test_people_are_hired_after_their_birth() -> None:
    """The day after is taken; the day itself is told."""
    at_birth = subscriber(birth_date="03/10/1977", hire_date="03/10/1977")
    assert errors(alone(at_birth)) == {
        "hire_date": "The hire date is not after the birth date. Correct one of the two dates."
    }
    assert ready(alone(subscriber(birth_date="03/10/1977", hire_date="03/11/1977")))


@pytest.mark.parametrize(("hired", "is_ready"), [("12/01/2026", True), ("12/02/2026", False)])
def test_people_are_hired_by_the_effective_date(hired: str, is_ready: bool) -> None:
    """The day itself counts."""
    row = alone(subscriber(enrollment_reason="New hire", hire_date=hired))
    assert ready(row) == is_ready
    if not is_ready:
        assert "after coverage starts on 12/01/2026" in errors(row)["hire_date"]


def test_a_wrong_birth_date_does_not_put_the_hire_date_at_fault() -> None:
    """A birth date in the future is the one thing told."""
    row = alone(subscriber(birth_date="11/24/2026", hire_date="11/01/2026"))
    assert errors(row).keys() == {"birth_date"}
