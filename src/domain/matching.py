"""Who is who: when two descriptions are of one person.

Rule ("Verdicts" in the product's description): the same SSN with the same birth date or the same
last name is the same person. Without an SSN on either side, the same full name and birth date
is. The same SSN with both another birth date and another last name belongs to someone else. The
same name and birth date with two different SSNs may be one person.
"""

import unicodedata
from enum import Enum

from domain.caching import cached_for_short_texts
from domain.letters import taken_apart
from domain.people import Identity


class Likeness(Enum):
    SAME = "same"
    NUMBER_OF_ANOTHER = "number of another"
    POSSIBLY_SAME = "possibly same"
    DIFFERENT = "different"


# Letters with a stroke or joined, which Unicode does not take apart into letter and accent.
_WITHOUT_STROKES = str.maketrans(
    {"đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ł": "l", "ø": "o", "æ": "ae", "œ": "oe"}
)


@cached_for_short_texts(8192)
def fold(name: str) -> str:
    """A name without case, accents, spaces and punctuation: "D'Angelo" is "dangelo"."""
    lower = taken_apart(name).casefold()
    decomposed = taken_apart(lower).translate(_WITHOUT_STROKES)
    return "".join(letter for letter in decomposed if _counts(letter))


def _counts(letter: str) -> bool:
    """Letters do, and the vowel signs of Indic scripts (Mc), which are letters to their readers.
    Of the spacing modifiers, letters to Unicode, the Hawaiian ʻokina is an apostrophe to most."""
    if "\u02b0" <= letter <= "\u02ff":
        return False
    return letter.isalpha() or unicodedata.category(letter) == "Mc"


def name_key(identity: Identity) -> str:
    """The folded first and last name: "noa|dangelo"."""
    return f"{fold(identity.first_name)}|{fold(identity.last_name)}"


def person_key(identity: Identity) -> str:
    """What may be submitted once in a group: the SSN, else the name and birth date."""
    if identity.ssn:
        return f"ssn:{identity.ssn}"
    return f"name:{name_key(identity)}|{identity.birth_date or ''}"


def compare(one: Identity, other: Identity) -> Likeness:
    """How alike two descriptions are."""
    same_birth_date = one.birth_date is not None and one.birth_date == other.birth_date
    if one.ssn and one.ssn == other.ssn:
        if same_birth_date or _same_last_name(one, other):
            return Likeness.SAME
        return Likeness.NUMBER_OF_ANOTHER
    if not (same_birth_date and _same_full_name(one, other)):
        return Likeness.DIFFERENT
    return Likeness.POSSIBLY_SAME if one.ssn and other.ssn else Likeness.SAME


def _last_names(identity: Identity) -> set[str]:
    names = {fold(identity.last_name), fold(identity.former_last_name or "")}
    return names - {""}


def _same_last_name(one: Identity, other: Identity) -> bool:
    return bool(_last_names(one) & _last_names(other))


def _same_full_name(one: Identity, other: Identity) -> bool:
    first = fold(one.first_name)
    return bool(first) and first == fold(other.first_name) and _same_last_name(one, other)
