"""The process that reads files: ``python -m adapters.readers.process``.

It is given a socket as its standard input, says once that it is ready, and then answers one file
after another, each read as the site says, until the site hangs up. It holds no secrets, can reach
no network, change no file and start no process, and ends when a file takes more than its limits.
"""

import gc
import os
import resource
import signal
import socket
import sys
from collections.abc import Callable
from typing import Any

import msgspec

from adapters.documents import media_type_of
from adapters.readers import sandbox
from adapters.readers.protocol import (
    DOCUMENT,
    MOST,
    READY,
    READY_UNCONFINED,
    WORKBOOK,
    Gone,
    Reply,
    receive,
    send,
)
from adapters.spreadsheet.reading.contents import contents_of
from adapters.spreadsheet.reading.package import Unreadable
from domain.errors import DocumentRefused

READS: dict[bytes, Callable[[bytes], object]] = {
    WORKBOOK.name: contents_of,
    DOCUMENT.name: media_type_of,
}

_TOO_MUCH: Reply[Any] = Reply(refused="too_much_memory")
_KB = 1 if sys.platform == "darwin" else 1024  # what ru_maxrss counts in


def main() -> None:
    memory, cpu, retires_at = map(int, sys.argv[1:])
    line = socket.socket(fileno=os.dup(0))
    # Supervisors and Ctrl+C at a terminal stop the whole group. The site ends its readers itself,
    # once it has answered whoever waits for them.
    for stop in (signal.SIGTERM, signal.SIGINT):
        signal.signal(stop, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    for limit in (resource.RLIMIT_FSIZE, resource.RLIMIT_CORE):
        resource.setrlimit(limit, (0, 0))
    sandboxed = sandbox.enter()
    # What was loaded stays for good: no use to look through it for garbage.
    gc.freeze()
    try:
        send(line, READY if sandboxed else READY_UNCONFINED)
        retiring = False
        while not retiring:
            read = READS[receive(line, MOST)]
            content = receive(line, MOST)
            _allow(cpu)
            answer = _answer(read, content)
            del content
            retiring = _most_held() > retires_at
            send(line, _encoded(answer, retiring))
    except Gone:
        pass


def _answer(read: Callable[[bytes], object], content: bytes) -> Reply[Any]:
    try:
        return Reply(read(content))
    except (Unreadable, DocumentRefused) as refusal:
        return Reply(refused=refusal.code)
    except MemoryError:
        return _TOO_MUCH


def _encoded(answer: Reply[Any], retiring: bool) -> bytes:
    try:
        return msgspec.msgpack.encode(msgspec.structs.replace(answer, retiring=retiring))
    except MemoryError:
        return msgspec.msgpack.encode(msgspec.structs.replace(_TOO_MUCH, retiring=True))


def _most_held() -> int:
    """The most bytes of memory that this process has held."""
    try:
        # On Linux ru_maxrss begins with what the site itself held when it started this process.
        with open("/proc/self/status", "rb") as status:
            return next(int(line.split()[1]) for line in status if line[:6] == b"VmHWM:") * 1024
    except (OSError, StopIteration):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _KB


def _allow(cpu: int) -> None:
    """Let the next file take so many seconds of processor time; the system ends what takes more."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    spent = int(used.ru_utime + used.ru_stime) + 1
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (spent + cpu, hard))


if __name__ == "__main__":
    main()
