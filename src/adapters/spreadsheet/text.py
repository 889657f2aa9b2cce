"""Text on its way into a workbook; on its way out, see ``reading.markup``."""

import re

from openpyxl.cell.cell import Cell

from adapters.spreadsheet.reading.markup import ESCAPE

_NOT_IN_XML = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_FORMULA_LIKE = ("=", "+", "-", "@", "\t", "\r", "\0")


def escaped(text: str) -> str:
    """Text as a workbook holds it: what XML cannot hold, and what looks like an escape, escaped."""
    text = ESCAPE.sub(lambda found: f"_x005F_{found[0][1:]}", text)
    return _NOT_IN_XML.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def put(cell: Cell, text: str) -> None:
    """Write text as text: whatever it begins with, no program takes it for a formula."""
    cell.value = escaped(text)
    cell.data_type = "s"
    if text.startswith(_FORMULA_LIKE):
        # What Excel stores for a leading apostrophe: editing the cell keeps it text, too.
        cell.quotePrefix = True
