"""Colours, fonts and borders of the template, in one place."""

from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.styles.differential import DifferentialStyle

from domain.columns import Column

FONT = "Calibri"
INK = "1B1B1B"
QUIET = "565C65"
NAVY = "162E51"
BLUE = "005EA2"
SKY = "D9E8F6"
MIST = "F0F0F0"
LINE = "C6CACE"
ATTENTION = "FFF1D2"


def fill(colour: str) -> PatternFill:
    """A plain fill of an RGB colour in hex."""
    return PatternFill("solid", start_color=colour, end_color=colour)


def font(size: int = 11, colour: str = INK, *, bold: bool = False, italic: bool = False) -> Font:
    """The template's type face; size in points."""
    return Font(name=FONT, size=size, color=colour, bold=bold, italic=italic)


_HAIR = Side(style="thin", color=LINE)
_SECTION = Side(style="medium", color=NAVY)
GRID = Border(left=_HAIR, right=_HAIR, top=_HAIR, bottom=_HAIR)
GRID_SECTION = Border(left=_SECTION, right=_HAIR, top=_HAIR, bottom=_HAIR)
UNDERLINE = Border(bottom=_HAIR)

WRAPPED = Alignment(wrap_text=True, vertical="center", horizontal="left", indent=1)
MIDDLE = Alignment(vertical="center", indent=1, horizontal="left")
ENTRY = Alignment(vertical="center", horizontal="left", indent=1)
OPEN = Protection(locked=False)

EMPTY_BUT_NEEDED = DifferentialStyle(fill=PatternFill(bgColor=ATTENTION))
NOT_FOR_THIS_ROW = DifferentialStyle(fill=PatternFill(bgColor="E6E6E6"))


def header_fill(column: Column) -> PatternFill:
    """Dark for what everybody needs, light for what is needed sometimes, grey for the rest."""
    if column.always_required:
        return fill(BLUE)
    return fill(SKY if column.required else MIST)


def header_font(column: Column) -> Font:
    """White on the dark fill, else dark; bold where the column is ever required."""
    if column.always_required:
        return font(colour="FFFFFF", bold=True)
    return font(colour=NAVY, bold=bool(column.required))
