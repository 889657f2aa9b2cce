"""Rows that are no person."""

from domain.cells import Cell, CellKind
from domain.core_columns import COLUMNS
from tests.oddities.edits import in_cell
from tests.oddities.oddity import mistaken
from tests.oddities.people import TYPED, changed, filling, moved
from tests.workbooks import fill_template

HEADERS = {column.header: column.header for column in COLUMNS}
TOTAL = '<c r="{}"><f>{}</f>{}</c>'


def number(text: str) -> Cell:
    return Cell(text, CellKind.NUMBER)


ODDITIES = (
    mistaken("A second header pasted among the rows",
             lambda template: fill_template(template, [*TYPED[:2], HEADERS, TYPED[2]]),
             changed({4: {header: Cell(header) for header in HEADERS}}, moved((2, 3, 5))),
             {4: {"family_number": "repeated_headers"}}),
    mistaken("A total row below, with a word",
             filling({6: {"Family Number": "TOTAL", "Last Name": 3}}),
             changed({6: {"Family Number": Cell("TOTAL"), "Last Name": number("3")}}),
             {6: {"family_number": "total_row"}}),
    mistaken("A total row below, of nothing but a formula",
             in_cell("M6", TOTAL.format("M6", "COUNTA(M2:M4)", "<v>3</v>")),
             changed({6: {"Last Name": number("3")}}),
             {6: {"last_name": "total_row"}}),
    mistaken("A total row below, of a formula without a result",
             in_cell("A6", TOTAL.format("A6", "SUBTOTAL(3,A2:A4)", "")),
             changed({6: {"Family Number": Cell("=SUBTOTAL(3,A2:A4)", CellKind.FORMULA)}}),
             {6: {"family_number": "total_row"}}),
    mistaken("A remark below the rows",
             filling({9: {"Family Number": "* hired in October"}}),
             changed({9: {"Family Number": Cell("* hired in October")}}),
             {9: {"family_number": "family_number", "relationship": "missing",
                  "last_name": "missing", "first_name": "missing", "birth_date": "missing",
                  "gender": "missing"}}),
)  # fmt: skip
