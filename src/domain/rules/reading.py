"""From what was typed to what it says: each cell by its column's kind."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from domain.answers import SUBSCRIBER, Answers
from domain.carrier import Group
from domain.cells import Cell, CellKind, Entries
from domain.columns import Column, Columns
from domain.findings import Finding, error, warning
from domain.rules.parsers import Parser, Value, parsers_of
from domain.values import Problem, excerpt, shown

# A list that does not know the word still keeps the row: the value to keep, or None to leave out.
_LENIENT: dict[str, str | None] = {"language": "Other", "race_ethnicity": None}

_UNREADABLE = frozenset({CellKind.ERROR, CellKind.FORMULA})
_READ_FIRST = frozenset({"relationship"})


def read(entries: Entries, group: Group, columns: Columns) -> tuple[Answers, list[Finding]]:
    """The answers of a row, and a finding for every cell that could not be read.

    Cells of columns that are not read on this kind of row (a dependent's Subgroup ID) are left
    out; what is not one of the columns is ignored.
    """
    values: dict[str, Value | None] = {}
    findings: list[Finding] = []
    parsers = parsers_of(columns, group)
    if (cell := entries.get("relationship")) is not None:
        _read_cell(columns.by_key["relationship"], cell, parsers, values, findings)
    passed_over = _passed_over(columns, values.get("relationship"))
    for key, cell in entries.items():
        if key in parsers and key not in passed_over:
            _read_cell(columns.by_key[key], cell, parsers, values, findings)
    extra = {one.key: str(values.pop(one.key)) for one in columns.extra if one.key in values}
    return Answers(**values, extra=extra), findings  # type: ignore[arg-type]


def _passed_over(columns: Columns, relationship: object) -> frozenset[str]:
    """The columns that are not read, or were before, on a row of this relationship."""
    if relationship is None:
        return _READ_FIRST
    return _not_for(columns, relationship == SUBSCRIBER)


@lru_cache(maxsize=16)
def _not_for(columns: Columns, subscriber: bool) -> frozenset[str]:
    others = columns.dependents if subscriber else columns.subscribers
    return _READ_FIRST.union(column.key for column in others)


def value_of(column: Column, cell: Cell, group: Group, columns: Columns) -> Value | Problem:
    """What a cell of the column says, whosever row it is on."""
    if cell.kind in _UNREADABLE:
        return _unreadable(cell, column)
    return parsers_of(columns, group)[column.key](cell)


def choices_of(column: Column, group: Group) -> Sequence[str]:
    """The column's list; subgroups and plans are the group's own. Plans are the whole group's:
    which of them a subgroup has is another rule, and no list in a workbook could follow it."""
    if column.key == "subgroup_id":
        return tuple(subgroup.id for subgroup in group.subgroups)
    if column.key == "plan":
        return group.plans
    return column.choices


def _read_cell(
    column: Column,
    cell: Cell,
    parsers: Mapping[str, Parser],
    values: dict[str, Value | None],
    findings: list[Finding],
) -> None:
    key = column.key
    value = _unreadable(cell, column) if cell.kind in _UNREADABLE else parsers[key](cell)
    if not isinstance(value, Problem):
        values[key] = value
    elif value.code == "not_on_list" and key in _LENIENT:
        values[key] = kept = _LENIENT[key]
        fate = f'It is kept as "{kept}".' if kept else "It is left out."
        message = f"{excerpt(cell.text)} is not on the list. {fate}"
        findings.append(warning(key, value.code, message, f"Not on the list. {fate}"))
    else:
        findings.append(error(key, value.code, value.message, value.group))


def _unreadable(cell: Cell, column: Column) -> Problem:
    if cell.kind is CellKind.ERROR:
        return Problem(
            "error_cell",
            f"The cell holds the error {shown(cell.text)}. Type the {column.noun} instead.",
            f"The cell holds an error. Type the {column.noun} instead.",
        )
    return Problem(
        "formula",
        f"The cell holds a formula without a result. Type the {column.noun} instead.",
    )
