"""A carrier that takes files, and the registry on it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.registry.x12 import X12Registry
from tests.unit.adapters.x12.carrier import FileCarrier


@pytest.fixture
def carrier(tmp_path: Path) -> FileCarrier:
    return FileCarrier(tmp_path)


@pytest.fixture
def registry(carrier: FileCarrier) -> Iterator[X12Registry]:
    registry = carrier.open()
    yield registry
    registry.close()
