"""Who reads a site's files: a few processes, kept warm, replaced when a file was too much."""

import logging
import sys
from collections.abc import Sequence
from queue import Empty, LifoQueue
from threading import BoundedSemaphore

from adapters.readers.protocol import DOCUMENT, WORKBOOK, FileKind, Found
from adapters.readers.reader import Limits, Reader
from adapters.spreadsheet.reading.contents import Contents
from adapters.spreadsheet.reading.package import Unreadable
from domain.documents import MediaType
from domain.errors import ReadersBusy

log = logging.getLogger("enroll.readers")

AT_ONCE = 2
MAY_WAIT = 8  # files; each holds one of the threads that answer requests
PATIENCE = 20.0  # seconds that one waits at most
COMMAND = (sys.executable, "-I", "-m", "adapters.readers.process")


class Readers:
    """Reads ``at_once`` files at a time, each in a process of its own. Threads may share it.

    Processes are started by ``warm``, after which ``confined`` says whether a sandbox is around
    them, or by the first files. One that a file has ended, or that has
    grown large, is replaced at once.
    """

    def __init__(
        self,
        at_once: int = AT_ONCE,
        may_wait: int = MAY_WAIT,
        patience: float = PATIENCE,
        limits: Limits | None = None,
        command: Sequence[str] = COMMAND,
    ) -> None:
        self._limits = limits or Limits()
        self._command = command
        self._at_once = at_once
        self._patience = patience
        self._room = BoundedSemaphore(at_once + may_wait)
        # The last to be put back is the first to be taken: the others' memory may rest.
        self._idle: LifoQueue[Reader] = LifoQueue()
        for _ in range(at_once):
            self._idle.put(self._new())
        self._closed = False
        self.confined = True

    # Both raise Unreadable, and ReadersBusy when too many files wait, or none can be read on this
    # machine.

    def contents(self, content: bytes) -> Contents:
        """What is in a workbook."""
        return self._in_room(WORKBOOK, content)

    def media_type(self, content: bytes) -> MediaType:
        """What a signed document is."""
        return self._in_room(DOCUMENT, content)

    def _in_room(self, kind: FileKind[Found], content: bytes) -> Found:
        if not self._room.acquire(blocking=False):
            raise ReadersBusy
        try:
            return self._read(kind, content)
        finally:
            self._room.release()

    def warm(self) -> None:
        """Start the processes, and wait until they can read."""
        readers = self._all_idle()
        try:
            for reader in readers:
                reader.start()
            for reader in readers:
                reader.wait_until_ready()
            self.confined = all(reader.confined for reader in readers)
            if not self.confined:
                log.warning("readers have no sandbox: this machine lacks seccomp or libseccomp")
        finally:
            for reader in readers:
                self._idle.put(reader if reader.usable else self._next(reader))

    def close(self) -> None:
        """End the processes; one that is reading ends when it has read."""
        self._closed = True
        for reader in self._all_idle():
            reader.end()
            self._idle.put(reader)

    def _read(self, kind: FileKind[Found], content: bytes) -> Found:
        try:
            reader = self._idle.get(timeout=self._patience)
        except Empty:
            raise ReadersBusy from None
        try:
            return reader.read(kind, content)
        except Unreadable as refusal:
            if not reader.usable:
                log.warning("reader ended", extra={"facts": {"code": refusal.code}})
            raise
        finally:
            self._idle.put(reader if reader.usable and not self._closed else self._next(reader))

    def _next(self, reader: Reader) -> Reader:
        """The one that takes a reader's place."""
        reader.end()
        successor = self._new()
        if not self._closed:
            successor.start()
        return successor

    def _new(self) -> Reader:
        return Reader(self._command, self._limits)

    def _all_idle(self) -> list[Reader]:
        readers: list[Reader] = []
        while len(readers) < self._at_once:
            try:
                readers.append(self._idle.get_nowait())
            except Empty:
                break
        return readers
