"""A carrier that misbehaves when told to: it stands before the reference server and passes on what
is asked, and now and then something else than was answered."""

import json
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from typing import Any

import httpx

_PATIENCE = 600.0


@dataclass(frozen=True)
class Reply:
    status: int
    headers: Mapping[str, str]
    body: bytes


class Call(BaseHTTPRequestHandler):
    """A request, and what may be done about it."""

    protocol_version = "HTTP/1.1"
    carrier: "FaultyCarrier"

    def forward(self) -> Reply:
        """Have the reference server do it."""
        answered = self.carrier.client.request(
            self.command, self.path, content=self.asked, headers=dict(self.headers)
        )
        kept = ("content-type", "enroll-call-id", "www-authenticate")
        headers = {name: answered.headers[name] for name in kept if name in answered.headers}
        return Reply(answered.status_code, headers, answered.content)

    def answer(self, reply: Reply, length: int | None = None) -> None:
        """Send it whole; ``length`` is said to be its length."""
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(reply.body) if length is None else length))
        self.end_headers()
        self.wfile.write(reply.body)

    def refuse(self, status: int, **headers: str) -> None:
        """Answer so, of its own."""
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answer(Reply(status, headers, b""))

    def hang_up(self) -> None:
        """Close the connection as a process that is killed does."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        self.connection.close()

    def wait(self, seconds: float = _PATIENCE) -> None:
        """As long as the carrier is there."""
        self.carrier.closing.wait(seconds)

    def do_POST(self) -> None:
        self.asked = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.carrier.calls.append(self.path)
        fault = self.carrier.fault if self.path.startswith(self.carrier.only) else None
        with suppress(OSError):  # whoever asked has gone
            if fault:
                fault(self)
            else:
                self.answer(self.forward())

    do_GET = do_POST

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing is told."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A connection that is closed in the middle is what this is for."""


Fault = Callable[[Call], None]


class FaultyCarrier:
    """``fault`` is done instead of an honest answer, where the path begins with ``only``.
    ``calls`` are the paths of all requests that came."""

    def __init__(self, upstream: str, tls: ssl.SSLContext | None = None) -> None:
        self.fault: Fault | None = None
        self.only = "/"
        self.calls: list[str] = []
        self.closing = threading.Event()
        self.client = httpx.Client(base_url=upstream, timeout=_PATIENCE)
        call = type("BoundCall", (Call,), {"carrier": self})
        self._server = _Server(("127.0.0.1", 0), call)
        if tls:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        scheme = "https" if tls else "http"
        self.url = f"{scheme}://localhost:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()

    def close(self) -> None:
        self.closing.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
        self.client.close()


@contextmanager
def faulty_carrier(upstream: str, tls: ssl.SSLContext | None = None) -> Iterator[FaultyCarrier]:
    carrier = FaultyCarrier(upstream, tls)
    try:
        yield carrier
    finally:
        carrier.close()


# Faults of carriers that have taken what was handed over


def drops_the_answer(call: Call) -> None:
    call.forward()
    call.hang_up()


def hangs(call: Call) -> None:
    call.forward()
    call.wait()
    call.hang_up()


def fails_afterwards(call: Call) -> None:
    call.forward()
    call.refuse(500)


def gateway_gives_up(call: Call) -> None:
    call.forward()
    call.refuse(504)


def proxy_loses_it(call: Call) -> None:
    """503 without Retry-After."""
    call.forward()
    call.refuse(503)


def sends_elsewhere(call: Call) -> None:
    call.forward()
    call.refuse(303, Location="/v1/submissions/1")


def answers_twice(call: Call) -> None:
    """The same answer comes a second time, unasked."""
    reply = call.forward()
    sent, call.wfile = call.wfile, BytesIO()
    call.answer(reply)
    sent.write(call.wfile.getvalue() * 2)
    call.wfile = sent


def drips(call: Call) -> None:
    """A byte at a time, the first of which is of the headers."""
    call.forward()
    for byte in b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nX: " + b"x" * 10_000:
        call.wfile.write(bytes([byte]))
        call.wfile.flush()
        if call.carrier.closing.wait(0.05):
            return


def drips_the_body(call: Call) -> None:
    reply = call.forward()
    call.answer(Reply(reply.status, reply.headers, b""), length=10_000)
    for _ in range(10_000):
        call.wfile.write(b" ")
        call.wfile.flush()
        if call.carrier.closing.wait(0.05):
            return


def stops_halfway(call: Call) -> None:
    reply = call.forward()
    half = Reply(reply.status, reply.headers, reply.body[: len(reply.body) // 2])
    call.answer(half, length=len(reply.body))
    call.hang_up()


def answers_nothing(call: Call) -> None:
    _instead(call, b"")


def answers_garbage(call: Call) -> None:
    _instead(call, b"\xff<html>It works!</html>")


def answers_deep_garbage(call: Call) -> None:
    _instead(call, b'{"answers":' + b"[" * 100_000)


def answers_without_end(call: Call) -> None:
    reply = call.forward()
    call.answer(Reply(reply.status, reply.headers, b""), length=10**9)
    while True:
        call.wfile.write(b" " * 65_536)


def answers_html(call: Call) -> None:
    reply = call.forward()
    call.answer(Reply(200, {**reply.headers, "content-type": "text/html"}, reply.body))


def answers_another_call(call: Call) -> None:
    reply = call.forward()
    call.answer(Reply(200, {**reply.headers, "enroll-call-id": "0" * 32}, reply.body))


def breaks_the_protocol(call: Call) -> None:
    call.forward()
    call.wfile.write(b"\x00\x01 what is this\r\n\r\n")


# Faults of carriers that have not


def refuses(status: int, **headers: str) -> Fault:
    return lambda call: call.refuse(status, **headers)


def hangs_up_at_once(call: Call) -> None:
    call.hang_up()


def tampered(change: Callable[[Any], Any]) -> Fault:
    """Takes what was handed over, and answers something else: what ``change`` makes of it."""

    def fault(call: Call) -> None:
        _instead(call, lambda body: json.dumps(change(json.loads(body))).encode())

    return fault


def _instead(call: Call, body: bytes | Callable[[bytes], bytes]) -> None:
    reply = call.forward()
    call.answer(
        Reply(reply.status, reply.headers, body if isinstance(body, bytes) else body(reply.body))
    )
