"""The people in the odd workbooks: an employee, her child, and another employee."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import cast

from domain.cells import Cell, CellKind, Entries
from domain.core_columns import COLUMNS
from tests.workbooks import Value, fill_template

Cells = Mapping[int, Entries]
"""The filled cells of rows, by the rows' numbers and the columns' keys."""

KEYS = {column.header: column.key for column in COLUMNS}

TYPED: Sequence[Mapping[str, Value]] = (
    {
        "Family Number": 1,
        "Relationship": "Subscriber",
        "Subgroup ID": "0001",
        "Plan": "HMO 20",
        "Enrollment Reason": "Open enrollment",
        "Effective Date": date(2026, 12, 1),
        "Employee ID": "A-17",
        "Last Name": "Moreno",
        "First Name": "Ana",
        "SSN or ITIN": "801-12-3456",
        "Birth Date": date(1977, 3, 10),
        "Gender": "Female",
        "Home Address": "9004 Lake St",
        "City": "Fremont",
        "State": "CA",
        "ZIP Code": "94536",
        "Day Phone": "(510) 555-0154",
    },
    {
        "Family Number": 1,
        "Relationship": "Child",
        "Last Name": "Moreno",
        "First Name": "Leo",
        "SSN or ITIN": "801-12-3457",
        "Birth Date": date(2015, 5, 20),
        "Gender": "Male",
    },
    {
        "Family Number": 2,
        "Relationship": "Subscriber",
        "Subgroup ID": "0001",
        "Plan": "HMO 20",
        "Enrollment Reason": "New hire",
        "Hire Date": date(2026, 11, 2),
        "Effective Date": date(2026, 12, 1),
        "Last Name": "Okafor",
        "First Name": "Ada",
        "SSN or ITIN": "802-34-5678",
        "Birth Date": date(1990, 7, 4),
        "Gender": "Female",
        "Home Address": "12 Hill Rd",
        "City": "Oakland",
        "State": "CA",
        "ZIP Code": "94601",
        "E-mail": "ada@example.com",
    },
)


def cell(value: Value) -> Cell:
    """What a value is read as when a program wrote it as what it is."""
    if isinstance(value, date):
        return Cell(value.isoformat(), CellKind.DATE)
    if isinstance(value, int | float):
        return Cell(str(value), CellKind.NUMBER)
    return Cell(str(value))


def cells(rows: Sequence[Mapping[str, Value]], first_row: int = 2) -> Cells:
    """The cells that rows must be read as."""
    return {
        number: {KEYS[header]: cell(value) for header, value in row.items()}
        for number, row in enumerate(rows, start=first_row)
    }


PEOPLE = cells(TYPED)


def changed(changes: Mapping[int, Mapping[str, Cell | None]], people: Cells = PEOPLE) -> Cells:
    """The people's cells with some of them others, by headers, or gone; or with more rows."""
    rows = {number: dict(row) for number, row in people.items()}
    for number, row in changes.items():
        for header, one in row.items():
            if one is None:
                del rows[number][KEYS[header]]
            else:
                rows.setdefault(number, {})[KEYS[header]] = one
    return rows


def moved(numbers: Sequence[int]) -> Cells:
    """The people's cells in other rows."""
    return dict(zip(numbers, PEOPLE.values(), strict=True))


def filled(template: bytes) -> bytes:
    """The template with the people in it."""
    return fill_template(template, TYPED)


def filling(changes: Mapping[int, Mapping[str, object]]) -> Callable[[bytes], bytes]:
    """Fills the template with the people, some of their values changed, by row and header."""
    rows = {number: dict(row) for number, row in enumerate(TYPED, start=2)}
    for number, row in changes.items():
        rows.setdefault(number, {}).update(cast("Mapping[str, Value]", row))
    last = max(rows)
    return lambda template: fill_template(
        template, [rows.get(number, {}) for number in range(2, last + 1)]
    )
