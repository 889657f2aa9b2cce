"""Whoever sends slowly, or much at once, to a server as it is run."""

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
import uvicorn
from litestar import Litestar, Request, Response, post

from domain.errors import ReadersBusy
from web import forms, protocol
from web.commands.serving import _config
from web.forms import Bodies, VisitorGone, form_of

Address = tuple[str, int]
HEAD = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=x\r\n"
LATE = 0.3  # seconds, of what takes long in these tests


class Desk:
    """Takes forms in, and holds them until it is told to answer."""

    def __init__(self) -> None:
        self.bodies = Bodies()
        self.answers = threading.Event()
        self.outcomes: list[str] = []

        @post("/", status_code=200)
        async def take(request: Request[Any, Any, Any]) -> Response[str]:
            try:
                await form_of(request)
            except (VisitorGone, ReadersBusy) as refusal:
                self.outcomes.append(type(refusal).__name__)
                return Response("", status_code=503, headers={"Connection": "close"})
            self.outcomes.append("taken")
            await asyncio.to_thread(self.answers.wait, 600)
            return Response("taken")

        self.app = Litestar(
            [take],
            middleware=[self.bodies],
            openapi_config=None,
            logging_config=None,
            request_max_body_size=None,
        )


@pytest.fixture
def desk() -> Iterator[tuple[Desk, Address]]:
    desk = Desk()
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(_config(desk.app))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    yield desk, listener.getsockname()[:2]
    desk.answers.set()
    server.should_exit = True
    thread.join(600)
    listener.close()


def answer(connection: socket.socket) -> bytes:
    """All that comes until the server hangs up."""
    said = b""
    while piece := connection.recv(65536):
        said += piece
    return said


def there(connection: socket.socket) -> bool:
    """Whether the server is, after one more byte."""
    try:
        connection.sendall(b"X")
        return connection.recv(65536) != b""
    except TimeoutError:
        return True
    except OSError:
        return False


def form(size: int) -> bytes:
    part = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
    body = part + b"a" * size + b"\r\n--x--\r\n"
    return HEAD + b"Connection: close\r\nContent-Length: %d\r\n\r\n" % len(body) + body


@pytest.mark.parametrize("sent", [b"", b"GET", b"GET / HTTP/1.1\r\nHost: x\r\n"])
def test_headers_that_do_not_come_are_not_waited_for(
    desk: tuple[Desk, Address], monkeypatch: pytest.MonkeyPatch, sent: bytes
) -> None:
    """However many of them have come."""
    monkeypatch.setattr(protocol, "HEADERS_WITHIN", LATE)
    with socket.create_connection(desk[1], timeout=600) as connection:
        connection.sendall(sent)
        assert answer(connection) == b""


def test_headers_in_drops_are_cut_off(
    desk: tuple[Desk, Address], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The time runs from the first of them, whatever comes meanwhile; also of a second request."""
    monkeypatch.setattr(protocol, "HEADERS_WITHIN", LATE)
    desk[0].answers.set()
    with socket.create_connection(desk[1], timeout=600) as connection:
        connection.sendall(form(10).replace(b"Connection: close\r\n", b""))
        first = b""
        while not first.endswith(b"taken"):
            first += connection.recv(65536)
        connection.settimeout(0.05)
        while there(connection):
            pass


def test_a_body_that_does_not_come_is_not_waited_for(
    desk: tuple[Desk, Address], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What has come of it is let go."""
    monkeypatch.setattr(forms, "PROGRESS_WITHIN", LATE)
    with socket.create_connection(desk[1], timeout=600) as connection:
        connection.sendall(HEAD + b"Content-Length: 1000000\r\n\r\n" + form(5000)[len(HEAD) :])
        answer(connection)
    assert desk[0].outcomes == ["VisitorGone"]
    assert desk[0].bodies.held == 0


def test_a_body_in_drops_ends_some_time(
    desk: tuple[Desk, Address], monkeypatch: pytest.MonkeyPatch
) -> None:
    """However steadily they come."""
    monkeypatch.setattr(forms, "ALL_WITHIN", LATE)
    with socket.create_connection(desk[1], timeout=600) as connection:
        connection.sendall(HEAD + b"Content-Length: 1000000\r\n\r\n")
        connection.settimeout(0.02)
        while there(connection):
            pass
    assert desk[0].outcomes == ["VisitorGone"]


def test_bodies_together_have_a_bound(
    desk: tuple[Desk, Address], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What would be too much with the others is refused until one of them has been answered."""
    taker, address = desk
    monkeypatch.setattr(forms, "MOST_IN_FLIGHT", 250_000)
    connections = [socket.create_connection(address, timeout=600) for _ in range(2)]
    for number, connection in enumerate(connections, 1):
        connection.sendall(form(100_000))
        while len(taker.outcomes) < number:
            time.sleep(0.01)
    with socket.create_connection(address, timeout=600) as third:
        third.sendall(form(100_000))
        assert b" 503 " in answer(third)
    assert taker.outcomes[2:] == ["ReadersBusy"]
    taker.answers.set()
    for connection in connections:
        assert answer(connection).endswith(b"taken")
        connection.close()
    with socket.create_connection(address, timeout=600) as fourth:
        fourth.sendall(form(200_000))
        assert answer(fourth).endswith(b"taken")
    assert taker.bodies.held == 0
