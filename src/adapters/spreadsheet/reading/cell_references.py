"""Rows and columns, and how a workbook writes them."""

import re
from functools import lru_cache

from adapters.spreadsheet.reading.package import Unreadable

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384

_AREA = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?")


@lru_cache(maxsize=1024)
def column_number(letters: str) -> int:
    """A column's number by its letters: 19 for "S". Raises Unreadable for one there is not."""
    if len(letters) > 3:
        raise Unreadable("place_outside")
    number = 0
    for letter in letters:
        if not "A" <= letter <= "Z":
            raise Unreadable("place_outside")
        number = number * 26 + ord(letter) - 64
    if not 1 <= number <= LAST_COLUMN:
        raise Unreadable("place_outside")
    return number


def row_number(digits: str) -> int:
    """A row's number. Raises Unreadable for one there is not."""
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 7):
        raise Unreadable("place_outside")
    number = int(digits)
    if not 1 <= number <= LAST_ROW:
        raise Unreadable("place_outside")
    return number


def area(reference: str) -> tuple[range, range]:
    """The rows and columns of a reference such as "A1:C2". Raises Unreadable for none."""
    found = _AREA.fullmatch(reference)
    if found is None:
        raise Unreadable("place_outside")
    left, top, right, bottom = found.groups()
    return (
        range(row_number(top), row_number(bottom or top) + 1),
        range(column_number(left), column_number(right or left) + 1),
    )
