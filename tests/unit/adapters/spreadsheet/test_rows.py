"""Every filled row is read, wherever and however it stands."""

import re

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from tests.unit.adapters.spreadsheet.conftest import Read, Refusal
from tests.workbooks import edit, edit_part, fill_template, package, parts, with_rows

ROWS = [{"Family Number": number, "Last Name": f"Name {number}"} for number in (1, 2, 3)]


def numbers(read: Read, workbook: bytes) -> list[int]:
    return [row.number for row in read(workbook).rows]


@pytest.mark.parametrize(
    "dimension",
    [b"A1", b"A1:B2", b"A1:XFD1048576", b"M4", b""],
    ids=["one cell", "too small", "everything", "beside it", "none"],
)
def test_wrong_dimension(template: bytes, read: Read, dimension: bytes) -> None:
    """What a sheet says of its own size is not believed: openpyxl drops rows then."""
    filled = fill_template(template, ROWS)
    said = b'<dimension ref="%s"/>' % dimension if dimension else b""
    wrong = edit_part(filled, lambda part: re.sub(rb"<dimension[^>]*/>", said, part))
    assert said in parts(wrong)["xl/worksheets/sheet1.xml"]
    assert numbers(read, wrong) == [2, 3, 4]


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ('<row r="9"><c r="A9"><v>1</v></c></row><row r="3"><c r="A3"><v>2</v></c></row>', [3, 9]),
        ('<row><c><v>1</v></c></row><row><c><v>2</v></c></row>', [2, 3]),
        ('<row r="5"><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>', [5, 6]),
        ('<row r="2"><c r="A2"><v>1</v></c></row><row r="2"><c r="B2"><v>2</v></c></row>', [2]),
        ('<row r="2" hidden="1"><c r="A2"><v>1</v></c></row>', [2]),
        ('<row r="1048576"><c r="A1048576"><v>1</v></c></row>', [1048576]),
        ('<row r="2"/><row r="3"><c r="A3"/><c r="B3" t="str"><v> </v></c></row>'
         '<row r="4"><c r="A4"><v>1</v></c></row>', [4]),
    ],
    ids=["out of order", "no references", "some references", "a row in two parts", "hidden",
         "last of all", "blank ones between"],
)  # fmt: skip
def test_rows_of_other_programs(template: bytes, read: Read, rows: str, found: list[int]) -> None:
    """Rows out of order, without references, hidden, or at the far end are all there."""
    assert numbers(read, with_rows(template, rows)) == found


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="0"><c r="A0"><v>1</v></c></row>',
        '<row r="-2"><c><v>1</v></c></row>',
        '<row r="1048577"><c r="A1048577"><v>1</v></c></row>',
        '<row r="999999999999"><c><v>1</v></c></row>',
        '<row r="2"><c r="XFE2"><v>1</v></c></row>',
        '<row r="2"><c r="A3"><v>1</v></c></row>',
        '<row r="2"><c r="2A"><v>1</v></c></row>',
    ],
)  # fmt: skip
def test_places_that_cannot_be_refuse_the_file(
    template: bytes, refusal: Refusal, rows: str
) -> None:
    """Rows and columns that Excel does not have."""
    assert refusal(with_rows(template, rows)).code == "place_outside"


@pytest.mark.parametrize("between", ["", '</row><row r="2">'], ids=["a row", "two parts of a row"])
def test_two_values_for_one_cell_refuse_the_file(
    template: bytes, refusal: Refusal, between: str
) -> None:
    """Nobody can say which of them the person saw."""
    rows = f'<row r="2"><c r="A2"><v>1</v></c>{between}<c r="A2"><v>2</v></c></row>'
    assert refusal(with_rows(template, rows)).code == "place_twice"


def test_broken_markup_refuses_the_file(template: bytes, refusal: Refusal) -> None:
    """What follows a mistake in the markup may mean anything."""
    assert refusal(with_rows(template, '<row r="2"><c r="A2"><v>1</v></row>')).code == "damaged"


def test_far_corner_cell(template: bytes, refusal: Refusal) -> None:
    """A cell at XFD1048576 is answered at once: it stands under no header."""
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    refused = refusal(with_rows(template, far))
    assert refused.code == "headers_changed"
    assert "Entries under no header: column XFD." in refused.message


def test_formatted_blank_rows_are_no_rows(template: bytes, read: Read) -> None:
    """60,000 rows that somebody only formatted do not count, and do not hang."""
    blank = "".join(f'<row r="{row}" s="2" customFormat="1"/>' for row in range(3, 60_003))
    filled = with_rows(template, f'<row r="2"><c r="A2"><v>1</v></c></row>{blank}')
    assert numbers(read, filled) == [2]


def test_counting_ends_somewhere(template: bytes, refusal: Refusal) -> None:
    """A file of very many rows is refused without reading all of them."""
    many = "".join(f'<row r="{row}"><c><v>1</v></c></row>' for row in range(2, 15_002))
    refused = refusal(with_rows(template, many))
    assert refused.code == "too_many_rows"
    assert "at least 10,000 filled rows. The limit is 250." in refused.message


def test_very_many_cells_refuse_the_file(template: bytes, refusal: Refusal) -> None:
    """Rows as wide as Excel allows, filled to the end, are given up before they fill memory."""
    row = "".join(f"<c><v>{number * 7919 % 99991}</v></c>" for number in range(16_384))
    assert refusal(with_rows(template, f"<row>{row}</row>" * 13)).code == "too_many_cells"


def test_merged_and_filtered_cells(template: bytes, read: Read) -> None:
    """Merging and filtering hide nothing from the check."""

    def arrange(sheet: Worksheet) -> None:
        sheet.merge_cells("N2:P2")
        sheet.auto_filter.add_filter_column(0, ["1"])
        sheet.row_dimensions[3].hidden = True

    workbook = edit(fill_template(template, ROWS), arrange)
    assert numbers(read, workbook) == [2, 3, 4]


def test_prefixed_names(template: bytes, read: Read) -> None:
    """Some programs write x:row for row."""
    main = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"

    def prefix(part: bytes) -> bytes:
        named = re.sub(rb"<(/?)([a-zA-Z])", rb"<\1x:\2", part)
        return named.replace(b'xmlns="' + main, b'xmlns:x="' + main)

    assert numbers(read, edit_part(fill_template(template, ROWS), prefix)) == [2, 3, 4]


def test_utf_16_parts(template: bytes, read: Read) -> None:
    """A sheet in UTF-16 is read like any other."""
    workbook = edit_part(fill_template(template, ROWS), lambda part: part.decode().encode("utf-16"))
    assert numbers(read, workbook) == [2, 3, 4]


def test_backslashes_and_capitals_in_names(template: bytes, read: Read) -> None:
    """Windows programs write backslashes, and part names compare in any case."""
    workbook = package(
        {
            name.replace("/", "\\").replace("sheet1", "Sheet1"): part
            for name, part in parts(fill_template(template, ROWS)).items()
        }
    )
    assert numbers(read, workbook) == [2, 3, 4]


def test_workbook_without_styles(template: bytes, read: Read) -> None:
    """Without its styles a workbook has no dates, and all else."""
    workbook = parts(fill_template(template, ROWS))
    del workbook["xl/styles.xml"]
    assert numbers(read, package(workbook)) == [2, 3, 4]


def test_thousands_of_styles(template: bytes, read: Read, refusal: Refusal) -> None:
    """22,000 named styles, as old workbooks gather, cost nothing; more formats than Excel has
    refuse the file."""
    filled = fill_template(template, ROWS)

    def styles(count: int, before: bytes, style: bytes) -> bytes:
        many = b"".join(style % number for number in range(count))
        return edit_part(filled, lambda part: part.replace(before, many + before), "xl/styles.xml")

    named = styles(22_000, b"</cellStyles>", b'<cellStyle name="Style %d" xfId="0"/>')
    assert numbers(read, named) == [2, 3, 4]
    assert refusal(styles(65_490, b"</cellXfs>", b'<xf numFmtId="%d"/>')).code == "too_many_styles"


def test_tab_listed_many_times_is_walked_once(template: bytes, read: Read) -> None:
    """A workbook that lists its Lists tab 2,000 times is read as if once."""
    filled = fill_template(template, ROWS)
    again = b"".join(
        b'<sheet name="Lists" sheetId="%d" r:id="rId3"/>' % number for number in range(9, 2009)
    )
    workbook = edit_part(
        filled, lambda part: part.replace(b"</sheets>", again + b"</sheets>"), "xl/workbook.xml"
    )
    assert numbers(read, workbook) == [2, 3, 4]
