"""The filled cells of a tab, wherever they stand, in whatever order."""

from functools import lru_cache

from openpyxl.formula.translate import Translator
from openpyxl.utils import column_index_from_string, get_column_letter

from adapters.spreadsheet.markup import Damaged, Enough, main, walk
from adapters.spreadsheet.refusals import refused
from adapters.spreadsheet.values import MAX_TEXT, Values
from domain.cells import Cell, CellKind

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384
MAX_ROWS = 10_000  # filled rows, the header's among them, after which reading is given up
MAX_CELLS = 250_000  # filled cells likewise; 2,000 rows of 72 columns have 144,000


class TooManyRows(Exception):
    """There are more than ``MAX_ROWS`` filled rows; how many, nobody counted."""


Rows = dict[int, dict[int, Cell]]
"""Filled cells by row number and column number, both counted from 1."""

_ROW, _CELL, _VALUE, _FORMULA = main("row"), main("c"), main("v"), main("f")
_TEXT, _PHONETIC = main("t"), main("rPh")


def filled_rows(part: bytes, values: Values, *, until: int = LAST_ROW) -> Rows:
    """Every filled cell of a worksheet part, up to row ``until``.

    The part's own idea of its size is not looked at. Raises TooManyRows, FileRefused for too many
    cells, Damaged for places that do not exist or are taken twice, and ExpatError for broken XML.
    """
    scan = _Scan(values, until)
    walk(part, scan.start, scan.end, scan.text)
    return scan.rows


class _Scan:
    """Follows a worksheet part from element to element."""

    def __init__(self, values: Values, until: int) -> None:
        self.rows: Rows = {}
        self._cells = 0
        self._cell_of = values.cell
        self._until = until
        self._row = 0
        self._row_digits = "0"
        self._column = 0
        self._kind = ""
        self._style = ""
        self._has_value = False
        self._formula: dict[str, str] | None = None
        self._shared_formulas: dict[str, tuple[str, str]] = {}
        self._aids = 0
        self._reading = False
        self._pieces: list[str] = []
        self._formula_text = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == _CELL:
            self._place(attributes.get("r"))
            self._kind = attributes.get("t", "n")
            self._style = attributes.get("s", "")
            self._has_value = False
            self._formula = None
            self._pieces.clear()
        elif name == _VALUE or (name == _TEXT and not self._aids):
            self._reading = True
        elif name == _FORMULA:
            self._formula = attributes
            self._reading = True
        elif name == _ROW:
            self._next_row(attributes.get("r"))
        elif name == _PHONETIC:
            self._aids += 1

    def text(self, data: str) -> None:
        if self._reading:
            self._pieces.append(data)

    def end(self, name: str) -> None:
        if name == _CELL:
            if self._has_value or self._formula is not None:
                self._keep()
        elif name in (_VALUE, _TEXT):
            # An inline text may come in several runs.
            self._has_value = self._has_value or self._reading
            self._reading = False
        elif name == _FORMULA:
            self._formula_text = self._taken()
            self._reading = False
        elif name == _PHONETIC:
            self._aids -= 1

    def _taken(self) -> str:
        """What was read so far; long texts come in many pieces."""
        text = self._pieces[0] if len(self._pieces) == 1 else "".join(self._pieces)
        self._pieces.clear()
        return text

    def _next_row(self, number: str | None) -> None:
        self._row = self._row + 1 if number is None else _number(number)
        self._column = 0
        if not 1 <= self._row <= LAST_ROW:
            raise Damaged
        if self._row > self._until:
            raise Enough
        self._row_digits = str(self._row)

    def _place(self, reference: str | None) -> None:
        if reference is None:
            self._column += 1
        else:
            letters = reference.rstrip("0123456789")
            if reference[len(letters) :] != self._row_digits:
                raise Damaged
            self._column = _column(letters)
        if self._column > LAST_COLUMN:
            raise Damaged

    def _keep(self) -> None:
        cell = self._cell()
        if cell is None:
            return
        row = self.rows.get(self._row)
        if row is None:
            if len(self.rows) >= MAX_ROWS:
                raise TooManyRows
            row = self.rows[self._row] = {}
        if self._column in row:
            raise Damaged
        row[self._column] = cell
        self._cells += 1
        if self._cells > MAX_CELLS:
            raise refused("too_big_unpacked")

    def _cell(self) -> Cell | None:
        value = self._taken()
        formula = self._formula
        if formula is not None:
            self._remember(formula)
            # A text result may be empty; for any other an empty value means none was stored.
            if not value and not (self._has_value and self._kind == "str"):
                return Cell(self._own_formula(formula)[:MAX_TEXT], CellKind.FORMULA)
        return self._cell_of(self._kind, value, self._style) if value else None

    def _remember(self, formula: dict[str, str]) -> None:
        if formula.get("t") == "shared" and self._formula_text:
            self._shared_formulas[formula.get("si", "")] = (self._formula_text, self._address())

    def _own_formula(self, formula: dict[str, str]) -> str:
        if self._formula_text or formula.get("t") != "shared":
            return f"={self._formula_text}"
        master, origin = self._shared_formulas.get(formula.get("si", ""), ("", ""))
        if not master:
            return "="
        translated: str = Translator(f"={master}", origin).translate_formula(self._address())
        return translated

    def _address(self) -> str:
        return f"{get_column_letter(self._column)}{self._row}"


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 7):
        raise Damaged
    return int(text)


@lru_cache(maxsize=1024)
def _column(letters: str) -> int:
    """A column's number by its letters: 19 for "S"."""
    try:
        index: int = column_index_from_string(letters)
    except ValueError:
        raise Damaged from None
    return index
