"""The member registry's suites on its fake and on the demonstration's registry."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.registry.contract import (
    GROUPS,
    REDWOOD,
    XAVIER,
    AnswersAtOnceContract,
    MemberRegistryContract,
    enrolled,
    submission,
)
from adapters.registry.demonstration import (
    DemonstrationRegistry,
    connect,
    read_data,
    seed_members,
)
from domain.errors import RegistryUnavailable
from domain.ports import MemberRegistry
from tests.fakes.registry import FakeRegistry
from tests.fakes.system import FakeClock
from tests.keys import VAULT


class TestFake(MemberRegistryContract, AnswersAtOnceContract):
    """The registry in memory."""

    @pytest.fixture
    def registry(self) -> MemberRegistry:
        return FakeRegistry.demonstration()

    def test_unreachable_registry_says_so(self) -> None:
        """Told to be unreachable, it answers nothing and takes nothing."""
        registry = FakeRegistry.demonstration()
        registry.unreachable = True
        for ask in (
            registry.ping,
            lambda: registry.groups([REDWOOD]),
            lambda: registry.possible_matches(REDWOOD, [XAVIER]),
            lambda: registry.members(REDWOOD, "", 1),
            lambda: registry.submit([submission(1)]),
            lambda: registry.ask(["key-1"]),
        ):
            with pytest.raises(RegistryUnavailable):
                ask()
        registry.unreachable = False
        assert enrolled(registry) == []

    def test_lost_answers_were_given(self) -> None:
        """Told to lose its answers, it has taken what it was handed, and answers later."""
        registry = FakeRegistry.demonstration()
        registry.loses_answers = True
        with pytest.raises(RegistryUnavailable):
            registry.submit([submission(1)])
        registry.loses_answers = False
        assert registry.accepted == ["key-1"]
        assert [one.key for one in registry.submit([submission(1)])] == ["key-1"]
        assert registry.accepted == ["key-1"]


class TestDemonstration(MemberRegistryContract, AnswersAtOnceContract):
    """The registry over tables of its own."""

    @pytest.fixture
    def registry(self, tmp_path: Path) -> Iterator[MemberRegistry]:
        engine = connect(f"sqlite:///{tmp_path / 'carrier.sqlite3'}")
        seed_members(engine, read_data(), VAULT)
        registry = DemonstrationRegistry(engine, FakeClock(), GROUPS, VAULT)
        yield registry
        registry.close()
