"""Reading results: the carrier's last words, as CSV with a header."""

import csv
from collections.abc import Sequence
from typing import TextIO

import msgspec

from domain.carrier_words import without_numbers
from domain.confirmations import parse_confirmation_id
from domain.submission import Status
from domain.values import Problem

STATUSES = {one.value.lower(): one for one in Status if one.final}
_NEEDED = ("confirmation_id", "status")
_COLUMNS = (*_NEEDED, "words", "member_id")
LONGEST_WORDS = 500


class LastWord(msgspec.Struct, frozen=True):
    """The last word on one submission; ``row`` is its number in the file, the header's being 1."""

    row: int
    confirmation_id: str
    status: Status
    words: str
    member_id: str


class NoResults(Exception):
    """The file is no such file, or has a row that cannot be read; a sentence without anything of
    its content."""


def read_results(stream: TextIO) -> Sequence[LastWord]:
    """All results of a file, or NoResults."""
    reader = csv.reader(stream, strict=True)
    try:
        header = [name.strip().lower() for name in next(reader, [])]
        if missing := [name for name in _NEEDED if name not in header]:
            raise NoResults(f"The header lacks {' and '.join(missing)}.")
        places = {name: header.index(name) for name in _COLUMNS if name in header}
        return [
            _result(reader.line_num, {name: _cell(row, at) for name, at in places.items()})
            for row in reader
            if any(cell.strip() for cell in row)
        ]
    except csv.Error:
        raise NoResults(f"Row {reader.line_num} is not readable as CSV.") from None


def _result(row: int, cells: dict[str, str]) -> LastWord:
    status = STATUSES.get(" ".join(cells["status"].lower().split()))
    if status is None:
        raise NoResults(f"Row {row}: status is not one of {', '.join(STATUSES)}.")
    if not cells["confirmation_id"]:
        raise NoResults(f"Row {row} has no confirmation_id.")
    # As copied or typed; what is no confirmation ID will not be found.
    confirmation_id = parse_confirmation_id(cells["confirmation_id"])
    if isinstance(confirmation_id, Problem):
        confirmation_id = cells["confirmation_id"]
    # Before they are cut, so that no part of a number is left.
    words = without_numbers(cells.get("words", ""))[:LONGEST_WORDS]
    return LastWord(row, confirmation_id, status, words, cells.get("member_id", ""))


def _cell(row: list[str], at: int) -> str:
    return row[at].strip() if at < len(row) else ""
