"""One row that was changed or damaged where it is kept is one row: the others are read, nothing is
written over it, and what somebody put there in clear text is not believed."""

import json
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, Table, delete, insert, select, update

from adapters.keyring import KeysError
from adapters.persistence import SqlPersistence, is_prepared, open_engine, prepare
from adapters.persistence.tables import (
    agreements,
    applications,
    batches,
    sealed_levels,
    submissions,
)
from domain.application import State
from domain.delivery import Delivery, Stage
from domain.people import Identity
from domain.services.delivering import Delivering
from domain.services.operating import Operating
from domain.submission import Answer, Status, Submission
from tests.builders import (
    GROUP,
    NOW,
    a_batch,
    a_submission,
    an_agreement,
    an_application,
    some_answers,
)
from tests.contract.persistence.acts import change, keep_agreements, keep_batch, keep_submissions
from tests.demonstration import FILE
from tests.fakes.registry import FakeRegistry
from tests.fakes.system import FakeClock, FakeIds
from tests.keys import VAULT

PLANTED = json.dumps({"first_name": ["Mallory"], "ssn": ["987-65-4399"]})
SPOILT: dict[str, Callable[[str], str]] = {
    "one character": lambda kept: kept[:-6] + ("A" if kept[-6] != "A" else "B") + kept[-5:],
    "cut off": lambda kept: kept[:-8],
    "clear text": lambda kept: PLANTED,
    "an empty object": lambda kept: "{}",
    "noise": lambda kept: "\u2028 s1.",
}
spoilt = pytest.mark.parametrize("how", SPOILT)


def put(engine: Engine, table: Table, column: str, row_id: str, value: str) -> None:
    with engine.begin() as connection:
        connection.execute(update(table).where(table.c.id == row_id).values({column: value}))


def spoil(engine: Engine, table: Table, column: str, row_id: str, how: str) -> None:
    """Change what one column of one row holds."""
    with engine.connect() as connection:
        kept = connection.scalar(select(table.c[column]).where(table.c.id == row_id))
    put(engine, table, column, row_id, SPOILT[how](str(kept)))


@spoilt
def test_lists_of_batches_go_on(engine: Engine, how: str) -> None:
    """The one that cannot be read says so, with its id; the others are as they were."""
    persistence = SqlPersistence(engine, vault=VAULT)
    bad, good = a_batch(), a_batch()
    for one in (bad, good):
        keep_batch(persistence, one, [an_application(one)])
    spoil(engine, batches, "file_name", bad.id, how)
    with persistence.reading() as uow:
        found = {one.id: one for one in uow.batches.recent([GROUP], NOW).items}
    assert found.keys() == {bad.id, good.id}
    assert found[good.id] == good
    assert found[bad.id].file_name == f"The file's name cannot be read (reference {bad.id})"
    assert ("batches", bad.id) in VAULT.broken


@spoilt
def test_lists_of_agreements_go_on(engine: Engine, how: str) -> None:
    """Only the name is gone, and not the document."""
    persistence = SqlPersistence(engine, vault=VAULT)
    batch = a_batch()
    application = an_application(batch)
    bad, good = an_agreement(application), an_agreement(application)
    keep_batch(persistence, batch, [application])
    keep_agreements(persistence, bad, good)
    spoil(engine, agreements, "file_name", bad.id, how)
    with persistence.reading() as uow:
        found = {one.id: one for one in uow.agreements.of_batch(batch.id)}
    assert found[good.id] == good
    assert bad.id in found[bad.id].file_name
    assert found[bad.id].stored_name == bad.stored_name


@spoilt
def test_rows_of_a_tab_go_on(engine: Engine, how: str) -> None:
    """The one that cannot be read stands there as rejected, and holds nothing that was planted."""
    persistence = SqlPersistence(engine, vault=VAULT)
    batch = a_batch()
    bad, good = an_application(batch, 2), an_application(batch, 3)
    keep_batch(persistence, batch, [bad, good])
    spoil(engine, applications, "confidential", bad.id, how)
    with persistence.reading() as uow:
        found = uow.applications.tab(batch.id, good.verdict, NOW).items
        assert uow.applications.of_batch(batch.id, NOW) == found
    broken, whole = found
    assert whole == good
    assert (broken.id, broken.unreadable, broken.state) == (bad.id, True, State.REJECTED)
    assert broken.entries == {}
    assert bad.id in broken.findings[0].message


def test_clear_text_of_an_older_column_is_not_believed(engine: Engine) -> None:
    """Where what need not be sealed once stood."""
    persistence = SqlPersistence(engine, vault=VAULT)
    batch = a_batch()
    application = an_application(batch)
    submission = a_submission(application)
    keep_batch(persistence, batch, [application])
    keep_submissions(persistence, submission)
    put(engine, applications, "entries", application.id, PLANTED)
    put(engine, submissions, "answers", submission.id, '{"first_name":"Mallory"}')
    with persistence.reading() as uow:
        (broken,) = uow.applications.of_batch(batch.id, NOW)
        (submitted,) = uow.submissions.of_batch(batch.id)
    assert (broken.unreadable, broken.entries) == (True, {})
    assert (submitted.unreadable, submitted.answers.first_name) == (True, None)


def test_an_act_writes_nothing_over_what_cannot_be_read(engine: Engine) -> None:
    """What is left of it stays, for whoever mends it."""
    persistence = SqlPersistence(engine, vault=VAULT)
    batch = a_batch()
    bad = an_application(batch)
    keep_batch(persistence, batch, [bad])
    spoil(engine, applications, "confidential", bad.id, "one character")
    columns = select(applications.c.confidential, applications.c.findings)
    with engine.connect() as connection:
        before = connection.execute(columns).one()
    with persistence.reading() as uow:
        found = uow.applications.get(bad.id, NOW)
    assert found is not None
    change(persistence, (found, found.delete(NOW, found.version)))
    with engine.connect() as connection:
        assert connection.execute(columns).one() == before
    with persistence.reading() as uow:
        assert uow.applications.of_batch(batch.id, NOW) == []


def two_submitted(persistence: SqlPersistence) -> tuple[Submission, Submission]:
    """Of one batch, both due."""
    batch = a_batch()
    rows = [an_application(batch, number) for number in (2, 3)]
    one, two = (
        a_submission(
            row,
            some_answers(ssn=f"98765432{row.row}", last_name=f"Silva {row.row}"),
            delivery=Delivery(due_at=NOW),
        )
        for row in rows
    )
    keep_batch(persistence, batch, rows)
    keep_submissions(persistence, one, two)
    return one, two


def deliver(persistence: SqlPersistence, registry: FakeRegistry) -> None:
    """All that is due within a quarter of an hour."""
    clock = FakeClock(NOW + timedelta(seconds=1))
    delivering = Delivering(registry, persistence, clock, FakeIds(1))
    for _ in range(3):
        while delivering.round():
            pass
        clock.advance(timedelta(minutes=5))


@spoilt
def test_the_others_of_its_batch_are_delivered(engine: Engine, how: str) -> None:
    """The one that cannot be read is never handed over: it waits for a person, whom the list of
    what is stuck tells of it, and goes when it is mended and sent again."""
    persistence = SqlPersistence(engine, vault=VAULT)
    registry = FakeRegistry(FILE.groups)
    bad, good = two_submitted(persistence)
    with engine.connect() as connection:
        kept = connection.scalar(
            select(submissions.c.confidential).where(submissions.c.id == bad.id)
        )
    spoil(engine, submissions, "confidential", bad.id, how)
    deliver(persistence, registry)
    assert registry.accepted == [good.key]
    operating = Operating(persistence, FakeClock(NOW), FakeIds(2))
    (stuck,) = operating.in_trouble(10)
    assert stuck.confirmation_id == bad.confirmation_id
    assert (stuck.delivery.stage, stuck.delivery.trouble) == (Stage.HELD, "unreadable")
    put(engine, submissions, "confidential", bad.id, str(kept))
    assert [one.refusal for one in operating.send_again([stuck])] == [None]
    deliver(persistence, registry)
    assert sorted(registry.accepted) == sorted([good.key, bad.key])


def test_what_the_carrier_may_have_is_asked_about_by_its_key(engine: Engine) -> None:
    """That needs nothing of what cannot be read."""
    persistence = SqlPersistence(engine, vault=VAULT)
    registry = FakeRegistry(FILE.groups)
    bad, _ = two_submitted(persistence)
    registry.answers[bad.key] = Answer(bad.key, Status.COMPLETED, "Enrolled.")
    with persistence.writing() as uow:
        uow.submissions.update([bad.sending(NOW)])
        uow.commit()
    spoil(engine, submissions, "confidential", bad.id, "noise")
    deliver(persistence, registry)
    with persistence.reading() as uow:
        after = uow.submissions.by_confirmation(bad.confirmation_id)
    assert after is not None
    assert (after.status, after.unreadable) == (Status.COMPLETED, True)
    assert bad.key not in registry.accepted


def test_history_goes_on(engine: Engine) -> None:
    """Who it was cannot be said, and the rest can."""
    persistence = SqlPersistence(engine, vault=VAULT)
    bad, good = two_submitted(persistence)
    spoil(engine, submissions, "confidential", bad.id, "one character")
    with persistence.reading() as uow:
        found = {one.id: one for one in uow.submissions.history([GROUP]).items}
    assert found[good.id] == good
    assert (found[bad.id].unreadable, found[bad.id].person_name) == (True, "Cannot be read")
    assert found[bad.id].confirmation_id == bad.confirmation_id


def test_nobody_is_submitted_twice_because_a_row_cannot_be_read(engine: Engine) -> None:
    """They are still known by the key of their number; nobody else is taken for them."""
    persistence = SqlPersistence(engine, vault=VAULT)
    bad, good = two_submitted(persistence)
    spoil(engine, submissions, "confidential", bad.id, "clear text")
    alike = Identity("Noa", "D'Angelo", date(1990, 4, 12), "987654399")
    with persistence.reading() as uow:
        people = [bad.answers.identity, good.answers.identity]
        found = uow.submissions.applicants(GROUP, people)
        beside = uow.submissions.applicants(GROUP, [alike])
    assert {(one.confirmation_id, one.identity) for one in found} == {
        (one.confirmation_id, one.answers.identity) for one in (bad, good)
    }
    assert [one.confirmation_id for one in beside] == [good.confirmation_id]


def test_what_is_not_sealed_stays_broken_whenever_the_database_is_prepared(nothing: str) -> None:
    """Neither a migration nor another key makes the site's own of what somebody else has put
    there."""
    prepare(nothing, VAULT)
    engine = open_engine(nothing)
    persistence = SqlPersistence(engine, vault=VAULT)
    batch = a_batch()
    keep_batch(persistence, batch, [an_application(batch)])
    put(engine, batches, "file_name", batch.id, "Mallory.xlsx")
    prepare(nothing, VAULT)
    with persistence.reading() as uow:
        (found,) = uow.batches.recent([GROUP], NOW).items
    assert "cannot be read" in found.file_name
    engine.dispose()


@pytest.mark.parametrize("how", ["removed", "planted", "of another table"])
def test_no_site_starts_where_it_is_not_said_that_all_is_sealed(nothing: str, how: str) -> None:
    """Which only those can say who have the keys. Preparing it says so again, and believes no
    clear text."""
    prepare(nothing, VAULT)
    assert is_prepared(nothing, VAULT)
    engine = open_engine(nothing)
    persistence = SqlPersistence(engine, vault=VAULT)
    batch = a_batch()
    keep_batch(persistence, batch, [an_application(batch)])
    put(engine, batches, "file_name", batch.id, "Mallory.xlsx")
    here = sealed_levels.c.table_name == "batches"
    with engine.begin() as connection:
        other = connection.scalar(
            select(sealed_levels.c.level).where(sealed_levels.c.table_name == "agreements")
        )
        connection.execute(delete(sealed_levels).where(here))
        if how != "removed":
            level = "throughout" if how == "planted" else other
            connection.execute(insert(sealed_levels), {"table_name": "batches", "level": level})
    with pytest.raises(KeysError, match="enroll migrate"):
        is_prepared(nothing, VAULT)
    prepare(nothing, VAULT)
    assert is_prepared(nothing, VAULT)
    with persistence.reading() as uow:
        (found,) = uow.batches.recent([GROUP], NOW).items
    assert "cannot be read" in found.file_name
    engine.dispose()
