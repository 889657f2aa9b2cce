"""Rows that are no person: the headers once more, and totals. Each is told in one sentence."""

import re
from collections.abc import Mapping

from domain.cells import Cell, CellKind
from domain.columns import Kind
from domain.findings import Finding, error
from domain.rules.row import Row

# Whoever's row it is, one of these is filled.
_NAMING = frozenset({"relationship", "last_name", "first_name", "ssn", "birth_date"})
_MOST_CELLS = 4
_TOTAL = re.compile(r"(?:grand |sub-?)?totals?\b", re.IGNORECASE)
_COUNT = re.compile(r"(?:count|sum)\b", re.IGNORECASE)
_COUNTING = re.compile(r"=(?:SUM|COUNTA?|SUBTOTAL|AGGREGATE)\(", re.IGNORECASE)


def check(row: Row) -> bool:
    """Whether the row is no person; then its only finding says what it is."""
    columns = row.columns.by_key
    cells = {key: row.entries[key] for key in columns if key in row.entries}
    found = _finding(row, cells)
    if found is None:
        return False
    row.findings = [found]
    return True


def _finding(row: Row, cells: Mapping[str, Cell]) -> Finding | None:
    first = next(iter(cells), "")
    if _repeats_headers(row, cells):
        return error(first, "repeated_headers", "This row repeats the headers. Delete it.")
    if _is_total(row, cells):
        message = "This row looks like a total, not a person. Delete it."
        return error(first, "total_row", message)
    return None


def _repeats_headers(row: Row, cells: Mapping[str, Cell]) -> bool:
    columns = row.columns.by_key
    alike = [key for key in cells if cells[key].text.casefold() == columns[key].header.casefold()]
    return len(alike) > max(1, len(cells) / 2)


def _is_total(row: Row, cells: Mapping[str, Cell]) -> bool:
    if len(cells) > _MOST_CELLS:
        return False
    if len(cells) == 1:
        ((key, cell),) = cells.items()
        if cell.kind is CellKind.FORMULA:
            return _COUNTING.match(cell.text) is not None
        if cell.kind is CellKind.NUMBER:
            return row.columns.by_key[key].kind is Kind.NAME
    worded = {key for key, cell in cells.items() if _says_total(key, cell)}
    named = {key for key in _NAMING - worded if key in cells and not _counts(cells[key])}
    return bool(worded) and not named


def _says_total(key: str, cell: Cell) -> bool:
    if _TOTAL.match(cell.text):
        return True
    # There are people called Sum and Count.
    return key not in _NAMING and _COUNT.match(cell.text) is not None


def _counts(cell: Cell) -> bool:
    """Whether a cell may be the total itself: a number of at most four digits, or a formula."""
    return cell.kind is CellKind.FORMULA or (
        cell.kind is CellKind.NUMBER and len(cell.text) <= _MOST_CELLS
    )
