"""Who did what, when and from where: the audit trail.

Each act is an event in the act's own transaction. Events hold ids, counts and words of our own, and
never anything of the people who are enrolled. They are chained: each has a digest over itself and
the digest before it, so that one that was changed, taken out or put in shows.
"""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

import msgspec

_encode = msgspec.json.Encoder(order="sorted").encode


class Act(StrEnum):
    """What was done; the words are shown, and stay for ever."""

    SIGNED_IN = "Signed in"
    SIGN_IN_REFUSED = "Sign-in refused"
    SIGNED_OUT = "Signed out"
    UPLOADED = "Uploaded"
    DOCUMENT_REFUSED = "Document refused"


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """An act. ``at`` is in UTC; ``administrator_id`` is "" where nobody is known, or nobody but
    the site itself acts. ``subject`` names what it was done to, such as "batch 5xxyttx4xeo53zvt".
    ``facts`` are counts and our own words. ``source`` is where the request came from; the unit of
    work fills it in.
    """

    at: datetime
    act: str  # an Act; what was kept before stays readable when there is none of its name
    administrator_id: str = ""
    group_id: str = ""
    subject: str = ""
    facts: Mapping[str, str | int] = {}
    source: str = ""


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """An event in its place: ``sequence`` counts from 1 without a gap, ``digest`` is in hex."""

    sequence: int
    event: Event
    digest: str


class Break(msgspec.Struct, frozen=True):
    """Where the chain does not hold: the first entry at fault, and what is wrong with it."""

    sequence: int
    reason: str


def digest_of(previous: str, sequence: int, event: Event) -> str:
    """An event's digest in the chain, after one with the digest ``previous`` ("" for the first):
    SHA-256 in hex over that, its place, and all of its fields."""
    told = (
        previous,
        sequence,
        event.at.isoformat(timespec="microseconds"),
        event.act,
        event.administrator_id,
        event.group_id,
        event.subject,
        event.facts,
        event.source,
    )
    return hashlib.sha256(_encode(told)).hexdigest()
