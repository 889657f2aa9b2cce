"""Slots for reading uploads, which takes much of a machine, so that pages go on beside it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from domain.errors import ReadersBusy

MAY_WAIT = 8
TRY_AFTER = 5  # seconds, for whoever is sent away
PATIENCE = 20.0  # seconds that one waits at most


class UploadSlots:
    """Lets ``at_once`` go on together. ``may_wait`` more wait for them, for ``patience`` seconds
    at most; the rest are sent away at once. Whoever waits holds no thread: those answer others.

    For one event loop.
    """

    def __init__(
        self, at_once: int, *, may_wait: int = MAY_WAIT, patience: float = PATIENCE
    ) -> None:
        self._room = at_once + may_wait
        self._turns = asyncio.Semaphore(at_once)
        self._patience = patience

    @asynccontextmanager
    async def one(self) -> AsyncIterator[None]:
        """A slot for one upload. Raises ReadersBusy when too many wait, or none becomes free in
        time."""
        if not self._room:
            raise ReadersBusy
        self._room -= 1
        try:
            try:
                await asyncio.wait_for(self._turns.acquire(), self._patience)
            except TimeoutError:
                raise ReadersBusy from None
            try:
                yield
            finally:
                self._turns.release()
        finally:
            self._room += 1
