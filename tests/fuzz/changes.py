"""A mutated upload as plain data: which good upload, and what was done to it, step by step.

The steps are few words each, so a failure is told by them, made again from them, and made smaller
by leaving some out.
"""

from random import Random
from typing import NamedTuple

from tests.fuzz import archive, markup
from tests.fuzz.archive import Parts
from tests.fuzz.uploads import TEXTS, uploads
from tests.workbooks import DATA_PART, parts

_IN_MARKUP = {change.__name__: change for change in markup.CHANGES}
_IN_PARTS = {change.__name__: change for change in archive.PARTS}
_IN_BYTES = {change.__name__: change for change in archive.BYTES}
_OF_A_PART = {"encoded": markup.encoded} | {f"part {name}": one for name, one in _IN_BYTES.items()}

# How often each is chosen: rows are the longest way through the code.
_WEIGHTS = ((_IN_MARKUP, 12), (_OF_A_PART, 2), (_IN_PARTS, 1), (_IN_BYTES, 3))
KINDS = [name for kinds, weight in _WEIGHTS for _ in range(weight) for name in kinds]
_PARTS = {
    DATA_PART: 12,
    TEXTS: 4,
    "xl/workbook.xml": 3,
    "xl/styles.xml": 2,
    "xl/_rels/workbook.xml.rels": 2,
    "docProps/custom.xml": 1,
    "[Content_Types].xml": 1,
    "_rels/.rels": 1,
    "xl/worksheets/sheet3.xml": 1,
    "xl/worksheets/sheet4.xml": 2,
}


class Change(NamedTuple):
    """One step: its kind, and the seed of all that is by chance in it."""

    kind: str
    seed: int


class Upload(NamedTuple):
    """A good upload by its number, and what is done to it, one change after another."""

    number: int
    changes: tuple[Change, ...]

    def content(self) -> bytes:
        """The file. Changes of parts come before those of the archive's bytes."""
        good = uploads()[self.number % len(uploads())]
        held = list(parts(good).items())
        for change in self.changes:
            if change.kind not in _IN_BYTES:
                held = _changed(held, change)
        content = archive.packed(held, Random(self.number))
        for change in self.changes:
            if change.kind in _IN_BYTES and content:
                content = _IN_BYTES[change.kind](content, Random(change.seed))
        return content


def by_chance(seed: int) -> Upload:
    """The upload of that seed."""
    rng = Random(seed)
    changes = [
        Change(rng.choice(KINDS), rng.getrandbits(32))
        for _ in range(rng.choice([1, 1, 2, 3, 5, 9]))
    ]
    return Upload(rng.randrange(1000), tuple(changes))


def _changed(held: Parts, change: Change) -> Parts:
    rng = Random(change.seed)
    if change.kind in _IN_PARTS:
        return _IN_PARTS[change.kind](held, rng) if held else held
    names = [name for name, part in held if part]
    if not names:
        return held
    weights = [_PARTS.get(name, 0.2) for name in names]
    (chosen,) = rng.choices(names, weights)
    return [
        (name, _part(part, change.kind, rng) if name == chosen and part else part)
        for name, part in held
    ]


def _part(part: bytes, kind: str, rng: Random) -> bytes:
    if kind in _OF_A_PART:
        return _OF_A_PART[kind](part, rng)
    tokens = markup.tokens_of(part)
    _IN_MARKUP[kind](tokens, rng)
    return markup.joined(tokens)
