"""Workbooks for tests, made in code from the template itself."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from adapters.spreadsheet.binding import DATA_TAB
from adapters.spreadsheet.text import put

Value = str | int | float | bool | date | datetime | None
DATA_PART = "xl/worksheets/sheet1.xml"


def fill_template(
    template: bytes, rows: Sequence[Mapping[str, Value]], *, first_row: int = 2
) -> bytes:
    """The template with one row for each mapping of header to value, from ``first_row`` down.

    Text is written as text whatever it looks like; numbers and dates as such.
    """

    def fill(sheet: Worksheet) -> None:
        columns = {str(cell.value): cell.column for cell in sheet[1]}
        for number, row in enumerate(rows, start=first_row):
            for header, value in row.items():
                cell = sheet.cell(number, columns[header])
                if isinstance(value, str):
                    put(cell, value)
                else:
                    cell.value = value

    return edit(template, fill)


def edit(workbook: bytes, change: Callable[[Worksheet], None]) -> bytes:
    """The workbook after ``change`` was made to its Enrollment Data tab."""
    opened = load_workbook(BytesIO(workbook))
    change(opened[DATA_TAB])
    return saved(opened)


def saved(workbook: object) -> bytes:
    """An openpyxl workbook's bytes."""
    content = BytesIO()
    workbook.save(content)  # type: ignore[attr-defined]
    return content.getvalue()


def with_rows(template: bytes, rows: str) -> bytes:
    """The template with this markup after the header row, in place of all its data rows."""
    head, tail = b'<row r="1"', b"</sheetData>"

    def change(part: bytes) -> bytes:
        header = part.index(b"</row>", part.index(head)) + len(b"</row>")
        return part[:header] + rows.encode() + part[part.index(tail) :]

    return edit_part(template, change)


def parts(workbook: bytes) -> dict[str, bytes]:
    """The parts of the package, by name."""
    with ZipFile(BytesIO(workbook)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def package(contents: Mapping[str, bytes]) -> bytes:
    """A package of these parts."""
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        for name, part in contents.items():
            archive.writestr(name, part)
    return content.getvalue()


def edit_part(workbook: bytes, change: Callable[[bytes], bytes], name: str = DATA_PART) -> bytes:
    """The workbook with one part's bytes changed; the Enrollment Data tab's unless said."""
    contents = parts(workbook)
    contents[name] = change(contents[name])
    return package(contents)
