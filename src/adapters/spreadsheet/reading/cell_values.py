"""From what a workbook holds in a cell to what a person reads there."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import isfinite

from adapters.spreadsheet.reading.markup import YES, unescaped
from adapters.spreadsheet.reading.package import Unreadable
from adapters.spreadsheet.reading.styles import DATE
from domain.cells import MOST_CHARACTERS, Cell, CellKind, clean

_FROM_1900, _FROM_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001
_LAST_DAY_OF_FEBRUARY_1900 = 60  # a day that only spreadsheets had
_STYLELESS = frozenset({"s", "inlineStr", "str", "b", "e", "d"})
_LONGEST_ESCAPED = len("_x0000_") * MOST_CHARACTERS
_LONGEST_NUMBER = 1000  # digits; programs write 17 at most


class Values:
    """Turns the values of one workbook's cells into domain cells."""

    def __init__(
        self,
        texts: Sequence[str] = (),
        styles: Sequence[int] = (),
        *,
        counts_from_1904: bool = False,
    ) -> None:
        self._texts = texts
        self._styles = styles
        self._counts_from_1904 = counts_from_1904
        self._known: dict[tuple[str, str, str], Cell | None] = {}

    def cell(self, kind: str, value: str, style: str) -> Cell | None:
        """A cell by its type, value and style as the sheet has them; None when it is blank.

        Types are those of ECMA-376's ST_CellType, "" for a number. Raises Unreadable for a text
        that is not there and a number that is none.
        """
        if kind in _STYLELESS:
            style = ""  # or a long text would be read anew for each
        key = (kind, value, style)
        if key not in self._known:
            self._known[key] = self._read(kind, value, style)
        return self._known[key]

    def _read(self, kind: str, value: str, style: str) -> Cell | None:
        if kind == "s":
            return text_cell(self._shared(value))
        if len(value) > _LONGEST_ESCAPED:
            raise Unreadable("damaged")
        if kind in ("inlineStr", "str"):
            return text_cell(value)
        if kind == "b":
            return Cell("TRUE" if value.strip() in YES else "FALSE", CellKind.BOOLEAN)
        if kind == "e":
            return Cell(clean(value) or "#VALUE!", CellKind.ERROR)
        if kind == "d":
            return _iso_date(value)
        try:
            return self._number(value.strip(), style)
        except ValueError:
            raise Unreadable("damaged") from None

    def _shared(self, value: str) -> str:
        value = value.strip()
        if not (value.isascii() and value.isdigit() and len(value) <= 9):
            raise Unreadable("unknown_text")
        index = int(value)
        if index >= len(self._texts):
            raise Unreadable("unknown_text")
        return self._texts[index]

    def _number(self, value: str, style: str) -> Cell | None:
        if len(value) > _LONGEST_NUMBER:
            raise Unreadable("damaged")
        meaning = 0
        if style:
            index = int(style)
            if 0 <= index < len(self._styles):
                meaning = self._styles[index]
        if meaning == DATE:
            return self._date(value)
        text = number_text(value)
        if meaning and text.isdigit():
            text = text.zfill(meaning)
        return Cell(text, CellKind.NUMBER) if text else None

    def _date(self, value: str) -> Cell:
        number = float(value)
        try:
            if number >= 0:
                return _moment(moment_of(number, counts_from_1904=self._counts_from_1904))
        except (OverflowError, ValueError):
            pass
        # Not on the calendar: Excel shows #### for it. The number is all there is to say.
        return Cell(number_text(value), CellKind.NUMBER)


def text_cell(text: str) -> Cell | None:
    """A cell of text, escapes resolved; None when nothing of it is to be seen."""
    if len(text) > _LONGEST_ESCAPED:
        raise Unreadable("damaged")
    text = unescaped(text)
    if len(text) > MOST_CHARACTERS:
        raise Unreadable("damaged")
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


def moment_of(serial: float, *, counts_from_1904: bool) -> datetime | time:
    """The day and time that a number of days stands for (ECMA-376, part 1, 18.17.4.1), to the
    nearest millisecond; a time alone for less than a day. Raises OverflowError past the year 9999.

    Days from 1900 on count one that never was, 29 February 1900: before it, serials are one less
    than the days since 30 December 1899.
    """
    passed = timedelta(milliseconds=round(serial * 86_400_000))
    moment = (_FROM_1904 if counts_from_1904 else _FROM_1900) + passed
    if passed < timedelta(days=1):
        return moment.time()
    if serial < _LAST_DAY_OF_FEBRUARY_1900 and not counts_from_1904:
        return moment + timedelta(days=1)
    return moment


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
