"""Rows that are no person: the headers once more, and totals."""

import pytest

from domain.cells import Cell, CellKind, Entries
from domain.core_columns import COLUMNS
from domain.findings import Severity
from tests.unit.domain.rows import alone, checked, child, codes, entries, number, ready, subscriber

REPEATED = "This row repeats the headers. Delete it."
TOTAL = "This row looks like a total, not a person. Delete it."
HEADERS = {column.key: Cell(column.header) for column in COLUMNS}


def formula(text: str) -> Cell:
    return Cell(text, CellKind.FORMULA)


def findings(row: Entries) -> list[tuple[str, Severity, str]]:
    return [(one.column, one.severity, one.message) for one in alone(row).findings]


def test_a_second_header_is_told_once() -> None:
    """Not that each of its cells is no name, no date and no number."""
    assert findings(HEADERS) == [("family_number", Severity.ERROR, REPEATED)]


@pytest.mark.parametrize(
    "row",
    [
        {key: Cell(cell.text.upper()) for key, cell in HEADERS.items()},
        entries(relationship="Relationship", last_name="Last Name", first_name="Ana"),
        {key: cell for key, cell in HEADERS.items() if key != "family_number"},
    ],
    ids=["in capitals", "most of them", "without the first"],
)
def test_a_second_header_may_be_changed(row: Entries) -> None:
    """Capitals, a few other cells and gaps make no person of it."""
    assert [message for _, _, message in findings(row)] == [REPEATED]


@pytest.mark.parametrize(
    "row",
    [
        entries(city="City"),
        entries(city="City", state="State", last_name="Moreno", first_name="Ana"),
        subscriber(city="City", county="County"),
    ],
    ids=["one word", "half of them", "on a person's row"],
)
def test_a_few_headers_are_no_second_header(row: Entries) -> None:
    """Somebody may live in a place of that name."""
    assert "repeated_headers" not in codes(alone(row))


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (entries(family_number="Total"), "family_number"),
        (entries(family_number="TOTAL:", last_name=number("3")), "family_number"),
        (entries(family_number="Total employees: 3"), "family_number"),
        (entries(relationship="Grand total", zip=number("3")), "relationship"),
        (entries(last_name="Sub-total", employee_id=number("12")), "employee_id"),
        (entries(employee_id="Count", address="Sum of above"), "employee_id"),
        (entries(family_number="sum", ssn=number("3")), "family_number"),
        (entries(last_name=formula("=COUNTA(M2:M9)")), "last_name"),
        (entries(family_number=formula("=SUBTOTAL(3,A2:A9)")), "family_number"),
        (entries(ssn=formula("=SUM(R2:R9)")), "ssn"),
        (entries(first_name=number("3")), "first_name"),
    ],
)
def test_a_total_is_told_once(row: Entries, column: str) -> None:
    """By its word, or by nothing but a count, on the first of its cells."""
    assert findings(row) == [(column, Severity.ERROR, TOTAL)]


@pytest.mark.parametrize(
    "row",
    [
        subscriber(city="Total"),
        entries(family_number="3", last_name="Sum", first_name="Ka"),
        entries(family_number="3", last_name="Sum"),
        entries(last_name="Count", first_name="Ana"),
        entries(last_name="Totalis", first_name="Ana"),
        entries(last_name="Totaro"),
        entries(employee_id="Counter 7"),
        entries(family_number=number("3")),
        entries(employee_id=number("1007")),
        entries(zip=number("94536")),
        entries(ssn=formula("=VLOOKUP(A2,B:C,2)")),
        entries(family_number="Total", last_name="Moreno"),
        entries(family_number="Total", plan="a", city="b", county="c", address="d"),
    ],
)
def test_a_row_that_was_begun_is_no_total(row: Entries) -> None:
    """Nothing that may be somebody's is called a total, however little is there."""
    assert "total_row" not in codes(alone(row))


def test_stray_rows_say_nothing_about_others() -> None:
    """They are nobody's family, and their cells are compared with nobody's."""
    total = entries(family_number="1", last_name="Total", employee_id="7")
    rows = checked(subscriber(employee_id="7"), HEADERS, child(), HEADERS, total)
    assert [row.number for row in rows if ready(row)] == [2, 4]
    assert [codes(row) for row in rows] == [
        set(), {"repeated_headers"}, set(), {"repeated_headers"}, {"total_row"},
    ]  # fmt: skip


def test_a_stray_row_that_was_filled_in_is_a_person() -> None:
    """Once somebody is named on it, it is checked like any other."""
    before = entries(family_number="Total", zip=number("3"))
    assert codes(alone(before)) == {"total_row"}
    assert ready(alone({**before, **subscriber()}))
