"""The filled cells of a tab, wherever they stand, in whatever order."""

from collections.abc import Iterable

import msgspec

from adapters.spreadsheet.reading import plain
from adapters.spreadsheet.reading.cell_references import LAST_COLUMN, LAST_ROW, area
from adapters.spreadsheet.reading.cell_values import Values
from adapters.spreadsheet.reading.markup import YES, Enough, walk
from adapters.spreadsheet.reading.package import Unreadable
from adapters.spreadsheet.reading.walking import RowWalk
from domain.cells import Cell

MAX_ROWS = 10_000  # filled rows, the header's among them, after which reading is given up
MAX_CELLS = 200_000  # filled cells likewise; 2,000 rows of 72 columns have 144,000
MAX_MERGED = 1_000_000  # looks at rows and cells that merged cells may lie over
MAX_HIDDEN = 1_000  # spans of hidden columns that are remembered

Rows = dict[int, dict[int, Cell]]
"""Filled cells by row number and column number, both counted from 1."""

_COLUMN, _MERGED = "/worksheet/cols/col", "/worksheet/mergeCells/mergeCell"
_SHEET_DATA = "/worksheet/sheetData"


class Grid(msgspec.Struct):
    """What is in a tab. ``hidden_rows`` and ``hidden_columns`` are those that hold filled cells,
    columns below their header; ``covered`` counts values that nobody sees, because a merged cell
    lies over them: they are not among the rows."""

    rows: Rows
    hidden_rows: list[int]
    hidden_columns: list[int]
    covered: int


def read_grid(part: bytes, values: Values, *, until: int = LAST_ROW) -> Grid:
    """All that a worksheet part holds, up to row ``until``.

    The part's own idea of its size is not looked at. Raises Unreadable: too_many_rows,
    too_many_cells, place_outside and place_twice, damaged for broken XML, and as ``Values`` does.
    """
    halves = plain.halves(part, b"sheetData")
    if halves is not None:
        around = _Around()
        walk(halves.around, around.start, lambda _: None)
        if around.is_sheet:
            gathered = _Gathered(until)
            if gathered.plainly(halves.inside, values):
                return gathered.grid(around)
    return walked_grid(part, values, until=until)


def walked_grid(part: bytes, values: Values, *, until: int = LAST_ROW) -> Grid:
    """As ``read_grid``, whatever the markup is like."""
    around, gathered = _Around(), _Gathered(until)
    rows = RowWalk(values, gathered.take)

    def start(place: str, attributes: dict[str, str]) -> None:
        rows.start(place, attributes)
        around.start(place, attributes)

    walk(part, start, rows.end, rows.text)
    return gathered.grid(around)


class _Around:
    """What a worksheet says beside its rows."""

    def __init__(self) -> None:
        self.is_sheet = False
        self.hidden: list[tuple[int, int]] = []
        self.merged: list[str] = []

    def start(self, place: str, attributes: dict[str, str]) -> None:
        if place == _SHEET_DATA:
            self.is_sheet = True
        elif place == _MERGED:
            self.merged.append(attributes.get("ref", ""))
        elif place == _COLUMN and attributes.get("hidden") in YES and len(self.hidden) < MAX_HIDDEN:
            self.hidden.append(_span(attributes))


class _Gathered:
    """Takes rows as they come."""

    def __init__(self, until: int) -> None:
        self._until = until
        self._rows: Rows = {}
        self._hidden: set[int] = set()
        self._cells = 0

    def plainly(self, data: str, values: Values) -> bool:
        """Take all rows of plain markup; False where it is not plain."""
        try:
            return plain.read_rows(data, values, self.take)
        except Enough:
            return True

    def take(self, number: int, cells: dict[int, Cell], hidden: bool) -> None:
        if number > LAST_ROW:
            raise Unreadable("place_outside")
        if number > self._until:
            raise Enough
        row = self._rows.get(number)
        if row is None:
            if len(self._rows) >= MAX_ROWS:
                raise Unreadable("too_many_rows")
            self._rows[number] = cells
        elif row.keys() & cells.keys():
            raise Unreadable("place_twice")
        else:
            row |= cells
        if hidden:
            self._hidden.add(number)
        self._cells += len(cells)
        if self._cells > MAX_CELLS:
            raise Unreadable("too_many_cells")

    def grid(self, around: _Around) -> Grid:
        covered = self._uncover(around.merged)
        filled = (
            {column for number, row in self._rows.items() if number > 1 for column in row}
            if around.hidden
            else ()
        )
        hidden = {
            column for first, last in around.hidden for column in filled if first <= column <= last
        }
        return Grid(self._rows, sorted(self._hidden & self._rows.keys()), sorted(hidden), covered)

    def _uncover(self, merged: Iterable[str]) -> int:
        """Leave out what lies under merged cells, except for the cell at their top left; returns
        how many."""
        covered = looked_at = 0
        for reference in merged:
            rows, columns = area(reference)
            for number in rows if len(rows) < len(self._rows) else list(self._rows):
                row = self._rows.get(number, {}) if number in rows else {}
                looked_at += 1 + min(len(columns), len(row))
                if looked_at > MAX_MERGED:
                    raise Unreadable("too_many_merges")
                for column in list(row) if len(row) < len(columns) else columns:
                    first = number == rows[0] and column == columns[0]
                    if column in columns and column in row and not first:
                        del row[column]
                        covered += 1
                if covered and not row:
                    self._rows.pop(number, None)
        return covered


def _span(attributes: dict[str, str]) -> tuple[int, int]:
    """The first and last of the columns that an element is about."""
    try:
        first = int(attributes.get("min", "1"))
        return first, int(attributes.get("max", first))
    except ValueError:
        return 1, LAST_COLUMN
