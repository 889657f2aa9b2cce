"""The carrier as a process of its own: the reference server, which writes down each call before it
answers, and may be told to misbehave."""

import asyncio
import json
import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Engine, select, text

from adapters.registry.demonstration import connect, read_data
from adapters.registry.demonstration.database import accepted
from adapters.registry.http.reference.app import create_app
from adapters.registry.http.reference.desk import Desk
from domain.submission import Status
from tests.faults.misbehaving import BEFORE, answered
from tests.faults.processes import Running, SharedClock, listen

TOKEN = "a-token-of-tests"
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

    ``decide_after`` is how many seconds it takes to decide, ``slow`` how many over each call, half
    of them before it takes anything.
    """

    def __init__(
        self, folder: Path, clock: SharedClock, *, decide_after: float = 0, slow: float = 0
    ) -> None:
        self._folder = folder
        self._arguments = (folder, clock, timedelta(seconds=decide_after), slow)
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

    def misbehave(self, *ways: str) -> None:
        """At the next calls, one way each; see ``misbehaving``. Whatever is left is forgotten."""
        unfinished = self._folder / "unfinished"
        unfinished.write_text("\n".join(ways))
        unfinished.replace(self._folder / "ways")

    def calls(self) -> list[Call]:
        lines = (self._folder / "calls").read_text().splitlines()
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
    decide_after: timedelta,
    slow: float,
    port: int,
    tell: Any,
) -> None:
    """Run the carrier."""
    engine = connect(f"sqlite:///{folder / DATABASE}")
    desk = Desk(engine, clock, read_data().groups, decide_after)
    listen(_Counter(create_app(desk, TOKEN), engine, folder, slow), port, tell)


class _Counter:
    """Stands before the application, and writes down what is asked for."""

    def __init__(self, app: Any, engine: Engine, folder: Path, slow: float) -> None:
        self._app = app
        self._engine = engine
        self._folder = folder
        self._slow = slow

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http" or scope["path"] not in (SUBMIT, ASK):
            await self._app(scope, receive, send)
            return
        body = json.loads(await _body(receive))
        way = self._way()
        if way in BEFORE:
            await answered(way, send)
            return
        if way == "takes half":
            body["submissions"] = body["submissions"][: len(body["submissions"]) // 2]
        await asyncio.sleep(self._slow / 2)
        self._write(scope["path"], body)
        messages = await self._answer(scope, body)
        await asyncio.sleep(self._slow / 2)
        await answered(way, send, messages)

    def _write(self, path: str, body: Any) -> None:
        keys = body.get("keys") or [one["key"] for one in body["submissions"]]
        with self._engine.connect() as connection:
            known = connection.scalars(select(accepted.c.key).where(accepted.c.key.in_(keys)))
            line = json.dumps([path, keys, list(known)])
        with (self._folder / "calls").open("a") as log:
            log.write(f"{line}\n")

    def _way(self) -> str:
        path = self._folder / "ways"
        way, _, rest = path.read_text().partition("\n") if path.exists() else ("", "", "")
        if way:
            path.write_text(rest)
        return way

    async def _answer(self, scope: Any, body: Any) -> list[Any]:
        messages: list[Any] = []
        content = json.dumps(body).encode()
        length = (b"content-length", str(len(content)).encode())
        headers = [one for one in scope["headers"] if one[0] != b"content-length"]

        async def receive() -> Any:
            return {"type": "http.request", "body": content, "more_body": False}

        async def send(message: Any) -> None:
            messages.append(message)

        await self._app({**scope, "headers": [*headers, length]}, receive, send)
        return messages


async def _body(receive: Any) -> bytes:
    body = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body"):
            return body
