"""One site for the whole matrix."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.fakes.accounts.single_sign_on import FakeProvider
from tests.web.matrix.tally import TALLY
from tests.web.matrix.world import TOKEN, World, a_world
from tests.web.site import a_site


@pytest.fixture(autouse=True)
def _no_faults(record_property: Callable[[str, object], None]) -> Iterator[None]:
    """Whatever the tally has found wrong meanwhile fails the test."""
    with TALLY.faults():
        yield
        record_property("tried", TALLY.looked_at)


@pytest.fixture
def world(site_folder: Path) -> Iterator[World]:
    """One of the test's own."""
    with _opened(site_folder) as world:
        yield world


@pytest.fixture(scope="session")
def still(new_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One for all tests after which everything is as it was."""
    folder = tmp_path_factory.mktemp("still")
    shutil.copy(new_database, folder)
    with _opened(folder) as world:
        yield world


@contextmanager
def _opened(folder: Path) -> Iterator[World]:
    """It has an application of its own, whose metrics can be read."""
    site = a_site(folder, metrics_token=TOKEN, provider=FakeProvider())
    world = a_world(site, TALLY)
    yield world
    world.close()
