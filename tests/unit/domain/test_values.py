"""Values read from what people type: what is taken, and what is said about the rest."""

from datetime import date

import pytest

from domain.values import (
    Problem,
    excerpt,
    format_date,
    format_phone,
    mask_ssn,
    parse_date,
    parse_email,
    parse_mbi,
    parse_name,
    parse_phone,
    parse_ssn,
)


def problem(found: object) -> Problem:
    """What came out, which must be a problem."""
    assert isinstance(found, Problem), found
    return found


# Dates


@pytest.mark.parametrize(
    "text",
    ["12/01/2026", "12/1/2026", "2026-12-01", "2026-12-01T00:00:00", "2026-12-01 00:00:00.000"],
)
def test_dates_are_read_as_people_write_them(text: str) -> None:
    """Month, day and year with slashes, with or without zeros, or ISO."""
    assert parse_date(text, "hire date") == date(2026, 12, 1)


def test_a_leap_day_is_a_real_day() -> None:
    """February 29 is there in leap years only."""
    assert parse_date("02/29/2024", "hire date") == date(2024, 2, 29)
    assert problem(parse_date("02/29/2026", "hire date")).code == "date_unreal"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("02/30/2026", "02/30/2026 is not a real date. Enter the hire date as MM/DD/YYYY."),
        ("25/12/2026", "25/12/2026 is not a real date. Enter the hire date as MM/DD/YYYY."),
        ("0000-01-01", "0000-01-01 is not a real date. Enter the hire date as MM/DD/YYYY."),
        ("12/1/26", "12/1/26 has a year of two digits. Enter the hire date as MM/DD/YYYY."),
        ("1.2.26", "1.2.26 has a year of two digits. Enter the hire date as MM/DD/YYYY."),
        ("tomorrow", '"tomorrow" is not a date. Enter the hire date as MM/DD/YYYY.'),
        ("46357", '"46357" is not a date. Enter the hire date as MM/DD/YYYY.'),
        ("2026-12-01 13:30", '"2026-12-01 13:30" is not a date. Enter the hire date as'),
    ],
)
def test_what_is_not_a_date_is_told_so(text: str, sentence: str) -> None:
    """An impossible day, a short year and anything else each have a sentence of their own."""
    assert problem(parse_date(text, "hire date")).message.startswith(sentence)


def test_dates_are_shown_as_the_template_has_them() -> None:
    """MM/DD/YYYY, zeros included."""
    assert format_date(date(987, 3, 4)) == "03/04/0987"


# Numbers of people


@pytest.mark.parametrize(
    "text", ["801123456", "801-12-3456", "801 12 3456", "801‑12–3456", "801-123456", "80112-3456"]
)
def test_numbers_are_nine_digits_however_dashed(text: str) -> None:
    """Dashes and spaces are optional, and any dash will do."""
    assert parse_ssn(text) == "801123456"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("000-12-3456", "ssn_area"),
        ("666-12-3456", "ssn_area"),
        ("801-00-3456", "ssn_zeros"),
        ("801-12-0000", "ssn_zeros"),
        ("078-05-1120", "ssn_void"),
        ("219-09-9999", "ssn_void"),
        ("80l-12-3456", "ssn_characters"),
        ("８01-12-3456", "ssn_characters"),
        ("801.12.3456", "ssn_characters"),
        ("801-12-345", "ssn_length"),
        ("801-12-34567", "ssn_length"),
        ("-", "ssn_length"),
        ("8011-2-3456", "ssn_dashes"),
        ("801--12-3456", "ssn_dashes"),
    ],
)
def test_numbers_never_given_are_refused(text: str, code: str) -> None:
    """Each way of not being a Social Security number is told apart."""
    assert problem(parse_ssn(text)).code == code


ITIN_GROUPS = {*range(50, 66), *range(70, 89), *range(90, 93), *range(94, 100)}


@pytest.mark.parametrize("middle", range(100))
def test_numbers_that_begin_with_nine_are_itins(middle: int) -> None:
    """An ITIN's fourth and fifth digits are 50-65, 70-88, 90-92 or 94-99, and nothing else."""
    number = f"912{middle:02}1234"
    found = parse_ssn(number)
    assert found == number if middle in ITIN_GROUPS else problem(found).code == "itin_group"


@pytest.mark.parametrize("middle", ["50", "99"])
def test_itin_may_end_in_zeros(middle: str) -> None:
    """The rule about zeros is of Social Security numbers."""
    assert parse_ssn(f"900{middle}0000") == f"900{middle}0000"


def test_numbers_are_shown_by_their_last_four_digits() -> None:
    """All but the last four digits are hidden."""
    assert mask_ssn("801123456") == "***-**-3456"


# Medicare numbers


@pytest.mark.parametrize(
    "text", ["1EG4-TE5-MK73", "1eg4te5mk73", "1EG4 TE5 MK73", "1EG4–TE5—MK73", "1EG4−TE5‒MK73"]
)
def test_medicare_numbers_are_eleven_characters(text: str) -> None:
    """Dashes, spaces and case don't matter."""
    assert parse_mbi(text) == "1EG4TE5MK73"


def test_medicare_numbers_follow_the_pattern_of_the_card() -> None:
    """At each place only what CMS allows there is taken."""
    number = "1EG4TE5MK73"
    letters, digits = set("ACDEFGHJKMNPQRTUVWXY"), set("0123456789")
    either = letters | digits
    allowed = [
        digits - {"0"}, letters, either, digits, letters, either,
        digits, letters, letters, digits, digits,
    ]  # fmt: skip
    for place, here in enumerate(allowed):
        for character in "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789":
            typed = number[:place] + character + number[place + 1 :]
            assert (parse_mbi(typed) == typed) == (character in here), (place, character)


@pytest.mark.parametrize("text", ["1EG4TE5MK7", "1EG4TE5MK733", "1SG4TE5MK73", "ß", ""])
def test_length_and_letters_never_used_are_told(text: str) -> None:
    """A wrong length or one of S, L, O, I, B and Z has its sentence."""
    assert problem(parse_mbi(text)).code == "mbi"


# Names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("O’Brien", "O'Brien"),
        ("D'Angelo", "D'Angelo"),
        ("Kealiʻi", "Kealiʻi"),
        ("María José", "María José"),
        ("Nguye\u0302\u0303n", "Nguye\u0302\u0303n"),
        ("St. John-Smith", "St. John-Smith"),
        ("Anne–Marie", "Anne-Marie"),
        ("Anne—Marie", "Anne-Marie"),
        ("Anne−Marie", "Anne-Marie"),
        ("O´Brien", "O'Brien"),
        ("O′Brien", "O'Brien"),
        ("O‛Brien", "O'Brien"),
        ("O＇Brien", "O'Brien"),
        ("ז׳בוטינסקי", "ז'בוטינסקי"),
        ("李", "李"),
        ("Þórdís", "Þórdís"),
        ("محمد", "محمد"),
        ("क्षत्रिय", "क्षत्रिय"),
    ],
)
def test_names_of_any_script_are_names(text: str, name: str) -> None:
    """Letters of any script, with spaces, hyphens, apostrophes and periods, in one form."""
    assert parse_name(text, "Last Name") == name


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("An@", 'Last name has a character that cannot be used: "@".'),
        ("Rive3a", 'Last name has a digit: "3".'),
        ("Smith, Jr", 'Last name has a character that cannot be used: ",".'),
        ("Ana_", 'Last name has a character that cannot be used: "_".'),
        ("“Ana”", 'Last name has a character that cannot be used: "“".'),
        ("Ⅷ", 'Last name has a character that cannot be used: "Ⅷ".'),
        ("'", "Last name has no letters."),
        ("- .", "Last name has no letters."),
    ],
)
def test_other_marks_are_not_names(text: str, sentence: str) -> None:
    """The first character that cannot be used is named; marks alone are no name."""
    assert problem(parse_name(text, "Last Name")).message.startswith(sentence)


# Ways to reach somebody


@pytest.mark.parametrize(
    "text",
    [
        "5105550123", "510-555-0123", "(510) 555-0123", "510.555.0123", "+1 510 555 0123",
        "1-510-555-0123", "510/555/0123", "1 (510) 555 0123",
    ],
)  # fmt: skip
def test_phones_are_stored_in_one_form(text: str) -> None:
    """Any punctuation gives the same number."""
    assert parse_phone(text) == "+15105550123"


def test_extensions_stay() -> None:
    """An extension is kept with the number and shown after it."""
    found = parse_phone("(510) 555-0123 x 45")
    assert found == "+15105550123;ext=45"
    assert format_phone(found) == "(510) 555-0123 ext. 45"
    assert format_phone("+18085550177") == "(808) 555-0177"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("510-555-012", "A phone number has 10 digits. This one has 9."),
        ("555-0101", "A phone number has 10 digits. This one has 7."),
        ("call me", "A phone number has 10 digits. This one has none."),
        ("+44 20 7946 0958", "A phone number has 10 digits. This one has 12."),
        ("000-555-0123", "This number cannot be dialed in the United States."),
        ("1-999-555-0123", "This number cannot be dialed in the United States."),
        ("416-555-0123", "This number cannot be dialed in the United States."),
    ],
)
def test_what_cannot_be_dialed_is_told_so(text: str, sentence: str) -> None:
    """A wrong count of digits is counted; ten that no one answers are told to be checked."""
    assert problem(parse_phone(text)).message.startswith(sentence)


@pytest.mark.parametrize(
    "text",
    [
        "ana@example.com", "ana.maria+work@mail.example.co", "o'brien@example.org", "a@b-c.example",
        "josé@exämple.de", "ana@example.xn--p1ai",
    ],
)  # fmt: skip
def test_emails_with_a_whole_domain_are_taken(text: str) -> None:
    """They are kept as they were typed."""
    assert parse_email(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "ana@mail", "ana", "@example.com", "ana@.com", "ana@example.", "ana@example.c",
        "ana@@example.com", "ana maria@example.com", "ana@exa mple.com", "ana.@example.com",
        ".ana@example.com", "ana@-example.com", "ana@example.com;leo@example.com",
        "Ana <ana@example.com>", "a" * 65 + "@example.com",
    ],
)  # fmt: skip
def test_emails_that_are_not_whole_are_told_so(text: str) -> None:
    """The sentence repeats what was typed and shows how one is written."""
    found = problem(parse_email(text))
    assert found.message == f"{excerpt(text)} is not a complete e-mail address. " + (
        "Write it as name@example.com."
    )
