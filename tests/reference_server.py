"""The reference registry as a process of its own."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import select

from adapters.registry.demonstration import connect
from adapters.registry.demonstration.database import accepted
from adapters.registry.http import HttpRegistry, open_http
from adapters.registry.http.reference.__main__ import DATABASE
from adapters.registry.plugins import RegistrySetup
from domain.ports import Clock
from tests.demonstration import FILE
from tests.fakes.system import FakeClock
from tests.forks import Fork

TOKEN = "a-token-of-tests"


class ReferenceServer:
    """A running process; ``url`` is where, ``folder`` has its database.

    Killed and started again it keeps its port, and what it has taken.
    """

    def __init__(self, folder: Path, *options: str) -> None:
        self.folder = folder
        self.url = ""
        self._port = 0
        self._options = options
        self.start()
        self._first_data = folder / "first.sqlite3"
        self._copy(self.folder / DATABASE, self._first_data)

    def start(self) -> None:
        told = ["--port", str(self._port), "--data", str(self.folder), "--token", TOKEN]
        self._process = Fork("adapters.registry.http.reference.__main__", [*told, *self._options])
        assert self._process.stdout
        line = self._process.stdout.readline()
        self.url = line.rpartition(" ")[2].strip()
        if not self.url:
            self.kill()
            raise RuntimeError("the reference server did not start")
        self._port = int(self.url.rpartition(":")[2])

    def kill(self) -> None:
        """End it as a power cut would."""
        self._process.kill()
        self._process.wait()
        assert self._process.stdout
        self._process.stdout.close()

    def forget(self) -> None:
        """Have its database as it was at the start, while it runs."""
        self._copy(self._first_data, self.folder / DATABASE)

    def _copy(self, one: Path, other: Path) -> None:
        with closing(sqlite3.connect(one)) as source, closing(sqlite3.connect(other)) as target:
            source.backup(target)

    def accepted(self) -> Sequence[tuple[str, str]]:
        """The carrier's own log: key and confirmation ID of each submission it has taken, in
        the order of taking."""
        engine = connect(f"sqlite:///{self.folder / DATABASE}")
        try:
            with engine.connect() as connection:
                rows = connection.execute(
                    select(accepted.c.key, accepted.c.confirmation_id).order_by(
                        accepted.c.accepted_at, accepted.c.member_id
                    )
                )
                return [(row.key, row.confirmation_id) for row in rows]
        finally:
            engine.dispose()


@contextmanager
def reference_server(folder: Path, *options: str) -> Iterator[ReferenceServer]:
    """A server with the demonstration's groups and members, its database in the folder."""
    server = ReferenceServer(folder, *options)
    try:
        yield server
    finally:
        server.kill()


def http_registry(url: str, clock: Clock | None = None, **options: Any) -> HttpRegistry:
    """The registry at the URL, opened as the site does."""
    return open_http(
        RegistrySetup(
            carrier=FILE.carrier, clock=clock or FakeClock(), url=url, token=TOKEN, options=options
        )
    )
