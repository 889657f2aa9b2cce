"""Writing people's texts in the characters that an 834 file may hold, in upper case."""

import unicodedata
from typing import NamedTuple

from adapters.registry.x12.segments import SEPARATORS
from domain.letters import taken_apart

BASIC = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 !\"&'()*+,-./:;?=") - set(SEPARATORS)
EXTENDED = BASIC | set("abcdefghijklmnopqrstuvwxyz%@[]_{}\\|<>#$")

# What Unicode does not take apart into a letter and its accent, and the marks people type.
_INSTEAD = str.maketrans(
    {
        "Đ": "D", "Ð": "D", "Ħ": "H", "Ł": "L", "Ŋ": "NG", "Ø": "O", "Æ": "AE", "Œ": "OE",
        "Þ": "TH", "Ŧ": "T", "ẞ": "SS",
        "‘": "'", "’": "'", "ʻ": "'", "ʼ": "'", "ʽ": "'", "ʾ": "'", "ʿ": "'", "`": "'", "´": "'",
        "“": '"', "”": '"', "‐": "-", "‑": "-", "–": "-", "—": "-", "−": "-",
    }
)  # fmt: skip


class Plain(NamedTuple):
    """A text in the file's characters; ``lost`` when letters had to be left out of it."""

    text: str
    lost: bool


def plain(text: str, allowed: frozenset[str]) -> Plain:
    """The text in upper case, letters without their accents. Separators and other marks that the
    file cannot hold become spaces; letters of other scripts are left out."""
    capitals = text.upper().translate(_INSTEAD)
    # Taking apart makes small letters of some signs, such as ª.
    letters = taken_apart(capitals).upper().translate(_INSTEAD)
    kept = []
    lost = False
    for character in letters:
        if character in allowed:
            kept.append(character)
        elif unicodedata.category(character) in ("Lu", "Ll", "Lt", "Lo"):
            lost = True
        elif unicodedata.category(character)[0] not in "ML" and not _joins(character):
            kept.append(" ")
    return Plain(" ".join("".join(kept).split()), lost)


def _joins(character: str) -> bool:
    # They shape letters in some scripts, and stand between two letters of one word.
    return character in "\u200c\u200d"


class Pen:
    """Writes in the allowed characters. ``notes`` are sentences that hold no personal data."""

    def __init__(self, allowed: frozenset[str]) -> None:
        self._allowed = allowed
        self.notes: list[str] = []

    def can_write(self, text: str | None) -> bool:
        """Whether something is left of the text, and no letter lost."""
        written = plain(text or "", self._allowed)
        return bool(written.text) and not written.lost

    def write(self, text: str | None, noun: str, longest: int) -> str:
        """The text for an element of so many characters; "" where nothing can be written."""
        written = plain(text or "", self._allowed)
        if written.lost:
            self.notes.append(f"Letters that an 834 file cannot hold were left out of the {noun}.")
        if len(written.text) <= longest:
            return written.text
        self.notes.append(f"The {noun} was cut to {longest} characters.")
        return written.text[:longest].rstrip()

    def address(self, email: str | None) -> str:
        """An e-mail address as it is, since another spelling would be another address."""
        if not email or self._allowed.issuperset(email):
            return email or ""
        self.notes.append("The e-mail address was left out: an 834 file cannot hold it.")
        return ""
