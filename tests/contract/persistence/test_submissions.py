"""Submissions: one a person, one an application, and finding them again."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from domain.application import Application
from domain.people import Applicant, Identity
from domain.ports import Conflict, Persistence
from domain.submission import Answer, Status, Submission
from tests.builders import (
    GROUP,
    LATER,
    NOW,
    SSN,
    a_batch,
    a_submission,
    an_application,
    some_answers,
)
from tests.contract.persistence.acts import keep_batch, keep_submissions

NOA = some_answers(ssn=SSN)
BORN = date(1990, 4, 12)


def kept_applications(
    persistence: Persistence, count: int, group_id: str = GROUP
) -> list[Application]:
    """Applications of one batch of the group, kept."""
    batch = a_batch(group_id=group_id)
    applications = [an_application(batch, row) for row in range(2, 2 + count)]
    keep_batch(persistence, batch, applications)
    return applications


def test_a_submission_comes_back_as_it_was(persistence: Persistence) -> None:
    """Every field is read as written, confidential answers and warnings among them."""
    first, second = kept_applications(persistence, 2)
    dependent = a_submission(
        first,
        some_answers(mbi="1EG4TE5MK73", relationship="Child", effective_date=date(2026, 12, 1)),
        warnings=("possibly_same", "no_phone"),
        subscriber_key=second.submission_key,
        status=Status.PROCESSING,
        carrier_words="In a queue",
        answered_at=NOW + timedelta(seconds=1),
    )
    plain = a_submission(second, some_answers(ssn=None))
    keep_submissions(persistence, dependent, plain)
    with persistence.reading() as uow:
        assert uow.submissions.by_confirmation(dependent.confirmation_id) == dependent
        assert uow.submissions.by_confirmation(plain.confirmation_id) == plain
        assert uow.submissions.by_confirmation("AAA-AAA-AAAA") is None


Same = Callable[[Submission], dict[str, Any]]


@pytest.mark.parametrize(
    "same",
    [
        lambda kept: {"application_id": kept.application_id},
        lambda kept: {"key": kept.key},
        lambda kept: {"confirmation_id": kept.confirmation_id},
        lambda kept: {"answers": kept.answers},
    ],
    ids=["application", "key", "confirmation", "person"],
)
def test_nothing_is_submitted_twice(persistence: Persistence, same: Same) -> None:
    """An application, a key, a confirmation ID and a person each have one submission, and a
    conflict leaves nothing of what came with it."""
    one, two, three = kept_applications(persistence, 3)
    first, beside = a_submission(one, NOA), a_submission(three)
    keep_submissions(persistence, first)
    second = replace(a_submission(two), **same(first))
    with pytest.raises(Conflict):
        keep_submissions(persistence, beside, second)
    with persistence.reading() as uow:
        assert uow.submissions.history([GROUP]).items == [first]


def test_a_person_without_a_number_is_submitted_once(persistence: Persistence) -> None:
    """Without an SSN, the same folded name and birth date is the same person."""
    one, two, three = kept_applications(persistence, 3)
    keep_submissions(persistence, a_submission(one, some_answers(ssn=None)))
    again = some_answers(ssn=None, first_name="NOA", last_name="dAngelo")
    with pytest.raises(Conflict):
        keep_submissions(persistence, a_submission(two, again))
    keep_submissions(persistence, a_submission(three, replace(again, birth_date=date(1991, 4, 12))))


def test_other_groups_and_declined_ones_do_not_count(persistence: Persistence) -> None:
    """A person can be submitted again after being declined, and in another group."""
    one, two, three = kept_applications(persistence, 3)
    (elsewhere,) = kept_applications(persistence, 1, "000777")
    first = a_submission(one, NOA)
    keep_submissions(persistence, first, a_submission(elsewhere, NOA))
    with persistence.writing() as uow:
        uow.submissions.update([first.answered(Answer(first.key, Status.DECLINED), NOW, NOW)])
        uow.commit()
    keep_submissions(persistence, a_submission(two, NOA))
    with pytest.raises(Conflict):
        keep_submissions(persistence, a_submission(three, NOA))


PEOPLE = {
    "the number": Identity("Ida", "Else", None, SSN),
    "the birth date and first name": Identity("NOÄ", "Else", BORN),
}
STRANGERS = {
    "another number": Identity("Ida", "Else", None, "987650000"),
    "another first name": Identity("Ida", "D'Angelo", BORN),
    "another birth date": Identity("Noa", "D'Angelo", date(1990, 4, 13)),
    "no first name": Identity("", "D'Angelo", BORN),
    "nothing": Identity("Noa", "D'Angelo"),
}


@pytest.mark.parametrize("person", PEOPLE.values(), ids=PEOPLE.keys())
def test_applicants_who_may_be_the_same(persistence: Persistence, person: Identity) -> None:
    """Who shares the SSN, or the birth date with the first name, was submitted before."""
    one, two = kept_applications(persistence, 2)
    (elsewhere,) = kept_applications(persistence, 1, "000777")
    noa = a_submission(one, replace(NOA, former_last_name="Rossi"))
    other = a_submission(two, some_answers(first_name="Bo", birth_date=None))
    keep_submissions(persistence, noa, other, a_submission(elsewhere, NOA))
    with persistence.reading() as uow:
        found = uow.submissions.applicants(GROUP, [*STRANGERS.values(), person])
    assert found == [Applicant(noa.answers.identity, noa.confirmation_id)]


@pytest.mark.parametrize("person", STRANGERS.values(), ids=STRANGERS.keys())
def test_applicants_who_are_strangers(persistence: Persistence, person: Identity) -> None:
    """Who shares less than that was not, and neither was anybody when nobody is asked about."""
    one, two = kept_applications(persistence, 2)
    nameless = a_submission(two, some_answers(first_name=None))
    keep_submissions(persistence, a_submission(one, NOA), nameless)
    with persistence.reading() as uow:
        assert uow.submissions.applicants(GROUP, [person]) == []
        assert uow.submissions.applicants(GROUP, []) == []


def test_declined_applicants_are_forgotten(persistence: Persistence) -> None:
    """A declined person is not said to be submitted."""
    (one,) = kept_applications(persistence, 1)
    keep_submissions(persistence, a_submission(one, NOA, status=Status.DECLINED))
    with persistence.reading() as uow:
        assert uow.submissions.applicants(GROUP, [NOA.identity]) == []


def test_applicants_come_by_time(persistence: Persistence) -> None:
    """Whose confirmation ID is named is the same from one check to the next."""
    applications = kept_applications(persistence, 3)
    sent = [
        a_submission(
            one, replace(NOA, ssn=f"98765432{hour}"), submitted_at=NOW + timedelta(hours=hour)
        )
        for one, hour in zip(applications, (2, 1, 3), strict=True)
    ]
    keep_submissions(persistence, *sent)
    with persistence.reading() as uow:
        found = uow.submissions.applicants(GROUP, [NOA.identity])
    assert [one.confirmation_id for one in found] == [
        sent[place].confirmation_id for place in (1, 0, 2)
    ]


def test_many_people_are_asked_about_at_once(persistence: Persistence) -> None:
    """Two thousand people are not too many for one question."""
    (one,) = kept_applications(persistence, 1)
    keep_submissions(persistence, a_submission(one, NOA))
    crowd = [
        Identity("Ida", "Else", BORN + timedelta(days=number), f"98766{number:04d}")
        for number in range(2000)
    ]
    with persistence.reading() as uow:
        assert len(uow.submissions.applicants(GROUP, [*crowd, NOA.identity])) == 1


def test_an_answer_is_kept_and_the_last_word_stays(persistence: Persistence) -> None:
    """Status, words, time, delivery and steps are written; after a final status nothing is."""
    one, two = kept_applications(persistence, 2)
    first, second = a_submission(one), a_submission(two)
    keep_submissions(persistence, first, second)
    processing = first.answered(Answer(first.key, Status.PROCESSING, "In a queue"), NOW, LATER)
    completed = processing.answered(
        Answer(first.key, Status.COMPLETED, "Welcome"), NOW + timedelta(hours=1), LATER
    )
    for answer in (processing, completed, processing):
        with persistence.writing() as uow:
            uow.submissions.update([answer, second])
            uow.commit()
    with persistence.reading() as uow:
        assert uow.submissions.by_confirmation(first.confirmation_id) == completed
        assert uow.submissions.by_confirmation(second.confirmation_id) == second


def test_submissions_of_a_batch(persistence: Persistence) -> None:
    """A batch's submissions come by time."""
    one, two = kept_applications(persistence, 2)
    (elsewhere,) = kept_applications(persistence, 1)
    late = a_submission(one, submitted_at=NOW + timedelta(hours=1))
    early = a_submission(two)
    keep_submissions(persistence, late, early, a_submission(elsewhere))
    with persistence.reading() as uow:
        assert uow.submissions.of_batch(one.batch_id) == [early, late]
        assert uow.submissions.count(one.batch_id) == 2
        assert uow.submissions.count("nothing") == 0


@pytest.mark.parametrize(
    ("search", "status", "found"),
    [
        ("", None, ["Zoë", "Noa", "Ida"]),
        ("", Status.COMPLETED, ["Noa"]),
        ("NOA", None, ["Noa"]),
        ("zoe abb", None, ["Zoë"]),
        ("abb", Status.COMPLETED, []),
        ("7q", None, ["Ida"]),
        ("x-7Q4", None, ["Ida"]),
        ("X7Q4M2K9RT", None, ["Ida"]),
        ("%", None, []),
        ("-", None, []),
    ],
)
def test_history(
    persistence: Persistence, search: str, status: Status | None, found: list[str]
) -> None:
    """The groups' submissions come newest first, by status, confirmation ID or part of a name."""
    one, two, three = kept_applications(persistence, 3)
    (elsewhere,) = kept_applications(persistence, 1, "000777")
    keep_submissions(
        persistence,
        a_submission(one, some_answers(first_name="Ida"), confirmation_id="X7Q-4M2-K9RT"),
        a_submission(
            two,
            some_answers(first_name="Noa"),
            confirmation_id="222-222-2222",
            submitted_at=NOW + timedelta(hours=1),
            status=Status.COMPLETED,
        ),
        a_submission(
            three,
            some_answers(first_name="Zoë", last_name="Abbott"),
            confirmation_id="333-333-3333",
            submitted_at=NOW + timedelta(hours=2),
        ),
        a_submission(elsewhere, some_answers(first_name="Noa")),
    )
    with persistence.reading() as uow:
        page = uow.submissions.history([GROUP], search=search, status=status)
        assert uow.submissions.history([]).total == 0
    assert [one.answers.first_name for one in page.items] == found
    assert page.total == len(found)


def test_pages_of_the_history(persistence: Persistence) -> None:
    """The history comes fifty at a time, each submission once."""
    applications = kept_applications(persistence, 60)
    keep_submissions(persistence, *(a_submission(one) for one in applications))
    with persistence.reading() as uow:
        first, second = (uow.submissions.history([GROUP], page=number) for number in (1, 2))
        beyond = uow.submissions.history([GROUP], page=9)
    assert (len(first.items), len(second.items), second.total) == (50, 10, 60)
    assert len({one.id for one in [*first.items, *second.items]}) == 60
    assert (beyond.items, beyond.number) == (second.items, 2)


def test_the_history_goes_on_from_where_it_was_left(persistence: Persistence) -> None:
    """Whatever is submitted or answered meanwhile: each that was there comes once, in order, also
    of those submitted in one moment."""
    applications = kept_applications(persistence, 12)
    moments = [NOW + timedelta(seconds=number // 5) for number in range(11)]
    submissions = [
        a_submission(one, submitted_at=at)
        for one, at in zip(applications[:11], moments, strict=True)
    ]
    keep_submissions(persistence, *submissions)
    with persistence.reading() as uow:
        expected = list(uow.submissions.history([GROUP]).items)
    found: list[Submission] = []
    while True:
        with persistence.reading() as uow:
            part = uow.submissions.older(found[-1] if found else None, 3, [GROUP])
        found += part
        if len(part) < 3:
            break
        if len(found) == 3:
            late = NOW + timedelta(hours=1)
            keep_submissions(persistence, a_submission(applications[11], submitted_at=late))
    assert found == expected
    with persistence.reading() as uow:
        assert uow.submissions.older(None, 3, []) == []
        assert uow.submissions.older(found[0], 3, [GROUP], status=Status.DECLINED) == []


def test_how_many_have_each_status(persistence: Persistence) -> None:
    """Those of every group are counted."""
    one, two = kept_applications(persistence, 2)
    (elsewhere,) = kept_applications(persistence, 1, "000777")
    keep_submissions(
        persistence,
        a_submission(one),
        a_submission(two, status=Status.COMPLETED),
        a_submission(elsewhere, status=Status.COMPLETED),
    )
    with persistence.reading() as uow:
        counts = uow.submissions.statuses()
    assert {status: counts.get(status, 0) for status in Status} == {
        **dict.fromkeys(Status, 0),
        Status.SUBMITTED: 1,
        Status.COMPLETED: 2,
    }
