"""What a cell of a workbook is read as."""

import re
from datetime import date, datetime, time
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from adapters.spreadsheet.reading import guard
from adapters.spreadsheet.reading.cell_values import Values, number_text
from adapters.spreadsheet.reading.grid import read_grid
from adapters.spreadsheet.text import put
from domain.cells import Cell, CellKind, clean, typed
from tests.unit.adapters.spreadsheet.conftest import Read, Refusal
from tests.workbooks import (
    DATA_PART,
    edit_part,
    fill_template,
    parts,
    saved,
    with_rows,
    with_shared_strings,
)

NUMBER, DATE, BOOLEAN = CellKind.NUMBER, CellKind.DATE, CellKind.BOOLEAN
ERROR, FORMULA = CellKind.ERROR, CellKind.FORMULA
STYLES = "xl/styles.xml"


def only(read: Read, workbook: bytes, column: str = "last_name") -> Cell | None:
    """The column's cell in the workbook's first row."""
    return read(workbook).rows[0].entries.get(column)


def of(read: Read, template: bytes, markup: str) -> Cell | None:
    """What cell M2 of this markup, of Last Name, is read as; A2 is filled so that a row is."""
    return only(read, with_rows(template, f'<row r="2"><c r="A2"><v>1</v></c>{markup}</row>'))


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("Quispe", Cell("Quispe")),
        ("  Quispe\u00a0\t", Cell("Quispe")),
        ("\u200bQuispe\ufeff", Cell("Quispe")),
        ("De\u00a0la\u2009Cruz", Cell("De la Cruz")),
        ("Qui\u200bspe\u00ad", Cell("Quispe")),
        ("100 Main St\r\nUnit 4", Cell("100 Main St Unit 4")),
        ("Nguyễn 😀 ع", Cell("Nguyễn 😀 ع")),
        ("=1+1", Cell("=1+1")),
        ("_x0041_", Cell("_x0041_")),
        (12, Cell("12", NUMBER)),
        (12.0, Cell("12", NUMBER)),
        (0.1 + 0.2, Cell("0.3", NUMBER)),
        (5105550154, Cell("5105550154", NUMBER)),
        (-4.5, Cell("-4.5", NUMBER)),
        (1e21, Cell("1" + "0" * 21, NUMBER)),
        (True, Cell("TRUE", BOOLEAN)),
        (False, Cell("FALSE", BOOLEAN)),
        (date(2026, 12, 1), Cell("2026-12-01", DATE)),
        (datetime(2026, 12, 1), Cell("2026-12-01", DATE)),  # noqa: DTZ001
        (datetime(2026, 12, 1, 8, 30), Cell("2026-12-01 08:30:00")),  # noqa: DTZ001
        (time(8, 30), Cell("08:30:00")),
        (date(1900, 1, 1), Cell("1900-01-01", DATE)),
        (date(1900, 3, 1), Cell("1900-03-01", DATE)),
    ],
)  # fmt: skip
def test_values_are_read_as_a_person_means_them(
    template: bytes, read: Read, value: str, cell: Cell
) -> None:
    """Text is trimmed of what cannot be seen, numbers are whole, dates are dates."""
    filled = fill_template(template, [{"Family Number": 1, "Last Name": value}])
    assert only(read, filled) == cell


@pytest.mark.parametrize("value", ["", "  ", "\u00a0\u200b", "\t\r\n", None])
def test_what_shows_nothing_is_no_cell(template: bytes, read: Read, value: str | None) -> None:
    """Spaces and invisible characters alone leave the cell blank."""
    filled = fill_template(template, [{"Family Number": 1, "Last Name": value}])
    assert only(read, filled) is None


@pytest.mark.parametrize(
    ("markup", "cell"),
    [
        ('<c r="M2" t="inlineStr"><is><t>Qui</t><t>spe</t></is></c>', Cell("Quispe")),
        ('<c r="M2" t="inlineStr"><is><r><rPr><b/></rPr><t>Qui</t></r><r><t>spe</t></r>'
         "<rPh sb='0' eb='1'><t>kispe</t></rPh></is></c>", Cell("Quispe")),
        ('<c r="M2" t="inlineStr"><is><t><![CDATA[A & B]]></t></is></c>', Cell("A & B")),
        ('<c r="M2" t="str"><v>a_x000D_b _xD83D__xDE00_</v></c>', Cell("a b 😀")),
        ('<c r="M2" t="str"><v>_xD83D_x</v></c>', Cell("\ufffdx")),
        ('<c r="M2" t="str"><v>a_x0000_b</v></c>', Cell("ab")),
        ('<c r="M2" t="e"><v>#REF!</v></c>', Cell("#REF!", ERROR)),
        ('<c r="M2" t="b"><v>1</v></c>', Cell("TRUE", BOOLEAN)),
        ('<c r="M2" t="d"><v>2026-12-01</v></c>', Cell("2026-12-01", DATE)),
        ('<c r="M2" t="d"><v>2026-12-01T00:00:00.000</v></c>', Cell("2026-12-01", DATE)),
        ('<c r="M2" t="d"><v>soon</v></c>', Cell("soon")),
        ('<c r="M2"><v>4.1577E4</v></c>', Cell("41577", NUMBER)),
        ('<c r="M2"><v>007</v></c>', Cell("7", NUMBER)),
        ('<c r="M2"><v>1E400</v></c>', Cell("#NUM!", NUMBER)),
        ('<c r="M2" s="99999"><v>7</v></c>', Cell("7", NUMBER)),
        ('<c r="M2"><f>1+1</f><v>2</v></c>', Cell("2", NUMBER)),
        ('<c r="M2" t="str"><f>A2&amp;"x"</f><v>1x</v></c>', Cell("1x")),
        ('<c r="M2" t="str"><f>""</f><v></v></c>', None),
        ('<c r="M2"><f>VLOOKUP(A2,B:C,2)</f></c>', Cell("=VLOOKUP(A2,B:C,2)", FORMULA)),
        ('<c r="M2"><f>A2+1</f><v/></c>', Cell("=A2+1", FORMULA)),
        ('<c r="M2" t="e"><f>NA()</f><v>#N/A</v></c>', Cell("#N/A", ERROR)),
        ('<c r="L2"><f t="shared" ref="L2:M2" si="0">A2*2</f><v>2</v></c>'
         '<c r="M2"><f t="shared" si="0"/></c>', Cell("=B2*2", FORMULA)),
        ('<c r="M2"><f t="shared" si="7"/></c>', Cell("=", FORMULA)),
        ('<c r="M2" s="3"/>', None),
    ],
)  # fmt: skip
def test_other_programs_cells(template: bytes, read: Read, markup: str, cell: Cell | None) -> None:
    """Inline and rich text, escapes, errors, formulas with and without a stored result."""
    assert of(read, template, markup) == cell


def shared(template: bytes, markup: str, strings: str) -> bytes:
    """The template with a table of shared strings, and one row."""
    rows = f'<row r="2"><c r="A2"><v>1</v></c>{markup}</row>'
    return with_shared_strings(parts(with_rows(template, rows)), strings)


STRINGS = (
    "<si><t>Quispe</t></si><si><r><t>Qui</t></r><r><t>roga</t></r><rPh sb='0' eb='1'><t>x</t>"
    "</rPh></si><si><t/></si>"
)


@pytest.mark.parametrize(
    ("index", "cell"), [("0", Cell("Quispe")), ("1", Cell("Quiroga")), ("2", None)]
)
def test_shared_texts(template: bytes, read: Read, index: str, cell: Cell | None) -> None:
    """Cells may point to texts that the workbook keeps once."""
    workbook = shared(template, f'<c r="M2" t="s"><v>{index}</v></c>', STRINGS)
    assert only(read, workbook) == cell


@pytest.mark.parametrize("index", ["-1", "3", "99999999999999999999", "x", "1.5"])
def test_shared_text_that_is_not_there_is_never_another_persons(
    template: bytes, refusal: Refusal, index: str
) -> None:
    """An index out of range refuses the file."""
    workbook = shared(template, f'<c r="M2" t="s"><v>{index}</v></c>', STRINGS)
    assert refusal(workbook).code == "unknown_text"


def test_1904_dates(template: bytes, read: Read) -> None:
    """Workbooks that count days from 1904, as old Macs did, give the same days."""
    filled = fill_template(template, [{"Birth Date": date(1980, 5, 17)}])
    days = (date(1980, 5, 17) - date(1904, 1, 1)).days
    windows = (date(1980, 5, 17) - date(1899, 12, 30)).days
    moved = edit_part(
        filled, lambda part: part.replace(b"<v>%d</v>" % windows, b"<v>%d</v>" % days)
    )
    mac = edit_part(
        moved, lambda part: part.replace(b"<workbookPr ", b'<workbookPr date1904="1" '),
        "xl/workbook.xml",
    )  # fmt: skip
    assert only(read, filled, "birth_date") == Cell("1980-05-17", DATE)
    assert only(read, mac, "birth_date") == Cell("1980-05-17", DATE)


@pytest.mark.parametrize("serial", ["-1", "2958466", "1E300"])
def test_date_off_the_calendar_stays_a_number(template: bytes, read: Read, serial: str) -> None:
    """A date format around a number that is no day makes no day of it."""
    filled = fill_template(template, [{"Birth Date": date(1980, 5, 17)}])
    workbook = edit_part(
        filled, lambda part: part.replace(b"<v>29358</v>", f"<v>{serial}</v>".encode())
    )
    cell = only(read, workbook, "birth_date")
    assert cell is not None
    assert (cell.kind, cell.text) == (NUMBER, number_text(serial))


@pytest.mark.parametrize(
    ("number_format", "text"),
    [("00000", "04655"), ("000\\-00\\-0000", "000004655"), ("0", "4655"), ("#,##0.00", "4655")],
)
def test_zeros_that_only_the_format_shows(
    template: bytes, read: Read, number_format: str, text: str
) -> None:
    """A number that a format fills up with zeros is read as it is shown."""
    opened = load_workbook(BytesIO(fill_template(template, [{"ZIP Code": 4655}])))
    sheet = opened["Enrollment Data"]
    column = next(cell.column for cell in sheet[1] if cell.value == "ZIP Code")
    sheet.cell(2, column).number_format = number_format
    cell = only(read, saved(opened), "zip")
    assert cell == Cell(text, NUMBER)


@pytest.mark.parametrize("markup", ['<c r="M2"><v>x</v></c>', '<c r="M2" s="x"><v>1</v></c>'])
def test_numbers_that_are_none_refuse_the_file(
    template: bytes, refusal: Refusal, markup: str
) -> None:
    """A cell that says it is a number must be one."""
    assert refusal(with_rows(template, f'<row r="2">{markup}</row>')).code == "damaged"


def test_text_longer_than_excel_allows_refuses_the_file(template: bytes, refusal: Refusal) -> None:
    """No Excel wrote a cell of more than 32,767 characters."""
    long = f'<row r="2"><c r="M2" t="str"><v>{"a" * 32_768}</v></c></row>'
    assert refusal(with_rows(template, long)).code == "damaged"


@pytest.mark.parametrize("name", ["क्\u200dष", "می\u200cخواهم", " Ana\u00a0 Maria\n", "An\u200ba"])
def test_a_name_is_the_same_by_file_and_by_form(template: bytes, read: Read, name: str) -> None:
    """There is one rule for what of a text is meant, joiners within a script included."""
    filled = fill_template(template, [{"Last Name": name}])
    assert only(read, filled) == typed(name)


texts = st.text(st.characters(codec="utf-8"), max_size=40)
formula_like = st.builds(str.__add__, st.sampled_from("=+-@\t\0'"), texts)


@given(names=st.lists(texts | formula_like, min_size=1, max_size=20))
def test_any_text_comes_back(names: list[str]) -> None:
    """Whatever is written is read back, apart from what cannot be seen, and is no formula."""
    workbook = Workbook()
    for row, name in enumerate(names, start=1):
        put(workbook.active.cell(row, 1), name)
    part = guard.opened(saved(workbook)).read(DATA_PART)
    assert b"<f>" not in part
    rows = read_grid(part, Values()).rows
    expected = {row: Cell(clean(name)) for row, name in enumerate(names, start=1) if clean(name)}
    assert {row: cells[1] for row, cells in rows.items()} == expected


@given(st.integers(-(10**15) + 1, 10**15 - 1) | st.floats(-1e300, 1e300))
def test_numbers_read_as_they_look(number: float) -> None:
    """No exponent, no trailing ".0", and the same number to 15 digits."""
    text = number_text(repr(number))
    assert re.fullmatch(r"-?\d+(\.\d*[1-9])?", text)
    assert float(text) == pytest.approx(number, rel=1e-14, abs=0)
