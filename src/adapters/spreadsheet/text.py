"""Text on its way into a workbook, and on its way out."""

import re

from openpyxl.cell.cell import Cell

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_FORMULA_LIKE = ("=", "+", "-", "@", "\t", "\r", "\0")


def unescaped(text: str) -> str:
    """Text with its ``_x000D_`` escapes resolved (ECMA-376, ST_Xstring), surrogates paired."""
    if "_x" not in text:
        return text
    text = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    if any("\ud800" <= one <= "\udfff" for one in text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def escaped(text: str) -> str:
    """Text as a workbook holds it: what XML cannot hold, and what looks like an escape, escaped."""
    text = _ESCAPE.sub(lambda found: f"_x005F_{found[0][1:]}", text)
    return _NOT_IN_XML.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def put(cell: Cell, text: str) -> None:
    """Write text as text: whatever it begins with, no program takes it for a formula."""
    cell.value = escaped(text)
    cell.data_type = "s"
    if text.startswith(_FORMULA_LIKE):
        # What Excel stores for a leading apostrophe: editing the cell keeps it text, too.
        cell.quotePrefix = True
