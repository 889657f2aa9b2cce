"""One process that reads files, as the site sees it."""

import os
import signal
import socket
import subprocess
from collections.abc import Sequence
from math import ceil
from time import monotonic
from typing import Self

import msgspec

from adapters.readers.protocol import (
    MOST,
    READY_UNCONFINED,
    FileKind,
    Found,
    Gone,
    receive,
    send,
)
from adapters.spreadsheet.reading.package import Unreadable
from domain.errors import ReadersBusy

_START = 30.0  # seconds until a new process must be ready; it takes a fifth of one
_LAST_BREATH = 2.0  # seconds for a process that has hung up to be gone
_MB = 1024 * 1024
# What a process that reads files may know of the site's environment: where its own modules are, and
# nothing of databases, keys and tokens.
_KNOWN = ("PATH", "LANG", "LC_ALL", "PYTHONHASHSEED", "SYSTEMROOT")


class Limits(msgspec.Struct, frozen=True):
    """What one file may take of a machine. 250 full rows take 15 MB; the worst that the guard lets
    through, 300 MB.

    ``memory`` is bytes of address space of the whole process, ``cpu`` seconds of processor time,
    ``wall`` at most how many seconds it may be until there is an answer, beside others' work; some
    kinds have fewer. A process that has held more than ``retires_at`` bytes does not read another
    file, so that none stays large.
    """

    memory: int = 768 * _MB
    cpu: int = 3
    wall: float = 6
    retires_at: int = 192 * _MB

    @classmethod
    def for_rows(cls, most: int) -> Self:
        """For a carrier that takes so many rows a file: three seconds of processor time, and more
        from 600 rows on. 2,000 rows take a second, or three on a slow machine, and get ten."""
        cpu = max(3, ceil(most / 200))
        return cls(cpu=cpu, wall=2 * cpu)


class Reader:
    """A process, from ``start`` to ``end``; ``read`` starts it where that was not done. Once it is
    ready, ``confined`` says whether it is in a sandbox."""

    def __init__(self, command: Sequence[str], limits: Limits) -> None:
        own = (limits.memory, limits.cpu, limits.retires_at)
        self._command = [*command, *map(str, own)]
        self._wall = limits.wall
        self._process: subprocess.Popen[bytes] | None = None
        self._line: socket.socket | None = None
        self._ready = False
        self.usable = True
        self.confined = True

    def start(self) -> None:
        """Start the process, and do not wait for it."""
        if self._process is not None:
            return
        ours, its = socket.socketpair()
        with its:
            # What it has to say, it says over the socket; a traceback could quote a file.
            self._process = subprocess.Popen(
                self._command,
                stdin=its.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={name: os.environ[name] for name in _KNOWN if name in os.environ},
            )
        self._line = ours

    def wait_until_ready(self) -> socket.socket:
        """The line to the process, once it can read. Raises ReadersBusy where it does not start."""
        self.start()
        assert self._line is not None
        if not self._ready:
            try:
                said = receive(self._line, MOST, monotonic() + _START)
            except (Gone, TimeoutError):
                self.usable = False
                raise ReadersBusy from None
            self._ready = True
            self.confined = said != READY_UNCONFINED
        return self._line

    def read(self, kind: FileKind[Found], content: bytes) -> Found:
        """What is in a file. Raises Unreadable, and ReadersBusy when the process does not start;
        ``usable`` then says whether the process may read another."""
        if self._process is not None and self._process.poll() is not None:
            self.end()  # while it had nothing to do: no file is to blame
        line = self.wait_until_ready()
        self.usable = False
        until = monotonic() + min(self._wall, kind.wall)
        try:
            send(line, kind.name, until)
            send(line, content, until)
            answer = msgspec.msgpack.decode(receive(line, MOST, until), type=kind.reply)
        except TimeoutError:
            raise Unreadable("too_slow") from None
        except (Gone, msgspec.MsgspecError):
            raise Unreadable(self._why_it_ended()) from None
        self.usable = not answer.retiring
        if answer.found is None:
            raise Unreadable(answer.refused)
        return answer.found

    def end(self) -> None:
        """End the process at once, whatever it is doing; it can be started again."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        if self._line is not None:
            self._line.close()
        self._process = self._line = None
        self._ready = False

    def _why_it_ended(self) -> str:
        """The code of the refusal of a file that its reader did not survive."""
        assert self._process is not None
        try:
            status = self._process.wait(_LAST_BREATH)
        except subprocess.TimeoutExpired:
            return "reader_failed"
        if status == -signal.SIGXCPU:
            return "too_slow"
        # What the system kills when memory runs out.
        return "too_much_memory" if status == -signal.SIGKILL else "reader_failed"
