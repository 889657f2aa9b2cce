"""Formulas, with and without their results, and errors."""

from domain.cells import Cell, CellKind
from tests.oddities.edits import in_cell, in_cells
from tests.oddities.oddity import Make, mistaken, read
from tests.oddities.people import changed


def formula(reference: str, text: str, value: str = "", kind: str = "") -> Make:
    stored = f"<v>{value}</v>" if value else ""
    kind = f' t="{kind}"' if kind else ""
    return in_cell(reference, f'<c r="{reference}"{kind}><f>{text}</f>{stored}</c>')


RESULT = "The result is read."
ERRORS = ("#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#SPILL!")

ODDITIES = (
    read("A formula with its result", formula("M3", "M2", "Moreno", "str"), note=RESULT),
    read("A formula whose result is a number", formula("A3", "A2", "1"), note=RESULT),
    read("A formula into another workbook, with its result",
         formula("M3", "[1]Staff!B7", "Moreno", "str"),
         note="The stored result is read; the other workbook is never looked at."),
    read("A formula whose result is an empty text",
         in_cell("O3", '<c r="O3" t="str"><f>IF(A3=9,"x","")</f><v></v></c>'),
         note="The cell is blank."),
    read("A formula over an area, with its results",
         in_cell("M3", '<c r="M3" t="str"><f t="array" ref="M3">M2</f><v>Moreno</v></c>')),
    mistaken("A formula without its result", formula("N4", 'PROPER("ada")'),
             changed({4: {"First Name": Cell('=PROPER("ada")', CellKind.FORMULA)}}),
             {4: {"first_name": "formula"}}),
    mistaken("A formula shared with the cell above, without its result",
             in_cells({
                 "M3": '<c r="M3" t="str"><f t="shared" ref="M3:M4" si="0">A2</f><v>Moreno</v></c>',
                 "M4": '<c r="M4"><f t="shared" si="0"/></c>',
             }),
             changed({4: {"Last Name": Cell("=A3", CellKind.FORMULA)}}),
             {4: {"last_name": "formula"}}),
    *(mistaken(f"The error {error}", formula("N4", "Staff!B7", error, "e"),
               changed({4: {"First Name": Cell(error, CellKind.ERROR)}}),
               {4: {"first_name": "error_cell"}})
      for error in ERRORS),
)  # fmt: skip
