"""What a workbook's number formats do to the numbers in its cells."""

import re
from collections.abc import Sequence

from adapters.spreadsheet.reading.markup import walk
from adapters.spreadsheet.reading.package import Unreadable

MAX_STYLES = 65_490  # Excel's own limit for the cell formats of a workbook
_LONGEST_CODE = 1000  # characters; Excel takes 255
DATE = -1  # a style that shows a number as a date, or as a time

# ECMA-376, part 1, 18.8.30: formats that are never written out. Those from 27 and from 50 on are
# days as East Asian languages write them.
_BUILTIN_DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})

# There are others of either name, for what is formatted by a condition, and for named styles.
_FORMAT, _STYLE = "/styleSheet/numFmts/numFmt", "/styleSheet/cellXfs/xf"
# Texts in quotes, escaped and spaced characters, and all brackets but those of elapsed time. What
# is not closed goes on to the end.
_NOT_A_CODE = re.compile(
    r'"[^"]*+(?:"|\Z)|\\.|_.|\*.|\[(?!(?:h++|m++|s++)\])[^\]]*+(?:\]|\Z)', re.IGNORECASE | re.DOTALL
)
_OF_TIME = re.compile(r"[dmhys]", re.IGNORECASE)
_ZEROS = re.compile(r"0[0\-() ]*")


def number_styles(part: bytes) -> Sequence[int]:
    """What each cell style of a styles part does to a number: DATE, or the digits it fills up
    to with zeros (format 00000 gives 5), or 0 for nothing that matters. Raises Unreadable."""
    formats: dict[int, str] = {}
    styles: list[int] = []

    def start(place: str, attributes: dict[str, str]) -> None:
        if place == _FORMAT:
            formats[_number(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
        elif place == _STYLE:
            if len(styles) >= MAX_STYLES:
                raise Unreadable("too_many_styles")
            styles.append(_number(attributes.get("numFmtId", "0")))

    walk(part, start, lambda _: None)
    meanings = {style: _meaning(style, formats) for style in set(styles)}
    return [meanings[style] for style in styles]


def is_date_format(code: str) -> bool:
    """Whether a format's code shows numbers as dates or times: its first section decides, which
    is that of positive numbers (ECMA-376, part 1, 18.8.31)."""
    return bool(_OF_TIME.search(_NOT_A_CODE.sub("", code.partition(";")[0])))


def _meaning(style: int, formats: dict[int, str]) -> int:
    code = formats.get(style)
    if code is None:
        return DATE if style in _BUILTIN_DATES else 0
    if len(code) > _LONGEST_CODE:
        raise Unreadable("damaged")
    if is_date_format(code):
        return DATE
    plain = re.sub(r'[\\"]', "", code.partition(";")[0])
    return plain.count("0") if _ZEROS.fullmatch(plain) else 0


def _number(text: str | None) -> int:
    if text is None or not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise Unreadable("damaged")
    return int(text)
