"""What a column of the template is: the one spec that template, reader, rules and forms share."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cached_property

import msgspec


class Kind(StrEnum):
    """How a column's cells are read."""

    TEXT = "text"
    NAME = "name"
    INTEGER = "integer"
    CODE = "code"
    CHOICE = "choice"
    DATE = "date"
    SSN = "ssn"
    MBI = "mbi"
    ZIP = "zip"
    PHONE = "phone"
    EMAIL = "email"


class AppliesTo(StrEnum):
    """Whose rows a column is read on."""

    EVERYONE = "everyone"
    SUBSCRIBER = "subscriber"
    DEPENDENTS = "dependents"


class Section(StrEnum):
    """The form's parts, in order."""

    FAMILY = "Family"
    COVERAGE = "Coverage"
    PERSON = "Person"
    ADDRESS = "Address"
    CONTACT = "Contact"
    ABOUT = "About the person"
    ARBITRATION = "Arbitration"


DATE_HINT = "MM/DD/YYYY, for example 12/01/2026"

# When a column must be filled, in words; others are for particular columns only.
ALWAYS, ON_SUBSCRIBERS, ON_DEPENDENTS = "always", "on subscribers", "on dependents"


class Column(msgspec.Struct, frozen=True):
    """One column of the template.

    ``required`` says in words when it must be filled ("" for never); the rules themselves are in
    ``domain.rules.required``. ``choices`` is empty where the list is the group's own (subgroups,
    plans). ``hint`` is what the template and the form say beside the field. ``confidential``
    values are kept apart from the rest of the row and shown masked. ``missing_text`` and
    ``noun_text`` are for where the usual sentence about a blank cell, or the header, would not do.
    An ``extra`` column is the carrier's own: no rule knows it but those of its kind.
    """

    key: str
    header: str
    section: Section
    kind: Kind
    applies_to: AppliesTo = AppliesTo.EVERYONE
    max_length: int | None = None
    required: str = ""
    choices: tuple[str, ...] = ()
    hint: str = ""
    confidential: bool = False
    missing_text: str = ""
    noun_text: str = ""
    extra: bool = False

    @property
    def always_required(self) -> bool:
        return self.required == ALWAYS

    @property
    def missing(self) -> str:
        """What to do about a cell that must be filled and is blank."""
        if self.missing_text:
            return self.missing_text
        if self.kind is Kind.CHOICE:
            article = "an" if self.noun[0] in "aeiou" else "a"
            return f"Choose {article} {self.noun} from the list."
        return f"Enter the {self.noun}."

    @property
    def noun(self) -> str:
        """The header as it reads within a sentence: "hire date", but "SSN or ITIN"."""
        return self.noun_text or " ".join(
            word if word.isupper() or word == "Medicare" else word.lower()
            for word in self.header.split(" ")
        )


class Columns(msgspec.Struct, frozen=True, dict=True, cache_hash=True):
    """A template's columns from A onwards."""

    all: tuple[Column, ...]

    def __iter__(self) -> Iterator[Column]:
        return iter(self.all)

    @cached_property
    def by_key(self) -> Mapping[str, Column]:
        return {column.key: column for column in self.all}

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Each column's place, by its key."""
        return {column.key: place for place, column in enumerate(self.all)}

    @cached_property
    def subscribers(self) -> tuple[Column, ...]:
        """Those that are read on subscribers' rows only."""
        return self._for_only(AppliesTo.SUBSCRIBER)

    @cached_property
    def dependents(self) -> tuple[Column, ...]:
        """Those that are read on dependents' rows only."""
        return self._for_only(AppliesTo.DEPENDENTS)

    @cached_property
    def extra(self) -> tuple[Column, ...]:
        """The carrier's own."""
        return tuple(column for column in self.all if column.extra)

    @cached_property
    def without_arbitration(self) -> "Columns":
        """The columns in regions that use no arbitration agreements."""
        return Columns(
            tuple(one for one in self.all if one.section is not Section.ARBITRATION),
        )

    def header(self, key: str) -> str:
        """The column's header; of one that the carrier has no more, its key in words."""
        column = self.by_key.get(key)
        return column.header if column else key.replace("_", " ").capitalize()

    def _for_only(self, whom: AppliesTo) -> tuple[Column, ...]:
        return tuple(column for column in self.all if column.applies_to is whom)
