"""People's texts in the characters of an 834 file."""

import pytest

from adapters.registry.x12.characters import BASIC, EXTENDED, Pen, plain


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("D'Angelo", "D'ANGELO"),
        ("Müller", "MULLER"),
        ("José Ángel Núñez", "JOSE ANGEL NUNEZ"),
        ("Straße", "STRASSE"),
        ("Łukasz Øster Æsir Đorđe", "LUKASZ OSTER AESIR DORDE"),
        ("Kahananui‑ʻōkina", "KAHANANUI-'OKINA"),
        ("O’Neil “Bo”", 'O\'NEIL "BO"'),
        ("Nguye\u0302\u0303n", "NGUYEN"),
        ("ﬁona ª", "FIONA A"),
        ("1 Main*St~Apt:2^b", "1 MAIN ST APT 2 B"),
        ("two\u00a0\u2003spaces  here ", "TWO SPACES HERE"),
        ("５００ Ｏａｋ", "500 OAK"),
        ("½ block", "1 2 BLOCK"),
    ],
)
def test_texts_are_written_plainly(text: str, written: str) -> None:
    """Capitals without accents; separators and other marks become spaces."""
    assert plain(text, BASIC) == (written, False)


@pytest.mark.parametrize(
    ("text", "left"), [("张伟", ""), ("Иван", ""), ("Anna 张", "ANNA"), ("שרה Cohen", "COHEN")]
)
def test_letters_of_other_scripts_are_lost(text: str, left: str) -> None:
    """What cannot be written is left out, and it is said that letters were lost."""
    assert plain(text, EXTENDED) == (left, True)


def test_extended_set_holds_more() -> None:
    """A number sign stands only in the extended set."""
    assert plain("Apt #5", EXTENDED).text == "APT #5"
    assert plain("Apt #5", BASIC).text == "APT 5"


def test_long_texts_are_cut_and_noted() -> None:
    """What is too long for its element is cut, without a space at its end, and noted."""
    pen = Pen(EXTENDED)
    assert pen.write("abc defg", "middle name", 4) == "ABC"
    assert pen.write("abcd", "middle name", 4) == "ABCD"
    assert pen.notes == ["The middle name was cut to 4 characters."]


def test_lost_letters_are_noted() -> None:
    """A note says from what letters were left out, and not which."""
    pen = Pen(EXTENDED)
    assert pen.write("Anna 张", "city", 30) == "ANNA"
    assert pen.notes == ["Letters that an 834 file cannot hold were left out of the city."]


@pytest.mark.parametrize(
    ("email", "allowed", "written"),
    [
        ("ana.b@x.example", EXTENDED, "ana.b@x.example"),
        ("ana.b@x.example", BASIC, ""),
        ("a*b@x.example", EXTENDED, ""),
        ("añb@x.example", EXTENDED, ""),
        (None, BASIC, ""),
    ],
)
def test_addresses_stay_as_they_are(
    email: str | None, allowed: frozenset[str], written: str
) -> None:
    """An e-mail address is written as it is or, noted, not at all."""
    pen = Pen(allowed)
    assert pen.address(email) == written
    assert bool(pen.notes) == (email is not None and not written)
