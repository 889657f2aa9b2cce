"""Two at once, at two servers over one database."""

from itertools import cycle, islice

import pytest

from tests.faults.conftest import NewWorld
from tests.faults.figures import Figures
from tests.faults.judge import judge_calls
from tests.faults.pairs import Pairs
from tests.faults.test_killed_at_random import SEED
from tests.faults.world import ALEX, SAM, wait_until

KINDS = [
    Pairs.double_click,
    Pairs.two_administrators,
    Pairs.submit_and_edit,
    Pairs.submit_and_delete,
    Pairs.submit_and_save,
    Pairs.same_file_twice,
    Pairs.two_workers,
]


@pytest.mark.parametrize(
    ("database", "races"),
    [
        ("sqlite", 7),
        pytest.param("sqlite", 50, marks=pytest.mark.faults),
        pytest.param("postgresql", 50, marks=pytest.mark.faults),
    ],
)
def test_of_two_at_once_one_is_first(
    new_world: NewWorld, figures: Figures, database: str, races: int
) -> None:
    """Whoever is second is told how things stand; nothing is done twice, and nothing is lost."""
    world = new_world(database)
    servers = [world.server(), world.server()]
    workers = [world.worker(), world.worker()]
    people = world.person(lambda: servers[0].url, ALEX), world.person(lambda: servers[1].url, SAM)
    pairs = Pairs(world, people, workers, SEED)
    for race in islice(cycle(KINDS), races):
        race(pairs)
    wait_until(lambda: not world.under_way())
    judge_calls(world.carrier.calls())
    figures.note("two at once", database, races=races, seed=SEED, **world.judged(*people))
