"""Several workers at once on one outbox."""

from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from threading import Event

from sqlalchemy import Engine

from adapters.persistence import SqlPersistence
from domain.delivery import LONGEST_LEASE, Delivery, Stage
from tests.builders import NOW, a_batch, a_submission, an_application
from tests.contract.persistence.acts import claimed, keep_batch, keep_submissions
from tests.contract.persistence.test_at_once import at_once
from tests.keys import VAULT

SOON = NOW + timedelta(minutes=1)
LATER = NOW + LONGEST_LEASE


def a_due_batch(persistence: SqlPersistence) -> str:
    """A batch with two submissions that are due, kept; its id."""
    batch = a_batch()
    applications = [an_application(batch, row) for row in (2, 3)]
    keep_batch(persistence, batch, applications)
    keep_submissions(
        persistence, *(a_submission(one, delivery=Delivery(due_at=NOW)) for one in applications)
    )
    return batch.id


def in_a_while(future: Future[object]) -> object:
    """What it gives by now; None while it still waits."""
    Event().wait(0.2)
    return future.result() if future.done() else None


def test_workers_at_once_share_the_batches(engine: Engine) -> None:
    """Each of them gets another one, and none is left over."""
    persistence = SqlPersistence(engine, vault=VAULT)
    for _ in range(5):
        batches = [a_due_batch(persistence) for _ in range(4)]
        results = at_once(
            *(lambda number=number: claimed(persistence, f"{number}") for number in range(5))
        )
        assert sorted(map(str, results)) == sorted(map(str, [None, *batches]))


def test_nobody_claims_what_is_being_held(engine: Engine) -> None:
    """A batch whose time has passed, but which its holder is just holding longer, stays theirs."""
    persistence = SqlPersistence(engine, vault=VAULT)
    batch_id = a_due_batch(persistence)
    claimed(persistence, "kim", NOW, SOON)
    with ThreadPoolExecutor(1) as pool:
        with persistence.writing() as uow:
            assert uow.deliveries.hold(batch_id, "kim", LATER)
            other = pool.submit(claimed, persistence, "bo", SOON)
            assert in_a_while(other) is None
            uow.commit()
        assert other.result() is None


def test_nobody_holds_what_is_being_claimed(engine: Engine) -> None:
    """A holder who comes too late waits for the other's claim, and is told of it."""
    persistence = SqlPersistence(engine, vault=VAULT)
    batch_id = a_due_batch(persistence)
    claimed(persistence, "kim", NOW, SOON)

    def hold() -> bool:
        with persistence.writing() as uow:
            return uow.deliveries.hold(batch_id, "kim", LATER)

    with ThreadPoolExecutor(1) as pool:
        with persistence.writing() as uow:
            assert uow.deliveries.claim("bo", SOON, LATER) == batch_id
            late = pool.submit(hold)
            assert in_a_while(late) is None
            uow.commit()
        assert late.result() is False


def test_nobody_takes_what_is_being_claimed(engine: Engine) -> None:
    """Whoever wants this very batch waits for the claim, and is told of it."""
    persistence = SqlPersistence(engine, vault=VAULT)
    batch_id = a_due_batch(persistence)

    def take() -> bool:
        with persistence.writing() as uow:
            return uow.deliveries.take(batch_id, "kim", NOW, LATER)

    with ThreadPoolExecutor(1) as pool:
        with persistence.writing() as uow:
            assert uow.deliveries.claim("bo", NOW, LATER) == batch_id
            late = pool.submit(take)
            assert in_a_while(late) is None
            uow.commit()
        assert late.result() is False


def test_nobody_claims_what_is_being_taken(engine: Engine) -> None:
    """A batch that somebody acts on is passed over, or found to be theirs."""
    persistence = SqlPersistence(engine, vault=VAULT)
    batch_id = a_due_batch(persistence)
    with ThreadPoolExecutor(1) as pool:
        with persistence.writing() as uow:
            assert uow.deliveries.take(batch_id, "kim", NOW, LATER)
            other = pool.submit(claimed, persistence, "bo")
            in_a_while(other)
            uow.commit()
        assert other.result() is None


def test_everything_is_delivered_once(engine: Engine) -> None:
    """Workers that go on until nothing is due each find work in what they claim, and each
    submission goes out by one of them."""
    persistence = SqlPersistence(engine, vault=VAULT)
    for _ in range(15):
        a_due_batch(persistence)
    sent: list[str] = []

    def work(holder: str) -> None:
        while batch_id := claimed(persistence, holder):
            with persistence.writing() as uow:
                assert uow.deliveries.hold(batch_id, holder, LATER)
                going = [
                    one.sending(NOW)
                    for one in uow.deliveries.undone(batch_id)
                    if one.delivery.stage is Stage.WAITING
                ]
                assert going
                # One is handed over, and the other stays for the next who comes.
                uow.submissions.update([going[0].unanswered(NOW, LATER, "")])
                uow.deliveries.release(batch_id, holder)
                uow.commit()
            sent.append(going[0].key)

    assert at_once(*(lambda name=name: work(name) for name in ("kim", "bo", "ida"))) == [None] * 3
    assert len(sent) == len(set(sent)) == 30
    with persistence.reading() as uow:
        assert uow.deliveries.backlog().stages == {Stage.SENDING: 30}
