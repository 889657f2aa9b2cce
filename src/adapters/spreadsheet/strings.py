"""The texts that a workbook's cells share, and the number formats they point to."""

import re
from collections.abc import Sequence

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format

from adapters.spreadsheet.markup import Damaged, main, walk
from adapters.spreadsheet.text import unescaped

MAX_STYLES = 65_490  # Excel's own limit for the cell formats of a workbook
DATE = -1  # a style that shows a number as a date

_SI, _T, _PHONETIC = main("si"), main("t"), main("rPh")
_NUM_FMT, _CELL_FORMATS, _XF = main("numFmt"), main("cellXfs"), main("xf")
_ZEROS = re.compile(r"0[0\-() ]*")


def shared_strings(part: bytes) -> Sequence[str]:
    """The texts of a sharedStrings part, without formatting and reading aids."""
    found: list[str] = []
    pieces: list[str] = []
    open_text = aids = 0

    def start(name: str, _: dict[str, str]) -> None:
        nonlocal open_text, aids
        if name == _T:
            open_text = 1
        elif name == _SI:
            pieces.clear()
        elif name == _PHONETIC:
            aids += 1

    def end(name: str) -> None:
        nonlocal open_text, aids
        if name == _T:
            open_text = 0
        elif name == _SI:
            found.append(unescaped("".join(pieces)))
        elif name == _PHONETIC:
            aids -= 1

    def text(data: str) -> None:
        if open_text and not aids:
            pieces.append(data)

    walk(part, start, end, text)
    return found


def number_styles(part: bytes) -> Sequence[int]:
    """What each cell style of a styles part does to a number: DATE, or the digits it fills up
    to with zeros (format 00000 gives 5), or 0 for nothing that matters."""
    formats: dict[int, str] = dict(BUILTIN_FORMATS)
    styles: list[int] = []
    inside = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        if name == _NUM_FMT:
            formats[int(attributes["numFmtId"])] = attributes["formatCode"]
        elif name == _CELL_FORMATS:
            inside = True
        elif inside and name == _XF:
            if len(styles) >= MAX_STYLES:
                raise Damaged
            styles.append(int(attributes.get("numFmtId", 0)))

    def end(name: str) -> None:
        nonlocal inside
        if name == _CELL_FORMATS:
            inside = False

    walk(part, start, end)
    meanings = {style: _meaning(formats.get(style, "General")) for style in set(styles)}
    return [meanings[style] for style in styles]


def _meaning(number_format: str) -> int:
    if is_date_format(number_format):
        return DATE
    plain = re.sub(r'[\\"]', "", number_format.split(";")[0])
    return plain.count("0") if _ZEROS.fullmatch(plain) else 0
