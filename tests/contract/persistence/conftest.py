"""The persistences under test, each empty at the start of a test."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from adapters.persistence import SqlPersistence, migrate, open_engine
from adapters.persistence.tables import metadata
from domain.ports import Persistence
from tests.fakes.persistence import FakePersistence
from tests.keys import VAULT
from tests.postgresql import PostgresqlServer

DATABASES = ["sqlite", "postgresql"]


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with the tables in it, to be copied."""
    path = tmp_path_factory.mktemp("migrated") / "empty.sqlite3"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def emptied(postgresql: PostgresqlServer) -> str:
    """The URL of a PostgreSQL database with the tables in it, to be emptied and used again."""
    url = postgresql.new_database()
    migrate(url)
    return url


@pytest.fixture
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[str], Engine]]:
    """Opens an empty database by its name in DATABASES."""
    opened: list[Engine] = []

    def open_empty(name: str) -> Engine:
        if name == "sqlite":
            path = shutil.copy(request.getfixturevalue("migrated"), tmp_path / "kept.sqlite3")
            engine = open_engine(f"sqlite:///{path}")
        else:
            engine = open_engine(request.getfixturevalue("emptied"))
            with engine.begin() as connection:
                # The audit trail's triggers would refuse to be emptied.
                connection.execute(text("SET LOCAL session_replication_role = replica"))
                for table in reversed(metadata.sorted_tables):
                    connection.execute(table.delete())
        opened.append(engine)
        return engine

    yield open_empty
    for engine in opened:
        engine.dispose()


@pytest.fixture(params=DATABASES)
def nothing(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database without tables."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'new.sqlite3'}"
    return request.getfixturevalue("postgresql").new_database()


@pytest.fixture(params=["memory", *DATABASES])
def persistence(request: pytest.FixtureRequest, empty: Callable[[str], Engine]) -> Persistence:
    """Every persistence there is."""
    if request.param == "memory":
        return FakePersistence()
    return SqlPersistence(empty(request.param), vault=VAULT)


@pytest.fixture(params=DATABASES)
def engine(request: pytest.FixtureRequest, empty: Callable[[str], Engine]) -> Engine:
    """An engine on an empty database, for what only a database can show."""
    return empty(request.param)
