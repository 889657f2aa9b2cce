"""Files that mutated uploads once showed to be read wrongly: each as small as it gets."""

import pytest

from adapters.spreadsheet.reading.grid import read_grid, walked_grid
from adapters.spreadsheet.reading.markup import MAIN
from adapters.spreadsheet.reading.texts import shared_texts
from adapters.spreadsheet.reading.unreadable import Unreadable
from adapters.spreadsheet.reading.values import Values
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
