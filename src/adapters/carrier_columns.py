"""``[columns]`` of the carrier's file: the template's columns as this carrier has them."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Annotated

import msgspec
from msgspec import Meta

from adapters.shape import as_written, likely
from domain.cells import clean
from domain.columns import (
    ALWAYS,
    DATE_HINT,
    ON_DEPENDENTS,
    ON_SUBSCRIBERS,
    AppliesTo,
    Column,
    Columns,
    Kind,
    Section,
)
from domain.core_columns import COLUMNS, HIDEABLE
from domain.rules.parsers import folded

_REQUIRED_ON = {
    AppliesTo.EVERYONE: ALWAYS,
    AppliesTo.SUBSCRIBER: ON_SUBSCRIBERS,
    AppliesTo.DEPENDENTS: ON_DEPENDENTS,
}
_LENGTHS = {Kind.TEXT: 60, Kind.CODE: 20, Kind.INTEGER: 9}
_HINTS = {
    Kind.DATE: DATE_HINT,
    Kind.INTEGER: "A whole number.",
    Kind.CODE: "Letters, digits and hyphens.",
}
_LEADERS = {one: leader for leader, others in HIDEABLE.items() for one in others}

Key = Annotated[
    str,
    Meta(
        pattern="^[a-z][a-z0-9_]{0,39}$",
        description="a small letter, and up to 39 small letters, digits and underscores",
    ),
]
# Excel shows it as the title of the cell's hint, which has no room for more.
Header = Annotated[str, Meta(min_length=1, max_length=32, description="up to 32 characters")]
Choice = Annotated[str, Meta(min_length=1, max_length=60, description="up to 60 characters")]


class ExtraKind(StrEnum):
    """The kinds that a column of the carrier's own may be of."""

    TEXT = "text"
    CHOICE = "choice"
    DATE = "date"
    INTEGER = "integer"
    CODE = "code"


class ExtraSection(StrEnum):
    """The sections that it may be in, at the end of each."""

    FAMILY = "family"
    COVERAGE = "coverage"
    PERSON = "person"
    ADDRESS = "address"
    CONTACT = "contact"
    ABOUT = "about"


class ExtraColumn(msgspec.Struct, frozen=True, kw_only=True):
    """``[[columns.extra]]``: a column of the carrier's own."""

    key: Key
    header: Header
    section: ExtraSection
    kind: ExtraKind
    applies_to: AppliesTo = AppliesTo.EVERYONE
    required: bool = False
    choices: Annotated[
        tuple[Choice, ...], Meta(max_length=200, description="a list of up to 200 texts")
    ] = ()
    max_length: Annotated[int, Meta(ge=1, le=200)] | None = None
    hint: Annotated[str, Meta(max_length=120, description="up to 120 characters")] = ""

    def column(self) -> Column:
        """The column that it describes."""
        kind = Kind(self.kind.value)
        return Column(
            self.key,
            self.header,
            Section[self.section.name],
            kind,
            self.applies_to,
            self.max_length or _LENGTHS.get(kind),
            _REQUIRED_ON[self.applies_to] if self.required else "",
            self.choices,
            self.hint or _HINTS.get(kind, ""),
            extra=True,
        )


class ColumnsTable(msgspec.Struct, frozen=True, kw_only=True):
    """``[columns]``: what is hidden, what is required beyond the rules, and what is added."""

    hidden: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    required_on_subscribers: tuple[str, ...] = ()
    extra: Annotated[
        tuple[ExtraColumn, ...],
        Meta(max_length=30, description="up to 30 tables [[columns.extra]]"),
    ] = ()

    def resolved(self) -> Columns:
        """The carrier's columns: section by section the core's, then its own."""
        gone = {*self.hidden, *(one for leader in self.hidden for one in HIDEABLE[leader])}
        words = dict.fromkeys(self.required_on_subscribers, ON_SUBSCRIBERS)
        words |= {key: _REQUIRED_ON[COLUMNS.by_key[key].applies_to] for key in self.required}
        core = [
            msgspec.structs.replace(one, required=words.get(one.key, one.required))
            for one in COLUMNS
            if one.key not in gone
        ]
        sections = list(Section)
        everything = (*core, *(one.column() for one in self.extra))
        return Columns(tuple(sorted(everything, key=lambda one: sections.index(one.section))))

    def problems(self) -> Iterator[str]:
        """Why it cannot be resolved."""
        extra = [one.key for one in self.extra]
        for key in self.hidden:
            if key not in HIDEABLE:
                yield f'columns.hidden has "{key}". {_why_not_hidden(key, extra)}'
        for what, keys in (
            ("required", self.required),
            ("required_on_subscribers", self.required_on_subscribers),
        ):
            for key in keys:
                if why := _why_not_required(key, self.hidden, extra):
                    yield f'columns.{what} has "{key}". {why}'
        for key in self.required_on_subscribers:
            if key in self.required:
                yield f'columns.required_on_subscribers has "{key}", and columns.required too.'
            elif key in {one.key for one in COLUMNS.dependents}:
                yield f'columns.required_on_subscribers has "{key}". It is for dependents only.'
        for number, one in enumerate(self.extra, start=1):
            for what, why in _faults(one, self.extra[: number - 1]):
                yield f"columns.extra #{number}.{what} {why}"


def _why_not_hidden(key: str, extra: Sequence[str]) -> str:
    if key in _LEADERS:
        return f"It is hidden together with {_LEADERS[key]}: name that instead."
    if key in COLUMNS.by_key:
        return "It cannot be hidden: the rules of enrollment need it."
    if key in extra:
        return "It is the carrier's own: take its table [[columns.extra]] out instead."
    return f"There is no such column.{likely(key, HIDEABLE)}"


def _why_not_required(key: str, hidden: Sequence[str], extra: Sequence[str]) -> str:
    if key in extra:
        return "It is the carrier's own: say required = true in its table [[columns.extra]]."
    column = COLUMNS.by_key.get(key)
    if column is None:
        known = [one.key for one in COLUMNS if not one.required]
        return f"There is no such column.{likely(key, known)}"
    if column.required:
        return f"The rules of enrollment require it already: {column.required}."
    if key in hidden:
        return "columns.hidden has it too."
    return ""


def _faults(one: ExtraColumn, before: Sequence[ExtraColumn]) -> Iterator[tuple[str, str]]:
    """The keys of its table that are at fault, each with what is wrong."""
    if one.key in COLUMNS.by_key or any(one.key == other.key for other in before):
        yield "key", f'is "{one.key}", which is another column\'s.'
    headers = {other.header.casefold() for other in (*COLUMNS, *before)}
    if one.header.casefold() in headers:
        yield "header", f'is "{one.header}", which is another column\'s.'
    for what, texts in (("header", (one.header,)), ("choices", one.choices)):
        for text in texts:
            if text != clean(text):
                yield what, f"has {as_written(text)}. Take out the spaces that nobody sees."
    if one.kind is ExtraKind.CHOICE:
        if len({folded(choice) for choice in one.choices}) < max(1, len(one.choices)):
            yield "choices", "is empty or names something twice. A choice needs a list of texts."
    elif one.choices:
        yield "choices", f"is for columns of kind choice. This one is of kind {one.kind}."
    if one.max_length is not None:
        longest = _LENGTHS.get(Kind(one.kind.value))
        if longest is None:
            yield "max_length", f"is not for columns of kind {one.kind}."
        elif one.kind is ExtraKind.INTEGER and one.max_length > longest:
            yield "max_length", f"is {one.max_length}. A whole number has at most {longest} digits."
