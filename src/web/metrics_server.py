"""Metrics of a process that answers to nothing else, such as a worker."""

import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from prometheus_client import CONTENT_TYPE_LATEST

from web import metrics, paths


@contextmanager
def telling_metrics(listener: socket.socket, token: str) -> Iterator[None]:
    """Answers /metrics on this socket, which is closed at the end, to whoever bears the token."""
    server = _Server(listener.getsockname()[:2], _Answer, bind_and_activate=False)
    server.socket.close()
    server.socket = listener
    server.token = token
    thread = Thread(target=server.serve_forever, name="metrics", daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    token = ""

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Whoever asked has gone."""


class _Answer(BaseHTTPRequestHandler):
    server: _Server
    timeout = 10  # seconds for a request to arrive

    def do_GET(self) -> None:
        if self.path != paths.METRICS:
            self._answer(404, {})
        elif not metrics.may_read(self.headers.get("Authorization", ""), self.server.token):
            self._answer(401, {"WWW-Authenticate": "Bearer"})
        else:
            self._answer(200, {"Content-Type": CONTENT_TYPE_LATEST}, metrics.told())

    def _answer(self, status: int, headers: Mapping[str, str], body: bytes = b"") -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing is told of who asked for what."""
