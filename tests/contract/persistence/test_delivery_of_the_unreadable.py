"""One batch that cannot be read, or one answer that cannot be kept, holds up nobody else."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta

import pytest
from sqlalchemy import Engine, text

from adapters.persistence import SqlPersistence
from domain.delivery import Delivery, Stage
from domain.services.delivering import Delivering
from domain.submission import Answer, Status, Submission
from tests.builders import NOW, a_batch, a_submission, an_application
from tests.contract.persistence.acts import keep_batch, keep_submissions
from tests.demonstration import FILE
from tests.fakes.registry import FakeRegistry
from tests.fakes.system import FakeClock, FakeIds
from tests.keys import VAULT


class Answering(FakeRegistry):
    """Answers all, with these words."""

    def __init__(self, words: str) -> None:
        super().__init__(FILE.groups)
        self._words = words

    def submit(self, submissions: Sequence[Submission]) -> Sequence[Answer]:
        return self.ask([one.key for one in submissions])

    def ask(self, keys: Sequence[str]) -> Sequence[Answer]:
        return [Answer(key, Status.COMPLETED, self._words) for key in keys]


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(NOW)


def a_due_submission(persistence: SqlPersistence, clock: FakeClock) -> Submission:
    batch = a_batch()
    application = an_application(batch)
    submission = a_submission(application, delivery=Delivery(due_at=clock.now()))
    keep_batch(persistence, batch, [application])
    keep_submissions(persistence, submission)
    clock.advance(timedelta(seconds=1))
    return submission


def rounds(
    persistence: SqlPersistence, registry: FakeRegistry, clock: FakeClock, between: timedelta
) -> None:
    """Ten of them, with time between, whatever comes of each."""
    delivering = Delivering(registry, persistence, clock, FakeIds(1))
    for _ in range(10):
        with suppress(Exception):
            delivering.round()
        clock.advance(between)


def test_a_batch_that_cannot_be_read_holds_up_no_other(engine: Engine, clock: FakeClock) -> None:
    """As when a later version, running beside this one, has written what this one doesn't know."""
    persistence = SqlPersistence(engine, vault=VAULT)
    a_due_submission(persistence, clock)
    with engine.begin() as connection:
        steps = '[{"event": "withdrawn", "at": "2026-11-16T18:00:00Z"}]'
        connection.execute(text("UPDATE submissions SET steps = :steps"), {"steps": steps})
    other = a_due_submission(persistence, clock)
    rounds(persistence, Answering("Enrolled."), clock, timedelta(seconds=1))
    with persistence.reading() as uow:
        after = uow.submissions.by_confirmation(other.confirmation_id)
    assert after is not None
    assert after.status is Status.COMPLETED


def test_an_answer_that_cannot_be_kept_shows(engine: Engine, clock: FakeClock) -> None:
    """Half a character, as no database takes: for operators it is no answer."""
    persistence = SqlPersistence(engine, vault=VAULT)
    submission = a_due_submission(persistence, clock)
    rounds(persistence, Answering("\ud800"), clock, timedelta(hours=1))
    with persistence.reading() as uow:
        (after,) = uow.deliveries.needing_a_person(10)
    assert after.key == submission.key
    assert after.delivery.stage is Stage.SENDING
