"""Sheets and texts in the plain markup that nearly every program writes, read by pattern.

A pattern reads a cell in a third of the time that expat's callbacks take. What it matches is only
what it fully understands: matches tile the markup without a gap from one end to the other, and
what stands around it is left to expat. Anything else, well-formed or not (comments, namespaces of
one's own, rich text, formulas without a result, cells without a place), is not plain, and walked.
"""

import re
from collections.abc import Callable
from html import unescape
from typing import NamedTuple

from adapters.spreadsheet.reading.cell_references import column_number
from adapters.spreadsheet.reading.cell_values import Values
from adapters.spreadsheet.reading.package import Unreadable
from domain.cells import Cell

# Text has no "<", and "&" only where it stands for one of XML's own five.
_TEXT = r"[^<&]*+(?:&(?:lt|gt|amp|quot|apos);[^<&]*+)*+"
_ROW_SAYS = (
    "spans|s|customFormat|ht|hidden|customHeight|outlineLevel|collapsed|thickTop|thickBot|ph"
    "|x14ac:dyDescent"
)
_SAYS = rf'(?: (?:{_ROW_SAYS})="[^"<>&]*+")*+'
# Places well within a sheet; those at its edge, and beyond it, are left to the walk.
_COLUMN, _NUMBER, _LAST = "(?>[A-W]?[A-Z]{1,2})", "[1-9][0-9]{0,5}+", 999_999
_NOTHING = r'(?: s="[0-9]{1,6}")?+(?: t="[A-Za-z]{1,9}")?+(?: ?/>|></c>)'
_ROW = re.compile(rf'\s*+<row r="({_NUMBER})"({_SAYS}) ?>')
_BLANK_ROW = re.compile(
    rf'\s*+<row r="({_NUMBER})"{_SAYS} ?(?:/>|>(?:<c r="{_COLUMN}\1"{_NOTHING})*+</row>)'
)
# Blank cells are passed over; then comes one with a value, or the end, or what is not plain.
_CELL = re.compile(
    rf'((?:<c r="{_COLUMN}{_NUMBER}"{_NOTHING})*+)'
    rf'(?:<c r="([A-Z]{{1,3}})({_NUMBER})"(?: s="([0-9]{{1,6}})")?+(?: t="([A-Za-z]{{1,9}})")?+>'
    rf"(?:(?:<f>{_TEXT}</f>(?=<v>[^<]))?+<v>({_TEXT})</v>"
    rf'|<is><t(?: xml:space="preserve")?+>({_TEXT})</t></is>)</c>'
    r"|\Z|((?s:.)++))"
)
_ROW_OF_BLANK = re.compile(r'[A-Z]([0-9]++)"')
_SHARED_TEXT = re.compile(
    rf'<si><t(?: xml:space="preserve")?+>({_TEXT})</t></si>|(<si><t ?/></si>)|\Z|((?s:.)++)'
)
_DECLARED = re.compile(rb"""\s*<\?xml[^>]*?\sencoding\s*=\s*["']([^"']*)["']""")
_HIDDEN = re.compile(r' hidden="(?:1|true)"')
_NOT_IN_XML = bytes({*range(32)} - {9, 10, 13})

TakeRow = Callable[[int, dict[int, Cell], bool], None]
"""Is given a row's number, its filled cells by column number, and whether it is hidden."""


class Halves(NamedTuple):
    """A part split without parsing it: what is inside an element, and the part without that, which
    shows whether it is the element it looks like."""

    inside: str
    around: bytes


def halves(part: bytes, element: bytes) -> Halves | None:
    """The part with the content of its only element of that name beside it; None for a part in
    which more could be meant than meets the eye."""
    start, end = part.find(b"<" + element), part.rfind(b"</" + element + b">")
    start = part.find(b">", start) + 1
    if not 0 < start <= end:
        return None
    inside, around = part[start:end], part[:start] + part[end:]
    declared = _DECLARED.match(around.removeprefix(b"\xef\xbb\xbf"))
    if (
        (declared and declared[1].lower() != b"utf-8")
        or around.count(element) != 2
        or b"<" + element in inside
        or b"<!" in around
        or inside.translate(None, _NOT_IN_XML) != inside
    ):
        return None
    try:
        text = inside.decode()
    except UnicodeDecodeError:
        return None
    return None if "]]>" in text or "\ufffe" in text or "\uffff" in text else Halves(text, around)


def read_rows(data: str, values: Values, take: TakeRow) -> bool:
    """Hand over each row that has filled cells, from what is inside sheetData.

    False as soon as something is not plain; what was handed over until then does not count. Raises
    Unreadable for places that do not exist or are taken twice, and as ``Values`` does.
    """
    cell_of = values.cell
    done = _after_blank_rows(data, 0)
    while row := _ROW.match(data, done):
        end = data.find("</row>", row.end())
        if end < 0:
            return False
        number = row[1]
        cells: dict[int, Cell] = {}
        for blanks, letters, own, style, kind, value, inline, other in _CELL.findall(
            data, row.end(), end
        ):
            if other or (blanks and {*_ROW_OF_BLANK.findall(blanks)} != {number}):
                return False
            if letters:
                if own != number:
                    raise Unreadable("place_outside")
                text = value or inline
                if text:
                    cell = cell_of(kind, unescape(text) if "&" in text else text, style)
                    if cell is not None:
                        column = column_number(letters)
                        if column in cells:
                            raise Unreadable("place_twice")
                        cells[column] = cell
        if cells:
            take(int(number), cells, _HIDDEN.search(row[2]) is not None)
        done = _after_blank_rows(data, end + len("</row>"))
    return not data[done:].strip()


def _after_blank_rows(data: str, start: int) -> int:
    """Where rows end that hold nothing but blank cells, prepared by a template or left over."""
    while blank := _BLANK_ROW.match(data, start):
        start, number, text = blank.end(), int(blank[1]), blank[0]
        # The next are usually the same but for their number, and told so in a fraction of the time.
        while number < _LAST:
            text = text.replace(f'{number}"', f'{number + 1}"')
            if not data.startswith(text, start):
                break
            start, number = start + len(text), number + 1
    return start


def read_shared_texts(data: str) -> list[str] | None:
    """The texts inside sst; None when something is not plain."""
    texts: list[str] = []
    for text, _, other in _SHARED_TEXT.findall(data):
        if other:
            return None
        texts.append(unescape(text))
    # The end itself is matched, too, as an empty text.
    return texts[:-1]
