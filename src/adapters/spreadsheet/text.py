"""Text on its way into a workbook, and on its way out."""

import re

from openpyxl.cell.cell import Cell

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_FORMULA_LIKE = ("=", "+", "-", "@", "\t", "\r", "\0")

# Invisible in a cell, so nobody can have meant them: soft hyphen, zero-width and direction marks,
# byte order marks, and control characters that are not spaces.
_INVISIBLE = dict.fromkeys(
    [
        *range(0x09), *range(0x0E, 0x1C), *range(0x7F, 0x85), *range(0x86, 0xA0),
        0xAD, 0x061C, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F),
        *range(0x2060, 0x2070), 0xFEFF,
    ]
)  # fmt: skip
# Spaces that look like one, and line ends: a space in the middle of a text.
_SPACES = dict.fromkeys(
    [*range(0x09, 0x0E), *range(0x1C, 0x20), 0x85, 0xA0, *range(0x2000, 0x200B),
     0x2028, 0x2029, 0x202F, 0x205F, 0x3000],
    " ",
)  # fmt: skip
_CLEAN = {**_INVISIBLE, **_SPACES}


def clean(text: str) -> str:
    """The text as a person reads it: outer spaces and invisible characters gone, other kinds of
    space made plain; "" when nothing is left to see."""
    if text.isascii() and text.isprintable():
        return text.strip(" ")
    return text.replace("\r\n", "\n").translate(_CLEAN).strip(" ")


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
