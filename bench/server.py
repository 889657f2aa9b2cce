"""``enroll serve`` over a demonstration of its own, as a process beside the one that measures."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import IO, TypeVar

import httpx

from bench.site import Site
from web import demo
from web.settings import Settings

_PATIENCE = 60.0
AnySite = TypeVar("AnySite", bound=Site)


class Server:
    """Running from ``with`` to its end. Nothing is delivered: no worker is there."""

    process: subprocess.Popen[bytes]
    address: str
    email: str
    password: str

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stack = ExitStack()

    def __enter__(self) -> "Server":
        settings = demo.settings_in(self._folder)
        (self.email, *_), self.password = demo.prepare(settings)
        port = free_port()
        self.address = f"http://127.0.0.1:{port}"
        program = str(Path(sys.executable).with_name("enroll"))
        command = [program, "serve", "--port", str(port)]
        log = self._stack.enter_context((self._folder / "log").open("ab"))
        self.process = self._stack.enter_context(
            started(command, environ=_as_settled(settings), output=log)
        )
        wait_for(f"{self.address}/health/live")
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def browser(self, site: type[AnySite] = Site) -> AnySite:
        """Somebody signed in, who waits as long as it takes."""
        client = self._stack.enter_context(httpx.Client(base_url=self.address, timeout=120))
        found = site(client)
        found.sign_in(self.email, self.password)
        return found


@contextmanager
def started(
    command: list[str], *, environ: dict[str, str], output: IO[bytes] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """A process that is ended when it is left; what it says goes to ``output``."""
    process = subprocess.Popen(command, env=environ, stdout=output, stderr=output)
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


def free_port() -> int:
    """One that nobody listens on now."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def wait_for(address: str) -> None:
    """Until the page answers. Exits when it does not in a minute."""
    late = monotonic() + _PATIENCE
    while monotonic() < late:
        try:
            httpx.get(address).raise_for_status()
        except httpx.HTTPError:
            sleep(0.1)
        else:
            return
    sys.exit(f"Nothing answers at {address}.")


def environ(**settings: str) -> dict[str, str]:
    """For a process of a site under measurement, which workers deliver for; ``settings`` are
    variables without their ENROLL_."""
    common = {"TIME_ZONE": "America/Los_Angeles", "DELIVERY": "worker", "HTTPS": "no"}
    told = {f"ENROLL_{name}": value for name, value in {**common, **settings}.items()}
    return {**os.environ, **told}


def _as_settled(settings: Settings) -> dict[str, str]:
    return environ(
        CARRIER_FILE=str(settings.carrier_file),
        DATABASE_URL=settings.database_url,
        SECRET_KEY=settings.secret_key,
        KEYS_FILE=str(settings.keys_file),
        REGISTRY=settings.registry,
        REGISTRY_URL=settings.registry_url,
        ALLOWED_HOSTS=" ".join(settings.allowed_hosts),
        TIME_ZONE=settings.time_zone,
    )
