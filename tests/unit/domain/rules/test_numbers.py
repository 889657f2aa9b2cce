"""Numbers as programs mangle them: cut short, without their zeros, with a fraction of nothing."""

import pytest

from domain.cells import Cell
from domain.core_columns import COLUMNS
from domain.rules.reading import read
from tests.unit.domain.rows import alone, codes, entries, group, number, ready, said, subscriber


def value(column: str, typed: str | Cell) -> object:
    """What the column's cell says, on a row of unknown relationship."""
    answers, _ = read(entries(**{column: typed}), group(), COLUMNS)
    return getattr(answers, column)


def sentence(column: str, typed: str | Cell) -> str:
    """What is said about the column's cell, which cannot be read."""
    answers, findings = read(entries(**{column: typed}), group(), COLUMNS)
    assert getattr(answers, column) is None
    return said(findings)[column]


@pytest.mark.parametrize(
    ("column", "noun"),
    [
        ("ssn", "SSN or ITIN"),
        ("zip", "ZIP code"),
        ("day_phone", "day phone"),
        ("medical_record_number", "medical record number"),
        ("subgroup_id", "subgroup ID"),
        ("employee_id", "employee ID"),
        ("mbi", "Medicare number"),
    ],
)
@pytest.mark.parametrize("typed", ["1.23E+08", "1.23e+08", "5E+9", "1,23E+08"])
def test_numbers_cut_short_are_told_so(column: str, noun: str, typed: str) -> None:
    """What Excel shows of a long number, pasted as text, is not the number any more."""
    assert sentence(column, typed) == (
        f'"{typed}" is a number cut short: digits were lost. Type the {noun} in full, as text.'
    )


def test_what_only_looks_like_a_number_cut_short_is_kept() -> None:
    """Employee IDs and addresses may have an E and a plus sign in them."""
    for typed in ("12E+A", "E+08", "A1E+08", "1E5", "Unit 1E+08"):
        assert value("employee_id", typed) == typed


@pytest.mark.parametrize("digits", ["1123456", "12123456"])
def test_a_number_may_have_lost_its_zeros(digits: str) -> None:
    """A Social Security number that a workbook holds as a number may have begun with zeros. It
    may as well be a digit short, so it is never filled up; the sentence says how to type it."""
    said = sentence("ssn", number(digits))
    assert said.startswith(f"A Social Security number has nine digits. This one has {len(digits)}.")
    assert said.endswith("Numbers lose the zeros they begin with: type all nine digits as text.")
    assert "lose" not in sentence("ssn", digits)
    assert "lose" not in sentence("ssn", number("8011234567"))


@pytest.mark.parametrize(
    ("column", "typed", "meant"),
    [
        ("family_number", "12.0", 12),
        ("ssn", "801123456.0", "801123456"),
        ("zip", "94536.0", "94536"),
        ("mailing_zip", "945361234.0", "94536-1234"),
        ("day_phone", "5105550154.0", "+15105550154"),
        ("subgroup_id", "1.0", "0001"),
        ("medical_record_number", "77012345.0", "77012345"),
    ],
)
def test_a_fraction_of_nothing_is_left_out(column: str, typed: str, meant: object) -> None:
    """Programs that hold a column of numbers with gaps as fractions write "94536.0" for 94536."""
    assert value(column, typed) == meant


@pytest.mark.parametrize("typed", ["94536.5", "94536.", ".0", "94536.00.0", "94,536.0"])
def test_any_other_fraction_stays(typed: str) -> None:
    """There is no one meaning of those."""
    assert f'"{typed}" is not a ZIP code.' in sentence("zip", typed)


def test_a_fraction_is_kept_where_text_is_free() -> None:
    """An employee's number may be written in any way."""
    assert value("employee_id", "7.0") == "7.0"


def test_a_zip_code_without_its_zero_is_restored_from_a_number_only() -> None:
    """As text, somebody typed the four digits."""
    address = {"address": "1 Elm St", "city": "Boston", "state": "MA"}
    assert ready(alone(subscriber(**address, zip=number("2138"))))
    assert codes(alone(subscriber(**address, zip="2138.0"))) == {"zip_length"}
