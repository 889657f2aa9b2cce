"""The filled cells of a tab, wherever they stand, in whatever order."""

import re
from functools import lru_cache

from openpyxl.formula.translate import Translator
from openpyxl.utils import column_index_from_string, get_column_letter

from adapters.spreadsheet.markup import Damaged, Enough, main, walk
from adapters.spreadsheet.values import MAX_TEXT, Values
from domain.cells import Cell, CellKind

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384
MAX_ROWS = 10_000  # filled rows after which counting is given up

Rows = dict[int, dict[int, Cell]]
"""Filled cells by row number and column number, both counted from 1."""

_ROW, _CELL, _VALUE, _FORMULA = main("row"), main("c"), main("v"), main("f")
_TEXT, _PHONETIC = main("t"), main("rPh")
_REFERENCE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")


def filled_rows(part: bytes, values: Values, *, until: int = LAST_ROW) -> Rows:
    """Every filled cell of a worksheet part, up to row ``until`` or ``MAX_ROWS`` filled rows.

    The part's own idea of its size is not looked at. Raises Damaged for places that do not exist
    or are taken twice, and ExpatError for broken XML.
    """
    scan = _Scan(values, until)
    walk(part, scan.start, scan.end, scan.text)
    return scan.rows


class _Scan:
    """Follows a worksheet part from element to element."""

    def __init__(self, values: Values, until: int) -> None:
        self.rows: Rows = {}
        self._cell_of = values.cell
        self._until = until
        self._row = 0
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
        self._value = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == _CELL:
            self._place(attributes.get("r"))
            self._kind = attributes.get("t", "n")
            self._style = attributes.get("s", "")
            self._has_value = False
            self._formula = None
            self._value = ""
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
            if self._reading:
                # An inline text may come in several runs.
                self._value += self._taken()
                self._has_value = True
        elif name == _FORMULA:
            self._formula_text = self._taken()
        elif name == _PHONETIC:
            self._aids -= 1

    def _taken(self) -> str:
        text = "".join(self._pieces)
        self._pieces.clear()
        self._reading = False
        return text

    def _next_row(self, number: str | None) -> None:
        self._row = self._row + 1 if number is None else _number(number)
        self._column = 0
        if not 1 <= self._row <= LAST_ROW:
            raise Damaged
        if self._row > self._until:
            raise Enough

    def _place(self, reference: str | None) -> None:
        if reference is None:
            self._column += 1
        else:
            row, self._column = _coordinates(reference)
            if row != self._row:
                raise Damaged
        if self._column > LAST_COLUMN:
            raise Damaged

    def _keep(self) -> None:
        cell = self._cell()
        if cell is None:
            return
        row = self.rows.get(self._row)
        if row is None:
            if len(self.rows) > MAX_ROWS:
                raise Enough
            row = self.rows[self._row] = {}
        if self._column in row:
            raise Damaged
        row[self._column] = cell

    def _cell(self) -> Cell | None:
        formula = self._formula
        if formula is not None:
            self._remember(formula)
            # A text result may be empty; for any other an empty value means none was stored.
            if not self._value and not (self._has_value and self._kind == "str"):
                return Cell(self._own_formula(formula)[:MAX_TEXT], CellKind.FORMULA)
        if not self._value:
            return None
        return self._cell_of(self._kind, self._value, self._style)

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


def _coordinates(reference: str) -> tuple[int, int]:
    """Row and column of a reference such as "S14"."""
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        raise Damaged
    return int(found[2]), _column(found[1])


@lru_cache(maxsize=1024)
def _column(letters: str) -> int:
    index: int = column_index_from_string(letters)
    return index
