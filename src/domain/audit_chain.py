"""Whether the audit trail's chain holds, and where it does not."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from enum import StrEnum

import msgspec

from domain.audit import Entry, UnreadableEntry, digest_of

Kept = Entry | UnreadableEntry


class Anchor(msgspec.Struct, frozen=True):
    """What the newest entry was at some time, to be kept where nobody who can change the trail can
    change it."""

    sequence: int
    digest: str
    at: datetime


class Fault(StrEnum):
    """What is wrong with an entry, as a sentence about it ends."""

    CHANGED = "was changed after it was written"
    MISSING = "is missing"
    OUT_OF_PLACE = "does not belong where it stands: it was moved or put in"
    UNREADABLE = "cannot be read"
    REWRITTEN = "is not the one that the anchor was made of"


class Break(msgspec.Struct, frozen=True):
    """Where the chain does not hold: the place of the first entry at fault."""

    sequence: int
    fault: Fault


class Checked(msgspec.Struct, frozen=True):
    """How many entries hold, from the first on, and what is wrong with the next, if anything."""

    entries: int
    broken: Break | None = None


def check(kept: Iterable[Kept], anchor: Anchor | None = None) -> Checked:
    """Walk the chain from its beginning to the first fault, holding two entries at a time. With an
    ``anchor``, the entry that it was made of must still be there."""
    before, previous, place = "", "", 0
    for one, after in _with_next(kept):
        here = place + 1
        if fault := _not_in_step(one, here):
            return Checked(place, fault)
        if isinstance(one, UnreadableEntry):
            return Checked(place, Break(here, Fault.UNREADABLE))
        if fault := _not_linked(one, after, previous, before):
            return Checked(min(place, fault.sequence - 1), fault)
        if anchor and anchor.sequence == here and anchor.digest != one.digest:
            return Checked(place, Break(here, Fault.REWRITTEN))
        before, previous, place = previous, one.digest, here
    if anchor and anchor.sequence > place:
        return Checked(place, Break(place + 1, Fault.MISSING))
    return Checked(place)


def _with_next(kept: Iterable[Kept]) -> Iterator[tuple[Kept, Kept | None]]:
    """Each with the one after it."""
    one: Kept | None = None
    for after in kept:
        if one is not None:
            yield one, after
        one = after
    if one is not None:
        yield one, None


def _not_in_step(one: Kept, place: int) -> Break | None:
    if one.sequence is None or one.sequence == place:
        return None
    if one.sequence > place:
        return Break(place, Fault.MISSING)
    return Break(one.sequence, Fault.OUT_OF_PLACE)


def _not_linked(one: Entry, after: Kept | None, previous: str, before: str) -> Break | None:
    """What is wrong with an entry after those with the digests ``before`` and ``previous``."""
    place = one.sequence
    if one.digest == digest_of(previous, place, one.event):
        return None
    if place > 1 and one.digest == digest_of(before, place - 1, one.event):
        # It belongs where the one before it stands, which fitted there too.
        return Break(place - 1, Fault.OUT_OF_PLACE)
    if isinstance(after, Entry) and after.digest == digest_of(previous, place, after.event):
        return Break(place, Fault.OUT_OF_PLACE)
    return Break(place, Fault.CHANGED)
