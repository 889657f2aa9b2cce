"""What was typed, as it may stand in a sentence."""

import pytest

from domain.values import count_of, excerpt, shown


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
