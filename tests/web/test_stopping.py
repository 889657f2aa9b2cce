"""Being asked to stop in the middle of something: real processes, before a carrier that takes its
time."""

import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from adapters.registry.demonstration import CARRIER_FILE
from tests.faulty_carrier import Call, FaultyCarrier, faulty_carrier
from tests.installation import Installation, person
from tests.reference_server import TOKEN, ReferenceServer, reference_server

pytestmark = pytest.mark.slow

LOOKING, TAKING = "/v1/members/matches", "/v1/submissions"


@pytest.fixture(scope="module")
def upstream(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReferenceServer]:
    with reference_server(tmp_path_factory.mktemp("carrier")) as server:
        yield server


@pytest.fixture
def carrier(upstream: ReferenceServer) -> Iterator[FaultyCarrier]:
    upstream.forget()
    with faulty_carrier(upstream.url) as carrier:
        yield carrier


class Held:
    """Once the carrier is asked for something, nothing is answered until it is let go."""

    def __init__(self, carrier: FaultyCarrier, path: str) -> None:
        self.begun, self._may_go_on = threading.Event(), threading.Event()
        carrier.only, carrier.fault = path, self._answer

    def _answer(self, call: Call) -> None:
        self.begun.set()
        self._may_go_on.wait(600)
        call.answer(call.forward())

    def let_go(self) -> None:
        self._may_go_on.set()


def site(folder: Path, carrier: FaultyCarrier, delivery: str) -> Installation:
    patient = folder / "carrier.toml"
    patient.write_text(f"{CARRIER_FILE.read_text()}\n[registry]\nseconds_per_call = 28\n")
    return Installation(
        folder,
        CARRIER_FILE=str(patient),
        REGISTRY="http",
        REGISTRY_URL=carrier.url,
        REGISTRY_TOKEN=TOKEN,
        DELIVERY=delivery,
    )


def kept(folder: Path) -> list[tuple[Any, ...]]:
    """Each submission's stage, and who holds its batch."""
    with closing(sqlite3.connect(folder / "site.sqlite3")) as database:
        return database.execute(
            "SELECT stage, delivery_holder FROM submissions"
            " JOIN batches ON batches.id = submissions.batch_id"
        ).fetchall()


@pytest.mark.parametrize("processes", [1, pytest.param(2, marks=pytest.mark.rare)])
def test_a_server_finishes_an_upload(
    tmp_path: Path, carrier: FaultyCarrier, processes: int
) -> None:
    """Whoever sent it gets their answer and the batch is there; nobody else is let in meanwhile."""
    installation = site(tmp_path, carrier, "worker")
    with (
        installation.server("--workers", str(processes)) as server,
        server.jo() as jo,
        ThreadPoolExecutor() as others,
    ):
        workbook = jo.workbook(person(1), person(2))
        held = Held(carrier, LOOKING)
        sent = others.submit(jo.upload, workbook)
        assert held.begun.wait(600)
        server.process.ask_to_stop()
        assert server.refuses()
        assert server.process.popen.poll() is None
        held.let_go()
        batch_id = sent.result(600)
        assert server.process.stopped() == 0
    with installation.server() as server, server.jo() as jo:
        assert "2 applications ready to submit" in jo.get(f"/batches/{batch_id}").text


@pytest.mark.parametrize("delivery", ["server", "worker"])
def test_a_call_of_the_carrier_is_finished_and_its_batch_let_go(
    tmp_path: Path, upstream: ReferenceServer, carrier: FaultyCarrier, delivery: str
) -> None:
    """The carrier's answer is written down, and nobody has to wait for a lease to run out."""
    installation = site(tmp_path, carrier, delivery)
    installation.forked = delivery == "worker"
    with installation.server() as server, server.jo() as jo:
        batch_id = jo.upload(jo.workbook(person(1), person(2)))
        held = Held(carrier, TAKING)
        assert jo.post(f"/batches/{batch_id}/submit").status_code == 303
        if delivery == "server":
            _stop_in_the_middle(server.process, held)
        else:
            assert kept(tmp_path) == [("waiting", None)] * 2
            installation.forked = False
            with installation.worker() as worker:
                _stop_in_the_middle(worker, held)
    assert kept(tmp_path) == [("done", None)] * 2
    assert len(upstream.accepted()) == 2


def _stop_in_the_middle(process: Any, held: Held) -> None:
    assert held.begun.wait(600)
    process.ask_to_stop()
    with pytest.raises(TimeoutError):
        process.stopped(within=0.5)
    held.let_go()
    assert process.stopped() == 0
