"""The member registry's suites on an HTTP registry: the reference server, a process of its own."""

from collections.abc import Iterator

import pytest

from adapters.registry.contract import AnswersAtOnceContract, MemberRegistryContract
from domain.ports import MemberRegistry
from tests.reference_server import ReferenceServer, http_registry, reference_server


@pytest.fixture(scope="module")
def at_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReferenceServer]:
    with reference_server(tmp_path_factory.mktemp("carrier")) as server:
        yield server


@pytest.fixture(scope="module")
def later(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReferenceServer]:
    with reference_server(tmp_path_factory.mktemp("carrier"), "--decide-after", "3600") as server:
        yield server


class TestHttp(MemberRegistryContract, AnswersAtOnceContract):
    """A carrier that decides at once."""

    @pytest.fixture
    def registry(self, at_once: ReferenceServer) -> Iterator[MemberRegistry]:
        at_once.forget()
        registry = http_registry(at_once.url)
        yield registry
        registry.close()


class TestHttpLater(MemberRegistryContract):
    """A carrier that takes ten submissions a request, and decides later."""

    @pytest.fixture
    def registry(self, later: ReferenceServer) -> Iterator[MemberRegistry]:
        later.forget()
        registry = http_registry(later.url, submissions_per_call=10)
        yield registry
        registry.close()
