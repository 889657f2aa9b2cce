"""What people and their programs do to the look of the sheet."""

import re

from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from domain.cells import Cell
from domain.core_columns import COLUMNS
from tests.oddities.edits import after_data, after_rows, on_sheet, placed, replacing, sheet
from tests.oddities.oddity import Make, mistaken, read, warned
from tests.oddities.people import changed, filling, moved
from tests.workbooks import edit_part

HIDDEN_ROWS = ("hidden in the workbook, by a filter or by hand",)


def hiding_rows(*numbers: int) -> Make:
    def change(markup: str) -> str:
        for number in numbers:
            markup = markup.replace(f'<row r="{number}"', f'<row r="{number}" hidden="1"', 1)
        return markup

    return sheet(change)


def hiding_column(number: int) -> Make:
    return sheet(lambda markup: markup.replace(f'min="{number}"', f'hidden="1" min="{number}"', 1))


def filtered(markup: str) -> str:
    """Filtered by the first family's number."""
    chosen = '<filterColumn colId="0"><filters><filter val="1"/></filters></filterColumn>'
    filtering = rf'<autoFilter ref="\1">{chosen}</autoFilter>'
    markup = re.sub(r'<autoFilter ref="([^"]*)" ?/>', filtering, markup)
    return markup.replace('<row r="4"', '<row r="4" hidden="1"', 1)


def collapsed(markup: str) -> str:
    return re.sub(r'<row r="([34])"', r'<row r="\1" outlineLevel="1" hidden="1"', markup)


def turned(markup: str) -> str:
    """Every column in another place: the last comes first."""
    letters = [get_column_letter(column) for column in range(1, len(COLUMNS.all) + 1)]
    places = dict(zip(letters, reversed(letters), strict=True))

    def turn(row: re.Match[str]) -> str:
        cells = re.findall(r'<c r="[A-Z]+\d+"[^>]*?(?:/>|>.*?</c>)', row[0])
        cells = [
            re.sub(r'r="([A-Z]+)', lambda own: f'r="{places[own[1]]}', one, count=1)
            for one in reversed(cells)
        ]
        return f'<row r="{row[1]}">{"".join(cells)}</row>'

    return re.sub(r'<row r="([1-4])"[^>]*>.*?</row>', turn, markup)


def beautified(tab: Worksheet) -> None:
    """Notes, widths, colours and a link, as people leave them."""
    tab["M2"].comment = Comment("Ask her for the middle name", "HR")
    tab["AJ4"].hyperlink = "mailto:ada@example.com"
    tab.row_dimensions[3].height = 2
    tab.column_dimensions["N"].width = 1
    tab.freeze_panes = None
    tab.sheet_view.rightToLeft = True
    tab.print_area = "A1:D4"


def covering(template: bytes) -> bytes:
    """The apartment is under the street."""
    merged = '</sheetData><mergeCells count="1"><mergeCell ref="X2:Y2"/></mergeCells>'
    filled = filling({2: {"Apartment or Unit": "Apt 4"}})(template)
    return edit_part(filled, lambda part: part.replace(b"</sheetData>", merged.encode()))


BLANK_ROWS = "".join(f'<row r="{row}" s="2" customFormat="1"/>' for row in range(5, 60_005))
BLANK_CELLS = "".join(
    f'<row r="{row}"><c r="A{row}" s="2"/><c r="B{row}" s="2"/><c r="C{row}" s="2"/></row>'
    for row in range(5, 20_005)
)
SPACES = "".join(
    f'<row r="{row}"><c r="A{row}" t="str"><v> </v></c></row>' for row in range(5, 1_005)
)

ODDITIES = (
    read("Tens of thousands of formatted rows with nothing in them", after_rows(BLANK_ROWS),
         note="They do not count."),
    read("Thousands of formatted cells with nothing in them", after_rows(BLANK_CELLS),
         note="They do not count."),
    read("Rows with nothing but spaces", after_rows(SPACES), note="They do not count."),
    read("Reordered columns", sheet(turned), note="The headers decide."),
    read("An empty column between others", on_sheet(lambda tab: tab.insert_cols(3))),
    read("A hidden column with nothing but its header", hiding_column(6)),
    read("Hidden rows with nothing in them", hiding_rows(6, 7)),
    read("Merged cells with nothing in them",
         after_data('<mergeCells count="1"><mergeCell ref="M10:P12"/></mergeCells>')),
    read("Notes on cells, links, another print area, from right to left", on_sheet(beautified)),
    read("Rows sorted so that a child comes before the employee", placed(4, 3, 2, order=(2, 1, 0)),
         moved((4, 3, 2))),
    read("A sheet that a password protects from change",
         replacing("<sheetProtection ", '<sheetProtection password="CC1A" ')),
    warned("Rows hidden by hand", hiding_rows(3), notices=HIDDEN_ROWS),
    warned("Rows hidden by a filter", sheet(filtered), notices=HIDDEN_ROWS),
    warned("Rows hidden in a collapsed group", sheet(collapsed), notices=HIDDEN_ROWS),
    warned("A hidden column with entries", hiding_column(13),
           notices=("Column M is hidden in the workbook",)),
    warned("A value under merged cells", covering, notices=("Merged cells lie over values",)),
    warned("A subgroup on a dependent's row that is not the subscriber's",
           filling({3: {"Subgroup ID": "0002"}}), changed({3: {"Subgroup ID": Cell("0002")}}),
           findings={3: {"subgroup_id": "subscribers_column"}}),
    mistaken("A family number merged over the rows of the family",
             sheet(lambda markup: re.sub(r'(<c r="A3"[^>]*)>.*?</c>', r"\1/>", markup).replace(
                 "</sheetData>",
                 '</sheetData><mergeCells count="1"><mergeCell ref="A2:A3"/></mergeCells>')),
             changed({3: {"Family Number": None}}),
             {3: {"family_number": "missing"}}),
)  # fmt: skip
