"""Cells that must be filled."""

import pytest

from domain.cells import Entries
from domain.core_columns import COLUMNS
from tests.unit.domain.rows import alone, checked, child, entries, errors, ready, subscriber

EVENT = {"effective_date": "12/01/2026", "event_date": "11/10/2026"}
MAIL = {
    "mailing_address": "PO Box 9",
    "mailing_city": "Fremont",
    "mailing_state": "CA",
    "mailing_zip": "94536",
}
# A ready row on which the column must be filled, for every column that ever must.
FILLED: dict[str, Entries] = {
    **{
        key: subscriber()
        for key in (
            "family_number", "relationship", "subgroup_id", "plan", "enrollment_reason",
            "effective_date", "last_name", "first_name", "ssn", "birth_date", "gender",
            "address", "city", "state", "zip",
        )
    },
    "reason_details": subscriber(enrollment_reason="Other", reason_details="Merger"),
    "event_date": subscriber(enrollment_reason="Loss of coverage", **EVENT),
    "hire_date": subscriber(enrollment_reason="New hire", hire_date="11/01/2026"),
    "cobra_event": subscriber(enrollment_reason="COBRA", cobra_event="Divorce", **EVENT),
    "mailing_city": subscriber(**MAIL),
    "mailing_state": subscriber(**MAIL),
    "mailing_zip": subscriber(**MAIL),
    "mbi": subscriber(medicare="Part A", mbi="1EG4-TE5-MK73"),
}  # fmt: skip
ASKED_FOR_BY_ANOTHER = {"no_ssn_reason"}  # by the number's own sentence


def test_every_column_that_is_ever_required_is_tested() -> None:
    """The examples of this file are all there are."""
    assert FILLED.keys() | ASKED_FOR_BY_ANOTHER == {one.key for one in COLUMNS if one.required}


@pytest.mark.parametrize("column", FILLED)
def test_a_blank_cell_that_must_be_filled_is_an_error(column: str) -> None:
    """The row is ready with it, and without it the column is at fault, and no other."""
    typed = FILLED[column]
    assert ready(alone(typed))
    row = alone({key: cell for key, cell in typed.items() if key != column})
    expected = "Choose HMO 20 or HDHP 1800." if column == "plan" else COLUMNS.by_key[column].missing
    assert errors(row) == {column: expected}


REASONS_WITH_EVENT = [
    reason
    for reason in COLUMNS.by_key["enrollment_reason"].choices
    if reason not in ("New group", "Open enrollment", "New hire", "Other")
]


@pytest.mark.parametrize("reason", COLUMNS.by_key["enrollment_reason"].choices)
def test_each_reason_asks_for_its_own(reason: str) -> None:
    """The event's day, the day of hire, the details of Other, the event of COBRA."""
    asked = {
        "event_date": reason in REASONS_WITH_EVENT,
        "hire_date": reason in ("New hire", "Rehire", "Part-time to full-time"),
        "reason_details": reason == "Other",
        "cobra_event": reason == "COBRA",
    }
    row = alone(subscriber(enrollment_reason=reason))
    assert errors(row).keys() == {column for column, is_asked in asked.items() if is_asked}


@pytest.mark.parametrize("medicare", ["Part A", "Part B", "Parts A and B"])
def test_medicare_asks_for_its_number(medicare: str) -> None:
    """On dependents too."""
    _, row = checked(subscriber(), child(medicare=medicare))
    assert errors(row).keys() == {"mbi"}


@pytest.mark.parametrize("medicare", ["None", None])
def test_without_medicare_no_number_is_asked_for(medicare: str | None) -> None:
    """ "None" and blank are the same."""
    assert ready(alone(subscriber(medicare=medicare)))


@pytest.mark.parametrize("reason", COLUMNS.by_key["no_ssn_reason"].choices)
def test_a_reason_stands_for_a_subscribers_number(reason: str) -> None:
    """A subscriber without a number is ready once the reason is given."""
    assert ready(alone(subscriber(ssn=None, no_ssn_reason=reason)))


def test_a_reason_that_cannot_be_read_is_the_only_thing_to_fix() -> None:
    """The number isn't asked for besides."""
    row = alone(subscriber(ssn=None, no_ssn_reason="forgot"))
    assert errors(row).keys() == {"no_ssn_reason"}


def test_a_cell_that_cannot_be_read_is_not_called_blank() -> None:
    """It is told once, for what it is."""
    row = alone(subscriber(hire_date="soon", enrollment_reason="New hire"))
    assert errors(row)["hire_date"].startswith('"soon" is not a date.')
    assert len(row.findings) == 1


def test_the_only_plan_of_a_subgroup_is_taken() -> None:
    """Blank takes it, and nothing is asked."""
    row = alone(subscriber(subgroup_id="0002", plan=None))
    assert ready(row)
    assert row.answers.plan == "HMO 40"


def test_dependents_need_neither_coverage_nor_address_nor_number() -> None:
    """Only who they are."""
    _, row = checked(subscriber(), child(ssn=None))
    assert ready(row)
    _, blank = checked(subscriber(), entries(family_number="1", relationship="Spouse"))
    assert errors(blank).keys() == {"last_name", "first_name", "birth_date", "gender"}


def test_a_dependents_own_address_is_whole() -> None:
    """Once it is given, its city, state and ZIP code are needed."""
    _, row = checked(subscriber(), child(address="12 Elm St"))
    assert errors(row).keys() == {"city", "state", "zip"}


def test_a_row_with_one_cell_says_all_that_is_missing() -> None:
    """Whatever the relationship will be, these are needed."""
    row = alone(entries(middle_name="Bea"))
    always = {one.key for one in COLUMNS if one.always_required}
    assert errors(row).keys() == always
