"""Our processes killed before and after each of their commits and calls."""

from itertools import count

import pytest

from tests.faults.conftest import NewWorld
from tests.faults.judge import judge_calls
from tests.faults.people import families
from tests.faults.world import World


def test_a_worker_killed_anywhere_loses_nothing(new_world: NewWorld) -> None:
    """Each batch's first worker dies at another point of its way to the carrier's last word;
    whoever comes after it brings the batch to its end."""
    world = new_world(decide_after=100)
    points = []
    for at in count(1):
        world.submitted(families(1))
        first = world.worker(dies_at=at)
        world.settle(unless=lambda first=first: not first.alive)
        point = world.death(first)
        if not point:
            break
        points.append(point)
        second = world.worker()
        world.settle()
        second.kill()
    print(points)
    world.judge()
    judge_calls(world.carrier.calls())
