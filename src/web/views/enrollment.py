"""An application's content for reading only, by the template's sections."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby

import msgspec

from domain.answers import Answers
from domain.columns import Column, Columns, Kind, Section
from domain.core_columns import COLUMNS
from domain.readings import masked, read_text
from domain.services.views import ApplicationDetail
from domain.values import format_date, format_phone


class Part(msgspec.Struct, frozen=True):
    """A section's filled columns: the header and the value of each."""

    name: str
    items: Sequence[tuple[str, str]]


def as_typed(detail: ApplicationDetail) -> list[Part]:
    """What was typed in the row; Social Security and Medicare numbers masked."""
    found = []
    for column in detail.columns:
        cell = detail.application.entries.get(column.key)
        if cell is not None:
            text = masked(cell.text) if column.confidential else read_text(cell, column.key)
            found.append((column, text))
    return _parts(found)


def as_submitted(answers: Answers, columns: Columns) -> list[Part]:
    """What was handed to the carrier; Social Security and Medicare numbers masked.

    ``columns`` are the carrier's; what was submitted in others, which it had then, is there too.
    """
    found = []
    for column in _ever(columns, answers.extra):
        value = answers.value(column)
        if value is not None:
            found.append((column, _text(column, value)))
    return _parts(found)


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


def _parts(found: Iterable[tuple[Column, str]]) -> list[Part]:
    return [
        Part(section.value, [(column.header, text) for column, text in items])
        for section, items in groupby(found, key=lambda item: item[0].section)
    ]


def _text(column: Column, value: str | int | date) -> str:
    if isinstance(value, date):
        return format_date(value)
    text = str(value)
    if column.confidential:
        return masked(text)
    return format_phone(text) if column.kind is Kind.PHONE else text
