"""The member registry's suite on the registry of a carrier that takes files."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.registry.contract import MemberRegistryContract
from adapters.registry.x12 import import_roster
from domain.ports import MemberRegistry
from tests.postgresql import PostgresqlServer
from tests.unit.adapters.x12.carrier import FileCarrier, no_progress


class TestX12(MemberRegistryContract):
    """Its ledger in SQLite."""

    @pytest.fixture
    def registry(self, tmp_path: Path) -> Iterator[MemberRegistry]:
        yield from opened(FileCarrier(tmp_path))


class TestX12OnPostgresql(MemberRegistryContract):
    """Its ledger in PostgreSQL."""

    @pytest.fixture
    def registry(self, tmp_path: Path, postgresql: PostgresqlServer) -> Iterator[MemberRegistry]:
        yield from opened(FileCarrier(tmp_path, postgresql.new_database()))


def opened(carrier: FileCarrier) -> Iterator[MemberRegistry]:
    import_roster(carrier.setup, carrier.roster(), no_progress)
    registry = carrier.open()
    yield registry
    registry.close()
