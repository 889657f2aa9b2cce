"""ClamAV's daemon, by its socket.

A file is sent as it is, in pieces with their length before them, and never by its name: the daemon
need not see our disk (clamd(8), INSTREAM).
"""

import logging
import re
import socket
import ssl
import time
from contextlib import closing

from domain.errors import ScannerUnavailable
from domain.ports import Scanner

log = logging.getLogger("enroll.scanner")

_CONNECT_SECONDS = 3.0
_ANSWER_SECONDS = 30.0
_PING_SECONDS = 3.0
_PIECE = 64 * 1024
_LONGEST_ANSWER = 4096
_FOUND = re.compile(rb"stream: (?P<name>.+) FOUND", re.DOTALL)
_CLEAN = b"stream: OK"
_ODD = re.compile(r"[^A-Za-z0-9._-]+")

Address = str | tuple[str, int]


class Clamd:
    """``domain.ports.Scanner`` at a Unix socket's path, or a host and port; with ``tls``, behind
    what ends TLS for the daemon, which has none of its own.

    Each scan is a connection of its own. ``patience`` is how many seconds the whole of one may
    take. Anything but that a file is clean, or what was found in it, is as good as no answer: that
    the file is larger than the daemon takes, for example.
    """

    def __init__(
        self,
        address: Address,
        patience: float = _ANSWER_SECONDS,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._address = address
        self._patience = patience
        self._tls = tls

    def scan(self, content: bytes) -> str | None:
        pieces = [b"zINSTREAM\0"]
        for start in range(0, len(content), _PIECE):
            piece = content[start : start + _PIECE]
            pieces += [len(piece).to_bytes(4, "big"), piece]
        answer = self._ask([*pieces, bytes(4)], self._patience)
        if answer == _CLEAN:
            return None
        found = _FOUND.fullmatch(answer)
        if found is None:
            raise _unavailable("another answer")
        name = _ODD.sub("_", found["name"].decode("ascii", "replace"))
        return name[:100]

    def ping(self) -> None:
        if self._ask([b"zPING\0"], _PING_SECONDS) != b"PONG":
            raise _unavailable("another answer")

    def _ask(self, pieces: list[bytes], patience: float) -> bytes:
        late = time.monotonic() + patience
        try:
            with closing(self._connected()) as connection:
                return _asked(connection, pieces, late)
        except OSError as error:
            raise _unavailable(type(error).__name__) from error

    def _connected(self) -> socket.socket:
        if not isinstance(self._address, str):
            plain = socket.create_connection(self._address, _CONNECT_SECONDS)
            return _protected(plain, self._tls, self._address[0]) if self._tls else plain
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(_CONNECT_SECONDS)
        try:
            connection.connect(self._address)
        except OSError:
            connection.close()
            raise
        return connection


def _protected(plain: socket.socket, tls: ssl.SSLContext, host: str) -> socket.socket:
    """Raises OSError, of which ssl.SSLError is one, where it is not the host's certificate."""
    try:
        return tls.wrap_socket(plain, server_hostname=host)
    except OSError:
        plain.close()
        raise


def _asked(connection: socket.socket, pieces: list[bytes], late: float) -> bytes:
    """What it answers, without the NUL at the end. Raises OSError, TimeoutError among them."""
    try:
        for piece in pieces:
            connection.settimeout(_left(late))
            connection.sendall(piece)
    except ConnectionError:
        pass  # it has heard enough, and may have said why
    answer = b""
    while not answer.endswith(b"\0"):
        connection.settimeout(_left(late))
        piece = connection.recv(_LONGEST_ANSWER)
        answer += piece
        if not piece or len(answer) > _LONGEST_ANSWER:
            raise ConnectionError
    return answer[:-1]


def _left(late: float) -> float:
    left = late - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _unavailable(reason: str) -> ScannerUnavailable:
    """The log says why; never with anything of the file."""
    log.warning("files cannot be scanned", extra={"facts": {"reason": reason}})
    return ScannerUnavailable()


_UNIX = re.compile(r"unix:(?P<path>/[^\0]+)")
_TCP = re.compile(
    r"(?P<how>tcp|tls)://(?P<host>[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\]):(?P<port>\d{1,5})"
)


class ScannerError(Exception):
    """The setting names no scanner; a sentence that says how to mend it."""


def open_scanner(where: str) -> Scanner | None:
    """The scanner at "unix:/path", "tcp://host:port" or "tls://host:port", whose certificate is
    held against the system's authorities; None for "", where nothing is scanned.

    Raises ScannerError for anything else. Whether it answers is for its ``ping`` to tell.
    """
    if not where:
        return None
    if unix := _UNIX.fullmatch(where):
        return Clamd(unix["path"])
    tcp = _TCP.fullmatch(where)
    if tcp and 0 < int(tcp["port"]) < 65_536:
        tls = ssl.create_default_context() if tcp["how"] == "tls" else None
        return Clamd((tcp["host"].strip("[]"), int(tcp["port"])), tls=tls)
    raise ScannerError(
        f"ENROLL_CLAMD is {where!r}. Set it to where clamd listens, such as"
        " unix:/run/clamav/clamd.ctl or tls://scanner.internal:3310, or leave it out."
    )
