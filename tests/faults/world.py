"""A site, its carrier and its visitors, of which anything may be killed at any time."""

import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import msgspec

from adapters.registry.demonstration import ADMINISTRATORS, CARRIER_FILE, PASSWORD
from domain.accounts.access import Administrator
from domain.application import Application
from domain.delivery import Stage
from domain.submission import Submission
from tests.demonstration import FILE
from tests.faults.carrier import Carrier
from tests.faults.judge import Ours, counted, judge
from tests.faults.people import Rows
from tests.faults.person import Person
from tests.faults.processes import House, Running, SharedClock, serve, work
from tests.keys import TEXT
from tests.reference_server import TOKEN
from tests.workbooks import TEMPLATES, fill_template
from web.settings import Settings
from web.wiring import Parts, wire

SECRET = "a secret for tests alone, known to everybody"
# Two administrators of the same group.
ALEX = ADMINISTRATORS[0].email
SAM = "sam@redwood.example"
GROUP = next(group for group in FILE.groups if group.id == "000341")
# Longer than any lease, and than any wait before a retry that these tests get to.
A_WHILE = 70.0
_SLOWEST = 300.0


def workbook(rows: Rows) -> bytes:
    return fill_template(TEMPLATES.write(FILE.carrier, GROUP), rows)


class World:
    """Everything of one test, in its folder.

    ``patience`` is how many seconds a person tries again, ``options`` are the registry's. Other
    arguments are the settings' and the pace's.
    """

    def __init__(
        self,
        folder: Path,
        database_url: str,
        *,
        carrier: Carrier,
        clock: SharedClock,
        registry: str = "http",
        registry_url: str = "",
        options: str = "",
        patience: float = 120.0,
        lease: float = 60.0,
        retry: float = 2.0,
        piece: int = 250,
        delivers: bool = False,
        change: Callable[[Parts, Path], Parts] | None = None,
    ) -> None:
        self.folder = folder
        self.clock = clock
        self.carrier = carrier
        carrier_file = folder / "carrier.toml"
        carrier_file.write_text(f"{CARRIER_FILE.read_text()}\n[registry]\n{options}\n")
        settings = Settings(
            database_url=database_url,
            secret_key=SECRET,
            keys=TEXT,
            carrier_file=carrier_file,
            registry=registry,
            registry_url=registry_url or carrier.url,
            registry_token=TOKEN,
            allowed_hosts=("127.0.0.1",),
            time_zone="America/Los_Angeles",
            delivery="server" if delivers else "worker",
            lease_seconds=lease,
            retry_seconds=retry,
            https=False,
        )
        self.house = House(
            settings=settings,
            clock=clock,
            pace=msgspec.structs.replace(
                settings.pace, piece=piece, first_question=timedelta(seconds=retry)
            ),
            folder=folder,
            change=change,
        )
        self._patience = patience
        self._parts = self.house.parts()
        self._services = wire(self._parts)
        self._running: list[Running] = []
        self._rows: dict[str, int] = {}

    # Who is running

    def server(self) -> Running:
        return self._start("server", serve)

    def worker(self) -> Running:
        return self._start("worker", work)

    def _start(self, name: str, target: Callable[..., None]) -> Running:
        running = Running(self.folder / f"{name}.log", target, self.house)
        self._running.append(running)
        return running

    def person(self, url: Callable[[], str], email: str = ALEX) -> Person:
        """Somebody signed in, who visits whichever server ``url`` says."""
        cookie = self._services.access.sign_in(email, PASSWORD)
        return Person(url, cookie, SECRET, self._patience)

    # What is done without anybody failing

    def uploaded(self, rows: Rows) -> str:
        """The batch of the rows."""
        batch = self._services.uploads.upload(
            self._alex(),
            group_id=GROUP.id,
            region=GROUP.region,
            file_name="hires.xlsx",
            content=workbook(rows),
        ).batch
        self.has(batch.id, rows)
        return batch.id

    def submitted(self, rows: Rows) -> str:
        batch_id = self.uploaded(rows)
        self._services.submitting.submit_ready(self._alex(), batch_id)
        return batch_id

    def has(self, batch_id: str, rows: Rows) -> None:
        """The batch is one of this world's."""
        self._rows[batch_id] = len(rows)

    def lost(self, batch_id: str) -> None:
        """Somebody deleted one of the batch's applications."""
        self._rows[batch_id] -= 1

    def _alex(self) -> Administrator:
        with self._parts.persistence.reading() as uow:
            found = uow.administrators.credentials(ALEX)
        assert found is not None
        return found.administrator

    # What has come of it

    def under_way(self) -> dict[Stage, int]:
        """How many submissions there are that are neither done nor wait for a person."""
        with self._parts.persistence.reading() as uow:
            stages = uow.deliveries.backlog().stages
        return {stage: number for stage, number in stages.items() if not stage.for_a_person}

    def settle(self, meanwhile: Callable[[], object], ahead: float = A_WHILE) -> None:
        """Wait until nothing is under way, while time flies ``ahead``; not with several workers,
        who would think each other dead. What is to be done ``meanwhile`` is done again and
        again."""
        late = time.monotonic() + _SLOWEST
        meanwhile()
        while under_way := self.under_way():
            assert time.monotonic() < late, f"not settled: {under_way}"
            self.clock.advance(ahead)
            time.sleep(0.02)
            meanwhile()

    def applications(self, batch_id: str) -> Sequence[Application]:
        """Those of the batch that are not deleted."""
        with self._parts.persistence.reading() as uow:
            return uow.applications.of_batch(batch_id, self.clock.now())

    def application(self, application_id: str) -> Application:
        with self._parts.persistence.reading() as uow:
            found = uow.applications.get(application_id, self.clock.now())
        assert found is not None
        return found

    def submissions(self, batch_id: str) -> Sequence[Submission]:
        with self._parts.persistence.reading() as uow:
            return uow.submissions.of_batch(batch_id)

    def ours(self) -> Ours:
        batches = list(self._rows)
        return Ours(
            [one for batch_id in batches for one in self.applications(batch_id)],
            [one for batch_id in batches for one in self.submissions(batch_id)],
        )

    def judged(self, *people: Person) -> dict[str, object]:
        """Everything has settled. Raises AssertionError unless all is as it must be; how much
        there was to judge."""
        shown: set[str] = set().union(*(person.shown for person in people))
        ours, accepted = self.ours(), self.carrier.accepted()
        judge(ours, sum(self._rows.values()), accepted, shown)
        return counted(ours.submissions, accepted, self.carrier.calls())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _: type[BaseException] | None, error: BaseException | None, __: TracebackType | None
    ) -> None:
        for one in self._running:
            one.kill()
        self.carrier.kill()
        self._parts.close()


def wait_until(true: Callable[[], Any], seconds: float = _SLOWEST) -> None:
    late = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < late
        time.sleep(0.01)
