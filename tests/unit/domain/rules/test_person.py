"""The person: number, birth date, age, and the day of signing."""

from datetime import date

import pytest
from msgspec.structs import replace

from domain.rules.person import age_on
from tests.unit.domain.rows import (
    alone,
    checked,
    child,
    errors,
    facts,
    ready,
    subscriber,
    warnings,
)


def test_a_number_and_a_reason_for_none_contradict() -> None:
    """The reason must be blank when a number is given, also on dependents."""
    for row in checked(subscriber(no_ssn_reason="Applied for"), child(no_ssn_reason="Newborn")):
        assert errors(row)["no_ssn_reason"] == (
            "A number is given, so clear the reason for having none."
        )


@pytest.mark.parametrize("reason", [None, "Newborn"])
def test_a_dependent_without_a_number_is_warned_of(reason: str | None) -> None:
    """It stays ready, reason or none."""
    _, row = checked(subscriber(), child(ssn=None, no_ssn_reason=reason))
    assert ready(row)
    assert warnings(row) == {
        "ssn": "There is no SSN or ITIN. Add it if you can: it helps the carrier."
    }


@pytest.mark.parametrize(
    ("born", "code"),
    [("12/31/1899", "before 01/01/1900"), ("11/24/2026", "in the future")],
)
def test_birth_dates_are_from_1900_to_today(born: str, code: str) -> None:
    """A day too early or too late is told."""
    _, row = checked(subscriber(), child(birth_date=born))
    assert code in errors(row)["birth_date"]


@pytest.mark.parametrize("born", ["01/01/1900", "11/23/2026"])
def test_the_first_and_the_last_birth_date_count(born: str) -> None:
    """The first of 1900 and today are taken."""
    _, row = checked(subscriber(), child(relationship="Other dependent", birth_date=born))
    assert ready(row)


@pytest.mark.parametrize(
    ("born", "age"), [("12/01/2012", 14), ("12/02/2012", 13), ("12/01/2016", 10)]
)
def test_a_subscriber_is_at_least_14_on_the_effective_date(born: str, age: int) -> None:
    """On the day itself they are; a day later they are not."""
    row = alone(subscriber(birth_date=born))
    if age >= 14:
        assert ready(row)
    else:
        assert errors(row)["birth_date"] == (
            f"This subscriber is {age} on the effective date. A subscriber is at least 14. "
            "Check the birth date and the relationship."
        )


def test_a_subscriber_not_yet_born_is_nought() -> None:
    """Nobody is of a negative age."""
    row = alone(subscriber(effective_date="10/01/2026", birth_date="11/01/2026"))
    assert errors(row)["birth_date"].startswith("This subscriber is 0 on the effective date.")


def test_a_subscribers_age_needs_no_family() -> None:
    """It is told with what is wrong with the family, not after that was mended."""
    young = {"birth_date": "12/02/2012"}
    assert errors(alone(subscriber(family_number=None, **young))).keys() == {
        "family_number",
        "birth_date",
    }
    for row in checked(subscriber(**young), subscriber(ssn="801-12-7777", first_name="Bea")):
        assert "family_number" in errors(row)
    assert "birth_date" in errors(checked(subscriber(**young), subscriber(ssn=None))[0])


AGE_LIMITED = ["Child", "Stepchild", "Adopted child", "Foster child", "Legal ward"]


@pytest.mark.parametrize("relationship", AGE_LIMITED)
def test_children_are_under_26_on_the_effective_date(relationship: str) -> None:
    """The day before they turn 26 they may be enrolled; on the birthday no more."""
    of_25, of_26 = "12/02/2000", "12/01/2000"
    _, younger = checked(subscriber(), child(relationship=relationship, birth_date=of_25))
    _, older = checked(subscriber(), child(relationship=relationship, birth_date=of_26))
    assert ready(younger)
    assert errors(older) == {
        "birth_date": "This child is 26 on the effective date. "
        'Set "Disabled Dependent" to Yes, or remove the row.'
    }


@pytest.mark.parametrize(("disabled", "is_ready"), [("Yes", True), ("No", False), (None, False)])
def test_disabled_children_have_no_age_limit(disabled: str | None, is_ready: bool) -> None:
    """Only Yes lifts it."""
    grown = child(birth_date="01/01/1990", disabled_dependent=disabled)
    assert ready(checked(subscriber(), grown)[1]) == is_ready


@pytest.mark.parametrize("relationship", ["Spouse", "Domestic partner", "Other dependent"])
def test_other_dependents_have_no_age_limit(relationship: str) -> None:
    """Partners and other dependents may be of any age."""
    _, row = checked(subscriber(), child(relationship=relationship, birth_date="01/01/1950"))
    assert ready(row)


def test_age_is_on_the_subscribers_effective_date() -> None:
    """A child who turns 26 between two effective dates is covered by the earlier one only."""
    turning = child(birth_date="12/15/2000")
    assert ready(checked(subscriber(effective_date="12/01/2026"), turning)[1])
    assert not ready(checked(subscriber(effective_date="01/01/2027"), turning)[1])


@pytest.mark.parametrize("effective", [None, "soon"])
def test_age_waits_for_the_effective_date(effective: str | None) -> None:
    """While there is none, nothing is said about ages."""
    rows = checked(subscriber(effective_date=effective), child(birth_date="01/01/1990"))
    assert "birth_date" not in errors(rows[1])


def test_ages_are_the_carriers_settings() -> None:
    """Other limits give other verdicts."""
    settings = replace(facts().settings, dependent_age_limit=19, subscriber_minimum_age=18)
    known = facts(settings=settings)
    young, grown = subscriber(birth_date="12/02/2008"), child(birth_date="12/01/2007")
    first, second = checked(young, grown, against=known)
    assert "A subscriber is at least 18." in errors(first)["birth_date"]
    assert errors(second)["birth_date"].startswith("This child is 19")


@pytest.mark.parametrize(
    ("day", "born", "years"),
    [
        (date(2026, 2, 28), date(2000, 2, 29), 25),
        (date(2026, 3, 1), date(2000, 2, 29), 26),
        (date(2024, 2, 29), date(1998, 2, 28), 26),
        (date(2028, 2, 29), date(2000, 2, 29), 28),
        (date(2026, 12, 1), date(2026, 12, 1), 0),
        (date(2026, 11, 30), date(2000, 12, 1), 25),
    ],
)
def test_age_counts_whole_years(day: date, born: date, years: int) -> None:
    """Somebody born on February 29 ages on March 1 of other years."""
    assert age_on(day, born) == years


def test_an_agreement_is_signed_by_today() -> None:
    """Today counts; tomorrow is in the future."""
    assert ready(alone(subscriber(arbitration_signed_on="11/23/2026")))
    row = alone(subscriber(arbitration_signed_on="11/24/2026"))
    assert errors(row)["arbitration_signed_on"] == (
        "The signing date is in the future. Enter the day the agreement was signed."
    )
