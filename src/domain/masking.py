"""How typed cells are shown to whoever mends them, with numbers masked, and taken back; and how
what was submitted is shown."""

from collections.abc import Mapping
from datetime import date

from domain.answers import Answers
from domain.application import Application
from domain.cells import Cell, CellKind, Entries, typed
from domain.columns import Column, Kind
from domain.core_columns import COLUMNS
from domain.rules import Row
from domain.values import (
    Problem,
    dashed_ssn,
    format_date,
    format_phone,
    mask_ssn,
    numbers_hidden,
    parse_date,
    parse_mbi,
    parse_ssn,
    whole,
)

_SHOWN_WHEN_DIFFERENT = frozenset({Kind.CHOICE, Kind.DATE, Kind.ZIP, Kind.CODE})
# Nine digits in these columns are a number of another kind.
_NINE_DIGITS = frozenset({"zip", "mailing_zip", "employee_id", "medical_record_number"})
_CONFIDENTIAL = {"ssn": parse_ssn, "mbi": parse_mbi}


def shown_text(cell: Cell) -> str:
    """A cell's text as a person writes it: dates of date cells as MM/DD/YYYY."""
    if cell.kind is CellKind.DATE:
        day = parse_date(cell.text, "date")
        if not isinstance(day, Problem):
            return format_date(day)
    return cell.text


def form_text(application: Application, column: str) -> str:
    """What a form's field holds: as typed, but Social Security and Medicare numbers masked,
    wherever they stand."""
    cell = application.entries.get(column)
    if cell is None:
        return ""
    parse = _CONFIDENTIAL.get(column)
    if parse and not isinstance(parse(cell.text), Problem):
        return masked(cell.text)
    return read_text(cell, column)


def read_text(cell: Cell, column: str) -> str:
    """A cell's text as a person writes it, with numbers hidden that were typed into a column that
    is not for them."""
    text = shown_text(cell)
    return text if column in _NINE_DIGITS else numbers_hidden(text)


def in_full(application: Application, column: str) -> str | None:
    """What a form's field hides of what was typed; None where it hides nothing."""
    cell = application.entries.get(column)
    if cell is None or form_text(application, column) == shown_text(cell):
        return None
    return shown_text(cell)


def submitted_text(column: Column, value: str | int | date) -> str:
    """What was submitted in a column as a person writes it, but Social Security and Medicare
    numbers masked, wherever they stand."""
    text = _submitted_whole(column, value)
    if column.confidential:
        return masked(text)
    kept = column.key in _NINE_DIGITS or column.kind in (Kind.PHONE, Kind.DATE)
    return text if kept else numbers_hidden(text)


def submitted_in_full(answers: Answers, key: str) -> str | None:
    """What ``submitted_text`` hides of what was submitted in a column of the template; None where
    it hides nothing."""
    column = COLUMNS.by_key.get(key)
    value = answers.value(column) if column else None
    if column is None or value is None:
        return None
    text = _submitted_whole(column, value)
    return None if text == submitted_text(column, value) else text


def _submitted_whole(column: Column, value: str | int | date) -> str:
    if isinstance(value, date):
        return format_date(value)
    if column.key == "ssn":
        return dashed_ssn(str(value))
    return format_phone(str(value)) if column.kind is Kind.PHONE else str(value)


def masked(text: str) -> str:
    """All but the last four characters hidden."""
    digits = "".join(character for character in whole(text) if character.isalnum())
    return mask_ssn(digits) if len(digits) == 9 else "*" * max(0, len(digits) - 4) + digits[-4:]


def entries_from_form(application: Application, fields: Mapping[str, str]) -> Entries:
    """The entries after an edit of these fields, as typed, by column key. What has no field stays
    as it is; so does the cell of a field that still shows what was there: a masked number stays
    the number, a number cell stays one."""
    entries = dict(application.entries)
    for key, text in fields.items():
        cell, before = typed(text), application.entries.get(key)
        if cell is None:
            entries.pop(key, None)
        elif before is None or cell.text not in (shown_text(before), form_text(application, key)):
            entries[key] = cell
    return entries


def readings(row: Row) -> dict[str, str]:
    """How cells were understood where that is not what was typed: {"state": "CA"}."""
    found: dict[str, str] = {}
    for key, cell in row.entries.items():
        column = row.columns.by_key.get(key)
        if column is None or column.kind not in _SHOWN_WHEN_DIFFERENT:
            continue
        value = row.answers.value(column)
        if value is None:
            continue
        understood = format_date(value) if isinstance(value, date) else str(value)
        if understood != shown_text(cell):
            found[key] = understood
    return found
