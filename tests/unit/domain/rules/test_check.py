"""The one entrance to the rules."""

from domain.core_columns import COLUMNS
from domain.findings import Severity
from domain.rules import check, read_row
from tests.unit.domain.rows import alone, checked, child, facts, ready, subscriber


def test_a_family_without_fault_has_no_findings() -> None:
    """The rows that these tests start from are as good as can be."""
    assert [row.findings for row in checked(subscriber(), child())] == [[], []]


def test_the_worst_findings_come_first_and_then_the_columns_in_order() -> None:
    """Rejections, errors, warnings, each from left to right."""
    row = alone(
        subscriber(subgroup_id="0042", gender=None, last_name=None, state="HI", day_phone=None)
    )
    assert [(one.severity, one.column) for one in row.findings] == [
        (Severity.REJECTION, "subgroup_id"),
        (Severity.ERROR, "last_name"),
        (Severity.ERROR, "gender"),
        (Severity.WARNING, "zip"),
        (Severity.WARNING, "day_phone"),
    ]


def test_submitted_rows_are_left_as_they_were() -> None:
    """Neither compared with the others of the file nor judged."""
    known = facts()
    rows = [
        read_row(2, subscriber(), known.group, COLUMNS, settled=True),
        read_row(3, subscriber(family_number="2", first_name="Bea"), known.group, COLUMNS),
    ]
    check(rows, known)
    assert rows[0].findings == []
    assert ready(rows[1])


def test_no_rows_are_no_trouble() -> None:
    """A batch of which all was deleted has nothing to check."""
    check([], facts())
