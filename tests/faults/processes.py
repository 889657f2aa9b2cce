"""The site's processes and the carrier's.

They are forked from one that has imported everything, so that being killed and started again takes
a moment, and there is time for hundreds of deaths.
"""

import multiprocessing
import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import uvicorn

from adapters.system import SystemClock
from domain.delivery import Pace
from tests.fakes.accounts.passwords import FakeHasher
from tests.faults.fate import Fate, mortal
from tests.forks import forks
from web.app import create_app
from web.background import Background
from web.bootstrap import open_parts
from web.logs import start_logging
from web.services import Services
from web.settings import Settings
from web.wiring import Parts, wire

MORNING = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
_SLOWEST_START = 300.0

Tell = Callable[[int], None]


class SharedClock(SystemClock):
    """Goes on from the same morning in every process that has it, and may be put forward for all
    of them at once."""

    def __init__(self) -> None:
        super().__init__()
        self._started = time.time()
        # Not a Value: its lock would be held for ever by whoever is killed holding it.
        self._ahead = forks.RawValue("d", 0.0)

    def advance(self, seconds: float) -> None:
        self._ahead.value += seconds

    def now(self) -> datetime:
        return MORNING + timedelta(seconds=time.time() - self._started + self._ahead.value)

    def today(self) -> Any:
        return self.now().astimezone(self._zone).date()


@dataclass(frozen=True, kw_only=True)
class House:
    """What the site's processes have in common. ``change`` may exchange some of their parts;
    ``folder`` has their fate."""

    settings: Settings
    clock: SharedClock
    pace: Pace
    folder: Path
    change: Callable[[Parts, Path], Parts] | None = None

    def parts(self) -> Parts:
        parts = replace(open_parts(self.settings, self.clock), hasher=FakeHasher())
        return self.change(parts, self.folder) if self.change else parts

    def services(self) -> Services:
        services = wire(mortal(self.parts(), Fate(self.folder)), self.pace)
        return replace(services, upkeep=replace(services.upkeep, warm=lambda: None))


def serve(house: House, tell: Tell) -> None:
    """A web server."""
    listen(create_app(house.services(), house.settings), 0, tell)


def work(house: House, tell: Tell) -> None:
    """A worker."""
    services = house.services()
    jobs = Background(services, look_every=0.02)
    stops: SimpleQueue[int] = SimpleQueue()
    signal.signal(signal.SIGTERM, lambda number, _: stops.put(number))
    tell(0)
    jobs.start()
    stops.get()
    jobs.stop()
    services.upkeep.close()


def listen(app: Any, port: int, tell: Tell) -> None:
    """Serve the application; ``tell`` is given the port."""
    listener = socket.create_server(("127.0.0.1", port), backlog=128)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    tell(listener.getsockname()[1])
    config = uvicorn.Config(
        app, access_log=False, log_config=None, server_header=False, timeout_graceful_shutdown=2
    )
    uvicorn.Server(config).run(sockets=[listener])


class Running:
    """A process, from its start until it is killed, stopped or has died."""

    def __init__(self, log: Path, target: Callable[..., None], *arguments: Any) -> None:
        hear, tell = forks.Pipe(duplex=False)
        self._log = log
        self._process = forks.Process(
            target=_begin, args=(log, tell, target, arguments), daemon=True
        )
        self._process.start()
        tell.close()
        assert hear.poll(_SLOWEST_START), log.read_text()
        try:
            self.port: int = hear.recv()
        except EOFError:
            raise AssertionError(log.read_text()) from None
        finally:
            hear.close()

    @property
    def pid(self) -> int:
        assert self._process.pid is not None
        return self._process.pid

    @property
    def alive(self) -> bool:
        return self._process.is_alive()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def kill(self) -> None:
        """As a power cut would. Nothing happens to one that is dead."""
        self._process.kill()
        self._process.join()

    def stop(self) -> None:
        """As an operator would: it finishes what it is doing."""
        self._process.terminate()
        self._process.join(_SLOWEST_START)
        assert self._process.exitcode == 0, self._log.read_text()


def _begin(
    log: Path, tell: Connection, target: Callable[..., None], arguments: tuple[Any, ...]
) -> None:
    written = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(written, 1)
    os.dup2(written, 2)
    threading.Thread(target=_end_with_the_tests, daemon=True).start()
    start_logging()

    def ready(port: int) -> None:
        tell.send(port)
        tell.close()

    target(*arguments, ready)


def _end_with_the_tests() -> None:
    tests = multiprocessing.parent_process()
    assert tests is not None
    tests.join()
    os._exit(1)
