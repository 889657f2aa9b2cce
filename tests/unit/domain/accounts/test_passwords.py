"""Which passwords are taken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.accounts.passwords import (
    LONGEST,
    SHORTEST_ALONE,
    SHORTEST_WITH_SECOND_FACTOR,
    PasswordRules,
    long_enough_alone,
)
from domain.errors import PasswordTooCommon, PasswordTooLong, PasswordTooShort

RULES = PasswordRules(("Cascadia Health Plan",))
LETTERS = "a lazy fox met 9 brown geese over the river Thames near Úbeda. " * 3


def check(password: str, *, second_factor: bool = False) -> None:
    RULES.check(
        password, "alex.rivera@redwood.example", "Alexandra Rivera", second_factor=second_factor
    )


def test_how_long_a_password_is() -> None:
    """15 characters alone, 8 beside a second factor, and up to 128."""
    assert (SHORTEST_ALONE, SHORTEST_WITH_SECOND_FACTOR, LONGEST) == (15, 8, 128)
    for second_factor, shortest in ((False, 15), (True, 8)):
        check(LETTERS[:shortest], second_factor=second_factor)
        with pytest.raises(PasswordTooShort) as refusal:
            check(LETTERS[: shortest - 1], second_factor=second_factor)
        assert refusal.value.shortest == shortest
    check(LETTERS[:128])
    with pytest.raises(PasswordTooLong):
        check(LETTERS[:129])


@pytest.mark.parametrize("unit", ["e", "\u0301\u0316", "\u302e\u0316", "\ufdfa"])
def test_what_is_far_too_long_is_refused_by_its_length_alone(unit: str) -> None:
    """Half a megabyte of accents would hold the server for a minute if it was normalised."""
    password = "a" + unit * (500_000 // len(unit))
    with pytest.raises(PasswordTooLong):
        check(password)
    with pytest.raises(PasswordTooLong):
        RULES.check_length(password, second_factor=True)
    assert long_enough_alone(password)


def test_length_is_of_characters_as_people_see_them() -> None:
    """An accent typed by itself is no further character."""
    with pytest.raises(PasswordTooShort):
        check("élan vital sûr".replace("é", "e\u0301"))
    check("élan vital sûr!".replace("é", "e\u0301"))


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery",
        "fifteen letters",
        "blåbærsyltetøy på",
        "мой дядя самых честных",
        "花鳥風月春夏秋冬雨雪晴曇東西南北",
        "      a    b  c de fg",
        "kX9#vQ2!mZ7@pL4",
        "my redwood table wobbles",
        "a password of some length",
        "\t\n🙂 tabs 🙃 and 🙂 smiles",
    ],
)
def test_any_characters_will_do(password: str) -> None:
    """There is no rule of how many kinds of them."""
    check(password)


@pytest.mark.parametrize(
    "password",
    [
        "passwordpassword",
        "Password12345678",
        "P@ssw0rdP@ssw0rd!",
        "aaaaaaaaaaaaaaaaaaa",
        "abcabcabcabcabcabc",
        "123456789012345",
        "1234567890123456789",
        "qwertyuiopasdfghjkl",
        "poiuytrewqlkjhgfdsa",
        "1qaz2wsx3edc4rfv",
        "abcdefghijklmnopq",
        "iloveyouiloveyou",
        "Welcome Welcome 2026",
        "cascadia health plan 1",
        "alexandra rivera 26",
        "alex.rivera@redwood.example",
        "RedwoodRedwoodRedwood",
        "administrator1234",
        "summer winter spring",
        "letmeinletmeinletmein",
        "enrollment password",
        "................",
        "               ",
        "🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂",
    ],
)
def test_what_is_guessed_first_is_not_taken(password: str) -> None:
    """Words of the commonest, rows of keys, repetition, one's own name, the site's."""
    with pytest.raises(PasswordTooCommon):
        check(password)


@pytest.mark.parametrize(
    "password",
    [
        "password",
        "Passw0rd!",
        "12345678",
        "qwertyui",
        "iloveyou",
        "sunshine1",
        "redwood26",
        "11111111",
    ],
)
def test_short_ones_are_looked_at_too(password: str) -> None:
    """Those that are long enough beside a second factor."""
    with pytest.raises(PasswordTooCommon):
        check(password, second_factor=True)


@pytest.mark.parametrize(
    "password",
    [
        "trombone",
        "TromBone",
        "Tromb0ne!",
        "7r0m80n3",
        "**trombone**",
        "trombone2026",
        "trombonewalrus42",
        "Trombone Walrus!",
        "tr0mbone_walrus1",
        "walru5trombone",
    ],
)
def test_what_is_in_the_list_is_not_taken(password: str) -> None:
    """Nor in disguise: with signs around it or for letters, and two of them in a row."""
    rules = PasswordRules((), {"trombone", "walrus"})
    PasswordRules().check(password, "", "", second_factor=True)
    with pytest.raises(PasswordTooCommon):
        rules.check(password, "", "", second_factor=True)


@pytest.mark.parametrize(
    "password", ["trombone by the sea", "9471638250 walrus", "a walrus and a trombone"]
)
def test_what_is_in_the_list_may_be_part_of_more(password: str) -> None:
    """Three words, or one beside as much again, are no longer what is guessed first."""
    PasswordRules((), {"trombone", "walrus"}).check(password, "", "")


@given(st.text(max_size=200))
def test_any_text_gets_an_answer(password: str) -> None:
    """Taken, or refused for one of the three reasons; adding letters at random helps."""
    try:
        check(password)
    except (PasswordTooShort, PasswordTooLong, PasswordTooCommon):
        return
    assert len(password) >= SHORTEST_ALONE
