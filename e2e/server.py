"""The demonstration, served on a free port of localhost, with a clock that can be set, and as
it was at first whenever a test wants it so."""

import socket
import sqlite3
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import uvicorn
from msgspec.structs import replace
from sqlalchemy import make_url

from tests.fakes.system import FakeClock
from web import bootstrap, demo
from web.app import create_app
from web.background import Background
from web.services import Services

# The day that the checked examples are judged on is a Monday; the site's day begins at midnight
# in the carrier's time zone.
MORNING = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
# Seconds, with slow machines in mind.
PATIENCE = 120.0


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
    """A running site: its address without a slash at the end, its services and its clock.
    ``at_first`` are copies of its databases as they were before anybody came."""

    url: str
    services: Services
    clock: TickingClock
    at_first: Mapping[Path, Path]

    def begin_anew(self, moment: datetime = MORNING) -> None:
        """Forget all that was done, and set the clock."""
        for path, copy in self.at_first.items():
            _copy(copy, path)
        self.clock.set(moment)

    @contextmanager
    def working(self) -> Iterator[None]:
        """What a site does in the background is done meanwhile, and finished at the end."""
        jobs = Background(self.services)
        jobs.start()
        try:
            yield
        finally:
            jobs.stop(PATIENCE)

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
    listener: socket.socket | None = None,
    **settings_of_its_own: Any,
) -> Iterator[Server]:
    """Serve a demonstration whose files are in the folder, from the given moment on. Without
    ``background`` nothing is delivered until ``Server.deliver`` is called; without a listener it
    is served on a free port."""
    settings = replace(demo.settings_in(folder), **settings_of_its_own)
    demo.prepare(settings)
    at_first = {}
    for url in (settings.database_url, settings.registry_url):
        path = Path(make_url(url).database or "")
        at_first[path] = path.with_name(f"{path.name}-at-first")
        _copy(path, at_first[path])
    clock = TickingClock(moment)
    services = bootstrap.services(settings, clock)
    app = create_app(services, settings, background=background)
    listener = listener or socket.create_server(("127.0.0.1", 0))
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    config = uvicorn.Config(
        app, access_log=False, log_config=None, server_header=False, timeout_graceful_shutdown=2
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    give_up = time.monotonic() + PATIENCE
    while not server.started:
        if not thread.is_alive() or time.monotonic() > give_up:
            raise RuntimeError("the server did not start")
        time.sleep(0.01)
    try:
        url = f"http://localhost:{listener.getsockname()[1]}"
        yield Server(url, services, clock, at_first)
    finally:
        server.should_exit = True
        thread.join(PATIENCE)
        listener.close()


def _copy(source: Path, target: Path) -> None:
    """SQLite's own way of copying, which keeps clear of whoever uses the databases."""
    with (
        closing(sqlite3.connect(source, timeout=PATIENCE)) as one,
        closing(sqlite3.connect(target, timeout=PATIENCE)) as other,
    ):
        one.backup(other)
