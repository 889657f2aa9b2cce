"""What was typed, as it may stand in a sentence."""

from collections.abc import Sequence

import pytest

from domain.values import count_of, excerpt, numbers_hidden, shown


def test_counts_are_words_up_to_nine() -> None:
    """ "one digit", "nine digits", "10 digits"."""
    assert [count_of(n, "digit") for n in (0, 1, 2, 9, 10)] == [
        "no digits", "one digit", "two digits", "nine digits", "10 digits",
    ]  # fmt: skip


def test_long_texts_are_cut_in_sentences() -> None:
    """Forty characters stay whole; of more the first 39 stand, and a mark that there were more."""
    assert excerpt("x" * 40) == f'"{"x" * 40}"'
    assert excerpt("x" * 41) == f'"{"x" * 39}…"'


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("801-12-3456", "***-**-3456"),
        ("801123456", "***-**-3456"),
        ("8 0 1 1 2 3 4 5 6", "***-**-3456"),
        ("801.12.3456", "***-**-3456"),
        ("801_12_3456", "***-**-3456"),
        ("Ana 801-12-3456 Moreno", "Ana ***-**-3456 Moreno"),
        ("12 801-12-3456 7", "12 ***-**-3456 7"),
        ("80-11-23-45-6", "***-**-3456"),
        ("2026-12-01 13:30", "2026-12-01 13:30"),
        ("8011234567", "8011234567"),
        ("94536-1234", "***-**-1234"),
        ("9453-1234", "9453-1234"),
        ("x" * 35 + "801123456", "x" * 35 + "***-…"),
    ],
)
def test_numbers_of_people_never_stand_in_sentences(text: str, sentence: str) -> None:
    """Nine digits, together or apart, show their last four only, in any cell's text."""
    assert shown(text) == sentence


SEPARATORS = {
    "nothing": "", "space": " ", "no-break space": "\u00a0", "thin space": "\u2009",
    "narrow no-break space": "\u202f", "ideographic space": "\u3000", "tab": "\t",
    "hyphen": "-", "true hyphen": "‐", "no-break hyphen": "‑", "figure dash": "‒", "en dash": "–",
    "em dash": "—", "bar": "―", "minus": "−", "small hyphen": "﹣", "full-width hyphen": "－",
    "soft hyphen": "\u00ad", "dot": ".", "middle dot": "·", "bullet": "•", "slash": "/",
    "backslash": "\\", "fraction slash": "⁄", "underscore": "_", "comma": ",", "colon": ":",
    "spaced dash": " – ", "spaced slash": " / ", "two dashes": "--", "zero-width space": "\u200b",
}  # fmt: skip


@pytest.mark.parametrize("between", SEPARATORS.values(), ids=SEPARATORS.keys())
@pytest.mark.parametrize(
    ("groups", "hidden"),
    [
        (("801", "12", "3456"), "***-**-3456"),
        (("1EG4", "TE5", "MK73"), "*******MK73"),
        (("1eg4", "te5", "mk73"), "*******mk73"),
        ("801123456", "***-**-3456"),
        ("1EG4TE5MK73", "*******MK73"),
    ],
    ids=["number", "Medicare number", "small letters", "digit by digit", "letter by letter"],
)
def test_both_kinds_of_number_are_hidden_whatever_stands_between(
    groups: Sequence[str], hidden: str, between: str
) -> None:
    """Between groups, or between all characters."""
    assert numbers_hidden(f"Ana ({between.join(groups)}) Moreno") == f"Ana ({hidden}) Moreno"


@pytest.mark.parametrize(
    "text",
    [
        "12/01/2026",
        "7KM-4XR-2H9A",
        "1st Floor, 22 B Street",
        "350 N 1200 E Apt 4",
        "(510) 555-0123 ext. 4",
        "HMO 20, PPO 30",
        "1EG4-TE5-MK7",
        "1EG4-TE5-MK733",
    ],
)
def test_what_is_nobodys_number_stays(text: str) -> None:
    """Dates, addresses, telephone numbers, confirmation IDs."""
    assert numbers_hidden(text) == text
