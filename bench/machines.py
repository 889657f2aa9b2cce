"""Web servers, workers and a carrier, each a process of its own, over one database."""

import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import httpx
from sqlalchemy import text

from adapters.passwords import Argon2PasswordHasher
from adapters.persistence import SqlPersistence, open_engine
from adapters.registry.demonstration import ADMINISTRATORS, PASSWORD, seed_administrators
from adapters.system import RandomIds
from bench.server import environ, free_port, wait_for
from bench.site import Site
from tests.keys import TEXT, VAULT
from tests.reference_server import TOKEN, ReferenceServer, reference_server
from web import maintenance


class Machines:
    """Running from ``with`` to its end. ``carrier`` has the log that judges."""

    carrier: ReferenceServer

    def __init__(self, url: str, folder: Path, *, servers: int, workers: int) -> None:
        self._url = url
        self._folder = folder
        self._ports = [free_port() for _ in range(servers)]
        self._workers = workers
        self._stack = ExitStack()

    def __enter__(self) -> "Machines":
        self.carrier = self._stack.enter_context(reference_server(self._folder / "carrier"))
        environ = self._environ()
        _enroll("migrate", environ=environ).wait()
        self._seed()
        for port in self._ports:
            self._start("serve", "--port", str(port), environ=environ)
        for _ in range(self._workers):
            self._start("worker", environ=environ)
        for port in self._ports:
            wait_for(f"http://127.0.0.1:{port}/health/live")
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def browser(self, server: int) -> Site:
        """Somebody signed in at one of the web servers."""
        client = self._stack.enter_context(
            httpx.Client(base_url=f"http://127.0.0.1:{self._ports[server]}", timeout=120)
        )
        site = Site(client)
        site.sign_in(ADMINISTRATORS[0].email, PASSWORD)
        return site

    def confirmation_ids(self) -> list[str]:
        """Of everything that was submitted."""
        engine = open_engine(self._url)
        try:
            with engine.connect() as connection:
                return list(connection.scalars(text("SELECT confirmation_id FROM submissions")))
        finally:
            engine.dispose()

    def _seed(self) -> None:
        persistence = SqlPersistence(open_engine(self._url), vault=VAULT)
        try:
            seed_administrators(persistence, Argon2PasswordHasher(), RandomIds())
        finally:
            persistence.close()

    def _environ(self) -> dict[str, str]:
        return environ(
            CARRIER_FILE=str(maintenance.DEMONSTRATION_CARRIER),
            DATABASE_URL=self._url,
            SECRET_KEY="bench" * 10,
            KEYS=TEXT,
            REGISTRY="http",
            REGISTRY_URL=self.carrier.url,
            REGISTRY_TOKEN=TOKEN,
            ALLOWED_HOSTS="127.0.0.1",
        )

    def _start(self, *command: str, environ: dict[str, str]) -> None:
        with (self._folder / "log").open("a") as log:
            process = _enroll(*command, environ=environ, log=log)
        self._stack.callback(_stop, process)


def _enroll(*command: str, environ: dict[str, str], log: object = None) -> subprocess.Popen[bytes]:
    program = Path(sys.executable).with_name("enroll")
    return subprocess.Popen([program, *command], env=environ, stdout=log, stderr=log)


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    process.wait()
