"""Submissions reach the carrier once, whatever it does."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from domain.delivery import DeliveryEvent, Pace, Stage
from domain.errors import NothingArrived, RegistryUnavailable
from domain.services.delivering import Delivering
from domain.submission import Answer, Status, Submission
from tests.unit.domain.rows import subscriber
from tests.unit.services.outbox import batch_of, only, stands
from tests.unit.services.site import Site

LATER = timedelta(hours=2)


def events(submission: Submission) -> list[DeliveryEvent]:
    return [step.event for step in submission.steps]


def test_a_submission_is_delivered_and_answered(site: Site) -> None:
    """Each step is written down with its time and the carrier's words."""
    batch_id = batch_of(site, 1)
    (report,) = site.deliver()
    assert (report.batch_id, report.answered) == (batch_id, 1)
    after = only(site, batch_id)
    assert (after.status, after.carrier_words) == (Status.COMPLETED, "Enrolled.")
    assert events(after) == [DeliveryEvent.SUBMITTED, DeliveryEvent.SENDING, DeliveryEvent.ANSWERED]
    assert {step.at for step in after.steps} == {site.clock.now()}
    assert after.delivery.stage is Stage.DONE
    assert site.deliver() == []


@pytest.mark.parametrize("count", [1, 30])
def test_one_call_and_two_commits_however_many(site: Site, count: int) -> None:
    """What is sent is written down before the call, and the answers after it."""
    batch_of(site, count)
    asked, commits = site.registry.asked.copy(), site.persistence.commits
    site.deliver()
    assert site.registry.asked - asked == {"submit": 1}
    assert site.persistence.commits - commits == 2


def test_an_unreachable_carrier_is_tried_again_later(site: Site) -> None:
    """Less and less often, and nothing is asked about that surely never arrived."""
    batch_id = batch_of(site, 1)
    site.registry.unreachable = True
    waits = []
    for attempt in range(1, 13):
        site.deliver()
        delivery = only(site, batch_id).delivery
        assert (delivery.stage, delivery.attempts) == (Stage.WAITING, attempt)
        assert delivery.due_at is not None
        waits.append(delivery.due_at - site.clock.now())
        site.clock.advance(waits[-1] - timedelta(microseconds=1))
        assert site.deliver() == []
        site.clock.advance(timedelta(microseconds=1))
    assert waits[0] <= timedelta(seconds=2)
    assert timedelta(minutes=7) < waits[-1] <= timedelta(minutes=15)
    assert site.registry.asked["ask"] == 0
    site.registry.unreachable = False
    site.deliver()
    after = only(site, batch_id)
    assert after.status is Status.COMPLETED
    assert [(step.event, step.times) for step in after.steps] == [
        (DeliveryEvent.SUBMITTED, 1),
        (DeliveryEvent.NOT_REACHED, 12),
        (DeliveryEvent.SENDING, 13),
        (DeliveryEvent.ANSWERED, 1),
    ]


def test_a_carrier_may_ask_for_time(site: Site) -> None:
    """Its Retry-After is honoured, up to our longest wait."""
    batch_id = batch_of(site, 1)
    for asked_for, granted in ((300.0, 300), (1e9, 900)):

        def busy(submissions: Sequence[Submission], wait: float = asked_for) -> Sequence[Answer]:
            raise NothingArrived(retry_after=wait)

        site.registry.submit = busy  # type: ignore[method-assign]
        site.deliver()
        due_at = only(site, batch_id).delivery.due_at
        assert due_at == site.clock.now() + timedelta(seconds=granted)
        site.clock.advance(timedelta(seconds=granted))


def test_an_answer_lost_on_the_way_is_asked_for(site: Site) -> None:
    """The carrier has it, and is not sent it again."""
    batch_id = batch_of(site, 1)
    site.registry.loses_answers = True
    site.deliver()
    after = only(site, batch_id)
    assert (after.status, after.delivery.stage) == (Status.SUBMITTED, Stage.SENDING)
    site.registry.loses_answers = False
    site.clock.advance(LATER)
    site.deliver()
    assert only(site, batch_id).status is Status.COMPLETED
    assert (site.registry.asked["ask"], site.registry.asked["submit"]) == (1, 1)


def test_what_was_lost_on_the_way_there_is_sent_again(site: Site) -> None:
    """After the carrier, asked, has said that it has not got it."""
    batch_id = batch_of(site, 1)
    submit = site.registry.submit

    def lost(submissions: Sequence[Submission]) -> Sequence[Answer]:
        raise RegistryUnavailable

    site.registry.submit = lost  # type: ignore[method-assign]
    site.deliver()
    site.registry.submit = submit  # type: ignore[method-assign]
    site.clock.advance(LATER)
    site.deliver()
    after = only(site, batch_id)
    assert after.status is Status.COMPLETED
    assert DeliveryEvent.NOT_THERE in events(after)
    assert len(site.registry.accepted) == 1


def test_a_carrier_that_cannot_be_asked_is_never_sent_anything_twice(site: Site) -> None:
    """Whatever may have arrived is Unknown, until a person says what is the case."""
    batch_id = batch_of(site, 2)
    site.registry.loses_answers = site.registry.cannot_be_asked = True
    site.deliver()
    site.clock.advance(LATER)
    site.deliver()
    assert {one.status for one in stands(site, batch_id)} == {Status.UNKNOWN}
    assert {one.delivery.due_at for one in stands(site, batch_id)} == {None}
    site.registry.loses_answers = False
    site.clock.advance(timedelta(days=365))
    assert site.deliver() == []
    assert site.registry.asked["submit"] == 1


def test_an_answer_may_come_late(site: Site) -> None:
    """Processing is shown, and the carrier is asked, more and more rarely, for its last word."""
    batch_id = batch_of(site, 1)
    site.registry.decide = lambda one, subscriber: Answer(one.key, Status.PROCESSING, "Received.")
    site.deliver()
    assert only(site, batch_id).status is Status.PROCESSING
    for _ in range(40):
        site.clock.advance(timedelta(hours=1))
        site.deliver()
    assert events(only(site, batch_id)).count(DeliveryEvent.ANSWERED) == 1
    assert site.registry.asked["submit"] == 1
    key = only(site, batch_id).key
    site.registry.answers[key] = Answer(key, Status.DECLINED, "Not eligible.")
    site.clock.advance(timedelta(hours=1))
    site.deliver()
    after = only(site, batch_id)
    assert (after.status, after.carrier_words) == (Status.DECLINED, "Not eligible.")
    assert after.answered_at == site.clock.now()


def test_answers_to_what_was_not_sent_are_passed_over(site: Site) -> None:
    """A key that nobody knows changes nothing; what got no answer is asked about."""
    batch_id = batch_of(site, 1)
    submit = site.registry.submit
    site.registry.submit = lambda submissions: [Answer("unknown", Status.DECLINED)]  # type: ignore[method-assign]
    site.deliver()
    after = only(site, batch_id)
    assert (after.status, after.delivery.stage) == (Status.SUBMITTED, Stage.SENDING)
    site.registry.submit = submit  # type: ignore[method-assign]
    site.clock.advance(LATER)
    site.deliver()
    assert only(site, batch_id).status is Status.COMPLETED


def test_what_the_carrier_gives_back_waits_for_a_person(site: Site) -> None:
    """With the carrier's words; it is not sent again by itself."""
    batch_id = batch_of(site, 1)
    key = only(site, batch_id).key
    site.registry.decide = lambda one, subscriber: Answer(one.key, Status.PROCESSING)
    site.deliver()
    site.registry.answers[key] = Answer(key, Status.SUBMITTED, "The file was not accepted.")
    site.clock.advance(LATER)
    site.deliver()
    after = only(site, batch_id)
    assert (after.delivery.stage, after.delivery.due_at) == (Stage.HELD, None)
    assert after.steps[-1].words == "The file was not accepted."


def test_a_slow_carrier_holds_up_only_its_own_batch(site: Site) -> None:
    """Another who delivers takes the next batch, never the one that is held."""
    slow, other = batch_of(site, 1), ""
    seen: list[str | None] = []
    submit = site.registry.submit
    another = Delivering(site.registry, site.persistence, site.clock, site.ids)

    def meanwhile(submissions: Sequence[Submission]) -> Sequence[Answer]:
        if submissions[0].batch_id == slow:
            for _ in range(2):
                report = another.round()
                seen.append(report and report.batch_id)
        return submit(submissions)

    (row,) = site.uploaded(subscriber(ssn="801-12-7777", first_name="Cai"))
    site.submit(row)
    other = row.batch_id
    site.registry.submit = meanwhile  # type: ignore[method-assign]
    site.deliver()
    assert seen == [other, None]
    assert only(site, slow).status is Status.COMPLETED


def test_who_took_too_long_leaves_it_to_whoever_took_over(site: Site) -> None:
    """The other asked first and found it there; the answer that came late changes nothing."""
    batch_id = batch_of(site, 1)
    another = Delivering(site.registry, site.persistence, site.clock, site.ids, Pace())
    submit = site.registry.submit

    def slow(submissions: Sequence[Submission]) -> Sequence[Answer]:
        answers = submit(submissions)
        site.clock.advance(timedelta(minutes=5))
        assert another.round() is not None
        return answers

    site.registry.submit = slow  # type: ignore[method-assign]
    (report,) = site.deliver()
    assert report.lost
    assert site.registry.asked["ask"] == 1
    assert only(site, batch_id).status is Status.COMPLETED
    assert len(site.registry.accepted) == 1


def test_stopping_lets_go_of_what_is_left(site: Site) -> None:
    """The call under way is finished and written down, and the next one can go on at once."""
    batch_id = batch_of(site, 5)
    small = Delivering(site.registry, site.persistence, site.clock, site.ids, Pace(piece=2))
    small.round(lambda: True)
    assert len(site.registry.accepted) == 2
    site.deliver()
    assert {one.status for one in stands(site, batch_id)} == {Status.COMPLETED}
