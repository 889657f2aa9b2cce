"""A parser for each column, by its kind."""

import difflib
import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache

from domain import choices
from domain.caching import cached_for_short_texts
from domain.carrier import Group
from domain.cells import Cell, CellKind
from domain.columns import Column, Columns, Kind
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
    whole,
)

Value = str | int | date
Parser = Callable[[Cell], Value | Problem]


@lru_cache(maxsize=64)
def parsers_of(columns: Columns, group: Group) -> Mapping[str, Parser]:
    """A parser for each column, by its key, made once a group."""
    return {
        column.key: _in_full(column, _parser(column, group))
        if column.kind in _MAY_BE_CUT
        else _parser(column, group)
        for column in columns
    }


def is_short_zip(cell: Cell) -> bool:
    """Whether a number may be a ZIP code, with or without its four more, that lost its zeros."""
    digits = cell.text.isascii() and cell.text.isdigit()
    return cell.kind is CellKind.NUMBER and digits and len(cell.text) in (3, 4, 7, 8)


def _parser(column: Column, group: Group) -> Parser:
    if column.key in _OF_ITS_OWN:
        return _OF_ITS_OWN[column.key]
    if column.key == "plan":
        # Whether the subgroup offers the plan is a rule about coverage, not of reading.
        known = {folded(plan): plan for plan in group.plans}
        return lambda cell: known.get(folded(cell.text)) or _limited(cell.text, column)
    if column.kind is Kind.CHOICE:
        return _choice(column)
    if column.kind is Kind.DATE:
        noun = column.noun
        return lambda cell: parse_date(cell.text, noun)
    if column.kind is Kind.ZIP:
        # A number's lost zeros are restored where the state is known: domain.rules.address.
        return lambda cell: cell.text if is_short_zip(cell) else parse_zip(whole(cell.text))
    if column.kind is Kind.SSN:
        return _ssn
    if column.kind in _NUMBERS:
        parse = _NUMBERS[column.kind]
        return lambda cell: parse(cell.text)
    read = _LIMITED.get(column.kind, _limited)
    return lambda cell: read(cell.text, column)


def _subgroup_id(cell: Cell) -> str:
    # Always four digits, so lost zeros have one possible meaning.
    text = whole(cell.text)
    return text.zfill(4) if text.isascii() and text.isdigit() else text


def _ssn(cell: Cell) -> str | Problem:
    found = parse_ssn(cell.text)
    # It may be a digit short as well, so zeros are never put in front of it.
    if isinstance(found, Problem) and cell.kind is CellKind.NUMBER and len(cell.text) in (7, 8):
        hint = "Numbers lose the zeros they begin with: type all nine digits as text."
        return Problem(found.code, f"{found.message} {hint}", found.group)
    return found


def _family_number(cell: Cell) -> int | Problem:
    digits = whole(cell.text).lstrip("0")
    if digits.isascii() and digits.isdigit() and len(digits) <= 4:
        return int(digits)
    return Problem(
        "family_number",
        f"{excerpt(cell.text)} is not a family number. Use a whole number from 1 to 9999.",
        "Use a whole number from 1 to 9999 for the family.",
    )


_OF_ITS_OWN: dict[str, Parser] = {"subgroup_id": _subgroup_id, "family_number": _family_number}
_NUMBERS: dict[Kind, Callable[[str], str | Problem]] = {
    Kind.MBI: parse_mbi,
    Kind.PHONE: parse_phone,
}


# What Excel shows of a long number in a narrow or general cell, once somebody pastes it as text.
_CUT_SHORT = re.compile(r"\d(?:[.,]\d+)?E\+\d{1,3}", re.IGNORECASE | re.ASCII)
_MAY_BE_CUT = frozenset({Kind.TEXT, Kind.CODE, Kind.SSN, Kind.MBI, Kind.ZIP, Kind.PHONE})


def _in_full(column: Column, parse: Parser) -> Parser:
    """The parser, for a column in which a number may have lost its last digits."""
    noun = column.noun

    def read(cell: Cell) -> Value | Problem:
        if "+" in cell.text and _CUT_SHORT.fullmatch(cell.text):
            how = f"Type the {noun} in full, as text."
            message = f"{excerpt(cell.text)} is a number cut short: digits were lost. {how}"
            return Problem("digits_lost", message, f"Digits were lost. {how}")
        return parse(cell)

    return read


def _limited(text: str, column: Column) -> str | Problem:
    if column.max_length is not None and len(text) > column.max_length:
        what = "digit" if column.kind is Kind.INTEGER else "character"
        limit = f"{column.header} holds at most {count_of(column.max_length, what)}."
        return Problem("too_long", f"{limit} This one has {len(text)}. Shorten it.", limit)
    return text


def _email(text: str, column: Column) -> str | Problem:
    found = _limited(text, column)
    return found if isinstance(found, Problem) else parse_email(found)


def _name(text: str, column: Column) -> str | Problem:
    name = parse_name(text, column.header)
    return name if isinstance(name, Problem) else _limited(name, column)


def _code(text: str, column: Column) -> str | Problem:
    """Digits; in a column of the carrier's own, letters and hyphens too."""
    text = whole(text)
    written = text.replace("-", "") if column.extra else text
    if not (written.isascii() and (written.isalnum() if column.extra else written.isdigit())):
        what = "letters, digits and hyphens" if column.extra else "digits"
        end = "." if column.required else ", or leave it blank."
        return Problem("code" if column.extra else "digits", f"Use {what} only{end}")
    return _limited(text, column)


def _whole_number(text: str, column: Column) -> int | Problem:
    digits = whole(text)
    if digits.isascii() and digits.isdigit():
        found = _limited(digits.lstrip("0") or "0", column)
        return found if isinstance(found, Problem) else int(found)
    problem = f"Enter the {column.noun} as a whole number."
    return Problem("whole_number", f"{excerpt(text)} is not a whole number. {problem}", problem)


_LIMITED: dict[Kind, Callable[[str, Column], Value | Problem]] = {
    Kind.NAME: _name,
    Kind.EMAIL: _email,
    Kind.CODE: _code,
    Kind.INTEGER: _whole_number,
}


_ALIKE = str.maketrans(dict.fromkeys("-‐‑‒–—−", " ") | {".": None})


@cached_for_short_texts(4096)
def folded(text: str) -> str:
    """A choice without case, periods and the difference of hyphen, dash and space."""
    return " ".join(text.casefold().translate(_ALIKE).split())


def _choice(column: Column) -> Parser:
    known = {folded(choice): choice for choice in column.choices}
    if column.choices is choices.STATES:
        known |= {folded(name): code for code, name in choices.STATE_NAMES.items()}

    def parse(cell: Cell) -> str | Problem:
        value = known.get(folded(cell.text))
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
    word = folded(text)
    if said := choices.SUGGESTIONS.get(column.key, {}).get(word):
        return said
    return _by_beginning(word, known) or _by_likeness(word, known)


def _by_beginning(word: str, known: dict[str, str]) -> str | None:
    found = {value for key, value in known.items() if key.startswith(word)}
    return found.pop() if len(found) == 1 and len(word) >= 3 else None


def _by_likeness(word: str, known: dict[str, str]) -> str | None:
    close = difflib.get_close_matches(word, known, n=1, cutoff=0.75)
    return known[close[0]] if close else None
