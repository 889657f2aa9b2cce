"""Who is who, line by line of the rule."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.matching import Likeness, compare, fold, name_key, person_key
from domain.people import Identity

BORN = date(1990, 4, 12)
OTHER_DAY = date(1990, 12, 4)
NUMBER, OTHER_NUMBER = "500010001", "500010002"

NOA = Identity("Noa", "D'Angelo", BORN, NUMBER)

SAME = [
    ("everything alike", NOA),
    ("number and birth date", Identity("Noah", "Silva", BORN, NUMBER)),
    ("number and last name", Identity("Noah", "D'Angelo", OTHER_DAY, NUMBER)),
    ("last name in another spelling", Identity("N.", "d angélo", OTHER_DAY, NUMBER)),
    ("last name, birth date unknown", Identity("Noah", "DANGELO", None, NUMBER)),
    ("last name as it was before", Identity("Noa", "Silva", OTHER_DAY, NUMBER, "D'Angelo")),
    ("no number, name and birth date", Identity("Noa", "D'Angelo", BORN)),
    ("no number, other spelling", Identity(" NÓA", "D’ANGELO", BORN)),
    ("no number, name as it was before", Identity("Noa", "Silva", BORN, None, "DAngelo")),
]
DIFFERENT = [
    ("no number, another first name", Identity("Noah", "D'Angelo", BORN)),
    ("no number, another last name", Identity("Noa", "Silva", BORN)),
    ("no number, another birth date", Identity("Noa", "D'Angelo", OTHER_DAY)),
    ("no number, no birth date", Identity("Noa", "D'Angelo")),
    ("another number and birth date", Identity("Noa", "D'Angelo", OTHER_DAY, OTHER_NUMBER)),
    ("another number and name", Identity("Noa", "Silva", BORN, OTHER_NUMBER)),
    ("nothing known", Identity("", "")),
]
NUMBER_OF_ANOTHER = [
    ("all else differs", Identity("Kai", "Silva", OTHER_DAY, NUMBER)),
    ("only the first name alike", Identity("Noa", "Silva", OTHER_DAY, NUMBER)),
    ("birth date and last name unknown", Identity("Noa", "", None, NUMBER)),
]
POSSIBLY_SAME = [
    ("two numbers", Identity("Noa", "D'Angelo", BORN, OTHER_NUMBER)),
    ("two numbers, former name", Identity("noa", "Silva", BORN, OTHER_NUMBER, "D'Angelo")),
]


@pytest.mark.parametrize(
    ("other", "likeness"),
    [
        pytest.param(other, likeness, id=f"{likeness.value}: {case}")
        for likeness, cases in [
            (Likeness.SAME, SAME),
            (Likeness.DIFFERENT, DIFFERENT),
            (Likeness.NUMBER_OF_ANOTHER, NUMBER_OF_ANOTHER),
            (Likeness.POSSIBLY_SAME, POSSIBLY_SAME),
        ]
        for case, other in cases
    ],
)
def test_two_descriptions_are_told_apart(other: Identity, likeness: Likeness) -> None:
    """Each line of the rule decides as it says, whichever description comes first."""
    assert compare(NOA, other) is likeness
    assert compare(other, NOA) is likeness


def test_two_without_numbers_are_the_same_by_name_and_birth_date() -> None:
    """Where neither has a number, full name and birth date decide."""
    child = Identity("Luz", "Garcia-Lopez", BORN)
    assert compare(child, Identity("LUZ", "Garcia Lopez", BORN)) is Likeness.SAME
    assert compare(child, Identity("Luz", "Lopez", BORN)) is Likeness.DIFFERENT


def test_unknown_names_are_not_alike() -> None:
    """Two people of one birth date without names are not taken for one."""
    assert compare(Identity("", "", BORN), Identity("", "", BORN)) is Likeness.DIFFERENT
    assert compare(Identity("Noa", "", BORN), Identity("Noa", "", BORN)) is Likeness.DIFFERENT
    assert compare(Identity("", "Silva", BORN), Identity("", "Silva", BORN)) is Likeness.DIFFERENT


def test_unknown_birth_dates_are_not_alike() -> None:
    """A shared number and two unknown birth dates don't make two last names one person."""
    one, other = Identity("Noa", "Silva", None, NUMBER), Identity("Noa", "Kim", None, NUMBER)
    assert compare(one, other) is Likeness.NUMBER_OF_ANOTHER


# So few of each that many pairs agree in something.
people = st.builds(
    Identity,
    first_name=st.sampled_from(["Noa", "NÓA", "Kai", ""]),
    last_name=st.sampled_from(["D'Angelo", "Dangelo", "Silva", ""]),
    birth_date=st.sampled_from([BORN, OTHER_DAY, None]),
    ssn=st.sampled_from([NUMBER, OTHER_NUMBER, None]),
    former_last_name=st.sampled_from([None, "Silva"]),
)


@given(people, people)
def test_order_does_not_matter(one: Identity, other: Identity) -> None:
    """Two descriptions are as alike one way round as the other."""
    assert compare(one, other) is compare(other, one)


@given(people, people)
def test_likeness_follows_the_numbers(one: Identity, other: Identity) -> None:
    """A number belongs to another only if it is shared; a doubt needs two different ones."""
    likeness = compare(one, other)
    shared = one.ssn is not None and one.ssn == other.ssn
    if likeness is Likeness.NUMBER_OF_ANOTHER:
        assert shared
    if likeness is Likeness.POSSIBLY_SAME:
        assert one.ssn
        assert other.ssn
        assert not shared
    if shared:
        assert likeness in (Likeness.SAME, Likeness.NUMBER_OF_ANOTHER)


@given(people, people)
def test_same_people_meet_in_a_look_up(one: Identity, other: Identity) -> None:
    """Whoever is alike in any way shares the number, or the birth date and the first name: what
    registries are asked by."""
    if compare(one, other) is not Likeness.DIFFERENT:
        assert (one.ssn and one.ssn == other.ssn) or (
            one.birth_date == other.birth_date and fold(one.first_name) == fold(other.first_name)
        )


@given(people, people)
def test_keys_agree_with_the_rule(one: Identity, other: Identity) -> None:
    """With a number it alone is the key. Without, and with no former name, whoever has the same
    key is the same person, and the other way round."""
    if one.ssn and other.ssn:
        assert (person_key(one) == person_key(other)) == (one.ssn == other.ssn)
    elif one.ssn or other.ssn:
        assert person_key(one) != person_key(other)
    elif _complete(one) and _complete(other):
        same = compare(one, other) is Likeness.SAME
        assert (person_key(one) == person_key(other)) == same


def _complete(person: Identity) -> bool:
    named = person.first_name and person.last_name and not person.former_last_name
    return bool(named and person.birth_date)


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("D'Angelo", "dangelo"),
        ("D’ANGELO", "dangelo"),
        ("Garcia-Lopez", "garcialopez"),
        (" de la  Cruz ", "delacruz"),
        ("Müller", "muller"),
        ("Mu\u0308ller", "muller"),
        ("Nguyễn", "nguyen"),
        ("Đặng", "dang"),
        ("Søren", "soren"),
        ("Łukasz", "lukasz"),
        ("Ka\u02bbahumanu", "kaahumanu"),
        ("O\u02bcNeil", "oneil"),
        ("\u210cans", "hans"),
        ("佐々木", "佐々木"),
        ("Weiß", "weiss"),
        ("St. John", "stjohn"),
        ("ΠΑΠΑΔΌΠΟΥΛΟΣ", "παπαδοπουλοσ"),
        ("Иванов", "иванов"),
        ("山田", "山田"),
        ("-'.", ""),
        ("", ""),
    ],
)
def test_names_are_folded(name: str, folded: str) -> None:
    """Case, accents, spaces and punctuation go; the letters of every script stay."""
    assert fold(name) == folded


def test_vowel_signs_are_letters() -> None:
    """Indic names that differ in a vowel sign are different names."""
    assert fold("राम") != fold("रमा")


@given(
    st.lists(st.sampled_from("abcdefghijklmnopqrstuvwxyzäéñøßŁЖש山"), min_size=1),
    st.lists(st.sampled_from([" ", "-", "'", "’", ".", "\u00a0", "\u0301", "\u0308"])),
    st.integers(min_value=0),
)
def test_folding_sees_only_letters(letters: list[str], marks: list[str], place: int) -> None:
    """Punctuation, spaces and accents anywhere in a name, and its case, change nothing."""
    name = "".join(letters)
    at = place % (len(letters) + 1)
    marked = "".join([*letters[:at], *marks, *letters[at:]])
    assert fold(marked) == fold(name) == fold(name.upper()) == fold(fold(name))


def test_name_key_keeps_the_names_apart() -> None:
    """First and last name don't run into each other."""
    assert name_key(NOA) == "noa|dangelo"
    assert name_key(Identity("Ann", "Amos")) != name_key(Identity("Anna", "Mos"))
