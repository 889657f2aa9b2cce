"""Rows in markup of any kind, followed from element to element.

openpyxl's own read-only sheet reader is not used for rows, because it drops rows that are out of
order, hides formulas without a result, and takes a shared-string index of -1 for the last text.
"""

from adapters.spreadsheet.reading.cell_references import LAST_COLUMN, column_number, row_number
from adapters.spreadsheet.reading.cell_values import Values
from adapters.spreadsheet.reading.markup import YES
from adapters.spreadsheet.reading.package import Unreadable
from adapters.spreadsheet.reading.plain import TakeRow
from domain.batch import column_letters
from domain.cells import MOST_CHARACTERS, Cell, CellKind

_ROW, _CELL = "/worksheet/sheetData/row", "/worksheet/sheetData/row/c"
_FORMULA = f"{_CELL}/f"
# A text in place may come in several runs. What is read aloud stands in rPh, beside them.
_VALUES = frozenset({f"{_CELL}/v", f"{_CELL}/is/t", f"{_CELL}/is/r/t"})
_READ = _VALUES | {_FORMULA}
# Elements of these names beside the rows are something else; elsewhere among them, nobody can say
# what they mean.
_AMONG_ROWS, _OWN = "/worksheet/sheetData/", ("/sheetData", "/row", "/c")
# Characters of a formula that is told for each of the cells that share it, and of all of them.
_LONGEST_SHARED, _MOST_SHARED = 256, 200_000


class RowWalk:
    """Handlers for a worksheet's elements (see ``markup.walk``); hands over each row that has
    filled cells once it is complete. Raises Unreadable for places that do not exist or are taken
    twice."""

    def __init__(self, values: Values, take: TakeRow) -> None:
        self._cell_of = values.cell
        self._take = take
        self._cells: dict[int, Cell] = {}
        self._hidden = False
        self._row = 0
        self._row_digits = "0"
        self._column = 0
        self._kind = ""
        self._style = ""
        self._has_value = False
        self._formula: dict[str, str] | None = None
        self._shared_formulas: dict[str, tuple[str, str]] = {}
        self._left = _MOST_SHARED
        self._pieces: list[str] = []
        self._formula_from = 0
        self._formula_text = ""

    def start(self, place: str, attributes: dict[str, str]) -> None:
        if place == _CELL:
            self._place(attributes.get("r"))
            self._kind = attributes.get("t", "")
            self._style = attributes.get("s", "")
            self._has_value = False
            self._formula = None
            self._pieces.clear()
        elif place == _FORMULA:
            self._formula = attributes
            self._formula_from = len(self._pieces)
        elif place == _ROW:
            self._next_row(attributes)
        elif place.startswith(_AMONG_ROWS) and place.endswith(_OWN):
            raise Unreadable("damaged")

    def text(self, place: str, data: str) -> None:
        if place in _READ:
            self._pieces.append(data)

    def end(self, place: str) -> None:
        if place == _CELL:
            if self._has_value or self._formula is not None:
                self._keep()
        elif place in _VALUES:
            self._has_value = True
        elif place == _FORMULA:
            # Some programs may write a formula after its result.
            self._formula_text = "".join(self._pieces[self._formula_from :])
            del self._pieces[self._formula_from :]
        elif place == _ROW and self._cells:
            self._take(self._row, self._cells, self._hidden)
            self._cells = {}

    def _next_row(self, attributes: dict[str, str]) -> None:
        digits = attributes.get("r")
        self._row = row_number(str(self._row + 1) if digits is None else digits)
        self._row_digits = str(self._row)
        self._column = 0
        self._hidden = attributes.get("hidden") in YES

    def _place(self, reference: str | None) -> None:
        if reference is None:
            self._column += 1
            if self._column > LAST_COLUMN:
                raise Unreadable("place_outside")
            return
        letters = reference.rstrip("0123456789")
        if reference[len(letters) :] != self._row_digits:
            raise Unreadable("place_outside")
        self._column = column_number(letters)

    def _keep(self) -> None:
        cell = self._cell()
        if cell is None:
            return
        if self._column in self._cells:
            raise Unreadable("place_twice")
        self._cells[self._column] = cell

    def _cell(self) -> Cell | None:
        # Long texts come in many pieces.
        value = self._pieces[0] if len(self._pieces) == 1 else "".join(self._pieces)
        formula = self._formula
        if formula is not None:
            self._remember(formula)
            # A text result may be empty; for any other an empty value means none was stored.
            if not value and not (self._has_value and self._kind == "str"):
                return Cell(self._own_formula(formula)[:MOST_CHARACTERS], CellKind.FORMULA)
        return self._cell_of(self._kind, value, self._style) if value else None

    def _remember(self, formula: dict[str, str]) -> None:
        if formula.get("t") == "shared" and self._formula_text:
            self._shared_formulas[formula.get("si", "")] = (self._formula_text, self._address())

    def _own_formula(self, formula: dict[str, str]) -> str:
        if self._formula_text or formula.get("t") != "shared":
            return f"={self._formula_text}"
        master, origin = self._shared_formulas.get(formula.get("si", ""), ("", ""))
        self._left -= len(master)
        if not master or len(master) > _LONGEST_SHARED or self._left < 0:
            return "="
        # Loaded for the few files that need it: it brings all of openpyxl.
        from openpyxl.formula.tokenizer import TokenizerError
        from openpyxl.formula.translate import Translator, TranslatorError

        try:
            translated: str = Translator(f"={master}", origin).translate_formula(self._address())
        except (TokenizerError, TranslatorError, IndexError):
            return "="  # broken, or about a place that is off the sheet from here
        return translated

    def _address(self) -> str:
        return f"{column_letters(self._column - 1)}{self._row}"
