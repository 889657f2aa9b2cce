"""Connections that keep to a deadline.

httpx2's time-outs start anew with every piece that is sent or comes: a server that sends a byte a
second is never too slow for them. Here each piece gets what is left of the whole call's time.
"""

import ssl
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import httpcore2
import httpx2

_PIECE = 16_384
_IDLE = 4.0  # seconds; servers close idle connections after 5 or more
_ends_at: ContextVar[float] = ContextVar("ends_at")


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Everything in the block is done by then, or raises httpx2.TimeoutException."""
    token = _ends_at.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _ends_at.reset(token)


def time_left() -> float:
    """Seconds; negative when the block's time is up."""
    return _ends_at.get() - time.monotonic()


class DeadlineTransport(httpx2.BaseTransport):
    """Pooled connections for calls that are made in a ``within`` block."""

    def __init__(self, context: ssl.SSLContext) -> None:
        self._pool = httpcore2.ConnectionPool(
            context, max_connections=50, keepalive_expiry=_IDLE, network_backend=_Backend()
        )

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        url = request.url
        with _as_of_httpx2():
            response = self._pool.handle_request(
                httpcore2.Request(
                    request.method,
                    httpcore2.URL(
                        scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
                    ),
                    headers=request.headers.raw,
                    content=request.stream,
                    extensions=request.extensions,
                )
            )
        return httpx2.Response(
            response.status, headers=response.headers, stream=_Body(response.stream)
        )

    def close(self) -> None:
        self._pool.close()


class _Body(httpx2.SyncByteStream):
    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def __iter__(self) -> Iterator[bytes]:
        with _as_of_httpx2():
            yield from self._stream

    def close(self) -> None:
        self._stream.close()


@contextmanager
def _as_of_httpx2() -> Iterator[None]:
    """httpcore2's errors as httpx2's, which have the same names."""
    try:
        yield
    except (
        httpcore2.TimeoutException,
        httpcore2.NetworkError,
        httpcore2.ProtocolError,
    ) as error:
        raise getattr(httpx2, type(error).__name__)(str(error)) from error


class _Backend(httpcore2.SyncBackend):
    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        timeout = _at_most(timeout, httpcore2.ConnectTimeout)
        return _Stream(super().connect_tcp(host, port, timeout, local_address, socket_options))


class _Stream(httpcore2.NetworkStream):
    def __init__(self, inner: httpcore2.NetworkStream) -> None:
        self._inner = inner

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, _at_most(timeout, httpcore2.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        for start in range(0, len(buffer), _PIECE):
            piece = buffer[start : start + _PIECE]
            self._inner.write(piece, _at_most(timeout, httpcore2.WriteTimeout))

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore2.NetworkStream:
        timeout = _at_most(timeout, httpcore2.ConnectTimeout)
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, timeout))

    def close(self) -> None:
        self._inner.close()

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


def _at_most(timeout: float | None, too_late: type[httpcore2.TimeoutException]) -> float:
    left = time_left()
    if left <= 0:
        raise too_late
    return left if timeout is None else min(left, timeout)
