"""Whatever is typed, no parser raises; and what is formatted parses back."""

from collections.abc import Callable
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.cells import clean, typed
from domain.confirmations import CONFIRMATION_ALPHABET, confirmation_id, parse_confirmation_id
from domain.masking import masked
from domain.places import is_po_box, parse_zip, states_of_zip
from domain.values import (
    Problem,
    format_date,
    format_phone,
    parse_date,
    parse_email,
    parse_mbi,
    parse_name,
    parse_phone,
    parse_ssn,
    shown,
)
from tests.unit.domain.typing_people import anything, numbers_of

PARSERS: dict[str, Callable[[str], object]] = {
    "date": lambda text: parse_date(text, "hire date"),
    "ssn": parse_ssn,
    "mbi": parse_mbi,
    "name": lambda text: parse_name(text, "Last Name"),
    "phone": parse_phone,
    "email": parse_email,
    "confirmation ID": parse_confirmation_id,
    "zip": parse_zip,
}
# Digits, dashes, dots and the like, that parsers look at closely.
near_misses = st.text(alphabet="0123456789-‑–/. ()+xX@T:#,¹٣０A\u200d", max_size=40)
digits = st.text(alphabet="0123456789", min_size=9, max_size=9)


@pytest.mark.parametrize("name", PARSERS)
@given(text=anything | near_misses | st.text())
def test_no_text_makes_a_parser_raise(name: str, text: str) -> None:
    """Each gives a value or a problem whose sentence says what to do."""
    found = PARSERS[name](text)
    if isinstance(found, Problem):
        assert found.code
        assert found.message.endswith(".")
    else:
        assert isinstance(found, str | date)


@given(anything | near_misses)
def test_no_text_makes_a_question_about_it_raise(text: str) -> None:
    """The rules about places and what is shown take any text too."""
    assert is_po_box(text) in (True, False)
    assert isinstance(states_of_zip(text), frozenset)
    assert len(shown(text)) <= 40
    assert len(masked(text)) <= max(11, len(text))


@given(anything | near_misses | st.text(alphabet="\u200c\u200d\u200b \u00a0aé\ud800\x00\u0915"))
def test_cleaning_is_done_once_and_for_all(text: str) -> None:
    """A cleaned text is clean: nothing unseen is left, and no white space but single spaces."""
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert cleaned == " ".join(cleaned.split())
    assert all(c.isprintable() or c in "\u200c\u200d" for c in cleaned)
    assert (typed(text) is None) == (cleaned == "")


@given(st.dates())
def test_dates_parse_back(day: date) -> None:
    """As MM/DD/YYYY and as ISO, from the first year to the last."""
    assert parse_date(format_date(day), "day") == day
    assert parse_date(day.isoformat(), "day") == day


@given(digits, st.sampled_from(["{}{}{}", "{}-{}-{}", "{} {} {}", "{}‑{}‑{}"]))
def test_numbers_parse_back(number: str, shape: str) -> None:
    """A number that is taken is taken in each of its shapes, and one that isn't in none."""
    found = parse_ssn(number)
    written = parse_ssn(shape.format(number[:3], number[3:5], number[5:]))
    assert written == found
    assert isinstance(found, Problem) or found == number


@given(st.from_regex(r"[0-9]{5}(-[0-9]{4})?", fullmatch=True))
def test_zip_codes_parse_back(code: str) -> None:
    """Five digits or nine."""
    assert parse_zip(code) == code
    assert parse_zip(code.replace("-", "")) == code


@given(
    st.sampled_from(["201", "212", "415", "503", "510", "671", "787", "808", "912"]),
    st.integers(200, 999),
    st.integers(0, 9999),
    st.from_regex(r"[0-9]{0,6}", fullmatch=True),
)
def test_phones_parse_back(area: str, exchange: int, line: int, extension: str) -> None:
    """What a number is shown as is read as the same number, its extension too."""
    number = f"{area}-{exchange}-{line:04}{' x' + extension if extension else ''}"
    found = parse_phone(number)
    if not isinstance(found, Problem):
        assert parse_phone(format_phone(found)) == found
        assert parse_phone(found) == found


@given(st.text(alphabet=CONFIRMATION_ALPHABET, min_size=9, max_size=9))
def test_confirmation_ids_parse_back_and_tell_mistakes(body: str) -> None:
    """One changed character or two exchanged neighbours are always noticed."""
    whole = confirmation_id(body)
    assert parse_confirmation_id(whole) == whole
    letters = whole.replace("-", "")
    mistakes = {
        letters[:place] + other + letters[place + 1 :]
        for place in range(10)
        for other in CONFIRMATION_ALPHABET
    } | {
        letters[:place] + b + a + letters[place + 2 :]
        for place, (a, b) in enumerate(pairwise(letters))
    }
    for mistake in mistakes - {letters}:
        assert isinstance(parse_confirmation_id(mistake), Problem), mistake


@given(anything)
def test_names_are_taken_as_they_are_kept(text: str) -> None:
    """A name that was read once reads the same again."""
    name = parse_name(text, "Last Name")
    assert isinstance(name, Problem) or parse_name(name, "Last Name") == name


@given(st.emails().filter(lambda email: len(email.partition("@")[0]) <= 64))
def test_whole_emails_are_taken(email: str) -> None:
    """Whatever the standard allows of addresses that people have."""
    assert parse_email(email) == email


@given(digits.flatmap(lambda number: st.tuples(st.just(number), numbers_of(number))))
def test_numbers_never_show(number: tuple[str, str]) -> None:
    """However nine digits are written, a sentence shows the last four."""
    plain, written = number
    sentence = shown(f"Ana ({written})")
    assert plain not in "".join(filter(str.isdigit, sentence))
    assert plain[-4:] in sentence
