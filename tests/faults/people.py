"""Invented families, nobody twice."""

from collections.abc import Sequence
from itertools import count

from tests.web.uploads import a_dependent, a_person
from tests.workbooks import Value

Rows = list[dict[str, Value]]
_numbers = count(1)


def families(number: int) -> Rows:
    """So many subscribers who are ready to submit in group 000341, each with a spouse and a child
    who stand before them in the sheet."""
    rows: Rows = []
    for family in range(1, number + 1):
        surname = _letters(next(_numbers))
        subscriber = a_person("Ana", surname, Family_Number=str(family))
        child = a_dependent("Leo", surname, Family_Number=str(family))
        spouse = child | {"First Name": "Kim", "Relationship": "Spouse", "Birth Date": "01/02/1980"}
        rows += [_numbered(one) for one in (child, subscriber, spouse)]
    return rows


def _numbered(row: dict[str, Value]) -> dict[str, Value]:
    number = next(_numbers)
    return row | {"SSN or ITIN": f"{831 + number // 9999}-44-{1 + number % 9999:04}"}


def _letters(number: int) -> str:
    """A number as letters, since names have no digits."""
    letters = ""
    while number:
        number, digit = divmod(number, 20)
        letters += "bcdfghjklmnpqrstvwxz"[digit]
    return f"Ro{letters}"


def names(rows: Rows) -> Sequence[str]:
    """The people of the rows."""
    return [f"{row['First Name']} {row['Last Name']}" for row in rows]
