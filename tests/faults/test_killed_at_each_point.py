"""Our processes killed before and after each of their commits and calls."""

from collections.abc import Sequence

import pytest

from tests.faults.conftest import DATABASES, NewWorld
from tests.faults.figures import Figures
from tests.faults.judge import judge_calls
from tests.faults.people import families
from tests.faults.person import Person
from tests.faults.succession import Succession
from tests.faults.world import workbook


def _around(*what: str) -> set[str]:
    return {f"{when} {one}" for one in what for when in ("before", "after")}


def _kinds(points: Sequence[str]) -> set[str]:
    return {point.rpartition(" ")[0] for point in points}


@pytest.mark.parametrize("database", DATABASES)
def test_a_worker_killed_at_any_point(new_world: NewWorld, database: str, figures: Figures) -> None:
    """Each batch's worker dies at another point of its way to the carrier's last word; whoever
    comes after it brings the batch to its end."""
    world = new_world(database, deliberate=True)
    workers = Succession(world, world.worker)
    for point in workers.suffer(lambda: world.submitted(families(1))):
        workers.suffer(lambda: world.submitted(families(1)), point)
    assert _kinds(workers.deaths) == _around("commit", "submit", "ask")
    judge_calls(world.carrier.calls())
    figures.note(
        "a worker killed at each point", database, kills=len(workers.deaths), **world.judged()
    )


@pytest.mark.faults
def test_two_workers_killed_one_after_the_other(new_world: NewWorld, figures: Figures) -> None:
    """Whoever comes after a worker that died at any point dies too, at any point."""
    world = new_world("sqlite", deliberate=True)
    workers = Succession(world, world.worker)

    def submit() -> None:
        world.submitted(families(1))

    for first in workers.suffer(submit):
        for second in workers.suffer(submit, first):
            workers.suffer(submit, first, second)
    assert _kinds(workers.deaths) == _around("commit", "submit", "ask")
    judge_calls(world.carrier.calls())
    figures.note(
        "a worker killed at each point, and its successor at each point from there",
        "sqlite",
        kills=len(workers.deaths),
        **world.judged(),
    )


@pytest.mark.parametrize(
    ("database", "step"),
    [
        ("sqlite", 4),
        pytest.param("sqlite", 1, marks=pytest.mark.faults),
        pytest.param("postgresql", 1, marks=pytest.mark.faults),
    ],
)
def test_a_server_killed_at_any_point(
    new_world: NewWorld, database: str, step: int, figures: Figures
) -> None:
    """A server that delivers, too, dies at another point of each upload and submission. Whoever
    sent them tries again with the next server, and never sees a confirmation ID that is gone
    afterwards."""
    world = new_world(database, delivers=True)
    servers = Succession(world, world.server)
    people: list[Person] = []

    def enroll() -> None:
        person = world.person(lambda: servers.now().url)
        people.append(person)
        rows = families(1)
        world.has(person.enroll(workbook(rows)), rows)
        assert len(person.shown) == 3

    points = servers.suffer(enroll)
    assert _kinds(points) == _around("groups", "matches", "commit", "submit")
    for point in points[::step]:
        servers.suffer(enroll, point)
    assert len(servers.deaths) > 0.9 * len(points[::step])
    judge_calls(world.carrier.calls())
    figures.note(
        "a server killed at each point of uploading, submitting and delivering",
        database,
        kills=len(servers.deaths),
        **world.judged(*people),
    )
