"""Families whose subscriber the carrier has declined."""

from collections.abc import Collection

import pytest

from domain.core_columns import COLUMNS
from domain.rules import Row, check, read_row
from tests.unit.domain.rows import child, codes, errors, facts, ready, subscriber


def family(*, declined: Collection[int]) -> tuple[Row, Row, Row]:
    """After a check: a subscriber who was submitted, a child submitted with them, and another."""
    known = facts(declined=declined)
    rows = (
        read_row(2, subscriber(), known.group, COLUMNS, settled=True),
        read_row(3, child(), known.group, COLUMNS, settled=True),
        read_row(4, child(first_name="Ivy", ssn="801-12-3459"), known.group, COLUMNS),
    )
    check(rows, known)
    return rows


def test_a_dependent_of_a_declined_subscriber_is_at_fault() -> None:
    """It says what to do; who was submitted has no findings any more."""
    first, settled, dependent = family(declined={2})
    assert errors(dependent) == {
        "family_number": "The carrier declined the subscriber of family 1 (row 2), so this"
        " application cannot be submitted. Delete it, or enroll the whole family in a new upload."
    }
    assert first.findings == settled.findings == []


@pytest.mark.parametrize("declined", [(), {3}])
def test_a_dependent_of_another_submitted_subscriber_is_ready(declined: Collection[int]) -> None:
    """Whatever else the carrier has said, even of another dependent."""
    *_, dependent = family(declined=declined)
    assert ready(dependent)


@pytest.mark.parametrize("number", ["2", None])
def test_other_families_are_not_concerned(number: str | None) -> None:
    """A declined subscriber is nobody else's."""
    known = facts(declined={2})
    other = subscriber(family_number="2", first_name="Bea", ssn="801-12-9999")
    rows = [
        read_row(2, subscriber(), known.group, COLUMNS, settled=True),
        read_row(3, other, known.group, COLUMNS),
        read_row(4, child(family_number=number), known.group, COLUMNS),
    ]
    check(rows, known)
    assert ready(rows[1])
    assert "subscriber_declined" not in codes(rows[2])
