"""Files that mutated uploads once showed to be read wrongly: each as small as it gets."""

import pytest

from adapters.spreadsheet.reading.cell_values import Values
from adapters.spreadsheet.reading.grid import read_grid, walked_grid
from adapters.spreadsheet.reading.markup import MAIN
from adapters.spreadsheet.reading.package import Unreadable
from adapters.spreadsheet.reading.texts import shared_texts
from domain.cells import Cell, CellKind

ROW = '<row r="2"><c r="A2"><v>1</v></c></row>'
ONE = Cell("1", CellKind.NUMBER)


def sheet(rows: str, before: str = "", after: str = "") -> bytes:
    """A worksheet part with that markup in and around its rows."""
    data = f"<sheetData>{rows}</sheetData>"
    return f'<worksheet xmlns="{MAIN}">{before}{data}{after}</worksheet>'.encode()


def rows_of(part: bytes) -> dict[int, dict[int, Cell]]:
    """The cells of a worksheet part, by whichever lane."""
    grid = read_grid(part, Values())
    assert grid == walked_grid(part, Values())
    return grid.rows


@pytest.mark.parametrize(
    "beside",
    [
        '<extLst><ext><c r="D9"><v>7</v></c></ext></extLst>',
        '<extLst><row r="9"><c r="D9"><v>7</v></c></row></extLst>',
        '<conditionalFormatting><c r="A2"><v>7</v></c></conditionalFormatting>',
        "<headerFooter><v>7</v><t>7</t></headerFooter>",
    ],
)
def test_only_what_is_among_the_rows_is_a_cell(beside: str) -> None:
    """The walk used to take cells wherever they stood, and the fast lane did not."""
    assert rows_of(sheet(ROW, after=beside)) == {2: {1: ONE}}
    assert rows_of(sheet(ROW, before=beside)) == {2: {1: ONE}}


@pytest.mark.parametrize(
    "rows",
    [
        f"<c><v>7</v></c>{ROW}",
        f'{ROW}<c><v>7</v></c><row r="3"><c r="A3"><v>3</v></c></row>',
        f'<row r="3">{ROW}<c r="A3"><v>3</v></c></row>',
        '<row r="2"><c r="A2"><c r="B2"><v>2</v></c><v>1</v></c></row>',
        f"<sheetData>{ROW}</sheetData>",
    ],
    ids=["before a row", "between rows", "a row in a row", "a cell in a cell", "sheets"],
)
def test_cells_and_rows_out_of_place_refuse_the_file(rows: str) -> None:
    """A cell between two rows used to become one of the next person's."""
    for read in (read_grid, walked_grid):
        with pytest.raises(Unreadable) as refused:
            read(sheet(rows), Values())
        assert refused.value.code == "damaged"


def test_a_text_within_a_text_refuses_the_file() -> None:
    """It used to count twice, so that every cell after it got the text of another."""
    table = f'<sst xmlns="{MAIN}"><si><t>Ana</t><si><t>Bo</t></si></si><si><t>Cy</t></si></sst>'
    with pytest.raises(Unreadable) as refused:
        shared_texts(table.encode())
    assert refused.value.code == "damaged"


def test_another_element_of_that_name_does_not_refuse_the_file() -> None:
    """The fast lane used to cut a part in two at the wrong place, and to call it damaged."""
    assert rows_of(sheet(ROW, before="<sheetPr><sheetData/></sheetPr>")) == {2: {1: ONE}}


def test_a_formula_may_stand_after_its_result() -> None:
    """The result used to become a part of the formula, and was lost."""
    cell = '<c r="A2"><v>1</v><f>B2*2</f></c>'
    assert rows_of(sheet(f'<row r="2">{cell}</row>')) == {2: {1: ONE}}


@pytest.mark.parametrize("master", ["A2*2", "&quot;broken", "}"])
def test_a_shared_formula_that_cannot_be_told_is_one_cells_problem(master: str) -> None:
    """One that leads off the sheet, or is none, used to refuse the whole file."""
    rows = (
        f'<row r="2"><c r="C2"><f t="shared" ref="C2" si="0">{master}</f></c></row>'
        '<row r="3"><c r="A3"><f t="shared" si="0"/></c><c r="B3"><v>1</v></c></row>'
    )
    assert rows_of(sheet(rows))[3] == {1: Cell("=", CellKind.FORMULA), 2: ONE}


def test_a_blank_row_that_is_nowhere_refuses_the_file() -> None:
    """Passed over with other blank rows, by the fast lane alone."""
    part = sheet(f'{ROW}<row r="999999999" ht="15"/>')
    for read in (read_grid, walked_grid):
        with pytest.raises(Unreadable) as refused:
            read(part, Values())
        assert refused.value.code == "place_outside"


@pytest.mark.parametrize(
    "rows",
    [
        f'{ROW}<row r="3"><c r="XFE3" s="1"/></row>',
        f'{ROW}<row r="3"><c r="A3" s="1"/><c r="XFE3" s="1"/></row>',
        '<row r="2"><c r="A2"><v>1</v></c><c r="XFE2" s="1"/></row>',
        f'{ROW}<row r="1048577"><c r="A1048577" s="1"/></row>',
        f'{ROW}<row r="1048577"/>',
        f'{ROW}<row r="3"><c r="A4" s="1"/></row>',
        f'<row r="1"/><row r="2"/><row r="3"><c r="B2" s="1"/></row>{ROW}',
        '<row r="2"><c r="A3" s="1"/><c r="B2"><v>1</v></c></row>',
        '<row r="2"><c r="A2"><v>1</v></c><c r="B12"/><c r="C2"/></row>',
        f'{ROW}<row r="3"><c r="nowhere"/></row>',
    ],
)
def test_a_blank_cell_that_is_nowhere_refuses_the_file(rows: str) -> None:
    """As one with a value does: the fast lane used to pass over it."""
    for read in (read_grid, walked_grid):
        with pytest.raises(Unreadable) as refused:
            read(sheet(rows), Values())
        assert refused.value.code == "place_outside"


@pytest.mark.parametrize(
    "blank",
    [
        '<row r="3"><c r="A3" s="3"/><c r="XFD3"></c></row>',
        '<row r="1048576"><c r="XFD1048576" s="1"/></row>',
        '<row r="3" s="3" customFormat="1"/><row r="4" s="3" customFormat="1"/>',
        '<row r="9"><c r="A9" s="9"/></row><row r="10"><c r="A10" s="9"/></row>\n<row r="99"/>',
        "".join(f'<row r="{at}"><c r="A{at}" s="10"/></row>' for at in range(8, 120)),
    ],
)
def test_blank_cells_wherever_a_sheet_has_room_are_passed_over(blank: str) -> None:
    """Before rows with values and after them, alike or not."""
    assert rows_of(sheet(f"{ROW}{blank}\n")) == {2: {1: ONE}}
    assert rows_of(sheet(f"{blank}{ROW}")) == {2: {1: ONE}}
