"""The way of a submission to the carrier: what may happen when, and what is written down."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from domain.delivery import Delivery, DeliveryEvent, Pace, Stage, Step, stepped
from domain.errors import ActionRefused
from domain.submission import Answer, Status, Submission
from tests.builders import NOW, a_batch, a_submission, an_application

SOON = NOW + timedelta(minutes=1)
W, S, C, H, U, D = Stage


def at(stage: Stage, **fields: object) -> Submission:
    """A submission at a stage."""
    return a_submission(an_application(a_batch()), delivery=Delivery(stage), **fields)


Act = Callable[[Submission], Submission]
COMPLETED = Answer("key", Status.COMPLETED, "Enrolled.")
ACTS: dict[str, tuple[Act, dict[Stage, Stage]]] = {
    "sending": (lambda one: one.sending(NOW), {W: S}),
    "not reached": (lambda one: one.not_reached(NOW, SOON, "not reached"), {S: W}),
    "put back": (lambda one: one.put_back(NOW), {S: W}),
    "not taken": (lambda one: one.not_taken(NOW, SOON), {S: S}),
    "unanswered": (lambda one: one.unanswered(NOW, SOON, "no answer"), {S: S, C: C}),
    "not there": (lambda one: one.not_there(NOW), {S: W, C: W}),
    "held": (lambda one: one.held("No.", NOW), {S: H, C: H}),
    "unknown": (lambda one: one.unknown(NOW), {S: U}),
    "sent again": (lambda one: one.sent_again(NOW), {W: W, H: W, U: W}),
    "asked again": (lambda one: one.asked_again(NOW), {W: W, S: S, C: C, H: S, U: S}),
    "settled": (lambda one: one.settled(COMPLETED, NOW), {W: D, S: D, C: D, H: D, U: D}),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("stage", Stage)
def test_each_act_has_its_stages(act: str, stage: Stage) -> None:
    """What the table does not allow is refused; nothing done is ever done again."""
    do, ways = ACTS[act]
    if stage in ways:
        assert do(at(stage)).delivery.stage is ways[stage]
    else:
        with pytest.raises(ActionRefused):
            do(at(stage))


@pytest.mark.parametrize(
    ("answer", "stage"),
    [
        (Status.PROCESSING, C),
        (Status.COMPLETED, D),
        (Status.NEEDS_REVIEW, D),
        (Status.DECLINED, D),
        (Status.SUBMITTED, H),
    ],
)
def test_an_answer_decides_what_comes_next(answer: Status, stage: Stage) -> None:
    """A last word ends it, anything else is asked for; what was given back is for a person."""
    after = at(S).answered(Answer("key", answer, "Words."), NOW, SOON)
    assert after.delivery.stage is stage
    assert after.delivery.due_at == (SOON if stage is C else None)
    assert after.status is (Status.SUBMITTED if stage is H else answer)
    assert after.steps[-1].words == "Words."


def test_what_the_carrier_repeats_is_no_news() -> None:
    """Asked again and again, it is asked again later, and one step tells it."""
    first = at(S).answered(Answer("key", Status.PROCESSING, "Received."), NOW, SOON)
    again = first.answered(Answer("key", Status.PROCESSING, "Received."), SOON, SOON)
    assert again == first
    other = first.answered(Answer("key", Status.PROCESSING, "Accepted."), SOON, SOON)
    assert [step.words for step in other.steps] == ["Received.", "Accepted."]
    assert other.answered_at == SOON


def test_an_answer_ends_a_row_of_failures() -> None:
    """The next one starts counting anew."""
    failed = at(S).unanswered(NOW, SOON, "no answer").unanswered(NOW, SOON, "no answer")
    assert (failed.delivery.attempts, failed.delivery.trouble) == (2, "no answer")
    after = failed.answered(Answer("key", Status.PROCESSING), NOW, SOON)
    assert (after.delivery.attempts, after.delivery.trouble) == (0, "")


def test_unknown_is_shown_until_an_operator_knows_better() -> None:
    """Sent again, it is a submission like any other."""
    unknown = at(S).unknown(NOW)
    assert (unknown.status, unknown.delivery.due_at) == (Status.UNKNOWN, None)
    again = unknown.sent_again(SOON)
    assert (again.status, again.delivery.due_at) == (Status.SUBMITTED, SOON)
    assert again.steps[-1] == Step(DeliveryEvent.AGAIN, SOON)
    settled = unknown.settled(COMPLETED, SOON)
    assert (settled.status, settled.carrier_words) == (Status.COMPLETED, "Enrolled.")


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.PROCESSING, Status.UNKNOWN])
def test_only_a_last_word_settles(status: Status) -> None:
    """Anything else is not for an operator to say."""
    with pytest.raises(ActionRefused):
        at(U).settled(Answer("key", status), NOW)


def test_what_has_to_wait_keeps_its_failures() -> None:
    """Its turn comes later, that is all."""
    failed = at(S).not_reached(NOW, NOW, "not reached")
    after = failed.postponed(SOON)
    assert after.delivery == Delivery(W, SOON, 1, "not reached")
    assert after.steps == failed.steps


def test_a_carrier_away_for_a_day_makes_few_steps() -> None:
    """What repeats itself is counted, and stands where it happened last."""
    one = at(W, steps=(Step(DeliveryEvent.SUBMITTED, NOW),))
    for minute in range(1, 101):
        moment = NOW + timedelta(minutes=minute)
        one = one.sending(moment).unanswered(moment, moment, "no answer").not_there(moment)
    assert [(step.event, step.times) for step in one.steps] == [
        (DeliveryEvent.SUBMITTED, 1),
        (DeliveryEvent.SENDING, 100),
        (DeliveryEvent.NO_ANSWER, 100),
        (DeliveryEvent.NOT_THERE, 100),
    ]
    assert {step.at for step in one.steps[1:]} == {NOW + timedelta(minutes=100)}


def test_different_words_are_different_steps() -> None:
    """Nothing that the carrier said is folded into something else it said."""
    steps: tuple[Step, ...] = ()
    for words in ("A", "B", "A"):
        steps = stepped(steps, Step(DeliveryEvent.ANSWERED, NOW, "Processing", words))
    assert sorted((step.words, step.times) for step in steps) == [("A", 2), ("B", 1)]


# Pace


@pytest.mark.parametrize("attempts", [1, 2, 3, 10, 1000])
def test_retries_come_later_and_later_within_bounds(attempts: int) -> None:
    """Between half and all of twice the time before, and never beyond the longest."""
    pace = Pace()
    full = min(pace.first_retry * 2 ** min(attempts - 1, 20), pace.longest_retry)
    waits = {pace.retry_at(NOW, attempts, f"batch{n}") - NOW for n in range(50)}
    assert all(full / 2 <= wait <= full for wait in waits)
    assert len(waits) > 40  # batches that failed together come back apart


def test_one_batch_comes_back_together() -> None:
    """So that a family goes in one piece."""
    assert Pace().retry_at(NOW, 3, "b") == Pace().retry_at(NOW, 3, "b")


@pytest.mark.parametrize(
    ("submitted", "wait"),
    [
        (timedelta(0), timedelta(seconds=5)),
        (timedelta(minutes=10), timedelta(minutes=1)),
        (timedelta(days=3), timedelta(hours=1)),
    ],
)
def test_questions_become_rarer(submitted: timedelta, wait: timedelta) -> None:
    """A tenth of the time since the submission, within limits."""
    now: datetime = NOW + submitted
    assert Pace().question_at(now, NOW) == now + wait
