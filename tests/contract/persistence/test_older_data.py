"""What was kept by an earlier version of the product."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from alembic import command
from alembic.config import Config
from msgspec.structs import replace
from sqlalchemy import Engine, MetaData, Table

from adapters.keyring import KeysError
from adapters.persistence import SqlPersistence, is_prepared, open_engine, prepare
from adapters.persistence.engine import writer
from adapters.persistence.mappers import application_values, batch_values, submission_values
from domain.batch import Batch
from domain.delivery import Delivery, DeliveryEvent, Stage, Step
from domain.submission import Status, Submission
from tests.builders import NOW, SSN, a_batch, a_submission, an_application, cells, some_answers
from tests.contract.persistence.acts import claimed
from tests.contract.persistence.shapes import shape
from tests.keys import VAULT

MIGRATIONS = Path(__file__).parents[3] / "migrations"
SOON = NOW + timedelta(minutes=1)


def run(engine: Engine, act: Callable[[Config, str], None], revision: str) -> None:
    """Bring the database to the revision."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with writer(engine).begin() as connection:
        config.attributes["connection"] = connection
        act(config, revision)


@pytest.fixture
def old(nothing: str) -> Iterator[Engine]:
    """A database as it was before deliveries."""
    engine = open_engine(nothing)
    run(engine, command.upgrade, "0001")
    yield engine
    engine.dispose()


def keep(engine: Engine, table_name: str, values: dict[str, Any]) -> None:
    """Write a row as the older version did: without what it had no column for."""
    table = Table(table_name, MetaData(), autoload_with=engine)
    with engine.begin() as connection:
        known = {name: value for name, value in values.items() if name in table.c}
        connection.execute(table.insert(), known)


def rows(engine: Engine, table_name: str) -> list[dict[str, Any]]:
    table = Table(table_name, MetaData(), autoload_with=engine)
    ordered = table.select().order_by(table.c.id)
    with engine.connect() as connection:
        return [dict(row) for row in connection.execute(ordered).mappings()]


@pytest.fixture
def kept(old: Engine) -> tuple[Batch, list[Submission]]:
    """A batch whose submissions have come as far as they could: one for each status."""
    batch = a_batch()
    keep(old, "batches", batch_values(batch, VAULT))
    submissions = []
    for number, status in enumerate(one for one in Status if one is not Status.UNKNOWN):
        application = an_application(batch, number)
        keep(old, "applications", application_values(application, VAULT))
        submission = a_submission(
            application,
            submitted_at=NOW + number * timedelta(seconds=1),
            status=status,
            carrier_words=f'"{status}", ça va' if number else "",
            answered_at=SOON if number else None,
        )
        keep(old, "submissions", submission_values(submission, VAULT))
        submissions.append(submission)
    return batch, submissions


def test_submissions_go_on_from_where_they_were(
    old: Engine, kept: tuple[Batch, list[Submission]]
) -> None:
    """What the carrier has answered finally is done; the rest is asked about at once. The history
    says when each was submitted, and answered."""
    batch, submissions = kept
    run(old, command.upgrade, "head")
    persistence = SqlPersistence(old, vault=VAULT)
    expected = [
        replace(
            one,
            delivery=Delivery(Stage.DONE)
            if one.status.final
            else Delivery(Stage.SENDING, one.submitted_at),
            steps=(Step(DeliveryEvent.SUBMITTED, one.submitted_at),)
            + (
                (Step(DeliveryEvent.ANSWERED, SOON, one.status.value, one.carrier_words),)
                if one.answered_at
                else ()
            ),
        )
        for one in submissions
    ]
    with persistence.reading() as uow:
        assert uow.submissions.of_batch(batch.id) == expected
        assert uow.deliveries.undone(batch.id) == expected[:2]
    assert claimed(persistence, "kim", NOW - timedelta(seconds=1)) is None
    assert claimed(persistence, "kim", NOW) == batch.id


def test_there_is_a_way_back(old: Engine, kept: tuple[Batch, list[Submission]]) -> None:
    """The older version finds its tables and its data as they were, also of what it could not have
    known: what nobody can tell counts as submitted. From there it goes forward again."""
    before, looked = rows(old, "submissions"), shape(old)
    run(old, command.upgrade, "head")
    persistence = SqlPersistence(old, vault=VAULT)
    claimed(persistence, "kim")
    with persistence.writing() as uow:
        submitted, *_ = uow.deliveries.undone(kept[0].id)
        uow.submissions.update([submitted.unknown(SOON)])
        uow.commit()
    run(old, command.downgrade, "0001")
    assert shape(old) == looked
    assert rows(old, "submissions") == before
    run(old, command.upgrade, "head")
    with persistence.reading() as uow:
        assert len(uow.deliveries.undone(kept[0].id)) == 2


def test_a_database_without_data_goes_back_too(old: Engine) -> None:
    """With nothing in it, all the same."""
    looked = shape(old)
    for _ in range(2):
        run(old, command.upgrade, "head")
        run(old, command.downgrade, "0001")
    assert shape(old) == looked


def test_what_was_kept_before_there_were_keys(nothing: str) -> None:
    """It is encrypted when the database is prepared, and read from then on. Until then no site
    starts on it, and nothing of it is believed."""
    engine = open_engine(nothing)
    run(engine, command.upgrade, "0005")
    batch = a_batch(file_name=f"{SSN}.xlsx")
    application = an_application(batch, entries=cells(first_name="Noa", ssn=SSN, phone=SSN))
    answers = some_answers(ssn=SSN, extra={"cost_center": SSN})
    submission = a_submission(application, answers, warnings=(f"A warning of {SSN}.",))
    keep(engine, "batches", batch_values(batch, VAULT) | {"file_name": batch.file_name})
    first = json.dumps({"first_name": ["Noa"], "phone": [SSN]})
    open_values = {"entries": first, "confidential": json.dumps({"ssn": [SSN]})}
    keep(engine, "applications", application_values(application, VAULT) | open_values)
    rest = replace(answers, ssn=None)
    open_values = {
        "answers": msgspec.json.encode(rest).decode(),
        "confidential": json.dumps({"ssn": SSN}),
        "warnings": json.dumps(submission.warnings),
        "ssn_key": SSN,
        "person_key": f"ssn:{SSN}",
    }
    keep(engine, "submissions", submission_values(submission, VAULT) | open_values)
    run(engine, command.upgrade, "head")
    persistence = SqlPersistence(engine, vault=VAULT)

    def found() -> object:
        with persistence.reading() as uow:
            return (
                uow.batches.get(batch.id, NOW),
                uow.applications.get(application.id, NOW),
                uow.submissions.of_batch(batch.id),
            )

    assert found() != (batch, application, [submission])
    with pytest.raises(KeysError, match="enroll migrate"):
        is_prepared(nothing, VAULT)
    prepare(nothing, VAULT)
    assert is_prepared(nothing, VAULT)
    assert found() == (batch, application, [submission])
    with persistence.reading() as uow:
        assert len(uow.submissions.applicants(batch.group_id, [answers.identity])) == 1
    held = [
        row for name in ("batches", "applications", "submissions") for row in rows(engine, name)
    ]
    assert len(held) == 3
    assert SSN not in str(held)
    if engine.dialect.name == "sqlite":
        for file in Path(str(engine.url.database)).parent.iterdir():
            assert SSN.encode() not in file.read_bytes(), file
    engine.dispose()
