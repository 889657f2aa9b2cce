"""Addresses of databases that are none, and databases that do not answer."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from adapters.persistence import (
    DatabaseUnreachable,
    DatabaseUrlError,
    SqlPersistence,
    migrate,
    migrations_pending,
    open_engine,
)
from domain.errors import DatabaseUnavailable
from tests.keys import VAULT
from tests.postgresql import PostgresqlServer


@pytest.mark.parametrize(
    "url",
    [
        "",
        "Tr0ub4dor",
        "Tr0ub4dor://host/name",
        "mysql://root:Tr0ub4dor@host/name",
        "postgresql+psycopg2://root:Tr0ub4dor@host/name",
        "postgresql+psycopg://root@host:Tr0ub4dor/name",
        "postgresql+psycopg://root:not@Tr0ub4dor@host/name",
        "sqlite+aiosqlite:///Tr0ub4dor",
        "sqlite://Tr0ub4dor/name",
    ],
)
@pytest.mark.parametrize("act", [open_engine, migrate])
def test_what_names_no_database(act: Callable[[str], object], url: str) -> None:
    """The sentence says how it is written, and nothing of it, since it may hold a password."""
    with pytest.raises(DatabaseUrlError, match="postgresql\\+psycopg://user:password") as refused:
        act(url)
    assert "Tr0ub4dor" not in str(refused.value)


def test_nobody_waits_long_for_a_machine_that_is_not_there() -> None:
    """Ten seconds, or what the address says."""
    for url, seconds in {
        "postgresql+psycopg://host/name": "10",
        "postgresql+psycopg://host/name?connect_timeout=3": "3",
    }.items():
        assert open_engine(url).url.query["connect_timeout"] == seconds


@pytest.fixture
def missing(tmp_path: Path) -> dict[str, str]:
    """URLs of databases that are not there, by what is said of them."""
    text = tmp_path / "notes.txt"
    text.write_text("These are notes, and no database at all." * 100)
    return {
        "unable to open database file": f"sqlite:///{tmp_path}/no/folder.sqlite3",
        "file is not a database": f"sqlite:///{text}",
        "No such file or directory": f"postgresql+psycopg://u:Tr0ub4dor@/name?host={tmp_path}",
        "Connection refused": "postgresql+psycopg://u:Tr0ub4dor@127.0.0.1:1/name",
        "invalid connection option": "postgresql+psycopg://u:Tr0ub4dor@127.0.0.1/name?pin=1",
    }


def test_a_database_that_is_not_there(missing: dict[str, str]) -> None:
    """Whoever migrates, or asks what is lacking, is told why, without the password."""
    for words, url in missing.items():
        engine = open_engine(url)
        for act in (lambda url=url: migrate(url), lambda e=engine: migrations_pending(e)):
            with pytest.raises(DatabaseUnreachable, match=words) as told:
                act()
            assert "cannot be reached" in str(told.value)
            assert "Tr0ub4dor" not in str(told.value)
        engine.dispose()


def test_a_database_unknown_to_its_server(postgresql: PostgresqlServer) -> None:
    """The server's own words say which."""
    url = postgresql.new_database().replace("/test_", "/best_")
    with pytest.raises(DatabaseUnreachable, match=r'database "best_.*" does not exist'):
        migrate(url)


def test_a_database_that_does_not_answer(missing: dict[str, str]) -> None:
    """Asked whether it is there, its own error comes."""
    persistence = SqlPersistence(open_engine(missing["unable to open database file"]), vault=VAULT)
    with pytest.raises(DatabaseUnavailable):
        persistence.ping()


def test_a_server_that_was_started_again() -> None:
    """Connections from before don't hold anybody up, and what was kept is there."""
    server = PostgresqlServer()
    try:
        url = server.new_database()
        migrate(url)
        persistence = SqlPersistence(open_engine(url), vault=VAULT)
        persistence.ping()
        server.stop(immediate=True)
        with pytest.raises(DatabaseUnavailable):
            persistence.ping()
        server.start()
        persistence.ping()
        engine = open_engine(url)
        assert not migrations_pending(engine)
        engine.dispose()
        persistence.close()
    finally:
        server.close()


def modes(folder: Path) -> dict[str, str]:
    return {one.name: f"{one.stat().st_mode & 0o777:o}" for one in sorted(folder.iterdir())}


def test_a_database_is_its_owners_alone(tmp_path: Path) -> None:
    """With all that stands beside it, whatever this process gives to new files; from a file that
    was everybody's to read, that is taken."""
    before = os.umask(0o022)
    try:
        engine = open_engine(f"sqlite:///{tmp_path / 'new.sqlite3'}")
        with engine.connect() as connection, engine.connect() as another:
            connection.exec_driver_sql("CREATE TABLE one (a)")
            connection.commit()
            another.exec_driver_sql("SELECT * FROM one")
            names = ["new.sqlite3", "new.sqlite3-shm", "new.sqlite3-wal"]
            assert modes(tmp_path) == dict.fromkeys(names, "600")
        engine.dispose()
        (tmp_path / "new.sqlite3").chmod(0o644)
        with engine.connect():
            assert modes(tmp_path)["new.sqlite3"] == "640"
        engine.dispose()
    finally:
        os.umask(before)


ELSEWHERE = """
import sqlite3, sys
with sqlite3.connect(sys.argv[1]) as connection:
    connection.execute("INSERT INTO one VALUES (1)")
connection.close()
"""


def test_whoever_connects_again_keeps_what_they_hold(tmp_path: Path) -> None:
    """Another process that comes and goes does not take itself for the last one, and clear away the
    journal under this one."""
    path = tmp_path / "new.sqlite3"
    engine = open_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        connection.exec_driver_sql("CREATE TABLE one (a)")
        connection.commit()
        with engine.connect():  # from here on two connections of this process are open
            subprocess.run([sys.executable, "-c", ELSEWHERE, str(path)], check=True)
            assert path.with_name("new.sqlite3-wal").exists()
        assert connection.exec_driver_sql("SELECT count(*) FROM one").scalar() == 1
    engine.dispose()
