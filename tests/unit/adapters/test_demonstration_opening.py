"""Opening the demonstration registry by the carrier's file."""

from pathlib import Path
from typing import Any

import pytest

from adapters.registry.demonstration import open_demonstration, seed_demonstration
from adapters.registry.plugins import RegistrySetup, SetupError, open_registry
from domain.errors import RegistryUnavailable
from tests.demonstration import FILE
from tests.fakes.system import FakeClock
from tests.keys import VAULT

SECOND = Path(__file__).parents[2] / "data" / "second_carrier"


def setup(folder: Path, **options: Any) -> RegistrySetup:
    return RegistrySetup(
        carrier=FILE.carrier,
        clock=FakeClock(),
        url=f"sqlite:///{folder / 'carrier.sqlite3'}",
        options=options,
        folder=SECOND,
        vault=VAULT,
    )


def test_without_options_it_has_the_demonstrations_groups_and_members(tmp_path: Path) -> None:
    """Once it is seeded; before, it says that it cannot be reached."""
    registry = open_registry("demonstration", setup(tmp_path))
    with pytest.raises(RegistryUnavailable):
        registry.ping()
    seed_demonstration(setup(tmp_path))
    registry.ping()
    assert [one.name for one in registry.groups(["000512", "PM-0040"])] == ["Pacific Surf Hotels"]
    assert registry.members("000341", "", 1).total == 119
    registry.close()


def test_another_carriers_data_stands_beside_its_file(tmp_path: Path) -> None:
    """A path is that of a file in the folder of the carrier's file."""
    mine = setup(tmp_path, data="members.json")
    seed_demonstration(mine)
    registry = open_demonstration(mine)
    assert [one.id for one in registry.groups(["PM-0077", "000341", "PM-0040"])] == [
        "PM-0040", "PM-0077",
    ]  # fmt: skip
    assert registry.members("PM-0040", "", 1).total == 2
    registry.close()


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"data": 3}, "registry.data is 3. It is text."),
        ({"date": "x"}, "registry.date is not known. Did you mean data?"),
        ({"data": "nowhere.json"}, f"registry.data: {SECOND / 'nowhere.json'} cannot be read:"),
        ({"data": "carrier.toml"}, f"registry.data: {SECOND / 'carrier.toml'} is not such a file:"),
    ],
)
def test_options_it_cannot_work_with_are_named(
    tmp_path: Path, options: dict[str, Any], problem: str
) -> None:
    """The key, and why."""
    with pytest.raises(SetupError) as error:
        open_demonstration(setup(tmp_path, **options))
    assert error.value.problems[0].startswith(problem)


def test_it_needs_a_database() -> None:
    """The variable is named."""
    with pytest.raises(SetupError, match=r"^ENROLL_REGISTRY_URL is not set\."):
        open_demonstration(RegistrySetup(carrier=FILE.carrier, clock=FakeClock()))
