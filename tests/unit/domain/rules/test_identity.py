"""Who is who: within the file, among the group's members, among what was submitted."""

from datetime import date

import pytest

from domain.people import Applicant, Member
from domain.rules import Row
from tests.unit.domain.rows import (
    alone,
    checked,
    child,
    codes,
    errors,
    facts,
    ready,
    rejections,
    subscriber,
    warnings,
)

BORN = date(1977, 3, 10)  # as the subscriber of these tests


def member(
    first: str = "Ana", last: str = "Moreno", born: date = BORN, ssn: str | None = "801123456"
) -> Member:
    return Member(
        member_id="000341-000901",
        group_id="000341",
        subgroup_id="0001",
        relationship="Subscriber",
        first_name=first,
        last_name=last,
        birth_date=born,
        ssn=ssn,
        enrolled_on=date(2020, 1, 1),
    )


def beside(*known: Member, **changes: str | None) -> Row:
    """A subscriber, checked where these members are enrolled."""
    return alone(subscriber(**changes), facts(members=known))


def after(*people: Applicant, **changes: str | None) -> Row:
    """A subscriber, checked where these people's applications were submitted."""
    return alone(subscriber(**changes), facts(applicants=people))


# Enrolled already

ENROLLED = (
    "This person is already enrolled in this group. Mass enrollment is for new members only; "
    "delete this application."
)
OTHER_DAY = date(1980, 1, 1)
OTHER_NUMBER = "801129999"


@pytest.mark.parametrize(
    "known",
    [
        member(),
        member(first="Anna"),
        member(last="Silva"),  # the birth date is the same
        member(born=OTHER_DAY),  # the last name is the same
        member(last="MORENO", born=OTHER_DAY),
        member(last="Moréno", born=OTHER_DAY),
        member(last="Mo-ren'o", born=OTHER_DAY),
    ],
)
def test_a_number_with_birth_date_or_last_name_is_the_same_person(known: Member) -> None:
    """Rejected by the number."""
    assert rejections(beside(known)) == {"ssn": ENROLLED}


@pytest.mark.parametrize(
    ("known", "number"),
    [
        (member(ssn=None), "801-12-3456"),
        (member(), None),
        (member(ssn=None), None),
        (member(ssn=None, first="ANA", last="Moréno"), None),
    ],
)
def test_without_a_number_on_either_side_name_and_birth_date_tell(
    known: Member, number: str | None
) -> None:
    """Rejected by the number where there is one, else by the name."""
    row = beside(known, ssn=number, no_ssn_reason=None if number else "Applied for")
    assert rejections(row) == {"ssn" if number else "last_name": ENROLLED}


@pytest.mark.parametrize(
    "known",
    [
        member(first="Anna", ssn=None),
        member(last="Silva", ssn=None),
        member(born=OTHER_DAY, ssn=None),
        member(first="Anna", ssn=OTHER_NUMBER),
        member(last="Silva", ssn=OTHER_NUMBER),
        member(born=OTHER_DAY, ssn=OTHER_NUMBER),
    ],
)
def test_others_are_others(known: Member) -> None:
    """One difference in name or birth date, with no number in common, is another person."""
    row = beside(known)
    assert ready(row)
    assert row.findings == []


def test_a_number_with_neither_belongs_to_someone_else() -> None:
    """An error, since it can be corrected."""
    row = beside(member(last="Silva", born=OTHER_DAY))
    assert errors(row) == {
        "ssn": "This number belongs to a member of this group with another name and birth date. "
        "Check it against the Social Security card."
    }
    assert rejections(row) == {}


@pytest.mark.parametrize("blank", ["last_name", "birth_date"])
def test_whose_a_number_is_waits_for_name_and_birth_date(blank: str) -> None:
    """While one of them is missing, the person may be the member."""
    row = beside(member(last="Silva", born=OTHER_DAY), **{blank: None})
    assert errors(row).keys() == {blank}


def test_two_numbers_for_one_name_and_birth_date_are_a_warning() -> None:
    """The row stays ready, and the carrier will look at it."""
    row = beside(member(ssn=OTHER_NUMBER))
    assert ready(row)
    assert warnings(row) == {
        "ssn": "The name and birth date are those of a member of this group, with another number. "
        "Check that these are two people."
    }
    assert codes(row) == {"possible_duplicate"}


def test_a_former_last_name_tells_too() -> None:
    """A member known by the former name is the same person, with a number or without."""
    married = member(last="Silva", born=OTHER_DAY)
    assert rejections(beside(married, former_last_name="Silva")).keys() == {"ssn"}
    unnumbered = member(last="Silva", ssn=None)
    assert rejections(beside(unnumbered, former_last_name="silva")).keys() == {"ssn"}
    assert ready(beside(unnumbered))


def test_a_rejection_is_found_among_lookalikes() -> None:
    """Who is enrolled is found, whoever else shares the number, in whichever order."""
    other, same = member(last="Silva", born=OTHER_DAY), member()
    for known in ((other, same), (same, other)):
        row = beside(*known)
        assert codes(row) == {"already_enrolled"}


# Submitted already


def applicant(known: Member, confirmation_id: str = "234-567-892K") -> Applicant:
    return Applicant(known.identity, confirmation_id)


def test_an_application_submitted_before_is_named_by_its_confirmation_id() -> None:
    """Rejected, and the number to ask about stands in the sentence."""
    assert rejections(after(applicant(member()))) == {
        "ssn": "An application for this person was submitted already, "
        "with confirmation ID 234-567-892K. Delete this one."
    }


def test_a_submitted_application_without_number_is_known_by_name() -> None:
    """As for members."""
    row = after(applicant(member(ssn=None)), ssn=None, no_ssn_reason="Applied for")
    assert rejections(row).keys() == {"last_name"}


def test_who_is_both_submitted_and_enrolled_is_told_the_confirmation_id() -> None:
    """A completed submission makes a member; its confirmation ID says more."""
    row = alone(subscriber(), facts(members=[member()], applicants=[applicant(member())]))
    assert codes(row) == {"already_submitted"}


def test_submitted_people_alike_are_told_as_members_are() -> None:
    """The number of another is an error, the same name with another number a warning."""
    other = after(applicant(member(last="Silva", born=OTHER_DAY)))
    assert "a person whose application was submitted" in errors(other)["ssn"]
    possibly = after(applicant(member(ssn=OTHER_NUMBER)))
    assert ready(possibly)
    assert codes(possibly) == {"possible_duplicate"}


# Within the file


def test_a_number_is_on_one_row() -> None:
    """Each of the rows that share it names the others."""
    first = subscriber()
    second = subscriber(family_number="2", first_name="Bea", birth_date="01/01/1980")
    third = subscriber(family_number="3", first_name="Cai", birth_date="01/01/1981")
    rows = checked(first, second, third)
    assert [errors(row)["ssn"].split(".")[0] for row in rows] == [
        "This number is also on rows 3, 4",
        "This number is also on rows 2, 4",
        "This number is also on rows 2, 3",
    ]
    assert errors(checked(first, second)[1])["ssn"].startswith("This number is also on row 2.")


def test_an_employee_id_is_on_one_subscriber() -> None:
    """In any case of letters; dependents may repeat their subscriber's."""
    first = subscriber(employee_id="E1007")
    second = subscriber(family_number="2", first_name="Bea", ssn="801-12-9999", employee_id="e1007")
    one, two, three = checked(first, second, child(employee_id="E1007"))
    assert errors(one)["employee_id"] == "Employee ID E1007 is also on row 3."
    assert errors(two)["employee_id"] == "Employee ID e1007 is also on row 2."
    assert "employee_id" not in errors(three) | warnings(three)


def test_the_same_person_twice_is_an_error_on_both_rows() -> None:
    """Without a number on either side, the name and birth date tell."""
    twin = {"family_number": "2", "ssn": None, "no_ssn_reason": "Applied for"}
    for row, other in zip(checked(subscriber(), subscriber(**twin)), (3, 2), strict=True):
        assert errors(row) == {
            "first_name": f"Row {other} is the same person. Keep one of the two rows."
        }


def test_the_same_name_and_birth_date_with_two_numbers_is_a_warning_on_both_rows() -> None:
    """They may be two people."""
    twin = {"family_number": "2", "ssn": "801-12-9999"}
    for row, other in zip(checked(subscriber(), subscriber(**twin)), (3, 2), strict=True):
        assert ready(row)
        assert f"a person on row {other}" in warnings(row)["ssn"]


def test_rows_without_a_birth_date_are_nobodys_twins() -> None:
    """Two rows of which nothing but the name is known are told what is missing."""
    nobody = {"birth_date": None, "ssn": None, "no_ssn_reason": "Applied for"}
    for row in checked(subscriber(**nobody), subscriber(**nobody, family_number="2")):
        assert errors(row).keys() == {"birth_date"}


def test_people_alike_in_part_are_two_people() -> None:
    """Twins have one birth date and one last name, namesakes another birth date."""
    twin = child(first_name="Lea", ssn="801-12-9999")
    namesake = child(birth_date="05/20/2016", ssn="801-12-9998")
    assert all(not row.findings for row in checked(subscriber(), child(), twin, namesake))
