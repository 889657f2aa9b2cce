"""Which passwords are taken: long ones that nobody guesses, and no rules about signs in them.

The lengths are those of NIST SP 800-63B-4, section 3.1.1.2. What is common is told in two ways: by
a list of the commonest, in disguise too; and by what is left of a password without common words,
rows of keys, repetition, and words that stand for its owner or for the site: nothing much is left
of those that are tried first.

Own, because zxcvbn finds "summer winter spring" harder to guess than "fifteen letters", and lets
hundreds of the list through with any bound that lets 8 characters at random through.
"""

import re
import unicodedata
from collections.abc import Container, Iterable, Iterator
from string import digits

import msgspec

from domain.accounts.common_passwords import ROWS, WORDS
from domain.errors import PasswordTooCommon, PasswordTooLong, PasswordTooShort

SHORTEST_ALONE = 15
SHORTEST_WITH_SECOND_FACTOR = 8
LONGEST = 128
LONGEST_TYPED = 4 * LONGEST
"""However many keys a character takes; nothing looks at what is longer."""

# So many different letters and digits have to be left.
_LEFT = 5
_SHORTEST_ROW, _LONGEST_ROW = 4, max(map(len, ROWS))
_SHORTEST_REPEATED = 8
_SHORTEST_OWN_WORD = 3
# Signs that stand for letters in "P@ssw0rd1"; "l" and "i" are one to the eye.
_STAND_FOR = str.maketrans("0134578@$!|l", "oieastbasiii")
# The list has words as they are spelt, so there a "1" is looked up as both.
_READ_AS = (
    str.maketrans("0134578@$!|", "oieastbasii"),
    str.maketrans("0134578@$!|", "oleastbasll"),
)
_SHORTEST_LISTED = 4


class PasswordRules(msgspec.Struct, frozen=True):
    """The rules of a site. ``own_words`` are names that stand for it, such as its carrier's;
    ``listed`` are the commonest passwords, in lower case."""

    own_words: tuple[str, ...] = ()
    listed: Container[str] = frozenset()

    def check(self, password: str, email: str, name: str, *, second_factor: bool = False) -> None:
        """Raises PasswordTooShort, PasswordTooLong or PasswordTooCommon. ``second_factor`` is
        whether the person needs a code beside it."""
        self.check_length(password, second_factor=second_factor)
        if _among(password, self.listed) or _guessable(password, [*self.own_words, email, name]):
            raise PasswordTooCommon

    def check_length(self, password: str, *, second_factor: bool = False) -> None:
        """Raises PasswordTooShort or PasswordTooLong."""
        shortest = SHORTEST_WITH_SECOND_FACTOR if second_factor else SHORTEST_ALONE
        length = _length(password)
        if length < shortest:
            raise PasswordTooShort(shortest)
        if length > LONGEST:
            raise PasswordTooLong(LONGEST)


def long_enough_alone(password: str) -> bool:
    """Whether it needs no second factor beside it."""
    return _length(password) >= SHORTEST_ALONE


def _length(password: str) -> int:
    """In characters, whatever keyboard it was typed on. Normalising takes time by the square of how
    many accents stand in a row, so what is far too long is not normalised."""
    if len(password) > LONGEST_TYPED:
        return len(password)
    return len(unicodedata.normalize("NFC", password))


def _spelt(password: str) -> str:
    """Without what makes no difference to whoever guesses. Single characters may stand for
    sentences; the beginning says enough."""
    return unicodedata.normalize("NFKC", password).casefold()[:LONGEST_TYPED]


def _among(password: str, listed: Container[str]) -> bool:
    """Whether it is in the list: as it is, with something put around it, with signs for letters,
    or two of them in a row, as few of the list are as long as a password has to be alone."""
    return any(
        one in listed
        or any(
            one[:end] in listed and one[end:] in listed
            for end in range(_SHORTEST_LISTED, len(one) - _SHORTEST_LISTED + 1)
        )
        for one in _readings(_spelt(password))
    )


def _readings(text: str) -> Iterator[str]:
    """What it may have been made from, itself first. What was put around it is no longer than what
    it was put around."""
    signs_aside = "".join(filter(str.isalnum, text))
    for one in (text, signs_aside, signs_aside.strip(digits)):
        if 2 * len(one) >= len(text):
            yield one
            yield from (one.translate(signs) for signs in _READ_AS)


def _guessable(password: str, own: Iterable[str]) -> bool:
    text = _spelt(password)
    unit = _repeated(text)
    if unit != text and len(unit) < _SHORTEST_REPEATED:
        return True
    words = {*WORDS, *(word for words in own for word in re.split(r"[\W_]+", words.casefold()))}
    left = _without_rows(unit).translate(_STAND_FOR)
    for word in sorted(words, key=lambda one: (-len(one), one)):
        if len(word) >= _SHORTEST_OWN_WORD:
            left = left.replace(word.translate(_STAND_FOR), " ")
    return len({one for one in left if one.isalnum()}) < _LEFT


def _repeated(text: str) -> str:
    """The shortest text that this one is a repetition of."""
    return text[: (text + text).find(text, 1)]


def _without_rows(text: str) -> str:
    """Without rows of keys, and without characters that repeat or count up or down."""
    kept: list[str] = []
    start = 0
    while start < len(text):
        length = max(_counting(text, start), _on_keys(text, start))
        if length >= _SHORTEST_ROW:
            kept.append(" ")
            start += length
        else:
            kept.append(text[start])
            start += 1
    return "".join(kept)


def _counting(text: str, start: int) -> int:
    """How many characters from there on go up by one, down by one, or stay."""
    best = 1
    for step in (-1, 0, 1):
        end = start + 1
        while end < len(text) and ord(text[end]) - ord(text[end - 1]) == step:
            end += 1
        best = max(best, end - start)
    return best


def _on_keys(text: str, start: int) -> int:
    """How many characters from there on lie in a row on a keyboard."""
    for end in range(min(len(text), start + _LONGEST_ROW), start + _SHORTEST_ROW - 1, -1):
        part = text[start:end]
        if any(part in row or part in row[::-1] for row in ROWS):
            return len(part)
    return 0
