"""What somebody typed in one cell of the template, or in one field of the edit form."""

import re
from enum import StrEnum

import msgspec


class CellKind(StrEnum):
    """How the workbook held the cell; a form always sends text."""

    TEXT = "t"
    NUMBER = "n"
    DATE = "d"
    BOOLEAN = "b"
    ERROR = "e"  # "#REF!" and its kin
    FORMULA = "f"  # a formula the workbook holds no result of


class Cell(msgspec.Struct, frozen=True, array_like=True, omit_defaults=True):
    """A cell's content as a person reads it, with what it was in the workbook.

    ``text`` is never empty: a blank cell is absent from a row's entries. Dates are ISO
    (``2026-12-01``), numbers have no trailing ``.0``, formulas without a value their own text.
    """

    text: str
    kind: CellKind = CellKind.TEXT


MOST_CHARACTERS = 32_767
"""In a cell, as in Excel. Nothing looks at what is beyond."""

Entries = dict[str, Cell]
"""The filled cells of one row, by column key."""

# Zero-width space, word joiner, byte order mark, soft hyphen, bidi marks; and what counts as a
# letter or a symbol and shows nothing: the fillers of Hangul, Braille's blank.
_UNSEEN = dict.fromkeys(
    map(
        ord,
        "\u200b\u2060\ufeff\u00ad\u200e\u200f\u202a\u202b\u202c\u2066\u2069\u3164\uffa0\u2800",
    )
)


# Zero-width joiners shape letters in some scripts, and stay between two such letters only.
_LOOSE_JOINERS = re.compile(
    r"(?<![^\x00-\x7f])[\u200c\u200d]++|(?<![\u200c\u200d])[\u200c\u200d]++(?![^\x00-\x7f])"
)


def clean(text: str) -> str:
    """Text as a person means it: nothing unseen, white space folded, none around it."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    seen = text.translate(_UNSEEN)
    if not seen.isprintable():
        seen = "".join(c for c in seen if c.isprintable() or c.isspace() or c in "\u200c\u200d")
        seen = _LOOSE_JOINERS.sub("", " ".join(seen.split()))
    # str.split() splits at every kind of white space, the non-breaking ones among them.
    return " ".join(seen.split())


def typed(text: str) -> Cell | None:
    """The cell of a form's field; None when it is blank."""
    cleaned = clean(text[:MOST_CHARACTERS])
    return Cell(cleaned) if cleaned else None
