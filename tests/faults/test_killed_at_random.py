"""Workers killed whenever it happens, while there is always something to deliver."""

import os
import random
import time

import pytest

from tests.faults.conftest import NewWorld
from tests.faults.figures import Figures
from tests.faults.judge import judge_calls
from tests.faults.people import families
from tests.faults.world import wait_until

SEED = int(os.environ.get("FAULTS_SEED", "20261123"))


@pytest.mark.parametrize(
    ("database", "kills", "seed"),
    [
        ("sqlite", 12, SEED),
        pytest.param("sqlite", 100, SEED + 1, marks=pytest.mark.faults),
        pytest.param("postgresql", 100, SEED + 2, marks=pytest.mark.faults),
    ],
)
def test_workers_killed_at_any_moment_lose_nothing(
    new_world: NewWorld, figures: Figures, database: str, kills: int, seed: int
) -> None:
    """Two workers deliver a stream of batches; every moment one of them is killed, and another
    takes its place."""
    chance = random.Random(seed)
    # Real seconds: with several workers the clock cannot be put forward. A lease outlasts any call.
    world = new_world(database, lease=3.0, retry=0.2, slow=0.06, decide_after=0.5)
    workers = [world.worker(), world.worker()]
    for _ in range(kills):
        world.submitted(families(chance.randint(1, 2)))
        time.sleep(chance.uniform(0, 0.15))
        gone = chance.randrange(2)
        workers[gone].kill()
        workers[gone] = world.worker()
    wait_until(lambda: not world.under_way())
    judge_calls(world.carrier.calls())
    figures.note(
        "a worker killed at a random moment", database, deaths=kills, seed=seed, **world.judged()
    )
