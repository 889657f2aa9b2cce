"""A reference server for all of these tests, and a carrier before it that can misbehave."""

from collections.abc import Iterator

import pytest

from adapters.registry.http import HttpRegistry
from tests.faulty_carrier import FaultyCarrier, faulty_carrier
from tests.reference_server import ReferenceServer, http_registry, reference_server


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReferenceServer]:
    with reference_server(tmp_path_factory.mktemp("carrier")) as server:
        yield server


@pytest.fixture
def server(running: ReferenceServer) -> ReferenceServer:
    """The reference server, which has taken nothing yet."""
    running.forget()
    return running


@pytest.fixture
def carrier(server: ReferenceServer) -> Iterator[FaultyCarrier]:
    """One that behaves, until it is told not to."""
    with faulty_carrier(server.url) as carrier:
        yield carrier


@pytest.fixture
def registry(carrier: FaultyCarrier) -> Iterator[HttpRegistry]:
    """The carrier's registry, opened as the site does."""
    registry = http_registry(carrier.url)
    yield registry
    registry.close()


@pytest.fixture
def hasty(carrier: FaultyCarrier) -> Iterator[HttpRegistry]:
    """The same, which gives up after a second."""
    registry = http_registry(carrier.url, seconds_per_call=1)
    yield registry
    registry.close()
