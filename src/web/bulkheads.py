"""Bulkheads between the site and its neighbours: each holds some of the threads that answer
requests, and never all, however slow it has become."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from threading import BoundedSemaphore
from typing import Any, TypeVar, cast

Port = TypeVar("Port")

# Calls of a neighbour that hold a thread at once: those that go on, and those that wait for them.
AT_ONCE = 8
MAY_WAIT = 4
PATIENCE = 2.0  # seconds that one waits at most
# Passwords that are hashed, and that wait for it: the hasher lets few go on together.
PASSWORDS = 14

# For all that may be held (the registry, the store of documents, the scanner, the identity
# provider, passwords, files in readers), and for the pages beside.
THREADS = 4 * (AT_ONCE + MAY_WAIT) + PASSWORDS + 10 + 8


class Bulkhead:
    """Lets ``at_once`` calls go on together. ``may_wait`` more wait for them, for ``patience``
    seconds at most; the rest are turned away at once, with the error that ``full`` makes."""

    def __init__(
        self,
        full: Callable[[], Exception],
        at_once: int = AT_ONCE,
        may_wait: int = MAY_WAIT,
        patience: float = PATIENCE,
    ) -> None:
        self._full = full
        self._room = BoundedSemaphore(at_once + may_wait)
        self._turns = BoundedSemaphore(at_once)
        self._patience = patience

    @contextmanager
    def passed(self) -> Iterator[None]:
        """For one call."""
        if not self._room.acquire(blocking=False):
            raise self._full()
        try:
            if not self._turns.acquire(timeout=self._patience):
                raise self._full()
            try:
                yield
            finally:
                self._turns.release()
        finally:
            self._room.release()


def behind(bulkhead: Bulkhead, port: Port) -> Port:
    """The port, each of whose calls passes through the bulkhead."""
    return cast(Port, _Behind(bulkhead, port))


class _Behind:
    def __init__(self, bulkhead: Bulkhead, port: object) -> None:
        self._bulkhead = bulkhead
        self._port = port

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._port, name)
        if not callable(found):
            return found

        @wraps(found)
        def called(*args: Any, **named: Any) -> Any:
            with self._bulkhead.passed():
                return found(*args, **named)

        return called
