"""How many statements the work takes, and that each finds what it needs by an index."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, event

from adapters.persistence import SqlPersistence
from domain.delivery import Delivery
from domain.findings import Verdict
from domain.ports import Persistence
from tests.builders import (
    GROUP,
    LATER,
    NOW,
    a_batch,
    a_session,
    a_submission,
    an_administrator,
    an_application,
)
from tests.contract.persistence.acts import (
    change,
    keep_administrator,
    keep_batch,
)
from tests.keys import VAULT

Statement = tuple[str, object]


@contextmanager
def watched(engine: Engine) -> Iterator[list[Statement]]:
    """The statements that run meanwhile, commits among them."""
    seen: list[Statement] = []

    def on_statement(_c: object, _cursor: object, sql: str, given: object, *_: object) -> None:
        seen.append((sql, given))

    def on_commit(_connection: object) -> None:
        seen.append(("COMMIT", ()))

    event.listen(engine, "before_cursor_execute", on_statement)
    event.listen(engine, "commit", on_commit)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", on_statement)
        event.remove(engine, "commit", on_commit)


def whole_job(persistence: Persistence, rows: int) -> None:
    """Keep a batch of so many rows, check it, look at it and submit all of it."""
    batch = a_batch()
    before = [an_application(batch, row) for row in range(2, 2 + rows)]
    keep_batch(persistence, batch, before)
    submitted = [a_submission(one, delivery=Delivery(due_at=NOW)) for one in before]
    people = [one.answers.identity for one in submitted]
    with persistence.reading() as uow:
        uow.applications.of_batch(batch.id, NOW)
        uow.applications.tally(batch.id, NOW)
        uow.applications.tab(batch.id, Verdict.READY, NOW, search="noa", sort="name")
        uow.submissions.applicants(GROUP, people)
        uow.batches.get(batch.id, NOW)
    after = [
        one.submit(submission.confirmation_id, 1)
        for one, submission in zip(before, submitted, strict=True)
    ]
    with persistence.writing() as uow:
        uow.batches.lock(batch.id)
        uow.submissions.lock_group(GROUP)
        uow.submissions.add(submitted)
        uow.commit()
    change(persistence, *zip(before, after, strict=True))
    with persistence.writing() as uow:
        uow.submissions.update([one.sending(NOW) for one in submitted])
        uow.commit()
    with persistence.reading() as uow:
        uow.submissions.history([GROUP], search="noa")
        uow.submissions.of_batch(batch.id)
        uow.submissions.by_confirmation(submitted[0].confirmation_id)
    with persistence.writing() as uow:
        uow.deliveries.due(NOW)
        uow.deliveries.claim("a worker", NOW, LATER)
        uow.deliveries.hold(batch.id, "a worker", LATER)
        uow.deliveries.undone(batch.id)
        uow.deliveries.release(batch.id, "a worker")
        uow.deliveries.needing_a_person(100)
        uow.deliveries.backlog()
        uow.commit()


def test_statements_do_not_grow_with_rows(engine: Engine) -> None:
    """One row and 250 take the same number of statements and commits."""
    persistence = SqlPersistence(engine, vault=VAULT)
    counts = []
    for rows in (1, 250):
        with watched(engine) as seen:
            whole_job(persistence, rows)
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert counts[1] < 40


def test_a_tab_takes_two_queries(engine: Engine) -> None:
    """The count and the page, however long the tab is."""
    batch = a_batch()
    persistence = SqlPersistence(engine, vault=VAULT)
    keep_batch(persistence, batch, [an_application(batch, row) for row in range(2, 62)])
    with watched(engine) as seen, persistence.reading() as uow:
        uow.applications.tab(batch.id, Verdict.READY, NOW, page=2)
    assert len([sql for sql, _ in seen if sql.startswith("SELECT")]) == 2


def test_every_query_has_its_index(empty: Callable[[str], Engine]) -> None:
    """No statement of the product reads a whole table."""
    engine = empty("sqlite")
    persistence = SqlPersistence(engine, vault=VAULT)
    with watched(engine) as seen:
        whole_job(persistence, 2)
        kim = an_administrator()
        keep_administrator(persistence, kim)
        with persistence.writing() as uow:
            uow.sessions.add(a_session(kim))
            uow.sessions.find("a token")
            uow.sessions.remove("a token")
            uow.administrators.credentials(kim.email)
            uow.administrators.get(kim.id)
            uow.administrators.set_disabled(kim.id, disabled=False)
            uow.sessions.of(kim.id)
            uow.second_factors.get(kim.id)
            uow.second_factors.use_recovery_code(kim.id, "a hash")
            uow.second_factors.recovery_codes_left(kim.id)
            uow.invitations.find("a hash", NOW)
            uow.invitations.of_groups([GROUP, "000777"], NOW)
            uow.attempts.keep(uow.attempts.hold(["a key", "another"]))
            uow.administrators.names([kim.id])
            uow.applications.saved([GROUP, "000777"], NOW)
            uow.batches.recent([GROUP], NOW)
            uow.batches.with_digest(GROUP, "a digest", NOW)
            uow.batches.by_ids(["a batch"])
            uow.agreements.of_batch("a batch")
            uow.agreements.of_application("an application")
            uow.commit()
        persistence.purge(NOW)
    plans: list[str] = []
    with engine.connect() as connection:
        for sql, given in seen:
            if sql.startswith(("SELECT", "UPDATE", "DELETE")):
                one = given[0] if isinstance(given, list) else given
                plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", one)
                plans += [row.detail for row in plan]
    scans = [
        plan
        for plan in plans
        if plan.startswith("SCAN") and not plan.startswith("SCAN CONSTANT") and "INDEX" not in plan
    ]
    assert scans == []
    assert len(plans) > 30


def test_the_outbox_is_asked_by_its_index(empty: Callable[[str], Engine]) -> None:
    """PostgreSQL too finds what is due, and what needs a person, by the index made for it, however
    many submissions are done."""
    engine = empty("postgresql")
    persistence = SqlPersistence(engine, vault=VAULT)
    with watched(engine) as seen, persistence.writing() as uow:
        uow.deliveries.due(NOW)
        uow.deliveries.claim("a worker", NOW, LATER)
        uow.deliveries.needing_a_person(100)
        uow.deliveries.backlog()
    plans = []
    with engine.connect() as connection:
        # Of an empty table it would rather read all.
        connection.exec_driver_sql("SET enable_seqscan = off")
        for sql, given in seen:
            plan = connection.exec_driver_sql(f"EXPLAIN {sql}", given).scalars()
            plans.append("\n".join(plan))
    assert len(plans) == 4
    assert all("ix_submissions_undone" in plan for plan in plans), plans
