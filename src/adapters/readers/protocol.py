"""What a site and a process that reads files for it say to each other, over a socket.

Each message is its length in eight bytes, and then so many: one way the name of a ``FileKind`` and
after it a file's own bytes, the other a ``Reply`` in MessagePack.
"""

import socket
import struct
from dataclasses import dataclass
from time import monotonic
from typing import Generic, TypeVar

import msgspec

from adapters.spreadsheet.reading.contents import Contents
from domain.documents import MediaType

MOST = 64 * 1024 * 1024  # bytes of a message

# What the process says first. Unconfined, it has no sandbox: this machine has none to give.
READY, READY_UNCONFINED = b"ready", b"ready, unconfined"

Found = TypeVar("Found")

_LENGTH = struct.Struct("!Q")
_CHUNK = 256 * 1024


class Reply(msgspec.Struct, Generic[Found], frozen=True):
    """What came of a file: what was found, or the code of its refusal. ``retiring`` says that this
    process will not read another."""

    found: Found | None = None
    refused: str = ""
    retiring: bool = False


@dataclass(frozen=True)
class FileKind(Generic[Found]):
    """What a file is read as: what comes of it, and within how many seconds."""

    name: bytes
    reply: type[Reply[Found]]
    wall: float


# 250 full rows take a tenth of a second; the worst that the guard lets through, a few seconds.
WORKBOOK = FileKind(b"workbook", Reply[Contents], wall=20)
# A scan takes hundredths of a second; what is made to be slow would take a quarter of a minute.
# Fifty may come at once, and are looked at one after another.
DOCUMENT = FileKind(b"document", Reply[MediaType], wall=3)


class Gone(Exception):
    """The other side has ended."""


def send(line: socket.socket, message: bytes, until: float | None = None) -> None:
    """Send a message. Raises Gone, and TimeoutError when it is not taken by then, a time of the
    monotonic clock."""
    _wait_until(line, until)
    try:
        line.sendall(_LENGTH.pack(len(message)) + message)
    except TimeoutError:
        raise
    except OSError:
        raise Gone from None


def receive(line: socket.socket, most: int, until: float | None = None) -> bytes:
    """The next message. Raises Gone, also for one of more than ``most`` bytes, and TimeoutError."""
    (length,) = _LENGTH.unpack(_received(line, _LENGTH.size, until))
    if length > most:
        raise Gone
    return _received(line, length, until)


def _received(line: socket.socket, length: int, until: float | None) -> bytes:
    pieces = bytearray()
    while len(pieces) < length:
        _wait_until(line, until)
        try:
            piece = line.recv(min(_CHUNK, length - len(pieces)))
        except TimeoutError:
            raise
        except OSError:
            raise Gone from None
        if not piece:
            raise Gone
        pieces += piece
    return bytes(pieces)


def _wait_until(line: socket.socket, until: float | None) -> None:
    if until is None:
        line.settimeout(None)
        return
    left = until - monotonic()
    if left <= 0:
        raise TimeoutError
    line.settimeout(left)
