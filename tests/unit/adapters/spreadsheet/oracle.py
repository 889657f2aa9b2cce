"""What openpyxl makes of a workbook, in our words: a second opinion on every cell.

Its normal mode is asked twice, for the stored results and for the formulas. What it says is put
into domain cells here, by rules of its own, so that the two opinions share no code but ``clean``.
"""

import re
import warnings
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from math import isfinite
from typing import Any, NamedTuple

from openpyxl import load_workbook
from openpyxl.cell.cell import MergedCell
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH
from openpyxl.utils.escape import unescape
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula
from openpyxl.worksheet.worksheet import Worksheet

from adapters.spreadsheet.reading import guard
from adapters.spreadsheet.reading.cell_values import Values
from adapters.spreadsheet.reading.grid import Grid, read_grid, walked_grid
from adapters.spreadsheet.reading.styles import number_styles
from adapters.spreadsheet.reading.texts import shared_texts
from adapters.spreadsheet.reading.workbook import Workbook
from domain.cells import Cell, CellKind, clean

Rows = dict[int, dict[int, Cell]]
Difference = tuple[object, object]


class Tab(NamedTuple):
    """A worksheet as openpyxl sees it; rows and columns that are hidden and hold filled cells,
    columns below their header."""

    name: str
    rows: Rows
    hidden_rows: list[int]
    hidden_columns: list[int]


class OurTab(NamedTuple):
    """A worksheet as we see it: by the fast lane where it is plain, and walked."""

    name: str
    read: Grid
    walked: Grid


def opinion(content: bytes) -> list[Tab]:
    """Every worksheet's filled cells. Raises whatever openpyxl raises."""
    with warnings.catch_warnings():
        # It warns of whatever it does not keep: that is of no use to us.
        warnings.simplefilter("ignore")
        results = load_workbook(BytesIO(content), data_only=True)
        formulas = load_workbook(BytesIO(content))
    from_1904 = results.epoch == MAC_EPOCH
    pairs = zip(results.worksheets, formulas.worksheets, strict=True)
    return [_tab(result, formula, from_1904) for result, formula in pairs]


def ours(content: bytes) -> list[OurTab]:
    """Every worksheet by both lanes. Raises Unreadable."""
    package = guard.opened(content)
    workbook = Workbook(package)
    texts, styles = workbook.part("sharedStrings"), workbook.part("styles")
    values = Values(
        shared_texts(texts) if texts else (),
        number_styles(styles) if styles else (),
        counts_from_1904=workbook.counts_from_1904,
    )
    sheets = [(tab.name, package.read(tab.part)) for tab in workbook.tabs]
    return [
        OurTab(name, read_grid(part, values), walked_grid(part, values)) for name, part in sheets
    ]


def differences(own: list[OurTab], others: list[Tab]) -> dict[str, Difference]:
    """Where the two opinions differ: ours and openpyxl's, by place, such as "People!B7".

    A tab that only one of them knows is told as "People!", its hidden rows and columns as
    "People!hidden".
    """
    ours_by_name, others_by_name = ({tab.name: tab for tab in tabs} for tabs in (own, others))
    found: dict[str, Difference] = {
        f"{name}!": (name in ours_by_name, name in others_by_name)
        for name in ours_by_name.keys() ^ others_by_name.keys()
    }
    for name in ours_by_name.keys() & others_by_name.keys():
        grid, other = ours_by_name[name].read, others_by_name[name]
        for row, column in sorted(_places(grid.rows) | _places(other.rows)):
            mine = grid.rows.get(row, {}).get(column)
            theirs = other.rows.get(row, {}).get(column)
            if mine != theirs:
                found[f"{name}!{get_column_letter(column)}{row}"] = (mine, theirs)
        hidden = (grid.hidden_rows, grid.hidden_columns)
        if hidden != (other.hidden_rows, other.hidden_columns):
            found[f"{name}!hidden"] = (hidden, (other.hidden_rows, other.hidden_columns))
    return found


def _tab(results: Worksheet, formulas: Worksheet, from_1904: bool) -> Tab:
    rows: Rows = {}
    for place, result in results._cells.items():
        if isinstance(result, MergedCell):
            continue
        cell = _cell(result, formulas._cells[place], from_1904)
        if cell is not None:
            rows.setdefault(place[0], {})[place[1]] = cell
    columns = {column for row, cells in rows.items() if row > 1 for column in cells}
    known = results.row_dimensions.keys() & rows.keys()
    return Tab(
        results.title,
        rows,
        sorted(row for row in known if results.row_dimensions[row].hidden),
        sorted(columns & set(_hidden_columns(results))),
    )


def _hidden_columns(sheet: Worksheet) -> Iterator[int]:
    for dimension in sheet.column_dimensions.values():
        if dimension.hidden:
            yield from range(dimension.min, dimension.max + 1)


def _cell(result: Any, formula: Any, from_1904: bool) -> Cell | None:
    """The domain's cell: a formula's result where one is stored, else the formula itself."""
    if result.value is None:
        # A result of text may be empty, and then nothing is to be seen.
        if formula.data_type == "f" and result.data_type != "str":
            return Cell(_formula(formula.value), CellKind.FORMULA)
        return None
    return _value(result, from_1904)


def _formula(value: object) -> str:
    if isinstance(value, ArrayFormula):
        return str(value.text)
    return "=" if isinstance(value, DataTableFormula) else str(value)


def _value(cell: Any, from_1904: bool) -> Cell | None:
    value = cell.value
    if cell.data_type == "e":
        return Cell(clean(value), CellKind.ERROR)
    if isinstance(value, bool):
        return Cell("TRUE" if value else "FALSE", CellKind.BOOLEAN)
    if isinstance(value, int | float):
        return Cell(_number(value, cell.number_format), CellKind.NUMBER)
    if isinstance(value, timedelta):
        value = _since_epoch(value, from_1904)
    if isinstance(value, date | time):
        return _moment(value)
    text = clean(_paired(unescape(value)))
    return Cell(text) if text else None


def _number(value: float, number_format: str) -> str:
    """As Excel shows it whole: 15 digits, no exponent, zeros that only the format shows."""
    if not isfinite(float(value)):
        return "#NUM!"
    text = f"{Decimal(f'{float(value):.15g}'):f}"
    shown = number_format.partition(";")[0].replace("\\", "").replace('"', "")
    if text.isdigit() and re.fullmatch(r"0[0() -]*", shown):
        text = text.zfill(shown.count("0"))
    return "0" if text == "-0" else text


def _since_epoch(passed: timedelta, from_1904: bool) -> datetime | time:
    """A stretch of time, as openpyxl calls what [h]:mm shows, as the moment it also is."""
    if passed < timedelta(days=1):
        moment: datetime = MAC_EPOCH + passed
        return moment.time()
    if from_1904:
        return MAC_EPOCH + passed
    return WINDOWS_EPOCH + passed + timedelta(days=passed < timedelta(days=60))


def _moment(value: date | time) -> Cell:
    if isinstance(value, time):
        return Cell(str(value))
    if not isinstance(value, datetime):
        return Cell(value.isoformat(), CellKind.DATE)
    if value.time() == time.min:
        return Cell(value.date().isoformat(), CellKind.DATE)
    return Cell(value.isoformat(" ", "seconds"))


def _paired(text: str) -> str:
    """Surrogates that escapes spelled out one by one, as the character that they are."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _places(rows: Rows) -> set[tuple[int, int]]:
    return {(row, column) for row, cells in rows.items() for column in cells}
