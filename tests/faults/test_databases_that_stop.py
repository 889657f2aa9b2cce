"""The database is gone in the middle, as after a crash, and comes back."""

from collections.abc import Iterator

import pytest

from tests.faults.conftest import NewWorld
from tests.faults.figures import Figures
from tests.faults.judge import judge_calls
from tests.faults.people import families
from tests.faults.world import workbook
from tests.postgresql import PostgresqlServer


@pytest.fixture
def durable() -> Iterator[PostgresqlServer]:
    server = PostgresqlServer()
    yield server
    server.close()


@pytest.mark.faults
def test_a_postgresql_that_is_stopped_at_once(
    new_world: NewWorld, durable: PostgresqlServer, figures: Figures
) -> None:
    """While a batch is submitted and delivered; nobody is started anew, and people try again."""
    world = new_world(durable, slow=0.2, patience=120.0)
    server, worker = world.server(), world.worker()
    person = world.person(lambda: server.url)
    stops = 6
    for number in range(stops):
        rows = families(8)
        batch_id = person.upload(workbook(rows))
        world.has(batch_id, rows)
        if number % 2:
            # In the middle of the delivery: the call of the carrier takes a while.
            person.submit(batch_id)
            durable.stop(immediate=True)
            durable.start()
        else:
            durable.stop(immediate=True)
            with pytest.raises(AssertionError):
                # An error page is a page with a sentence; nothing has been submitted.
                assert person.post(f"/batches/{batch_id}/submit").status_code < 500
            durable.start()
            person.submit(batch_id)
    world.settle(lambda: None)
    assert server.alive
    assert worker.alive
    judge_calls(world.carrier.calls())
    figures.note(
        "PostgreSQL stopped at once (-m immediate), and started again",
        "postgresql",
        stops=stops,
        **world.judged(person),
    )
