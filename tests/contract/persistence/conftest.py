"""The persistences under test, each empty at the start of a test."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from adapters.persistence import SqlPersistence, migrate, open_engine
from adapters.persistence.tables import metadata
from domain.ports import Persistence
from tests.fakes.persistence import FakePersistence

# A database of one's own to test on: its URL in the environment is all there is to say.
SERVERS = {name: url for name in ["POSTGRESQL_URL"] if (url := os.environ.get(name))}
DATABASES = ["sqlite", *SERVERS]


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with the tables in it, to be copied."""
    path = tmp_path_factory.mktemp("migrated") / "empty.sqlite3"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def servers() -> dict[str, str]:
    """The servers' URLs by name, with the tables made."""
    for url in SERVERS.values():
        migrate(url)
    return SERVERS


@pytest.fixture
def empty(
    migrated: Path, servers: dict[str, str], tmp_path: Path
) -> Iterator[Callable[[str], Engine]]:
    """Opens an empty database by its name in DATABASES."""
    opened: list[Engine] = []

    def open_empty(name: str) -> Engine:
        if name == "sqlite":
            path = shutil.copy(migrated, tmp_path / "kept.sqlite3")
            engine = open_engine(f"sqlite:///{path}")
        else:
            engine = open_engine(servers[name])
            with engine.begin() as connection:
                for table in reversed(metadata.sorted_tables):
                    connection.execute(table.delete())
        opened.append(engine)
        return engine

    yield open_empty
    for engine in opened:
        engine.dispose()


@pytest.fixture(params=["memory", *DATABASES])
def persistence(request: pytest.FixtureRequest, empty: Callable[[str], Engine]) -> Persistence:
    """Every persistence there is."""
    if request.param == "memory":
        return FakePersistence()
    return SqlPersistence(empty(request.param))


@pytest.fixture(params=DATABASES)
def engine(request: pytest.FixtureRequest, empty: Callable[[str], Engine]) -> Engine:
    """An engine on an empty database, for what only a database can show."""
    return empty(request.param)
