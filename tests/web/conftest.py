"""A site, and people signed in to it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.persistence import SqlPersistence, engine, migrate, open_engine
from adapters.registry.demonstration import seed_administrators
from adapters.system import RandomIds
from tests.fakes.accounts.passwords import FakeHasher
from tests.keys import VAULT
from tests.web.site import Browser, Site, a_site


@pytest.fixture(scope="package", autouse=True)
def _no_power_failures() -> Iterator[None]:
    """None happens here: what is committed does not wait for the disk."""
    with pytest.MonkeyPatch.context() as patch:
        hasty = (*engine._SQLITE_PRAGMAS, "PRAGMA synchronous = OFF")
        patch.setattr(engine, "_SQLITE_PRAGMAS", hasty)
        yield


@pytest.fixture(scope="session")
def new_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with its tables and the demonstration's administrators, to be copied."""
    path = tmp_path_factory.mktemp("database") / "site.sqlite3"
    url = f"sqlite:///{path}"
    migrate(url)
    persistence = SqlPersistence(open_engine(url), vault=VAULT)
    seed_administrators(persistence, FakeHasher(), RandomIds())
    persistence.close()
    return path


@pytest.fixture
def site_folder(new_database: Path, tmp_path: Path) -> Path:
    """A folder with a database of the test's own."""
    shutil.copy(new_database, tmp_path)
    return tmp_path


@pytest.fixture
def site(site_folder: Path) -> Iterator[Site]:
    site = a_site(site_folder)
    yield site
    site.close()


@pytest.fixture
def alex(site: Site) -> Browser:
    """May enroll in 000341 and 000512."""
    return site.signed_in("alex@redwood.example")


@pytest.fixture
def kim(site: Site) -> Browser:
    """May enroll in 000777 and 000778."""
    return site.signed_in("kim@evergreen.example")


@pytest.fixture
def pat(site: Site) -> Browser:
    """May enroll in 000888."""
    return site.signed_in("pat@peachtree.example")


@pytest.fixture
def robin(site: Site) -> Browser:
    """May look at 000341."""
    return site.signed_in("robin@cascadia.example")
