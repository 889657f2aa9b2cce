"""The outbox: what is due, who delivers it, and what an operator is shown."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from domain.delivery import LONGEST_LEASE, LONGEST_PAUSE, Delivery, DeliveryEvent, Stage, Step
from domain.ports import STUBBORN, Backlog, Persistence
from domain.submission import Answer, Status, Submission
from tests.builders import NOW, a_batch, a_submission, an_application
from tests.contract.persistence.acts import claimed, keep_batch, keep_submissions

MINUTE = timedelta(minutes=1)
SOON = NOW + MINUTE
LATER = NOW + LONGEST_LEASE


def a_kept_batch(persistence: Persistence, *due: datetime | None, **fields: Any) -> str:
    """A batch with a submission for each time, kept; its id."""
    batch = a_batch()
    applications = [an_application(batch, row) for row, _ in enumerate(due, 2)]
    keep_batch(persistence, batch, applications)
    keep_submissions(
        persistence,
        *(
            a_submission(one, delivery=Delivery(due_at=at), **fields)
            for one, at in zip(applications, due, strict=True)
        ),
    )
    return batch.id


def submissions_of(persistence: Persistence, count: int) -> list[Submission]:
    """Submissions of one batch, not kept yet, in the order of their ids."""
    batch = a_batch()
    applications = [an_application(batch, row) for row in range(2, 2 + count)]
    keep_batch(persistence, batch, applications)
    made = [a_submission(one) for one in applications]
    return sorted(made, key=lambda one: one.id)


def due(persistence: Persistence, now: datetime) -> bool:
    with persistence.reading() as uow:
        return uow.deliveries.due(now)


# What is due


def test_nothing_is_due_of_nothing(persistence: Persistence) -> None:
    """Without submissions there is nothing to deliver."""
    assert not due(persistence, NOW)
    assert claimed(persistence, "kim") is None


def test_it_is_due_from_its_time_on(persistence: Persistence) -> None:
    """A submission is due at its moment, and not a moment before."""
    batch_id = a_kept_batch(persistence, NOW)
    just_before = NOW - timedelta(microseconds=1)
    assert not due(persistence, just_before)
    assert claimed(persistence, "kim", just_before) is None
    assert due(persistence, NOW)
    assert claimed(persistence, "kim", NOW) == batch_id


@pytest.mark.parametrize("stage", [Stage.HELD, Stage.UNKNOWN, Stage.DONE])
def test_what_waits_for_nobody_is_never_due(persistence: Persistence, stage: Stage) -> None:
    """What is done, or waits for a person, has no time to be looked at."""
    (one,) = submissions_of(persistence, 1)
    keep_submissions(persistence, replace(one, delivery=Delivery(stage)))
    assert not due(persistence, LATER)


def test_the_longest_due_goes_first(persistence: Persistence) -> None:
    """Of several batches the one whose submission is longest due, whatever else it has."""
    later = a_kept_batch(persistence, NOW - MINUTE, NOW - MINUTE)
    longest = a_kept_batch(persistence, LATER, NOW - 2 * MINUTE)
    last = a_kept_batch(persistence, NOW)
    a_kept_batch(persistence, SOON, None)
    order = [claimed(persistence, f"worker {number}") for number in range(4)]
    assert order == [longest, later, last, None]


# Who delivers it


def test_a_claimed_batch_is_nobody_elses(persistence: Persistence) -> None:
    """It is due to nobody until the time has passed for which it is held; then to anybody."""
    batch_id = a_kept_batch(persistence, NOW)
    assert claimed(persistence, "kim", NOW, SOON) == batch_id
    just_before = SOON - timedelta(microseconds=1)
    assert not due(persistence, just_before)
    assert claimed(persistence, "bo", just_before) is None
    assert due(persistence, SOON)
    assert claimed(persistence, "bo", SOON, SOON + MINUTE) == batch_id
    assert not due(persistence, SOON)


def test_what_a_clock_that_was_ahead_has_held_is_anybodys(persistence: Persistence) -> None:
    """Nobody holds a batch for longer than anybody may."""
    batch_id = a_kept_batch(persistence, NOW)
    with persistence.writing() as uow:
        assert uow.deliveries.claim("kim", NOW, NOW + LONGEST_LEASE) == batch_id
        uow.commit()
    assert not due(persistence, NOW)
    with persistence.writing() as uow:
        assert uow.deliveries.hold(batch_id, "kim", NOW + LONGEST_LEASE + MINUTE)
        uow.commit()
    assert due(persistence, NOW)
    with persistence.writing() as uow:
        assert uow.deliveries.take(batch_id, "lee", NOW, SOON)
        uow.commit()
    assert not due(persistence, NOW)


def test_what_a_clock_that_was_ahead_has_put_off_is_due(persistence: Persistence) -> None:
    """A day ahead, say; as long a pause as there may be is kept."""
    a_kept_batch(persistence, NOW + LONGEST_PAUSE)
    assert not due(persistence, NOW)
    a_kept_batch(persistence, NOW + LONGEST_PAUSE + MINUTE)
    assert due(persistence, NOW)


def test_a_claim_without_commit_is_none(persistence: Persistence) -> None:
    """Whoever fails while claiming leaves the batch to others."""
    batch_id = a_kept_batch(persistence, NOW)
    with persistence.writing() as uow:
        assert uow.deliveries.claim("kim", NOW, SOON) == batch_id
    assert claimed(persistence, "bo") == batch_id


def test_a_holder_holds_it_longer(persistence: Persistence) -> None:
    """Up to the new time, and only the batch that is named."""
    batch_id = a_kept_batch(persistence, NOW)
    other = a_kept_batch(persistence, NOW)
    for _ in range(2):
        assert claimed(persistence, "kim", NOW, SOON) in (batch_id, other)
    with persistence.writing() as uow:
        assert uow.deliveries.hold(batch_id, "kim", SOON + MINUTE)
        uow.commit()
    assert claimed(persistence, "bo", SOON) == other
    assert claimed(persistence, "bo", SOON) is None
    assert claimed(persistence, "bo", SOON + MINUTE) == batch_id


def test_a_holder_who_is_late_still_holds_what_nobody_took(persistence: Persistence) -> None:
    """The time alone takes it from nobody."""
    batch_id = a_kept_batch(persistence, NOW)
    claimed(persistence, "kim", NOW, SOON)
    with persistence.writing() as uow:
        assert uow.deliveries.hold(batch_id, "kim", LATER)
        uow.commit()
    assert not due(persistence, LATER - MINUTE)


def test_a_stale_holder_is_told(persistence: Persistence) -> None:
    """Who was overtaken neither holds nor releases it; nor does who never claimed it."""
    batch_id = a_kept_batch(persistence, NOW)
    claimed(persistence, "kim", NOW, SOON)
    assert claimed(persistence, "bo", SOON, LATER) == batch_id
    with persistence.writing() as uow:
        for stranger in ("kim", "ida"):
            assert not uow.deliveries.hold(batch_id, stranger, LATER + MINUTE)
            uow.deliveries.release(batch_id, stranger)
        assert not uow.deliveries.hold("no batch", "bo", LATER)
        uow.commit()
    assert not due(persistence, LATER - MINUTE)
    with persistence.writing() as uow:
        assert uow.deliveries.hold(batch_id, "bo", LATER)


def test_a_released_batch_is_anybodys(persistence: Persistence) -> None:
    """At once, and its holder of before has nothing to hold any more."""
    batch_id = a_kept_batch(persistence, NOW)
    other = a_kept_batch(persistence, NOW)
    for _ in range(2):
        claimed(persistence, "kim", NOW, LATER)
    with persistence.writing() as uow:
        uow.deliveries.release(batch_id, "kim")
        uow.commit()
    with persistence.writing() as uow:
        assert not uow.deliveries.hold(batch_id, "kim", LATER)
        assert uow.deliveries.hold(other, "kim", LATER)
    assert claimed(persistence, "bo") == batch_id
    assert claimed(persistence, "bo") is None


def test_a_batch_is_taken_by_its_name(persistence: Persistence) -> None:
    """Due or not, unless somebody holds it; and whoever was late with it holds it no more."""
    batch_id = a_kept_batch(persistence, None)

    def taken(holder: str, now: datetime, until: datetime) -> bool:
        with persistence.writing() as uow:
            taken = uow.deliveries.take(batch_id, holder, now, until)
            uow.commit()
        return taken

    assert taken("kim", NOW, SOON)
    assert not taken("bo", SOON - timedelta(microseconds=1), LATER)
    assert taken("bo", SOON, LATER)
    with persistence.writing() as uow:
        assert not uow.deliveries.hold(batch_id, "kim", LATER)
        assert uow.deliveries.hold(batch_id, "bo", LATER)
        assert not uow.deliveries.take("no batch", "bo", NOW, LATER)


# What is looked at


def test_the_undone_of_a_batch(persistence: Persistence) -> None:
    """All that is not done, whole: subscribers before dependents, then by time and id."""
    child, first, second, sent, done, late = made = submissions_of(persistence, 6)
    child = replace(child, subscriber_key=late.key, submitted_at=NOW - MINUTE)
    late = replace(late, submitted_at=SOON, delivery=Delivery(Stage.HELD, None, 0, "refused"))
    sent = replace(sent, delivery=Delivery(Stage.WITH_CARRIER, LATER))
    done = replace(done, status=Status.COMPLETED, delivery=Delivery(Stage.DONE))
    keep_submissions(persistence, late, done, sent, second, first, child)
    a_kept_batch(persistence, NOW)
    with persistence.reading() as uow:
        assert uow.deliveries.undone(made[0].batch_id) == [first, second, sent, late, child]
        assert uow.deliveries.undone("no batch") == []


def test_what_needs_a_person(persistence: Persistence) -> None:
    """What is held or unknown, or fails again and again; oldest first, and no more than wanted."""
    held, unknown, stubborn, trying, waiting, done = submissions_of(persistence, 6)
    held = replace(held, delivery=Delivery(Stage.HELD, None, 0, "401"), submitted_at=SOON)
    unknown = replace(unknown, delivery=Delivery(Stage.UNKNOWN), submitted_at=NOW - MINUTE)
    stubborn = replace(stubborn, delivery=Delivery(Stage.SENDING, LATER, STUBBORN, "no answer"))
    trying = replace(trying, delivery=Delivery(Stage.WAITING, LATER, STUBBORN - 1))
    done = replace(done, delivery=Delivery(Stage.DONE), status=Status.DECLINED)
    keep_submissions(persistence, held, unknown, stubborn, trying, waiting, done)
    with persistence.reading() as uow:
        assert uow.deliveries.needing_a_person(10) == [unknown, stubborn, held]
        assert uow.deliveries.needing_a_person(2) == [unknown, stubborn]
        trying_too = [unknown, *sorted([stubborn, trying], key=lambda one: one.id), held]
        assert uow.deliveries.needing_a_person(10, STUBBORN - 1) == trying_too
        assert trying in uow.deliveries.needing_a_person(10, failures=STUBBORN - 1)
        assert uow.deliveries.needing_a_person(10, failures=STUBBORN + 1) == [unknown, held]


def test_the_backlog(persistence: Persistence) -> None:
    """How many stand at each stage, and since when the oldest waits that is still to be sent."""
    with persistence.reading() as uow:
        assert uow.deliveries.backlog() == Backlog({}, None)
    made = submissions_of(persistence, 7)
    stages = [*Stage, Stage.WITH_CARRIER]
    hours = {Stage.WAITING: 3, Stage.SENDING: 2}
    keep_submissions(
        persistence,
        *(
            replace(
                one,
                delivery=Delivery(stage),
                submitted_at=NOW + timedelta(hours=hours.get(stage, -1)),
            )
            for one, stage in zip(made, stages, strict=True)
        ),
    )
    with persistence.reading() as uow:
        backlog = uow.deliveries.backlog()
    undone = dict.fromkeys((stage for stage in Stage if stage is not Stage.DONE), 1)
    assert backlog.stages == undone | {Stage.WITH_CARRIER: 2}
    assert backlog.oldest_waiting == NOW + timedelta(hours=2)


# What happened on the way


def test_nothing_has_waited_for_less_than_nothing() -> None:
    """What came by a clock that was ahead has come just now."""
    assert Backlog({}, NOW + MINUTE).waited(NOW) == timedelta()
    assert Backlog({}, NOW).waited(SOON) == MINUTE


def test_the_way_is_kept(persistence: Persistence) -> None:
    """Delivery and steps are written for each as they are, and read as written."""
    first, second, third = submissions_of(persistence, 3)
    keep_submissions(persistence, first, second, third)
    sent = [one.sending(NOW) for one in (first, second)]
    failed = sent[0].unanswered(SOON, LATER, "ReadTimeout")
    answered = sent[1].answered(Answer(second.key, Status.PROCESSING, "In Prüfung"), SOON, LATER)
    for changed in (sent, [failed, answered]):
        with persistence.writing() as uow:
            uow.submissions.update(changed)
            uow.commit()
    with persistence.reading() as uow:
        assert uow.deliveries.undone(first.batch_id) == [failed, answered, third]
    assert failed.delivery == Delivery(Stage.SENDING, LATER, 1, "ReadTimeout")
    assert answered.steps[-1] == Step(DeliveryEvent.ANSWERED, SOON, "Processing", "In Prüfung")


def test_what_is_done_is_not_brought_back(persistence: Persistence) -> None:
    """Who was overtaken by the carrier's last word changes nothing any more."""
    (one,) = submissions_of(persistence, 1)
    keep_submissions(persistence, one)
    sent = one.sending(NOW)
    done = sent.answered(Answer(one.key, Status.DECLINED, "No"), NOW, LATER)
    for changed in (done, sent.not_reached(NOW, LATER, "ConnectError")):
        with persistence.writing() as uow:
            uow.submissions.update([changed])
            uow.commit()
    with persistence.reading() as uow:
        assert uow.submissions.of_batch(one.batch_id) == [done]
        assert uow.deliveries.undone(one.batch_id) == []
