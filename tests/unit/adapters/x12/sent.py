"""Three people who were handed over, and what is said of them."""

from pathlib import Path

from adapters.registry.x12 import X12Registry
from domain.submission import Status
from tests.unit.adapters.x12.people import family, person

FILE = "834_000000001.x12"
INES, LUZ = family(1)
ROSA = person(3)
KEYS = ["key-1", "key-2", "key-3"]


def told(registry: X12Registry) -> set[tuple[Status, str]]:
    """What is said of the three."""
    return {(one.status, one.words) for one in registry.ask(KEYS)}


def names(folder: Path) -> list[str]:
    """The files of a folder, without what was put before their names."""
    return sorted(path.name.split("-", 2)[-1] for path in folder.iterdir())
