"""Workbooks for tests, made in code from the template itself."""

import random
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, time
from io import BytesIO
from xml.sax.saxutils import escape, unescape
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import load_workbook
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet.worksheet import Worksheet

from adapters.spreadsheet.caching import CachedTemplates
from adapters.spreadsheet.marks import DATA_TAB
from adapters.spreadsheet.template import WorkbookTemplates
from adapters.spreadsheet.text import escaped

# Each is made once: that takes longer than most tests.
TEMPLATES = CachedTemplates(WorkbookTemplates())
Value = str | int | float | bool | date | time | None  # a datetime is a date, too
DATA_PART = "xl/worksheets/sheet1.xml"


def fill_template(
    template: bytes, rows: Sequence[Mapping[str, Value]], *, first_row: int = 2
) -> bytes:
    """The template with one row for each mapping of header to value, from ``first_row`` down.

    Text is written as text whatever it looks like; numbers and dates as such. The sheet's markup
    is changed in place, as it takes a hundredth of the time that openpyxl needs.
    """

    def fill(part: bytes) -> bytes:
        markup = part.decode()
        found = {int(row[1]): row for row in _ROW.finditer(markup)}
        letters = {unescape(cell[3]): cell[1] for cell in _HEADER.finditer(found[1][0])}
        days = _STYLE.search(found[2][0], found[2][0].index(f'"{letters["Birth Date"]}2"'))
        filled = {
            number: _filled(number, found.get(number), values, days[1] if days else "0")
            for number, values in enumerate(
                ({letters[header]: value for header, value in row.items()} for row in rows),
                start=first_row,
            )
        }
        kept = {number: row[0] for number, row in found.items()} | filled
        start = markup.index("<sheetData>") + len("<sheetData>")
        data = "".join(kept[number] for number in sorted(kept))
        return (markup[:start] + data + markup[markup.index("</sheetData>") :]).encode()

    return edit_part(template, fill)


def _filled(number: int, row: re.Match[str] | None, values: Mapping[str, Value], days: str) -> str:
    """A row's markup with these values by column letters; ``days`` is a style for dates."""
    cells = {cell[1]: cell[0] for cell in _CELL.finditer(row[0])} if row else {}
    for letters, value in values.items():
        if value is None:
            continue
        style = _STYLE.search(cells.get(letters, ""))
        shown = days if isinstance(value, date | time) else style[1] if style else "0"
        cells[letters] = f'<c r="{letters}{number}" s="{shown}"{_content(value)}</c>'
    ordered = sorted(cells, key=lambda letters: (len(letters), letters))
    return f'<row r="{number}">{"".join(cells[letters] for letters in ordered)}</row>'


def _content(value: Value) -> str:
    if isinstance(value, str):
        text = escape(escaped(value))
        return f' t="inlineStr"><is><t xml:space="preserve">{text}</t></is>'
    if isinstance(value, bool):
        return f' t="b"><v>{int(value)}</v>'
    if isinstance(value, date | time):
        return f"><v>{to_excel(value):.15g}</v>"
    return f"><v>{value}</v>"


_ROW = re.compile(r'<row r="(\d+)"[^>]*?(?:/>|>.*?</row>)', re.DOTALL)
_CELL = re.compile(r'<c r="([A-Z]+)\d+"[^>]*?(?:/>|>.*?</c>)', re.DOTALL)
_HEADER = re.compile(r'<c r="([A-Z]+)1"([^>]*)><is><t[^>]*>(.*?)</t></is></c>', re.DOTALL)
_STYLE = re.compile(r' s="(\d+)"')


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


def package(contents: Mapping[str, bytes], compression: int = ZIP_DEFLATED) -> bytes:
    """A package of these parts."""
    content = BytesIO()
    with ZipFile(content, "w", compression) as archive:
        for name, part in contents.items():
            archive.writestr(name, part)
    return content.getvalue()


def edit_part(workbook: bytes, change: Callable[[bytes], bytes], name: str = DATA_PART) -> bytes:
    """The workbook with one part's bytes changed; the Enrollment Data tab's unless said."""
    contents = parts(workbook)
    contents[name] = change(contents[name])
    return package(contents)


def with_shared_strings(contents: Mapping[str, bytes], items: str) -> bytes:
    """A package of these parts of a workbook, and a table of shared strings with this markup."""
    main = "http://schemas.openxmlformats.org"
    table = f'<sst xmlns="{main}/spreadsheetml/2006/main">{items}</sst>'
    relation = (
        f'<Relationship Id="rId99" Type="{main}/officeDocument/2006/relationships/sharedStrings"'
        ' Target="sharedStrings.xml"/></Relationships>'
    )
    rels = "xl/_rels/workbook.xml.rels"
    related = contents[rels].replace(b"</Relationships>", relation.encode())
    return package({**contents, "xl/sharedStrings.xml": table.encode(), rels: related})


def loose(size: int) -> bytes:
    """Somewhat more bytes than that, which deflate to a fortieth."""
    block = random.Random(size).randbytes(1024) + bytes(39 * 1024)
    return block * (size // len(block) + 1)
