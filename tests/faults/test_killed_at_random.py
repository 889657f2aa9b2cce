"""Workers killed whenever it happens, while there is always something to deliver."""

import os
import random
import time

import pytest

from tests.faults.conftest import NewWorld
from tests.faults.people import families
from tests.faults.reliability import Figures
from tests.faults.world import wait_until
from tests.postgresql import PostgresqlServer

SEED = int(os.environ.get("FAULTS_SEED", "20261123"))
# Real seconds: with several workers the clock cannot be put forward. A lease outlasts any call.
PACE = {"lease": 3.0, "retry": 0.2, "slow": 0.06, "decide_after": 0.5}


@pytest.mark.parametrize(
    ("database", "kills", "seed"),
    [
        ("sqlite", 12, SEED),
        pytest.param("sqlite", 100, SEED + 1, marks=pytest.mark.faults),
        pytest.param("postgresql", 100, SEED + 2, marks=pytest.mark.faults),
    ],
    indirect=["database"],
)
def test_workers_killed_at_any_moment_lose_nothing(
    new_world: NewWorld, figures: Figures, database: PostgresqlServer | None, kills: int, seed: int
) -> None:
    """Two workers deliver a stream of batches; every moment one of them is killed, and another
    takes its place."""
    chance = random.Random(seed)
    world = new_world(database, **PACE)
    workers = [world.worker(), world.worker()]
    for _ in range(kills):
        world.submitted(families(chance.randint(1, 2)))
        time.sleep(chance.uniform(0, 0.15))
        gone = chance.randrange(2)
        workers[gone].kill()
        workers[gone] = world.worker()
    wait_until(lambda: not world.under_way())
    submissions = world.judge()
    assert len(submissions) >= kills * 3
    assert len(world.carrier.calls()) > kills
    figures.add("Worker killed at a random moment", kills, world.tally(), seed=seed)
