"""Ways to change a filled workbook, by its parts' markup or by openpyxl."""

import re
from collections.abc import Callable, Mapping
from html import escape
from io import BytesIO

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from adapters.spreadsheet.marks import DATA_TAB
from tests.oddities.oddity import Make
from tests.oddities.people import filled
from tests.workbooks import DATA_PART, package, parts, saved, with_shared_strings

BOOK, BOOK_RELS, TYPES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"
STYLES, SHARED = "xl/styles.xml", "xl/sharedStrings.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

_ROW = re.compile(r'<row r="(\d+)"[^>]*>(.*?)</row>', re.DOTALL)


def part(name: str, change: Callable[[str], str]) -> Make:
    """The people's workbook with the markup of one part changed, in every way it must."""

    def make(template: bytes) -> bytes:
        contents = parts(filled(template))
        before = contents[name].decode()
        after = change(before)
        assert after != before
        return package({**contents, name: after.encode()})

    return make


def sheet(change: Callable[[str], str]) -> Make:
    """The people's workbook with the markup of its Enrollment Data tab changed."""
    return part(DATA_PART, change)


def replacing(old: str, new: str, name: str = DATA_PART) -> Make:
    """The people's workbook with some markup replaced wherever it stands."""
    return part(name, lambda markup: markup.replace(old, new))


def after_rows(rows: str) -> Make:
    """The people's workbook with more rows at its end, in place of those that are only prepared."""

    def change(markup: str) -> str:
        start = markup.index('<row r="5"')
        return markup[:start] + rows + markup[markup.index("</sheetData>") :]

    return sheet(change)


def after_data(markup: str) -> Make:
    """The people's workbook with an element after its rows."""
    return replacing("</sheetData>", f"</sheetData>{markup}")


def in_cell(reference: str, cell: str) -> Make:
    """The people's workbook with other markup for one of its cells."""
    return in_cells({reference: cell})


def in_cells(cells: Mapping[str, str]) -> Make:
    """The people's workbook with other markup for some of its cells."""

    def change(markup: str) -> str:
        for reference, cell in cells.items():
            markup = _with_cell(markup, reference, cell)
        return markup

    return sheet(change)


def _with_cell(markup: str, reference: str, cell: str) -> str:
    own = re.compile(rf'<c r="{reference}"[^>]*?(?:/>|>.*?</c>)', re.DOTALL)
    return own.sub(lambda _: cell, markup, count=1)


def formatted(reference: str, content: str, code: str, fill: Make = filled) -> Make:
    """A filled workbook with other content for a cell, in a number format of its own."""

    def make(template: bytes) -> bytes:
        contents = parts(fill(template))
        styles = contents[STYLES].decode()
        number = styles[styles.index("<cellXfs") : styles.index("</cellXfs>")].count("<xf ")
        own = f'<numFmt numFmtId="300" formatCode="{escape(code)}"/></numFmts>'
        styles = styles.replace("</numFmts>", own, 1)
        styles = styles.replace("</cellXfs>", '<xf numFmtId="300" xfId="0"/></cellXfs>', 1)
        contents[STYLES] = styles.encode()
        cell = f'<c r="{reference}" s="{number}">{content}</c>'
        sheet = _with_cell(contents[DATA_PART].decode(), reference, cell)
        return package({**contents, DATA_PART: sheet.encode()})

    return make


def adding(name: str, content: bytes = b"\0") -> Make:
    """The people's workbook with one more part."""
    return lambda template: package({**parts(filled(template)), name: content})


def on_sheet(change: Callable[[Worksheet], object]) -> Make:
    """The people's workbook after a change by openpyxl to its Enrollment Data tab."""
    return on_book(lambda book: change(book[DATA_TAB]))


def on_book(change: Callable[[Workbook], object]) -> Make:
    """The people's workbook after a change by openpyxl."""

    def make(template: bytes) -> bytes:
        book = load_workbook(BytesIO(filled(template)))
        change(book)
        return saved(book)

    return make


def placed(*numbers: int, order: tuple[int, ...] = (0, 1, 2)) -> Make:
    """The people's rows in other places, and written down in another order."""

    def change(markup: str) -> str:
        rows = [_row_at(row, to) for row, to in zip(_people_rows(markup), numbers, strict=True)]
        start = markup.index('<row r="2"')
        end = markup.index("</sheetData>")
        return markup[:start] + "".join(rows[one] for one in order) + markup[end:]

    return sheet(change)


def _people_rows(markup: str) -> list[str]:
    """The markup of the people's own rows."""
    return [found[0] for found in _ROW.finditer(markup) if found[1] in ("2", "3", "4")]


def _row_at(row: str, number: int) -> str:
    """A row's markup moved to another place."""
    return re.sub(r'( r="[A-Z]*)\d+"', rf'\g<1>{number}"', row)


def with_shared_texts(workbook: bytes, wrap: str = "<si><t>{}</t></si>") -> bytes:
    """The workbook with the data tab's texts in a table of shared ones, as Excel saves them."""
    contents = parts(workbook)
    texts: list[str] = []

    def share(found: re.Match[str]) -> str:
        text = re.sub(r"<[^>]*>", "", found[4])
        if 't="inlineStr"' not in found[3]:
            return found[0]
        if text not in texts:
            texts.append(text)
        attributes = found[3].replace("inlineStr", "s")
        return f'<c r="{found[1]}{found[2]}"{attributes}><v>{texts.index(text)}</v></c>'

    contents[DATA_PART] = _each_cell(contents[DATA_PART].decode(), share).encode()
    return with_shared_strings(contents, "".join(wrap.format(text) for text in texts))


def _each_cell(markup: str, change: Callable[[re.Match[str]], str]) -> str:
    """The markup with each filled cell changed; the blank ones are left as they are."""
    return re.sub(r'<c r="([A-Z]+)(\d+)"((?:\s[^>/]*)?)>(.*?)</c>', change, markup, flags=re.DOTALL)
