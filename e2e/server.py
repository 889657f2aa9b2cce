"""The demonstration, served on a free port of localhost, with a clock that can be set."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import uvicorn
from msgspec.structs import replace

from tests.fakes.system import FakeClock
from web import bootstrap, demo
from web.app import create_app
from web.services import Services

# The day that the checked examples are judged on is a Monday; the site's day begins at midnight
# in the carrier's time zone.
MORNING = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
_PATIENCE = 20.0


class TickingClock(FakeClock):
    """Goes on by itself from the moment it was set to, as browsers and sessions expect."""

    def __init__(self, moment: datetime = MORNING) -> None:
        super().__init__(moment)
        self._set_at = time.monotonic()

    def set(self, moment: datetime) -> None:
        self.moment = moment
        self._set_at = time.monotonic()

    def advance(self, by: timedelta) -> None:
        self.set(self.now() + by)

    def now(self) -> datetime:
        return self.moment + timedelta(seconds=time.monotonic() - self._set_at)

    def today(self) -> date:
        return FakeClock(self.now()).today()


@dataclass(frozen=True)
class Server:
    """A running site: its address without a slash at the end, its services and its clock."""

    url: str
    services: Services
    clock: TickingClock

    def deliver(self) -> None:
        """Deliver everything that is due now."""
        while self.services.delivering.round():
            pass


@contextmanager
def running(
    folder: Path,
    moment: datetime = MORNING,
    *,
    background: bool = True,
    port: int = 0,
    **settings_of_its_own: Any,
) -> Iterator[Server]:
    """Serve a demonstration whose files are in the folder, from the given moment on. Without
    ``background`` nothing is delivered until ``Server.deliver`` is called; without a port it is
    served on a free one."""
    settings = replace(demo.settings_in(folder), **settings_of_its_own)
    demo.prepare(settings)
    clock = TickingClock(moment)
    services = bootstrap.services(settings, clock)
    app = create_app(services, settings, background=background)
    listener = socket.create_server(("127.0.0.1", port))
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    config = uvicorn.Config(
        app, access_log=False, log_config=None, server_header=False, timeout_graceful_shutdown=2
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    give_up = time.monotonic() + _PATIENCE
    while not server.started:
        if not thread.is_alive() or time.monotonic() > give_up:
            raise RuntimeError("the server did not start")
        time.sleep(0.01)
    try:
        yield Server(f"http://localhost:{listener.getsockname()[1]}", services, clock)
    finally:
        server.should_exit = True
        thread.join(_PATIENCE)
        listener.close()
