"""Text as a person means it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.cells import Cell, CellKind, clean, typed


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("  Ana ", "Ana"),
        ("\u00a0Ana\u00a0\u2003Maria\u3000", "Ana Maria"),
        ("An\u200ba", "Ana"),
        ("\ufeffAna", "Ana"),
        ("A\u00adna", "Ana"),
        ("\u202aAna\u202c", "Ana"),
        ("\u2067Ana\u2069\u061c", "Ana"),
        ("Ana\r\nMaria\tLopez", "Ana Maria Lopez"),
        ("Ana\x00\x07", "Ana"),
        ("\ud800Ana", "Ana"),
        ("\u3164Ana\u2800", "Ana"),
        ("801\u200d12\u200c3456", "801123456"),
        ("\u200dAna\u200c", "Ana"),
        ("Ana \u200d Maria", "Ana Maria"),
        ("क्\u200dष", "क्\u200dष"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("é\u200da", "éa"),
        ("ana", "ana"),
    ],
)
def test_nothing_unseen_is_left(text: str, meant: str) -> None:
    """White space is folded and what cannot be seen goes, but for joiners within a script."""
    assert clean(text) == meant


@given(st.text(max_size=40))
def test_clean_text_is_clean(text: str) -> None:
    """Cleaning again changes nothing, and leaves no outer, double or unusual space."""
    assert clean(clean(text)) == clean(text)
    assert not re.search(r"^ | $|  |[\u00a0\u200b\ufeff\x00-\x1f]", clean(text))


@pytest.mark.parametrize(
    "text", ["", " ", "\u00a0", "\u200b", "\u200d", "\u200c \u200d\ufeff", "\t", "\u3164\u2800"]
)
def test_a_field_with_nothing_to_see_is_blank(text: str) -> None:
    """Spaces and zero-width characters alone are no answer."""
    assert typed(text) is None


def test_a_field_is_text() -> None:
    """What is typed in a form is text, cleaned."""
    assert typed(" 94612 ") == Cell("94612", CellKind.TEXT)
