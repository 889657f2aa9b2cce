"""Dates, in the shapes that people and programs give them."""

import re
from collections.abc import Sequence
from datetime import date

from domain.cells import Cell, CellKind
from tests.oddities.edits import BOOK, formatted, in_cell
from tests.oddities.oddity import Make, Oddity, mistaken, read, typed
from tests.oddities.people import changed, filled
from tests.workbooks import edit_part

BORN = {4: {"birth_date": date(1990, 7, 4)}}
# Days from 1900 and from 1904 on to July 4, 1990.
SERIAL, MAC_SERIAL = 33_058, 31_596


def in_format(code: str) -> Make:
    """The birth date's cell in another format."""
    return formatted("T4", f"<v>{SERIAL}</v>", code)


def from_1904(template: bytes) -> bytes:
    """A workbook that counts days as old Macs did."""

    def earlier(day: re.Match[bytes]) -> bytes:
        return b"<v>%d</v>" % (int(day[1]) - SERIAL + MAC_SERIAL)

    moved = edit_part(filled(template), lambda part: re.sub(rb"<v>(\d{5})</v>", earlier, part))
    return edit_part(
        moved, lambda part: part.replace(b"<workbookPr ", b'<workbookPr date1904="1" '), BOOK
    )


def written(text: str, cell: str = "") -> Oddity:
    """A date that is typed as text, and read."""
    what = f"A date typed as “{text}”"
    return read(what, *typed("Birth Date", text, Cell(cell or text)), "Read as 07/04/1990.",
                answers=BORN)  # fmt: skip


def unwritten(text: str, code: str) -> Oddity:
    """A date that is typed as text, and not taken for one."""
    make, rows = typed("Birth Date", text, Cell(text))
    return mistaken(f"A date typed as “{text}”", make, rows, {4: {"birth_date": code}})


FORMATS: Sequence[tuple[str, str]] = (
    ("m/d/yy;@", "7/4/90"),
    ("[$-409]d\\-mmm\\-yyyy;@", "4-Jul-1990"),
    ("[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "Wednesday, July 04, 1990"),
    ('yyyy"年"m"月"d"日"', "1990年7月4日"),
)

ODDITIES = (
    *(read(f"A date cell shown as “{shown}”", in_format(code), answers=BORN)
      for code, shown in FORMATS),
    read("Dates counted from 1904", from_1904),
    read("A day's number pasted into a cell that shows dates",
         *typed("Birth Date", SERIAL, Cell("1990-07-04", CellKind.DATE)), "Read as 07/04/1990."),
    written("07/04/1990"),
    written("7/4/1990"),
    written("1990-07-04"),
    written("1990-07-04T00:00:00"),
    written("1990-07-04 00:00:00"),
    unwritten("7/4/90", "date_short_year"),
    unwritten("07-04-1990", "date_unreadable"),
    unwritten("4.7.1990", "date_unreadable"),
    unwritten("Jul 4, 1990", "date_unreadable"),
    unwritten("4-Jul-1990", "date_unreadable"),
    unwritten("19900704", "date_unreadable"),
    unwritten("1990-07-04 08:30", "date_unreadable"),
    unwritten("02/30/1990", "date_unreal"),
    unwritten("unknown", "date_unreadable"),
    mistaken("A day's number in a cell without a date's format",
             in_cell("T4", f'<c r="T4"><v>{SERIAL}</v></c>'),
             changed({4: {"Birth Date": Cell(str(SERIAL), CellKind.NUMBER)}}),
             {4: {"birth_date": "date_unreadable"}}),
    mistaken("A date cell that shows ####, as it is before any calendar",
             *typed("Birth Date", -3, Cell("-3", CellKind.NUMBER)),
             {4: {"birth_date": "date_unreadable"}}),
    mistaken("A date cell with a time of day",
             *typed("Birth Date", 33_058.5, Cell("1990-07-04 12:00:00")),
             {4: {"birth_date": "date_unreadable"}}),
    mistaken("A time alone in a date's column",
             *typed("Birth Date", 0.5, Cell("12:00:00")),
             {4: {"birth_date": "date_unreadable"}}),
)  # fmt: skip
