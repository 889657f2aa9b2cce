"""Handing applications to the carrier, each once."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from msgspec.structs import replace

from domain.application import Application, State
from domain.cells import Cell
from domain.confirmations import parse_confirmation_id
from domain.errors import (
    ActionRefused,
    ChangedByAnother,
    NothingToSubmit,
    SubscriberFirst,
)
from domain.findings import Verdict
from domain.submission import Status, Submission
from domain.values import Problem
from tests.unit.domain.rows import child, members, number, subscriber
from tests.unit.services.site import ALEX, Site

ENROLLED = members()[0]
OTHER = {"family_number": "2", "ssn": "801-12-9999", "first_name": "Bea"}


def people(submissions: Sequence[Submission]) -> list[str]:
    return [one.person_name for one in submissions]


def names(applications: Sequence[Application]) -> list[str]:
    return [one.person_name for one in applications]


# One by one and all at once


def test_a_submitted_application_has_its_confirmation_id(site: Site) -> None:
    """It is kept with the application before anybody sees it, and well formed."""
    (row,) = site.uploaded(subscriber())
    (submission,) = site.submit(row)
    assert site.now(row).confirmation_id == submission.confirmation_id
    assert not isinstance(parse_confirmation_id(submission.confirmation_id), Problem)
    assert site.now(row).state is State.SUBMITTED
    assert (submission.submitted_by, submission.submitted_at) == (ALEX.id, site.clock.now())
    assert submission.key == row.submission_key


def test_whoever_delivers_is_told(site: Site) -> None:
    """Once it is durable; and once delivered, the person is a member."""
    (row,) = site.uploaded(subscriber())
    (submission,) = site.submit(row)
    assert site.rings == 1
    assert submission.status is Status.SUBMITTED
    assert site.registry.accepted == []
    site.deliver()
    assert "Ana Moreno" in [
        f"{one.first_name} {one.last_name}"
        for one in site.groups.members(ALEX, "000341", "Moreno").items
    ]


def test_all_ready_applications_go_together(site: Site) -> None:
    """Subscribers first; what has errors or is saved or rejected stays."""
    rows = [
        child(),
        subscriber(),
        subscriber(**OTHER, gender=None),
        subscriber(family_number="3", ssn="801-12-9997", first_name="Dee", subgroup_id="0042"),
        subscriber(family_number="4", ssn="801-12-9996", first_name="Eli"),
    ]
    made = site.uploaded(*rows)
    site.mending.save_for_later(ALEX, made[4].id, made[4].version)
    plan = site.submitting.plan_ready(ALEX, made[0].batch_id)
    assert names(plan.applications) == ["Ana Moreno", "Leo Moreno"]
    done = site.submitting.submit_ready(ALEX, made[0].batch_id)
    assert people(done) == ["Ana Moreno", "Leo Moreno"]
    assert site.tally(made[0].batch_id) == (0, 1, 1)
    assert len({one.confirmation_id for one in done}) == 2


def test_a_batch_with_nothing_ready_says_so(site: Site) -> None:
    """There is nothing to submit, before and after."""
    (row,) = site.uploaded(subscriber(gender=None))
    for _ in range(2):
        with pytest.raises(NothingToSubmit):
            site.submitting.submit_ready(ALEX, row.batch_id)


def test_submitting_is_one_transaction_and_one_question_however_many(site: Site) -> None:
    """One commit, and the carrier is not waited for."""
    costs = []
    for count in (1, 30):
        rows = [
            subscriber(family_number=str(n + count), ssn=f"80{count:02}1{n:04}", first_name="A" * n)
            for n in range(1, count + 1)
        ]
        made = site.uploaded(*rows)
        asked, commits = site.registry.asked.copy(), site.persistence.commits
        assert len(site.submitting.submit_ready(ALEX, made[0].batch_id)) == count
        costs.append((site.registry.asked - asked, site.persistence.commits - commits))
    assert costs[0] == costs[1]
    assert (costs[0][0]["possible_matches"], costs[0][0]["submit"]) == (1, 0)
    assert costs[0][1] == 1


# Families


def test_a_ready_dependent_takes_its_subscriber_along(site: Site) -> None:
    """The question before tells, and the carrier knows whose dependent it is."""
    first, second = site.uploaded(subscriber(), child())
    assert names(site.submitting.plan_one(ALEX, second.id).applications) == [
        "Ana Moreno",
        "Leo Moreno",
    ]
    sent = site.submit(second)
    assert people(sent) == ["Ana Moreno", "Leo Moreno"]
    assert [one.subscriber_key for one in sent] == [None, first.submission_key]
    site.deliver()
    after = site.looking.submissions(ALEX, second.batch_id)
    assert [one.status for one in after] == [Status.COMPLETED] * 2


def test_a_subscriber_goes_without_its_dependents(site: Site) -> None:
    """They may follow, and then go alone."""
    first, second = site.uploaded(subscriber(), child())
    assert people(site.submit(first)) == ["Ana Moreno"]
    assert names(site.submitting.plan_one(ALEX, second.id).applications) == ["Leo Moreno"]
    assert people(site.submit(second)) == ["Leo Moreno"]


def test_dependents_are_submitted_with_the_subscribers_coverage(site: Site) -> None:
    """What was repaired included, also when the subscriber went long before."""
    first, second = site.uploaded(
        subscriber(subgroup_id=number("2"), plan=None, address_2="Apt 4"), child()
    )
    site.submit(first)
    (submission,) = site.submit(second)
    answers = submission.answers
    assert (answers.subgroup_id, answers.plan, answers.address_2) == ("0002", "HMO 40", "Apt 4")
    assert answers.effective_date is not None


def test_a_saved_subscriber_holds_its_dependents_back(site: Site) -> None:
    """Alone they are refused; with all the others they wait."""
    first, second, third = site.uploaded(subscriber(), child(), subscriber(**OTHER))
    site.mending.save_for_later(ALEX, first.id, first.version)
    with pytest.raises(SubscriberFirst) as refusal:
        site.submit(second)
    assert refusal.value.subscriber_id == first.id
    plan = site.submitting.plan_ready(ALEX, first.batch_id)
    assert (names(plan.applications), names(plan.waiting)) == (["Bea Moreno"], ["Leo Moreno"])
    assert people(site.submitting.submit_ready(ALEX, first.batch_id)) == ["Bea Moreno"]
    assert site.now(third).state is State.SUBMITTED
    site.submit(first)
    assert people(site.submit(second)) == ["Leo Moreno"]


def test_a_dependent_alone_has_nothing_to_wait_for_but_is_at_fault(site: Site) -> None:
    """Without a subscriber it has an error and can't be submitted."""
    first, second = site.uploaded(subscriber(), child())
    site.mending.delete(ALEX, first.id, first.version)
    with pytest.raises(ActionRefused):
        site.submit(second)


def test_a_ready_dependent_of_a_deleted_subscriber_never_goes(site: Site) -> None:
    """Not even when the subscriber is deleted while the submission is under way."""
    first, second = site.uploaded(subscriber(), child())
    site.while_asking.meanwhile = lambda: site.mending.delete(ALEX, first.id, first.version)
    with pytest.raises(NothingToSubmit):
        site.submit(second)
    assert site.registry.accepted == []
    assert site.now(second).verdict is Verdict.ERROR


def test_a_subscriber_saved_meanwhile_holds_its_dependents_back(site: Site) -> None:
    """Though they are ready, and were to go together."""
    first, second = site.uploaded(subscriber(), child())
    site.while_asking.meanwhile = lambda: site.mending.save_for_later(ALEX, first.id, first.version)
    with pytest.raises(NothingToSubmit):
        site.submitting.submit_ready(ALEX, first.batch_id)
    assert (site.now(first).state, site.now(second).state) == (State.SAVED, State.READY)


def test_a_subscriber_never_goes_for_a_dependent_that_stays(site: Site) -> None:
    """Who was to go along is not submitted alone when the dependent is gone meanwhile."""
    first, second = site.uploaded(subscriber(), child())
    site.while_asking.meanwhile = lambda: site.mending.delete(ALEX, second.id, second.version)
    with pytest.raises(NothingToSubmit):
        site.submit(second)
    assert site.now(first).state is State.READY


# Checked again


def test_who_was_submitted_elsewhere_since_is_not_submitted(site: Site) -> None:
    """Before the carrier has answered, the store alone knows; the confirmation ID is named."""
    site.registry.decide = lambda submission, subscriber: None
    (first,) = site.uploaded(subscriber())
    (second,) = site.uploaded(subscriber(), again=True)
    (sent,) = site.submit(first)
    with pytest.raises(NothingToSubmit):
        site.submit(second)
    (finding,) = site.now(second).findings
    assert sent.confirmation_id in finding.message


def test_who_became_a_member_since_is_not_submitted(site: Site) -> None:
    """The registry has changed between upload and submission; the others go."""
    first, second = site.uploaded(subscriber(), subscriber(**OTHER))
    site.registry.enrolled.append(replace(ENROLLED, ssn="801123456", last_name="Moreno"))
    assert people(site.submitting.submit_ready(ALEX, first.batch_id)) == ["Bea Moreno"]
    assert site.now(first).state is State.REJECTED
    assert site.tally(first.batch_id) == (0, 0, 1)
    with pytest.raises(ActionRefused):
        site.submit(first)
    assert site.now(second).confirmation_id


def test_what_is_not_ready_any_more_says_so(site: Site) -> None:
    """A day too late for its effective date, the application stands on the Error tab."""
    (row,) = site.uploaded(subscriber(effective_date="10/01/2026"))
    site.clock.advance(timedelta(days=20))
    with pytest.raises(NothingToSubmit):
        site.submit(row)
    assert site.now(row).state is State.ERROR


def test_an_edit_meanwhile_keeps_an_application_back(site: Site) -> None:
    """What was confirmed is what goes: something else would be a surprise."""
    first, _ = site.uploaded(subscriber(), subscriber(**OTHER))
    site.while_asking.meanwhile = lambda: site.edit(first, middle_name=Cell("Bea"))
    assert people(site.submitting.submit_ready(ALEX, first.batch_id)) == ["Bea Moreno"]
    assert site.now(first).state is State.READY


def test_an_old_version_is_refused(site: Site) -> None:
    """A window that shows what was there before an edit submits nothing."""
    (row,) = site.uploaded(subscriber())
    site.edit(row, middle_name=Cell("Bea"))
    with pytest.raises(ChangedByAnother):
        site.submitting.submit_one(ALEX, row.id, row.version)
    assert site.registry.accepted == []


def test_errors_cannot_be_submitted(site: Site) -> None:
    """Neither asked about nor sent."""
    (row,) = site.uploaded(subscriber(gender=None))
    with pytest.raises(ActionRefused):
        site.submitting.plan_one(ALEX, row.id)
    with pytest.raises(ActionRefused):
        site.submit(row)


def test_saved_applications_are_submitted_from_their_list(site: Site) -> None:
    """A ready one may go; one with errors may not."""
    first, second = site.uploaded(subscriber(), subscriber(**OTHER, gender=None))
    for one in (first, second):
        site.mending.save_for_later(ALEX, one.id, one.version)
    assert people(site.submit(first)) == ["Ana Moreno"]
    assert site.looking.saved(ALEX).total == 1
    with pytest.raises(ActionRefused):
        site.submit(second)
