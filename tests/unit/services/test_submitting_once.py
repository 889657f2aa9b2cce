"""Each application is submitted once, and what the carrier answers is taken in."""

import pytest

from domain.application import State
from domain.errors import (
    ActionRefused,
    ChangedByAnother,
    NothingToSubmit,
    RegistryUnavailable,
)
from domain.findings import Verdict
from domain.submission import Answer, Status
from tests.unit.domain.rows import child, members, subscriber
from tests.unit.services.site import ALEX, Site

ENROLLED = members()[0]
OTHER = {"family_number": "2", "ssn": "801-12-9999", "first_name": "Bea"}


def test_a_double_click_submits_once(site: Site) -> None:
    """The second finds it submitted."""
    (row,) = site.uploaded(subscriber())
    site.submitting.submit_one(ALEX, row.id, row.version)
    with pytest.raises(ActionRefused):
        site.submitting.submit_one(ALEX, row.id, row.version)
    site.deliver()
    assert site.registry.accepted == [row.submission_key]


def test_two_submissions_at_once_submit_once(site: Site) -> None:
    """The second looked before the first was kept, and submits what is left: nothing."""
    (row,) = site.uploaded(subscriber())
    batch_id = row.batch_id
    site.while_asking.meanwhile = lambda: site.submitting.submit_ready(ALEX, batch_id)
    with pytest.raises(NothingToSubmit):
        site.submitting.submit_ready(ALEX, batch_id)
    site.deliver()
    assert site.registry.accepted == [row.submission_key]
    assert len(site.looking.submissions(ALEX, batch_id)) == 1


@pytest.mark.parametrize("ssn", ["801-12-3456", None])
def test_one_person_in_two_batches_is_submitted_once(site: Site, ssn: str | None) -> None:
    """By number, or by name and birth date; even when both are submitted at the same moment."""
    row = subscriber(ssn=ssn, no_ssn_reason=None if ssn else "Applied for")
    (first,) = site.uploaded(row)
    (second,) = site.uploaded(row, again=True)
    site.while_asking.meanwhile = lambda: site.submit(first)
    with pytest.raises(NothingToSubmit):
        site.submit(second)
    site.deliver()
    assert site.registry.accepted == [first.submission_key]
    assert site.now(second).state is State.REJECTED


def test_what_the_store_refuses_is_told_as_a_change(site: Site) -> None:
    """A confirmation ID that exists already is the store's to notice; nothing is sent."""
    first, second = site.uploaded(subscriber(), subscriber(**OTHER))
    (sent,) = site.submit(first)
    site.ids.confirmation_numbers = lambda count: [sent.confirmation_id] * count  # type: ignore[method-assign]
    with pytest.raises(ChangedByAnother):
        site.submit(second)
    site.deliver()
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
    (submission,) = site.submit_and_deliver(made)
    assert "possible_duplicate" in submission.warnings
    assert submission.status is Status.NEEDS_REVIEW
    assert submission.carrier_words


def test_who_was_declined_may_be_submitted_again(site: Site) -> None:
    """With another upload, since a submitted application is done with."""
    (row,) = site.uploaded(subscriber())
    site.registry.decide = lambda submission, subscriber: Answer(
        submission.key, Status.DECLINED, "Not eligible."
    )
    assert site.submit_and_deliver(row)[0].status is Status.DECLINED
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


def test_dependents_of_who_was_declined_stay(site: Site) -> None:
    """They cannot be covered through nobody; the family may come in another upload."""
    first, second = site.uploaded(subscriber(), child())
    site.registry.decide = lambda submission, subscriber: Answer(
        submission.key, Status.DECLINED, "Not eligible."
    )
    assert site.submit_and_deliver(first)[0].status is Status.DECLINED
    with pytest.raises(NothingToSubmit):
        site.submit(second)
    assert site.now(second).verdict is Verdict.ERROR
    assert [finding.code for finding in site.now(second).findings] == ["subscriber_declined"]
