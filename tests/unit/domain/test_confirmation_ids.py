"""Confirmation IDs: short, unambiguous when read aloud, and with a check character."""

import pytest

from domain.confirmations import CONFIRMATION_ALPHABET, confirmation_id, parse_confirmation_id
from domain.values import Problem


def test_confirmation_ids_are_grouped_to_be_read_aloud() -> None:
    """Three, three and four characters, the last of them the check."""
    assert confirmation_id("234567892") == "234-567-892K"
    assert parse_confirmation_id("234-567-892K") == "234-567-892K"


@pytest.mark.parametrize("text", ["234567892K", "234-567-892k", " 234 567 892k ", "23 4567-892K"])
def test_confirmation_ids_are_read_however_written(text: str) -> None:
    """Case, dashes and spaces don't matter."""
    assert parse_confirmation_id(text) == "234-567-892K"


@pytest.mark.parametrize("text", ["", "234-567-892", "234-567-892J", "234-567-892KK", "O34567892K"])
def test_other_texts_are_no_confirmation_ids(text: str) -> None:
    """Too short, too long, a wrong check character, or one never used."""
    found = parse_confirmation_id(text)
    assert isinstance(found, Problem)
    assert found.code == "confirmation_id"


def test_confirmation_ids_have_nothing_to_be_mistaken() -> None:
    """No two characters that look or sound alike, and a prime number of them for the check."""
    alike = ["0OQD", "1IL", "2Z", "5S", "8B", "UVW", "MN", "BCDEGPTVZ", "FS"]
    for group in alike:
        assert len(set(group) & set(CONFIRMATION_ALPHABET)) <= 1, group
    assert len(set(CONFIRMATION_ALPHABET)) == 19
