"""Each application reaches the carrier once, and its answers are written down."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from domain.application import State
from domain.errors import (
    ActionRefused,
    ChangedByAnother,
    NothingToSubmit,
    RegistryUnavailable,
)
from domain.findings import Verdict
from domain.services import submission
from domain.submission import Answer, Status, Submission
from tests.unit.domain.rows import members, subscriber
from tests.unit.services.site import ALEX, Site

ENROLLED = members()[0]
OTHER = {"family_number": "2", "ssn": "801-12-9999", "first_name": "Bea"}


def test_a_double_click_submits_once(site: Site) -> None:
    """The second finds it submitted."""
    (row,) = site.uploaded(subscriber())
    site.submitting.submit_one(ALEX, row.id, row.version)
    with pytest.raises(ActionRefused):
        site.submitting.submit_one(ALEX, row.id, row.version)
    assert site.registry.accepted == [row.submission_key]


def test_two_submissions_at_once_submit_once(site: Site) -> None:
    """The second looked before the first was kept, and submits what is left: nothing."""
    (row,) = site.uploaded(subscriber())
    batch_id = row.batch_id
    site.while_asking.meanwhile = lambda: site.submitting.submit_ready(ALEX, batch_id)
    with pytest.raises(NothingToSubmit):
        site.submitting.submit_ready(ALEX, batch_id)
    assert site.registry.accepted == [row.submission_key]
    assert len(site.review.submissions(ALEX, batch_id)) == 1


@pytest.mark.parametrize("ssn", ["801-12-3456", None])
def test_one_person_in_two_batches_is_submitted_once(site: Site, ssn: str | None) -> None:
    """By number, or by name and birth date; even when both are submitted at the same moment."""
    row = subscriber(ssn=ssn, no_ssn_reason=None if ssn else "Applied for")
    (first,) = site.uploaded(row)
    (second,) = site.uploaded(row, again=True)
    site.while_asking.meanwhile = lambda: site.submit(first)
    with pytest.raises(NothingToSubmit):
        site.submit(second)
    assert site.registry.accepted == [first.submission_key]
    assert site.now(second).state is State.REJECTED


def test_what_the_store_refuses_is_told_as_a_change(site: Site) -> None:
    """A confirmation ID that exists already is the store's to notice; nothing is sent."""
    first, second = site.uploaded(subscriber(), subscriber(**OTHER))
    (sent,) = site.submit(first)
    site.ids.confirmation_numbers = lambda count: [sent.confirmation_id] * count  # type: ignore[method-assign]
    with pytest.raises(ChangedByAnother):
        site.submit(second)
    assert site.registry.accepted == [first.submission_key]
    assert site.now(second).state is State.READY


# The carrier's answers


def test_someone_who_may_be_known_goes_to_review(site: Site) -> None:
    """The warning that two people may be one goes with the submission."""
    row = subscriber(
        first_name=ENROLLED.first_name,
        last_name=ENROLLED.last_name,
        birth_date=f"{ENROLLED.birth_date:%m/%d/%Y}",
    )
    (made,) = site.uploaded(row)
    assert made.verdict is Verdict.READY
    (submission,) = site.submit(made)
    assert "possible_duplicate" in submission.warnings
    assert submission.status is Status.NEEDS_REVIEW
    assert submission.carrier_words


def test_an_unreachable_carrier_keeps_the_confirmation_and_gets_it_later(site: Site) -> None:
    """The submission stands as Submitted until the next delivery."""
    (row,) = site.uploaded(subscriber())
    asking = site.registry.submit

    def unreachable(submissions: Sequence[Submission]) -> Sequence[Answer]:
        raise RegistryUnavailable

    site.registry.submit = unreachable  # type: ignore[method-assign]
    (submission,) = site.submit(row)
    assert submission.status is Status.SUBMITTED
    assert site.now(row).confirmation_id == submission.confirmation_id
    with pytest.raises(RegistryUnavailable):
        site.submitting.deliver()
    site.registry.submit = asking  # type: ignore[method-assign]
    assert site.submitting.deliver() == 1
    (after,) = site.review.submissions(ALEX, row.batch_id)
    assert (after.status, after.confirmation_id) == (
        Status.COMPLETED,
        submission.confirmation_id,
    )
    assert site.submitting.deliver() == 0


def test_a_carrier_that_fails_oddly_keeps_the_confirmation_too(site: Site) -> None:
    """Whatever happens to the delivery, what was submitted is submitted."""
    (row,) = site.uploaded(subscriber())

    def garbage(submission: Submission, subscriber: Status | None) -> Answer:
        raise ValueError("garbage")

    decide, site.registry.decide = site.registry.decide, garbage
    (submission,) = site.submit(row)
    assert submission.status is Status.SUBMITTED
    site.registry.decide = decide
    assert site.submitting.deliver() == 1


def test_an_answer_lost_on_the_way_is_asked_for_again(site: Site) -> None:
    """The carrier takes the key once, and gives the answer it had."""
    (row,) = site.uploaded(subscriber())
    site.registry.loses_answers = True
    (submission,) = site.submit(row)
    assert submission.status is Status.SUBMITTED
    site.registry.loses_answers = False
    assert site.submitting.deliver() == 1
    assert site.registry.accepted == [row.submission_key]
    assert site.review.submissions(ALEX, row.batch_id)[0].status is Status.COMPLETED


def test_an_answer_may_come_late(site: Site) -> None:
    """Processing is shown, and delivery asks until there is a last word."""
    (row,) = site.uploaded(subscriber())
    site.registry.submit = lambda submissions: [  # type: ignore[method-assign]
        Answer(one.key, Status.PROCESSING) for one in submissions
    ]
    assert site.submit(row)[0].status is Status.PROCESSING
    site.clock.advance(timedelta(hours=1))
    site.registry.submit = lambda submissions: [  # type: ignore[method-assign]
        Answer(one.key, Status.DECLINED, "Not eligible.") for one in submissions
    ]
    assert site.submitting.deliver() == 1
    (after,) = site.review.submissions(ALEX, row.batch_id)
    assert (after.status, after.carrier_words) == (Status.DECLINED, "Not eligible.")
    assert after.answered_at == site.clock.now()


def test_answers_to_what_was_not_asked_are_passed_over(site: Site) -> None:
    """A key that nobody knows changes nothing."""
    (row,) = site.uploaded(subscriber())
    site.registry.submit = lambda submissions: [Answer("unknown", Status.DECLINED)]  # type: ignore[method-assign]
    assert site.submit(row)[0].status is Status.SUBMITTED


def test_who_was_declined_may_be_submitted_again(site: Site) -> None:
    """With another upload, since a submitted application is done with."""
    (row,) = site.uploaded(subscriber())
    site.registry.decide = lambda submission, subscriber: Answer(
        submission.key, Status.DECLINED, "Not eligible."
    )
    assert site.submit(row)[0].status is Status.DECLINED
    (again,) = site.uploaded(subscriber(), again=True)
    assert again.verdict is Verdict.READY
    assert len(site.submit(again)) == 1


def test_an_unreachable_registry_submits_nothing(site: Site) -> None:
    """Before anything was checked there is no confirmation ID, and it may be tried again."""
    (row,) = site.uploaded(subscriber())
    site.registry.unreachable = True
    with pytest.raises(RegistryUnavailable):
        site.submitting.submit_ready(ALEX, row.batch_id)
    site.registry.unreachable = False
    assert site.now(row).state is State.READY
    assert len(site.submitting.submit_ready(ALEX, row.batch_id)) == 1


def test_what_the_carrier_thinks_about_holds_up_nothing(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One delivery reaches the submissions after a whole helping of undecided ones."""
    monkeypatch.setattr(submission, "_DELIVERY_SIZE", 2)
    site.registry.decide = lambda one, subscriber: Answer(one.key, Status.PROCESSING)
    first, _ = site.uploaded(subscriber(), subscriber(**OTHER))
    site.submitting.submit_ready(ALEX, first.batch_id)
    site.clock.advance(timedelta(minutes=1))
    (last,) = site.uploaded(subscriber(ssn="801-12-7777", first_name="Cai"))
    asking = site.registry.submit

    def unreachable(submissions: Sequence[Submission]) -> Sequence[Answer]:
        raise RegistryUnavailable

    monkeypatch.setattr(site.registry, "submit", unreachable)
    site.submit(last)
    monkeypatch.setattr(site.registry, "submit", asking)
    site.submitting.deliver()
    assert last.submission_key in site.registry.accepted
