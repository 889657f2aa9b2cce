"""An application's content for reading only, by the template's sections."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby

import msgspec

from domain.answers import Answers
from domain.columns import Column, Columns, Kind, Section
from domain.core_columns import COLUMNS
from domain.masking import masked, read_text, submitted_in_full, submitted_text
from domain.services.results import ApplicationDetail


class FilledField(msgspec.Struct, frozen=True):
    """A filled column: its header and value. ``hides`` is the column's key where the value is not
    shown in full and can be; ``shown`` is whether it is for this once."""

    header: str
    text: str
    hides: str = ""
    shown: bool = False


class Part(msgspec.Struct, frozen=True):
    """A section's filled columns."""

    name: str
    items: Sequence[FilledField]


def as_typed(detail: ApplicationDetail) -> list[Part]:
    """What was typed in the row; Social Security and Medicare numbers masked."""
    found = []
    for column in detail.columns:
        cell = detail.application.entries.get(column.key)
        if cell is not None:
            text = masked(cell.text) if column.confidential else read_text(cell, column.key)
            found.append((column, FilledField(column.header, text)))
    return _parts(found)


def as_submitted(
    answers: Answers, columns: Columns, in_full: Mapping[str, str] | None = None
) -> list[Part]:
    """What was handed to the carrier; Social Security and Medicare numbers masked, but for those
    that are given ``in_full``, by the columns' keys.

    ``columns`` are the carrier's; what was submitted in others, which it had then, is there too.
    """
    in_full = in_full or {}
    found = []
    for column in _ever(columns, answers.extra):
        value = answers.value(column)
        if value is not None:
            found.append((column, _submitted(column, value, answers, in_full.get(column.key))))
    return _parts(found)


def _submitted(
    column: Column, value: str | int | date, answers: Answers, number: str | None
) -> FilledField:
    if number is not None:
        return FilledField(column.header, number, shown=True)
    hides = column.key if submitted_in_full(answers, column.key) is not None else ""
    return FilledField(column.header, submitted_text(column, value), hides)


def _ever(columns: Columns, extra: Iterable[str]) -> list[Column]:
    """The columns and those that are hidden or gone, in the order of the sections."""
    others = [column for column in COLUMNS if column.key not in columns.by_key]
    others += [
        Column(key, columns.header(key), Section.ABOUT, Kind.TEXT, extra=True)
        for key in extra
        if key not in columns.by_key
    ]
    sections = list(Section)
    return sorted((*columns, *others), key=lambda column: sections.index(column.section))


def _parts(found: Iterable[tuple[Column, FilledField]]) -> list[Part]:
    return [
        Part(section.value, [item for _, item in items])
        for section, items in groupby(found, key=lambda item: item[0].section)
    ]
