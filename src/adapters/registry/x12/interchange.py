"""A whole 834 interchange: one functional group, a transaction set for each batch."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from adapters.registry.x12.characters import BASIC, plain
from adapters.registry.x12.options import X12Options
from adapters.registry.x12.person import Loop
from adapters.registry.x12.segments import COMPONENT, REPETITION, segment
from domain.carrier import Group
from domain.submission import Submission

_GUIDE = "005010X220A1"


class PersonEntry(msgspec.Struct, frozen=True):
    """A person to be written."""

    submission: Submission
    loop: Loop


class TransactionSet(msgspec.Struct, frozen=True):
    """One batch's people, every subscriber before their dependents."""

    group: Group
    batch_id: str
    entries: Sequence[PersonEntry]


class Position(msgspec.Struct, frozen=True):
    """Where in the interchange a submission stands: its set, from 1; its position among the set's
    people, from 1; and the number of its INS segment within the set, the ST segment being 1."""

    key: str
    set_number: int
    position: int
    first_segment: int


class Interchange(msgspec.Struct, frozen=True):
    """The file's text, all ASCII, and where in it everybody stands."""

    text: str
    places: Sequence[Position]


def write_interchange(
    number: int,
    sets: Sequence[TransactionSet],
    carrier_name: str,
    options: X12Options,
    now: datetime,
) -> Interchange:
    """``number`` is the interchange's and the functional group's control number; ``now`` is UTC."""
    segments = [_isa(number, options, now), _gs(number, options, now)]
    places: list[Position] = []
    for set_number, one in enumerate(sets, start=1):
        body = _header(number, set_number, one, carrier_name, options, now)
        for position, entry in enumerate(one.entries, start=1):
            places.append(Position(entry.submission.key, set_number, position, len(body) + 1))
            body += entry.loop.segments
        body.append(segment("SE", str(len(body) + 1), f"{set_number:04d}"))
        segments += body
    segments.append(segment("GE", str(len(sets)), str(number)))
    segments.append(segment("IEA", "1", f"{number:09d}"))
    return Interchange(("\n" if options.line_breaks else "").join([*segments, ""]), places)


def _isa(number: int, options: X12Options, now: datetime) -> str:
    # Every element has its fixed length, by which readers find the separators.
    return segment(
        "ISA",
        "00", " " * 10,
        "00", " " * 10,
        options.sender_qualifier, options.sender_id.ljust(15),
        options.receiver_qualifier, options.receiver_id.ljust(15),
        f"{now:%y%m%d}", f"{now:%H%M}",
        REPETITION,
        "00501",
        f"{number:09d}",
        "1" if options.request_ta1 else "0",
        options.usage,
        COMPONENT,
    )  # fmt: skip


def _gs(number: int, options: X12Options, now: datetime) -> str:
    return segment(
        "GS",
        "BE",
        options.sender_code or options.sender_id,
        options.receiver_code or options.receiver_id,
        f"{now:%Y%m%d}",
        f"{now:%H%M%S}",
        str(number),
        "X",
        _GUIDE,
    )


def _header(
    number: int,
    set_number: int,
    one: TransactionSet,
    carrier_name: str,
    options: X12Options,
    now: datetime,
) -> list[str]:
    group_id = one.group.id
    tax_id = options.sponsor_tax_ids.get(group_id)
    subscribers = sum(entry.submission.answers.is_subscriber for entry in one.entries)
    return [
        segment("ST", "834", f"{set_number:04d}", _GUIDE),
        segment(
            "BGN",
            "00",
            f"{number:09d}-{set_number:04d}",
            f"{now:%Y%m%d}",
            f"{now:%H%M%S}",
            "UT",
            "",
            "",
            "2",
        ),
        segment("QTY", "TO", str(len(one.entries))),
        segment("QTY", "ET", str(subscribers)),
        segment("QTY", "DT", str(len(one.entries) - subscribers)),
        # Without a tax id, the number that the carrier itself has given the group.
        segment(
            "N1", "P5", _name(one.group.name), *(("FI", tax_id) if tax_id else ("94", group_id))
        ),
        segment("N1", "IN", _name(carrier_name), options.payer_id_qualifier, options.payer_id),
    ]


def _name(text: str) -> str:
    return plain(text, BASIC).text[:60].rstrip()
