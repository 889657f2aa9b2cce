"""Whether the audit trail's chain holds, and which entry is named where it does not."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from domain.audit import Act, Entry, Event, UnreadableEntry, digest_of
from domain.audit_chain import Anchor, Break, Checked, Fault, check

NOW = datetime(2026, 11, 23, 18, tzinfo=UTC)


def chained(*events: Event, after: Sequence[Entry] = ()) -> list[Entry]:
    """A chain of these events, as they are written down after those."""
    entries = list(after)
    for event in events:
        previous = entries[-1].digest if entries else ""
        place = len(entries) + 1
        digest = digest_of(previous, place, event)
        entries.append(Entry(sequence=place, event=event, digest=digest))
    return entries


def events(many: int) -> list[Event]:
    return [
        Event(at=NOW + timedelta(seconds=one), act=Act.EDITED, subject=f"application {one}")
        for one in range(many)
    ]


CHAIN = chained(*events(6))


def broken(*entries: Entry | UnreadableEntry, anchor: Anchor | None = None) -> Break | None:
    return check(entries, anchor).broken


def test_a_whole_chain_holds() -> None:
    """Of any length; nothing at all does too."""
    assert check([]) == Checked(0)
    assert check(iter(CHAIN[:1])) == Checked(1)
    assert check(iter(CHAIN)) == Checked(6)


CHANGES = [
    {"at": NOW - timedelta(microseconds=1)},
    {"act": Act.DELETED},
    {"administrator_id": "kim"},
    {"group_id": "000777"},
    {"subject": "application 7"},
    {"batch_id": "b"},
    {"facts": {"page": "another"}},
    {"source": "192.0.2.7"},
]


def test_every_field_is_tried() -> None:
    """The changes below are of each field of an event."""
    assert {name for one in CHANGES for name in one} == {*Event.__struct_fields__}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("place", [1, 3, 6])
def test_a_changed_field_shows(change: dict[str, object], place: int) -> None:
    """Whichever it is, wherever it stands; those before it hold."""
    entries = list(CHAIN)
    one = entries[place - 1]
    entries[place - 1] = replace(one, event=replace(one.event, **change))
    assert check(entries) == Checked(place - 1, Break(place, Fault.CHANGED))


def test_a_changed_digest_shows() -> None:
    """Of the last one too."""
    one = replace(CHAIN[5], digest="0" * 64)
    assert broken(*CHAIN[:5], one) == Break(6, Fault.CHANGED)


@pytest.mark.parametrize("place", [1, 3, 5])
def test_a_missing_entry_shows(place: int) -> None:
    """It is the first at fault."""
    assert broken(*CHAIN[: place - 1], *CHAIN[place:]) == Break(place, Fault.MISSING)


@pytest.mark.parametrize("place", [1, 3])
def test_a_missing_entry_shows_when_others_move_up(place: int) -> None:
    """The one that stands there now is not as it was written."""
    moved = [replace(one, sequence=one.sequence - 1) for one in CHAIN[place:]]
    found = broken(*CHAIN[: place - 1], *moved)
    assert found is not None
    assert found.sequence == place


@pytest.mark.parametrize("place", [1, 3, 6])
@pytest.mark.parametrize("fits", [True, False])
def test_an_entry_put_in_shows(place: int, fits: bool) -> None:
    """Whether its digest fits where it stands or not, and the others moved down for it."""
    strange = Event(at=NOW, act=Act.SIGNED_IN)
    before = CHAIN[: place - 1]
    (*_, one) = chained(strange, after=before)
    one = one if fits else replace(one, digest="0" * 64)
    moved = [replace(each, sequence=each.sequence + 1) for each in CHAIN[place - 1 :]]
    assert check([*before, one, *moved]) == Checked(place - 1, Break(place, Fault.OUT_OF_PLACE))


@pytest.mark.parametrize("place", [1, 3, 5])
def test_exchanged_entries_show(place: int) -> None:
    """The first of the two is named."""
    one, other = CHAIN[place - 1 : place + 1]
    exchanged = [
        replace(other, sequence=one.sequence),
        replace(one, sequence=other.sequence),
    ]
    entries = [*CHAIN[: place - 1], *exchanged, *CHAIN[place + 1 :]]
    assert broken(*entries) == Break(place, Fault.OUT_OF_PLACE)


@pytest.mark.parametrize("number", [0, -3])
def test_an_entry_before_the_first_shows(number: int) -> None:
    """By its own number."""
    assert broken(replace(CHAIN[0], sequence=number), *CHAIN) == Break(number, Fault.OUT_OF_PLACE)


def test_what_cannot_be_read_shows() -> None:
    """By where it stands, when even its number cannot be read; by what is missing before it."""
    assert broken(*CHAIN[:2], UnreadableEntry(3), *CHAIN[3:]) == Break(3, Fault.UNREADABLE)
    assert broken(*CHAIN, UnreadableEntry(None)) == Break(7, Fault.UNREADABLE)
    assert broken(*CHAIN[:2], UnreadableEntry(4), *CHAIN[4:]) == Break(3, Fault.MISSING)


def anchor_of(entry: Entry) -> Anchor:
    return Anchor(entry.sequence, entry.digest, entry.event.at)


def test_an_anchor_shows_what_is_gone_from_the_end() -> None:
    """Which nothing else does."""
    anchor = anchor_of(CHAIN[4])
    assert check(CHAIN, anchor) == Checked(6)
    assert check(CHAIN[:5], anchor) == Checked(5)
    assert check(CHAIN[:3]) == Checked(3)
    assert check(CHAIN[:3], anchor) == Checked(3, Break(4, Fault.MISSING))
    assert check([], anchor) == Checked(0, Break(1, Fault.MISSING))


def test_an_anchor_shows_what_was_written_anew() -> None:
    """A chain made to fit again after a change is another."""
    told = events(6)
    told[1] = replace(told[1], administrator_id="kim")
    forged = chained(*told)
    assert check(forged) == Checked(6)
    assert check(forged, anchor_of(CHAIN[4])) == Checked(4, Break(5, Fault.REWRITTEN))


def test_the_chain_is_walked_as_it_is_read() -> None:
    """No more than what is needed is held: a fault ends the reading."""
    read = []

    def kept() -> object:
        for one in [*CHAIN[:1], *CHAIN[2:]]:
            read.append(one.sequence)
            yield one

    assert check(kept()).entries == 1  # type: ignore[arg-type]
    assert read == [1, 3, 4]
