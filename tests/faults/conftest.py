"""Worlds, each with databases of its own."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from adapters.persistence import SqlPersistence, migrate, open_engine
from adapters.registry.demonstration import (
    PASSWORD,
    connect,
    read_data,
    seed_administrators,
    seed_members,
)
from adapters.system import RandomIds
from domain.accounts.access import Administrator, Role
from tests.fakes.accounts.passwords import FakeHasher
from tests.faults.carrier import DATABASE, Carrier
from tests.faults.figures import Figures
from tests.faults.processes import SharedClock
from tests.faults.world import GROUP, SAM, World
from tests.keys import VAULT
from tests.postgresql import PostgresqlServer

NewWorld = Callable[..., World]
# What runs on SQLite is quick enough to run with all other tests.
DATABASES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.faults)]


def prepare(url: str) -> None:
    """Give a database its tables and the administrators."""
    migrate(url)
    persistence = SqlPersistence(open_engine(url), vault=VAULT)
    hasher = FakeHasher()
    seed_administrators(persistence, hasher, RandomIds())
    with persistence.writing() as uow:
        sam = Administrator("sam", SAM, "Sam Novak", {GROUP.id: Role.ENROLL})
        uow.administrators.add(sam, hasher.hash(PASSWORD))
        uow.commit()
    persistence.close()


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the databases of a site and of a carrier, to be copied."""
    folder = tmp_path_factory.mktemp("prepared")
    prepare(f"sqlite:///{folder / 'site.sqlite3'}")
    engine = connect(f"sqlite:///{folder / DATABASE}")
    seed_members(engine, read_data(), VAULT)
    engine.dispose()
    return folder


@pytest.fixture
def new_world(request: pytest.FixtureRequest, prepared: Path, tmp_path: Path) -> Iterator[NewWorld]:
    """Makes a world on "sqlite" or "postgresql", or on the PostgreSQL given."""
    with ExitStack() as stack:

        def make(
            database: str | PostgresqlServer = "sqlite",
            *,
            deliberate: bool = False,
            slow: float = 0,
            **how: Any,
        ) -> World:
            folder = tmp_path / f"world-{len(list(tmp_path.iterdir()))}"
            shutil.copytree(prepared, folder)
            if database == "sqlite":
                url = f"sqlite:///{folder / 'site.sqlite3'}"
            else:
                if database == "postgresql":
                    database = request.getfixturevalue("postgresql")
                url = database.new_database()
                prepare(url)
            clock = SharedClock()
            carrier = Carrier(folder, clock, deliberate=deliberate, slow=slow)
            return stack.enter_context(World(folder, url, carrier=carrier, clock=clock, **how))

        yield make


@pytest.fixture
def figures(record_property: Callable[[str, object], None]) -> Figures:
    return Figures(record_property)
