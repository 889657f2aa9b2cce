"""Several people at once on a database."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

from sqlalchemy import Engine

from adapters.persistence import SqlPersistence
from domain.errors import ChangedByAnother
from domain.ports import Conflict
from tests.builders import (
    GROUP,
    NOW,
    a_batch,
    a_submission,
    an_application,
    cells,
    some_answers,
)
from tests.contract.persistence.acts import (
    change,
    keep_batch,
    keep_submissions,
    kept,
)
from tests.keys import VAULT


def at_once(*acts: Callable[[], object]) -> list[object]:
    """What each act gives, or the exception it raises, when all start together."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        start.wait()
        try:
            return act()
        except Exception as error:
            return type(error)

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_the_same_upload_at_once_makes_one_batch(engine: Engine) -> None:
    """Of racing uploads of one content one is kept, whole, and the others are told."""
    persistence = SqlPersistence(engine, vault=VAULT)
    for _ in range(5):
        first = a_batch()
        batches = [first, *(a_batch(digest=first.digest) for _ in range(3))]
        results = at_once(
            *(
                lambda batch=batch: keep_batch(
                    persistence, batch, [an_application(batch, row) for row in (2, 3)]
                )
                for batch in batches
            )
        )
        assert sorted(map(str, results)) == sorted(map(str, [None, *[Conflict] * 3]))
        with persistence.reading() as uow:
            (winner,) = uow.batches.with_digest(GROUP, first.digest, NOW)
            assert len(uow.applications.of_batch(winner.id, NOW)) == 2


def test_two_people_on_one_application(engine: Engine) -> None:
    """Of two racing acts on one version one wins, and the other is told."""
    persistence = SqlPersistence(engine, vault=VAULT)
    batch = a_batch()
    pairs = [an_application(batch, row) for row in range(2, 12)]
    keep_batch(persistence, batch, pairs)
    for one in pairs:
        edited = one.edit(cells(first_name="Ida"), 1)
        deleted = one.delete(NOW, 1)
        results = at_once(
            lambda one=one, edited=edited: change(persistence, (one, edited)),
            lambda one=one, deleted=deleted: change(persistence, (one, deleted)),
        )
        assert set(results) == {None, ChangedByAnother}
        assert kept(persistence, one) == (edited if results[0] is None else deleted)


def test_one_person_submitted_by_two(engine: Engine) -> None:
    """Two applications of one person that are submitted at once make one submission."""
    persistence = SqlPersistence(engine, vault=VAULT)
    batch = a_batch()
    rows = [an_application(batch, row) for row in range(2, 12)]
    keep_batch(persistence, batch, rows)
    for one, other in zip(rows[::2], rows[1::2], strict=True):
        answers = some_answers()
        first, second = a_submission(one, answers), a_submission(other, answers)
        results = at_once(
            lambda first=first: keep_submissions(persistence, first),
            lambda second=second: keep_submissions(persistence, second),
        )
        assert set(results) == {None, Conflict}


def test_looking_waits_for_nobody(engine: Engine) -> None:
    """While somebody writes, others see what was there before, at once."""
    persistence = SqlPersistence(engine, vault=VAULT)
    batch = a_batch()
    with persistence.writing() as uow:
        uow.batches.add(batch, [])
        with persistence.reading() as other:
            assert other.batches.get(batch.id, NOW) is None
        uow.commit()
    with persistence.reading() as other:
        assert other.batches.get(batch.id, NOW) == batch


def test_writers_wait_for_a_lock(engine: Engine) -> None:
    """A group that somebody submits for is locked for the next until that is done."""
    persistence = SqlPersistence(engine, vault=VAULT)
    locked, order = Event(), []

    def first() -> None:
        with persistence.writing() as uow:
            uow.submissions.lock_group(GROUP)
            locked.set()
            Event().wait(0.2)
            order.append("first")
            uow.commit()

    def second() -> None:
        locked.wait()
        with persistence.writing() as uow:
            uow.submissions.lock_group(GROUP)
            order.append("second")
            uow.commit()

    assert at_once(second, first) == [None, None]
    assert order == ["first", "second"]
