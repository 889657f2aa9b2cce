"""What stands in a database, and what is said of it."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import IntegrityError

from adapters.persistence import SqlPersistence
from adapters.persistence.tables import applications, metadata, submissions
from tests.builders import (
    LATER,
    NOW,
    SSN,
    a_batch,
    a_submission,
    an_agreement,
    an_application,
    cells,
    some_answers,
)
from tests.contract.persistence.acts import (
    keep_agreements,
    keep_batch,
    keep_submissions,
)
from tests.keys import VAULT


def test_no_number_stands_in_the_database(engine: Engine) -> None:
    """Neither those in their own columns, nor those typed into others."""
    mbi = "1EG4TE5MK73"
    batch = a_batch()
    application = an_application(
        batch,
        entries=cells(first_name=f"Noa {SSN}", family_number=SSN, day_phone=mbi, ssn=SSN, mbi=mbi),
    )
    persistence = SqlPersistence(engine, vault=VAULT)
    keep_batch(persistence, batch, [application])
    keep_submissions(persistence, a_submission(application, some_answers(ssn=SSN, mbi=mbi)))
    holding = set()
    with engine.connect() as connection:
        for table in (applications, submissions):
            row = connection.execute(select(table)).one()
            for name, value in row._mapping.items():
                if SSN in str(value) or mbi in str(value):
                    holding.add(f"{table.name}.{name}")
    assert holding == set()


def test_errors_show_no_values(engine: Engine) -> None:
    """What the database refuses is told without the values that it refused."""
    persistence = SqlPersistence(engine, vault=VAULT)
    stray = a_submission(an_application(a_batch()), some_answers(ssn=SSN))
    with pytest.raises(IntegrityError) as refused:
        keep_submissions(persistence, stray)
    assert SSN not in str(refused.value)
    assert "D'Angelo" not in str(refused.value)


def test_a_moment_needs_its_zone(engine: Engine) -> None:
    """A time without a zone is refused instead of guessed at; another zone is the same moment."""
    persistence = SqlPersistence(engine, vault=VAULT)
    with pytest.raises(Exception, match="time zone"):
        keep_batch(persistence, a_batch(uploaded_at=NOW.replace(tzinfo=None)))
    elsewhere = datetime.fromisoformat("2026-11-16T10:00:00-08:00")
    batch = a_batch(uploaded_at=elsewhere)
    keep_batch(persistence, batch)
    with persistence.reading() as uow:
        read = uow.batches.get(batch.id, NOW).uploaded_at
    assert (read, read.tzinfo) == (elsewhere, UTC)


def test_texts_with_a_nul(engine: Engine) -> None:
    """A NUL, which PostgreSQL refuses, is kept as the sign for what cannot be shown."""
    persistence = SqlPersistence(engine, vault=VAULT)
    batch = a_batch(file_name="Nov\0.xlsx")
    keep_batch(persistence, batch)
    with persistence.reading() as uow:
        found = uow.batches.get(batch.id, NOW)
    assert found == replace(batch, file_name="Nov\ufffd.xlsx")


def test_sqlite_is_durable_and_strict(empty: Callable[[str], Engine]) -> None:
    """Every connection has the write-ahead log, full synchronisation and foreign keys."""
    engine = empty("sqlite")
    with engine.connect() as one, engine.connect() as other:
        for connection in (one, other):
            settings = {
                name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
                for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
            }
            assert settings == {
                "journal_mode": "wal",
                "synchronous": 2,
                "foreign_keys": 1,
                "secure_delete": 1,
            }


def test_what_was_purged_is_not_in_the_file(empty: Callable[[str], Engine]) -> None:
    """A removed row is overwritten at once, while the site goes on: neither what was sealed nor
    the name that is searched is anywhere in SQLite's files."""
    engine = empty("sqlite")
    persistence = SqlPersistence(engine, vault=VAULT)
    batch = a_batch()
    entries = cells(first_name="Zebulon", ssn=SSN)
    rows = [an_application(batch, row, entries=entries) for row in range(2, 40)]
    keep_batch(persistence, batch, rows)
    keep_agreements(persistence, an_agreement(rows[0]))
    with engine.connect() as connection:
        sealed = connection.execute(select(applications.c.confidential)).scalars().all()
    assert len(set(sealed)) == len(rows)
    for text_ in (sealed[0], sealed[-1], "zebulon"):
        assert _on_disk(engine, text_)
    persistence.purge(LATER)
    for text_ in (*sealed, "zebulon"):
        assert not _on_disk(engine, text_[:200])


def test_it_answers(engine: Engine) -> None:
    """A database that is there answers."""
    SqlPersistence(engine, vault=VAULT).ping()


def test_the_tables_are_all_there(engine: Engine) -> None:
    """Each table can be read on the database that was migrated."""
    with engine.connect() as connection:
        for table in metadata.sorted_tables:
            assert connection.execute(select(text("count(*)")).select_from(table)).scalar() == 0


def _on_disk(engine: Engine, words: str) -> bool:
    path = Path(str(engine.url.database))
    return any(words.encode() in file.read_bytes() for file in path.parent.glob(f"{path.name}*"))
