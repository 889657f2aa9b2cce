"""Processes killed whenever it happens, while there is always something to do."""

import os
import random
import time

import pytest

from tests.faults.conftest import NewWorld
from tests.faults.crowd import crowd
from tests.faults.figures import Figures
from tests.faults.judge import judge_calls
from tests.faults.people import families
from tests.faults.world import wait_until

SEED = int(os.environ.get("FAULT_SEED", "20261123"))


@pytest.mark.parametrize(
    ("database", "kills", "seed"),
    [
        pytest.param("sqlite", 200, SEED, marks=pytest.mark.faults),
        pytest.param("postgresql", 200, SEED, marks=pytest.mark.faults),
    ],
)
def test_killed_at_any_moment(
    new_world: NewWorld, figures: Figures, database: str, kills: int, seed: int
) -> None:
    """While people enroll file after file and two workers deliver, the server or one of the
    workers is killed, and another takes its place, again and again."""
    chance = random.Random(seed)
    # In real seconds, as several workers are at it. No call takes as long as a lease lasts.
    world = new_world(database, lease=4.0, retry=0.1, slow=0.2, piece=3)
    running = [world.server(), world.worker(), world.worker()]
    with crowd(world, lambda: running[0].url, 2, seed) as people:
        for _ in range(kills):
            world.submitted(families(1))
            time.sleep(chance.uniform(0, 0.3))
            who = chance.choice([0, 1, 1, 2, 2])
            running[who].kill()
            running[who] = world.worker() if who else world.server()
    wait_until(lambda: not world.under_way())
    judge_calls(world.carrier.calls())
    figures.note(
        "a server or one of two workers killed at a random moment",
        database,
        kills=kills,
        cut=sum(person.failures for person in people),
        seed=seed,
        **world.judged(*people),
    )
