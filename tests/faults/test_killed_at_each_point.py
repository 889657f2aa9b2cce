"""Our processes killed before and after each of their commits and calls."""

from itertools import count

import pytest

from tests.faults.conftest import DATABASES, NewWorld
from tests.faults.figures import Figures
from tests.faults.judge import judge_calls
from tests.faults.people import families
from tests.faults.world import World, workbook

# A batch's way from the first claim to the carrier's last word: three pairs of calls and commits.
_POINTS = {f"{when} {what}" for when in ("before", "after") for what in ("commit", "submit", "ask")}


def _kinds(deaths: list[str]) -> set[str]:
    return {death.rpartition(" ")[0] for death in deaths}


@pytest.mark.parametrize("database", DATABASES)
def test_a_worker_killed_at_any_point(new_world: NewWorld, database: str, figures: Figures) -> None:
    """Each batch's first worker dies at another point of its way to the carrier's last word;
    whoever comes after it brings the batch to its end."""
    world = new_world(database, decide_after=100)
    deaths: list[str] = []
    for at in count(1):
        world.submitted(families(1))
        if not (death := _life(world, at)):
            break
        deaths.append(death)
        _life(world)
    assert _kinds(deaths) == _POINTS
    judge_calls(world.carrier.calls())
    figures.note("a worker killed at each point", database, deaths=len(deaths), **world.judged())


@pytest.mark.faults
def test_two_workers_killed_one_after_the_other(new_world: NewWorld, figures: Figures) -> None:
    """Whoever comes after a worker that died at any point dies too, at any point."""
    world = new_world("sqlite", decide_after=100)
    deaths: list[str] = []
    for first in count(1):
        for second in count(1):
            world.submitted(families(1))
            if not (death := _life(world, first)):
                break
            deaths.append(death)
            if not (death := _life(world, second)):
                break
            deaths.append(death)
            _life(world)
        if not death and second == 1:
            break
    assert len(deaths) > len(_POINTS) ** 2
    judge_calls(world.carrier.calls())
    figures.note(
        "a worker killed at each point, and its successor at each point after that",
        "sqlite",
        deaths=len(deaths),
        **world.judged(),
    )


def _life(world: World, dies_at: int = 0) -> str:
    """A worker's, until everything has settled or it died: at which point."""
    worker = world.worker(dies_at)
    world.settle(unless=lambda: not worker.alive)
    worker.kill()
    return world.death(worker)


@pytest.mark.parametrize("database", DATABASES)
def test_a_server_killed_at_any_point(new_world: NewWorld, database: str, figures: Figures) -> None:
    """A server that delivers, too, dies at another point of each upload and submission. Whoever
    sent them tries again at the server that is started next, and never sees a confirmation ID
    that is gone afterwards."""
    world = new_world(database, delivers=True)
    deaths: list[str] = []
    people = []
    for at in count(1):
        rows = families(1)
        mortal = server = world.server(dies_at=at)

        def url(mortal=mortal) -> str:  # type: ignore[no-untyped-def]
            nonlocal server
            if server is mortal and not mortal.alive:
                server = world.server()
            return server.url

        people.append(world.person(url))
        world.has(people[-1].enroll(workbook(rows)), rows)
        world.settle(unless=lambda server=server: not server.alive)
        if not (death := world.death(mortal)):
            break
        deaths.append(death)
        url()
        world.settle()
        server.kill()
    assert _kinds(deaths) >= {"before matches", "after matches", *_POINTS} - {
        "before ask",
        "after ask",
    }
    judge_calls(world.carrier.calls())
    figures.note(
        "a server killed at each point of uploading, submitting and delivering",
        database,
        deaths=len(deaths),
        **world.judged(*people),
    )
