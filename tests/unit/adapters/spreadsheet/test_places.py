"""An element counts only where it belongs, whichever way its part is read."""

import pytest

from adapters.spreadsheet.reading.cell_values import Values
from adapters.spreadsheet.reading.contents import contents_of
from adapters.spreadsheet.reading.grid import Grid, read_grid, walked_grid
from adapters.spreadsheet.reading.markup import MAIN
from adapters.spreadsheet.reading.styles import DATE, number_styles
from adapters.spreadsheet.reading.texts import shared_texts
from domain.cells import Cell, CellKind
from tests.workbooks import edit_part

ROW = '<row r="2"><c r="A2"><v>1</v></c></row>'
OTHER = '<row r="9"><c r="D9"><v>7</v></c></row>'
ONE = Cell("1", CellKind.NUMBER)
OF_ANOTHER = 'xmlns:o="urn:another"'


def grid_of(markup: str, root: str = "worksheet") -> Grid:
    """What is in a worksheet part of this markup, read both ways."""
    part = f'<{root} xmlns="{MAIN}" {OF_ANOTHER}>{markup}</{root}>'.encode()
    grid = read_grid(part, Values())
    assert grid == walked_grid(part, Values())
    return grid


@pytest.mark.parametrize(
    "elsewhere",
    [
        f"<extLst><ext><sheetData>{OTHER}</sheetData></ext></extLst>",
        f"<o:x><sheetData>{OTHER}</sheetData></o:x>",
        f"<o:sheetData>{OTHER}</o:sheetData>",
        f'<sheetData xmlns="urn:another">{OTHER}</sheetData>',
        f"<worksheet><sheetData>{OTHER}</sheetData></worksheet>",
        "<extLst><ext><mergeCells><mergeCell ref='A1:B9'/></mergeCells></ext></extLst>",
        "<mergeCell ref='A1:B9'/>",
        "<extLst><cols><col min='1' max='9' hidden='1'/></cols></extLst>",
        "<o:cols><col min='1' max='9' hidden='1'/></o:cols>",
    ],
)
def test_only_a_sheets_own_rows_merges_and_columns_are_read(elsewhere: str) -> None:
    """A row in an extension list used to become a person."""
    assert grid_of(elsewhere).rows == {}
    own = f"<sheetData>{ROW}</sheetData>"
    for markup in (own + elsewhere, elsewhere + own):
        assert grid_of(markup) == Grid({2: {1: ONE}}, [], [], 0)


def test_rows_of_what_is_no_worksheet_are_none() -> None:
    """Another kind of sheet has nothing that is read."""
    assert grid_of(f"<sheetData>{ROW}</sheetData>", "chartsheet").rows == {}


@pytest.mark.parametrize(
    "inside",
    [
        "<v>1</v><extLst><ext><v>7</v></ext></extLst>",
        "<extLst><ext><f>A1</f><v>7</v></ext></extLst><v>1</v>",
        "<v>1<o:v>7</o:v></v>",
        "<v>1</v><o:is><t>7</t></o:is>",
        "<v>1</v><t>7</t>",
        "<is><v>7</v><o:t>7</o:t></is><v>1</v>",
    ],
)
def test_only_a_cells_own_value_is_read(inside: str) -> None:
    """What stands deeper in a cell, or in another namespace, is no part of its value."""
    assert grid_of(f'<sheetData><row r="2"><c r="A2">{inside}</c></row></sheetData>').rows == {
        2: {1: ONE}
    }


@pytest.mark.parametrize(
    "aid", ["<rPh><t>7</t></rPh>", "<rPh><r><t>7</t></r></rPh>", "<o:r><t>7</t></o:r>"]
)
def test_reading_aids_are_no_text(aid: str) -> None:
    """Neither in a cell nor among the texts that cells share."""
    item = f"<r><t>A</t></r>{aid}<r><t>na</t></r>"
    cell = f'<c r="A2" t="inlineStr"><is>{item}</is></c>'
    rows = grid_of(f'<sheetData><row r="2">{cell}</row></sheetData>').rows
    assert rows == {2: {1: Cell("Ana")}}
    shared = f'<sst xmlns="{MAIN}" {OF_ANOTHER}><si>{item}</si></sst>'
    assert list(shared_texts(shared.encode())) == ["Ana"]


def test_only_a_tables_own_texts_are_counted() -> None:
    """Cells refer to texts by number: one more before them would be another person's."""
    more = "<extLst><ext><si><t>7</t></si></ext></extLst>"
    part = f'<sst xmlns="{MAIN}">{more}<si><t>Ana</t></si>{more}<si><t>Bo</t></si></sst>'
    assert list(shared_texts(part.encode())) == ["Ana", "Bo"]


def test_only_the_formats_of_cells_are_theirs() -> None:
    """A format of what is shown by a condition may have the same number."""
    part = (
        f'<styleSheet xmlns="{MAIN}">'
        '<numFmts><numFmt numFmtId="170" formatCode="yyyy"/></numFmts>'
        '<cellStyleXfs><xf numFmtId="0"/></cellStyleXfs>'
        '<cellXfs><xf numFmtId="170"/><extLst><xf numFmtId="0"/></extLst></cellXfs>'
        '<dxfs><dxf><numFmt numFmtId="170" formatCode="0000"/></dxf></dxfs>'
        '<extLst><cellXfs><xf numFmtId="0"/></cellXfs></extLst></styleSheet>'
    )
    assert number_styles(part.encode()) == [DATE]


@pytest.mark.parametrize(
    ("part", "before", "markup"),
    [
        ("xl/workbook.xml", "<sheets>",
         '<extLst><sheet name="Enrollment Data" sheetId="9" r:id="rId2"'
         ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"/></extLst>'),
        ("xl/workbook.xml", "<sheets>",
         '<extLst><workbookPr date1904="1"/><definedName name="x">"y"</definedName></extLst>'),
        ("xl/_rels/workbook.xml.rels", "</Relationships>",
         '<x><Relationship Id="rId1" Type="a/worksheet" Target="/xl/worksheets/sheet9.xml"/></x>'),
    ],
)  # fmt: skip
def test_only_a_workbooks_own_tabs_settings_and_relations_count(
    template: bytes, part: str, before: str, markup: str
) -> None:
    """What stands elsewhere in its structure changes nothing."""
    changed = edit_part(
        template, lambda old: old.replace(before.encode(), (markup + before).encode(), 1), part
    )
    assert changed != template
    assert contents_of(changed) == contents_of(template)
