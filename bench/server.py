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
            started(command, environ=_environ(settings), output=log)
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


def _environ(settings: Settings) -> dict[str, str]:
    return {
        **os.environ,
        "ENROLL_CARRIER_FILE": str(settings.carrier_file),
        "ENROLL_DATABASE_URL": settings.database_url,
        "ENROLL_SECRET_KEY": settings.secret_key,
        "ENROLL_KEYS_FILE": str(settings.keys_file),
        "ENROLL_REGISTRY": settings.registry,
        "ENROLL_REGISTRY_URL": settings.registry_url,
        "ENROLL_ALLOWED_HOSTS": " ".join(settings.allowed_hosts),
        "ENROLL_TIME_ZONE": settings.time_zone,
        "ENROLL_DELIVERY": "worker",
        "ENROLL_HTTPS": "no",
    }
