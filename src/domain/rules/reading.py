"""From what was typed to what it says: each cell by its column's kind."""

import difflib
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import lru_cache

from domain import choices
from domain.answers import SUBSCRIBER, Answers
from domain.carrier import Group
from domain.cells import Cell, CellKind, Entries
from domain.columns import BY_KEY, COLUMNS, AppliesTo, Column, Kind
from domain.findings import Finding, error, warning
from domain.places import parse_zip
from domain.values import (
    Problem,
    count_of,
    excerpt,
    parse_date,
    parse_email,
    parse_mbi,
    parse_name,
    parse_phone,
    parse_ssn,
    shown,
)

Value = str | int | date
Parser = Callable[[Cell], Value | Problem]

# A list that does not know the word still keeps the row: the value to keep, or None to leave out.
_LENIENT: dict[str, str | None] = {"language": "Other", "race_ethnicity": None}

_UNREADABLE = frozenset({CellKind.ERROR, CellKind.FORMULA})


def _applying_to(whom: AppliesTo) -> frozenset[str]:
    return frozenset(column.key for column in COLUMNS if column.applies_to is whom)


_READ_FIRST = frozenset({"relationship"})
_NOT_FOR_SUBSCRIBERS = _READ_FIRST | _applying_to(AppliesTo.DEPENDENTS)
_NOT_FOR_DEPENDENTS = _READ_FIRST | _applying_to(AppliesTo.SUBSCRIBER)


def read(entries: Entries, group: Group) -> tuple[Answers, list[Finding]]:
    """The answers of a row, and a finding for every cell that could not be read.

    Cells of columns that are not read on this kind of row (a dependent's Subgroup ID) are left
    out; what is not one of the known columns is ignored.
    """
    values: dict[str, Value | None] = {}
    findings: list[Finding] = []
    parsers = _parsers(group)
    if (cell := entries.get("relationship")) is not None:
        _read_cell("relationship", cell, parsers, values, findings)
    passed_over = _passed_over(values.get("relationship"))
    for key, cell in entries.items():
        if key in parsers and key not in passed_over:
            _read_cell(key, cell, parsers, values, findings)
    return Answers(**values), findings  # type: ignore[arg-type]


def _passed_over(relationship: object) -> frozenset[str]:
    """The columns that are not read, or were before, on a row of this relationship."""
    if relationship is None:
        return _READ_FIRST
    return _NOT_FOR_SUBSCRIBERS if relationship == SUBSCRIBER else _NOT_FOR_DEPENDENTS


def value_of(column: Column, cell: Cell, group: Group) -> Value | Problem:
    """What a cell of the column says, whosever row it is on."""
    if cell.kind in _UNREADABLE:
        return _unreadable(cell, column)
    return _parsers(group)[column.key](cell)


def choices_of(column: Column, group: Group) -> Sequence[str]:
    """The column's list; subgroups and plans are the group's own. Plans are the whole group's:
    which of them a subgroup has is another rule, and no list in a workbook could follow it."""
    if column.key == "subgroup_id":
        return tuple(subgroup.id for subgroup in group.subgroups)
    if column.key == "plan":
        return group.plans
    return column.choices


def _read_cell(
    key: str,
    cell: Cell,
    parsers: Mapping[str, Parser],
    values: dict[str, Value | None],
    findings: list[Finding],
) -> None:
    value = _unreadable(cell, BY_KEY[key]) if cell.kind in _UNREADABLE else parsers[key](cell)
    if not isinstance(value, Problem):
        values[key] = value
    elif value.code == "not_on_list" and key in _LENIENT:
        values[key] = kept = _LENIENT[key]
        fate = f'It is kept as "{kept}".' if kept else "It is left out."
        message = f"{excerpt(cell.text)} is not on the list. {fate}"
        findings.append(warning(key, value.code, message, f"Not on the list. {fate}"))
    else:
        findings.append(error(key, value.code, value.message, value.group))


def _unreadable(cell: Cell, column: Column) -> Problem:
    if cell.kind is CellKind.ERROR:
        return Problem(
            "error_cell",
            f"The cell holds the error {shown(cell.text)}. Type the {column.noun} instead.",
            f"The cell holds an error. Type the {column.noun} instead.",
        )
    return Problem(
        "formula",
        f"The cell holds a formula without a result. Type the {column.noun} instead.",
    )


@lru_cache(maxsize=64)
def _parsers(group: Group) -> dict[str, Parser]:
    """A parser for each column, made once a group."""
    return {key: _parser(column, group) for key, column in BY_KEY.items()}


def _parser(column: Column, group: Group) -> Parser:
    if column.key == "subgroup_id":
        return _subgroup_id
    if column.key == "plan":
        # Whether the subgroup offers the plan is a rule about coverage, not of reading.
        known = {_fold(plan): plan for plan in group.plans}
        return lambda cell: known.get(_fold(cell.text)) or _limited(cell.text, column)
    if column.kind is Kind.CHOICE:
        return _choice(column)
    if column.kind is Kind.DATE:
        noun = column.noun
        return lambda cell: parse_date(cell.text, noun)
    if column.kind is Kind.INTEGER:
        return lambda cell: _family_number(cell.text)
    if column.kind is Kind.NAME:
        return _name(column)
    if column.kind is Kind.ZIP:
        # A number's lost zeros are restored where the state is known: domain.rules.address.
        return lambda cell: cell.text if is_short_zip(cell) else parse_zip(cell.text)
    if column.key == "medical_record_number":
        return lambda cell: _digits(cell.text, column)
    if column.kind is Kind.EMAIL:
        return lambda cell: _email(cell.text, column)
    if column.kind in _NUMBERS:
        parse = _NUMBERS[column.kind]
        return lambda cell: parse(cell.text)
    return lambda cell: _limited(cell.text, column)


_NUMBERS: dict[Kind, Callable[[str], str | Problem]] = {
    Kind.SSN: parse_ssn,
    Kind.MBI: parse_mbi,
    Kind.PHONE: parse_phone,
}


def _email(text: str, column: Column) -> str | Problem:
    found = _limited(text, column)
    return found if isinstance(found, Problem) else parse_email(found)


def is_short_zip(cell: Cell) -> bool:
    """Whether a number may be a ZIP code, with or without its four more, that lost its zeros."""
    digits = cell.text.isascii() and cell.text.isdigit()
    return cell.kind is CellKind.NUMBER and digits and len(cell.text) in (3, 4, 7, 8)


def _subgroup_id(cell: Cell) -> str:
    # Always four digits, so lost zeros have one possible meaning.
    return cell.text.zfill(4) if cell.text.isascii() and cell.text.isdigit() else cell.text


def _family_number(text: str) -> int | Problem:
    whole = text.removesuffix(".0").lstrip("0")
    if whole.isascii() and whole.isdigit() and len(whole) <= 4:
        return int(whole)
    return Problem(
        "family_number",
        f"{excerpt(text)} is not a family number. Use a whole number from 1 to 9999.",
        "Use a whole number from 1 to 9999 for the family.",
    )


def _digits(text: str, column: Column) -> str | Problem:
    if not (text.isascii() and text.isdigit()):
        return Problem("digits", "Use digits only, or leave it blank.")
    return _limited(text, column)


def _limited(text: str, column: Column) -> str | Problem:
    if column.max_length is not None and len(text) > column.max_length:
        limit = f"{column.header} holds at most {count_of(column.max_length, 'character')}."
        return Problem("too_long", f"{limit} This one has {len(text)}. Shorten it.", limit)
    return text


def _name(column: Column) -> Parser:
    def parse(cell: Cell) -> str | Problem:
        name = parse_name(cell.text, column.header)
        return name if isinstance(name, Problem) else _limited(name, column)

    return parse


@lru_cache(maxsize=4096)
def _fold(text: str) -> str:
    """A choice without case, periods and the difference of hyphen and space."""
    return " ".join(text.casefold().replace(".", "").replace("-", " ").split())


def _choice(column: Column) -> Parser:
    known = {_fold(choice): choice for choice in column.choices}
    if column.choices is choices.STATES:
        known |= {_fold(name): code for code, name in choices.STATE_NAMES.items()}

    def parse(cell: Cell) -> str | Problem:
        value = known.get(_fold(cell.text))
        return value if value is not None else _not_on_list(cell.text, column, known)

    return parse


_LIST_NAMES = {"relationship": "the list of relationships"}


def _not_on_list(text: str, column: Column, known: dict[str, str]) -> Problem:
    if column.choices is choices.STATES:
        what = f"{excerpt(text)} is not a state code."
    else:
        what = f"{excerpt(text)} is not on {_LIST_NAMES.get(column.key, 'the list')}."
    likely = _suggestion(text, column, known)
    if likely and column.choices is choices.STATES:
        fix = f"Use {likely}."
    elif likely:
        fix = f'Use "{likely}".'
    else:
        fix = column.missing
    return Problem("not_on_list", f"{what} {fix}", f"{column.header} is not on the list.")


def _suggestion(text: str, column: Column, known: dict[str, str]) -> str | None:
    folded = _fold(text)
    if said := choices.SUGGESTIONS.get(column.key, {}).get(folded):
        return said
    return _by_beginning(folded, known) or _by_likeness(folded, known)


def _by_beginning(folded: str, known: dict[str, str]) -> str | None:
    found = {value for key, value in known.items() if key.startswith(folded)}
    return found.pop() if len(found) == 1 and len(folded) >= 3 else None


def _by_likeness(folded: str, known: dict[str, str]) -> str | None:
    close = difflib.get_close_matches(folded, known, n=1, cutoff=0.75)
    return known[close[0]] if close else None
