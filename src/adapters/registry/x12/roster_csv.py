"""Reading a roster as CSV with a header."""

import csv
import re
from collections.abc import Iterator
from typing import Any, TextIO

from domain.people import Member
from domain.values import Problem, parse_date

COLUMNS = Member.__struct_fields__
_BLANK_ALLOWED = frozenset({"ssn", "subgroup_id"})
_DATES = {"birth_date": "birth date", "enrolled_on": "enrollment date"}
_LONGEST = 100


def read_csv(stream: TextIO) -> Iterator[Member | str]:
    """The members, and a sentence for each row that is none."""
    reader = csv.reader(stream, strict=True)
    try:
        header = [name.strip().lower() for name in next(reader, [])]
        if missing := [name for name in COLUMNS if name not in header]:
            yield f"The header lacks {', '.join(missing)}."
            return
        places = [(name, header.index(name)) for name in COLUMNS]
        for row in reader:
            if any(cell.strip() for cell in row):
                cells = {name: row[at].strip() if at < len(row) else "" for name, at in places}
                yield _member(cells, f"Row {reader.line_num}")
    except csv.Error:
        yield f"Row {reader.line_num} is not readable as CSV."


def _member(cells: dict[str, str], row: str) -> Member | str:
    for name, text in cells.items():
        if not text and name not in _BLANK_ALLOWED:
            return f"{row} has no {name}."
        if len(text) > _LONGEST:
            return f"{row}: {name} is longer than {_LONGEST} characters."
    fields: dict[str, Any] = dict(cells)
    for name, noun in _DATES.items():
        day = parse_date(cells[name], noun)
        if isinstance(day, Problem):
            return f"{row}: {name} is not a date as 2026-12-31 or 12/31/2026."
        fields[name] = day
    ssn = re.sub("[ -]", "", cells["ssn"])
    if ssn and not re.fullmatch("[0-9]{9}", ssn):
        return f"{row}: ssn does not have nine digits."
    fields["ssn"] = ssn or None
    return Member(**fields)
