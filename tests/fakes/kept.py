"""What the persistence in memory keeps, and how it looks through it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import TypeVar

from domain.accounts.access import Administrator, Session
from domain.accounts.invitation import Invitation
from domain.accounts.second_factor import SecondFactor
from domain.accounts.throttling import Attempts
from domain.agreement import Agreement
from domain.application import Application
from domain.audit import Entry
from domain.batch import Batch
from domain.matching import fold
from domain.ports import PAGE_SIZE, Conflict, Page
from domain.submission import Submission

T = TypeVar("T")


@dataclass
class Kept:
    """Everything that is kept, by id; who holds a batch until when by the batch's."""

    batches: dict[str, Batch] = field(default_factory=dict)
    applications: dict[str, Application] = field(default_factory=dict)
    submissions: dict[str, Submission] = field(default_factory=dict)
    holds: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    agreements: dict[str, Agreement] = field(default_factory=dict)
    administrators: dict[str, Administrator] = field(default_factory=dict)
    password_hashes: dict[str, str] = field(default_factory=dict)
    sessions: dict[str, Session] = field(default_factory=dict)
    invitations: dict[str, Invitation] = field(default_factory=dict)
    second_factors: dict[str, SecondFactor] = field(default_factory=dict)
    recovery_codes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    subjects: dict[tuple[str, str], str] = field(default_factory=dict)
    sent_forms: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    tallies: dict[str, Attempts] = field(default_factory=dict)
    audit: dict[str, Entry] = field(default_factory=dict)

    def copy(self) -> "Kept":
        return Kept(*(dict(getattr(self, one.name)) for one in fields(self)))


def add(kept: dict[str, T], id: str, one: T) -> None:
    if id in kept:
        raise Conflict
    kept[id] = one


def name_has(name: str, search: str) -> bool:
    words = [fold(word) for word in search.split()]
    if any(character.isdigit() for character in search):
        return False
    return any(words) and all(word in name for word in words)


def page_of(found: Sequence[T], number: int, size: int = PAGE_SIZE) -> Page[T]:
    pages = max(1, -(-len(found) // size))
    number = min(max(number, 1), pages)
    return Page(found[(number - 1) * size : number * size], len(found), number, size)
