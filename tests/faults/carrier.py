"""The carrier as a process of its own: the reference server, which writes down each call that
comes before it does what it is asked."""

import asyncio
import json
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Engine, select, text

from adapters.registry.demonstration import connect, read_data
from adapters.registry.demonstration.database import accepted
from adapters.registry.http import wire
from adapters.registry.http.reference.app import create_app
from adapters.registry.http.reference.desk import RECEIVED, Desk
from adapters.registry.http.wire import AnswerStatus
from domain.submission import Status
from tests.faults.processes import Running, SharedClock, listen
from tests.keys import VAULT
from tests.reference_server import TOKEN

SUBMIT, ASK = "/v1/submissions", "/v1/submissions/status"
DATABASE = "carrier.sqlite3"


class Call(NamedTuple):
    """A call that came: the keys it was about, and those of them that had been taken before."""

    path: str
    keys: Sequence[str]
    known: Sequence[str]


class Accepted(NamedTuple):
    """What the carrier has taken, and says of it."""

    key: str
    confirmation_id: str
    status: Status
    words: str


class Carrier:
    """The process and its folder. Killed and started again it keeps its port and its log.

    A ``deliberate`` one decides before it is first asked, and not when it takes somebody: on a slow
    machine any time would be over by then. ``slow`` is how many seconds it takes over each call,
    half of them before it takes anything.
    """

    def __init__(
        self, folder: Path, clock: SharedClock, *, deliberate: bool = False, slow: float = 0
    ) -> None:
        self._folder = folder
        self._arguments = (folder, clock, deliberate, slow)
        self._port = 0
        self.start()

    def start(self) -> None:
        log = self._folder / "carrier.log"
        self._process = Running(log, carry, *self._arguments, self._port)
        self._port = self._process.port

    @property
    def url(self) -> str:
        return self._process.url

    def kill(self) -> None:
        self._process.kill()

    def calls(self) -> list[Call]:
        path = self._folder / "calls"
        lines = path.read_text().splitlines() if path.exists() else ()
        return [Call(*json.loads(line)) for line in lines]

    def accepted(self) -> list[Accepted]:
        """The carrier's own log, in the order of taking."""
        engine = connect(f"sqlite:///{self._folder / DATABASE}")
        columns = accepted.c["key", "confirmation_id", "status", "words"]
        try:
            with engine.connect() as connection:
                rows = connection.execute(select(columns).order_by(text("rowid")))
                return [Accepted(row[0], row[1], Status(row[2]), row[3]) for row in rows]
        finally:
            engine.dispose()


def carry(
    folder: Path,
    clock: SharedClock,
    deliberate: bool,
    slow: float,
    port: int,
    tell: Any,
) -> None:
    """Run the carrier."""
    engine = connect(f"sqlite:///{folder / DATABASE}")
    kind = _DeliberateDesk if deliberate else Desk
    desk = kind(engine, clock, read_data().groups, VAULT, timedelta())
    listen(_Register(create_app(desk, TOKEN), engine, folder / "calls", slow), port, tell)


class _DeliberateDesk(Desk):
    def take(self, submissions: Sequence[wire.Submission]) -> list[wire.Answer]:
        return [
            msgspec.structs.replace(one, status=AnswerStatus.PROCESSING, words=RECEIVED)
            for one in super().take(submissions)
        ]


class _Register:
    """Stands before the application, and writes down what it is asked."""

    def __init__(self, app: Any, engine: Engine, calls: Path, slow: float) -> None:
        self._app = app
        self._engine = engine
        self._calls = calls
        self._slow = slow

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http" or scope["path"] not in (SUBMIT, ASK):
            await self._app(scope, receive, send)
            return
        body = await _whole(receive)
        await asyncio.sleep(self._slow / 2)
        self._write(scope["path"], json.loads(body))

        async def once_more() -> Any:
            return {"type": "http.request", "body": body, "more_body": False}

        async def slowly(message: Any) -> None:
            if message["type"] == "http.response.start":
                await asyncio.sleep(self._slow / 2)
            await send(message)

        await self._app(scope, once_more, slowly)

    def _write(self, path: str, body: Any) -> None:
        keys = body["keys"] if path == ASK else [one["key"] for one in body["submissions"]]
        with self._engine.connect() as connection:
            known = connection.scalars(select(accepted.c.key).where(accepted.c.key.in_(keys)))
            line = json.dumps([path, keys, list(known)])
        with self._calls.open("a") as log:
            log.write(f"{line}\n")


async def _whole(receive: Any) -> bytes:
    body = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body"):
            return body
