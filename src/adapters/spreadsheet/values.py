"""From what a workbook holds in a cell to what a person reads there."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import isfinite

from openpyxl.utils.datetime import from_excel

from adapters.spreadsheet.markup import Damaged
from adapters.spreadsheet.strings import DATE
from adapters.spreadsheet.text import unescaped
from domain.cells import Cell, CellKind, clean

MAX_TEXT = 32_767  # characters; Excel's own limit for a cell


class Values:
    """Turns the values of one workbook's cells into domain cells."""

    def __init__(self, strings: Sequence[str], styles: Sequence[int], epoch: datetime) -> None:
        self._strings = strings
        self._styles = styles
        self._epoch = epoch
        self._shared: dict[int, Cell | None] = {}
        self._dates: dict[str, Cell] = {}

    def cell(self, kind: str, value: str, style: str) -> Cell | None:
        """A cell by its type, value and style as the sheet has them; None when it is blank.

        Types are those of ECMA-376's ST_CellType. Raises Damaged for a text that is not there.
        """
        if kind == "s":
            return self._shared_text(value)
        if kind in ("inlineStr", "str"):
            return text_cell(unescaped(value))
        if kind == "b":
            return Cell("TRUE" if value.strip() in ("1", "true") else "FALSE", CellKind.BOOLEAN)
        if kind == "e":
            return Cell(clean(value) or "#VALUE!", CellKind.ERROR)
        if kind == "d":
            return _iso_date(value)
        return self._number(value.strip(), style)

    def _shared_text(self, value: str) -> Cell | None:
        try:
            index = int(value)
        except ValueError:
            raise Damaged from None
        if index in self._shared:
            return self._shared[index]
        if not 0 <= index < len(self._strings):
            raise Damaged
        cell = self._shared[index] = text_cell(self._strings[index])
        return cell

    def _number(self, value: str, style: str) -> Cell | None:
        meaning = 0
        if style:
            index = int(style)
            if 0 <= index < len(self._styles):
                meaning = self._styles[index]
        if meaning == DATE:
            known = self._dates.get(value)
            if known is None:
                known = self._dates[value] = self._date(value)
            return known
        text = number_text(value)
        if meaning and text.isdigit():
            text = text.zfill(meaning)
        return Cell(text, CellKind.NUMBER) if text else None

    def _date(self, value: str) -> Cell:
        number = float(value)
        try:
            if number >= 0:
                return _moment(from_excel(number, self._epoch))
        except (OverflowError, ValueError):
            pass
        # Not on the calendar: Excel shows #### for it. The number is all there is to say.
        return Cell(number_text(value), CellKind.NUMBER)


def text_cell(text: str) -> Cell | None:
    """A cell of text; None when nothing of it is to be seen."""
    if len(text) > MAX_TEXT:
        raise Damaged
    text = clean(text)
    return Cell(text) if text else None


def number_text(value: str) -> str:
    """A number as Excel would show it whole: 15 digits, no exponent, no trailing ".0".

    Numbers beyond what Excel can hold are "#NUM!"; ValueError for what is no number.
    """
    if value.isascii() and value.isdigit() and len(value) <= 15:
        return str(int(value))
    number = float(value)
    if not isfinite(number):
        return "#NUM!"
    text = format(Decimal(f"{number:.15g}"), "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _iso_date(value: str) -> Cell | None:
    try:
        return _moment(datetime.fromisoformat(value.strip()))
    except ValueError:
        return text_cell(value)


def _moment(moment: datetime | date | time | timedelta) -> Cell:
    """A whole day is a date; what has a time of day stays text, for nobody is born at 8:30."""
    if isinstance(moment, datetime):
        if moment.time() == time.min:
            return Cell(moment.date().isoformat(), CellKind.DATE)
        return Cell(moment.replace(tzinfo=None).isoformat(" ", "seconds"))
    return Cell(str(moment))
