"""HTTP as this server speaks it: as uvicorn does, and with less patience for strangers."""

import asyncio
from typing import Any, cast

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

HEADERS_WITHIN = 10.0  # seconds from the first byte of a request, or from the connection


def _of_one_length(app: Any) -> Any:
    async def refusing(scope: Any, receive: Any, send: Any) -> None:
        names = {name for name, _ in scope["headers"]}
        if not {b"content-length", b"transfer-encoding"} <= names:
            await app(scope, receive, send)
            return
        text = b"This request tells its length in two ways."
        headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
        await send({"type": "http.response.start", "status": 400, "headers": headers})
        await send({"type": "http.response.body", "body": text})

    return refusing


class ImpatientProtocol(H11Protocol):
    """Hangs up on whoever has not sent all headers of a request in time, and refuses one whose
    length is told twice: what stands before the server may believe the other (RFC 9112, 6.1)."""

    _headers_late: asyncio.TimerHandle | None = None

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.app = _of_one_length(self.app)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(cast(asyncio.Transport, transport))
        self._await_headers()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.conn.their_state is not h11.IDLE:
            self._have_headers()
        elif data and self._headers_late is None:
            self._await_headers()

    def connection_lost(self, exc: Exception | None) -> None:
        self._have_headers()
        super().connection_lost(exc)

    def _await_headers(self) -> None:
        self._headers_late = self.loop.call_later(HEADERS_WITHIN, self.transport.close)

    def _have_headers(self) -> None:
        if self._headers_late is not None:
            self._headers_late.cancel()
            self._headers_late = None
