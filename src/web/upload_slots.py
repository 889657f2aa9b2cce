"""Slots for reading uploads, which takes much of a machine, so that pages go on beside it."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from domain.errors import ReadersBusy

MAY_WAIT = 8
TRY_AFTER = 5  # seconds, for whoever is sent away
PATIENCE = 20.0  # seconds that one waits at most


@dataclass(eq=False)
class _Waiting:
    whose: frozenset[str]
    let_in: asyncio.Future[None]


class UploadSlots:
    """Lets ``at_once`` uploads of one person or group go on together, and one more of others', so
    that nobody holds all slots. ``may_wait`` more wait for them, half of these one person's or
    group's, for ``patience`` seconds at most; the rest are sent away at once. Of those who wait
    comes first who was let in least lately. Whoever waits holds no thread: those answer others.

    For one event loop.
    """

    def __init__(
        self, at_once: int, *, may_wait: int = MAY_WAIT, patience: float = PATIENCE
    ) -> None:
        self._at_once = at_once
        self._free = at_once + 1
        self._may_wait = may_wait
        self._patience = patience
        self._held = Counter[str]()
        self._waiting: list[_Waiting] = []
        self._latest: dict[str, int] = {}
        self._turns = 0

    @asynccontextmanager
    async def one(self, *whose: str) -> AsyncIterator[None]:
        """A slot for an upload of these: a person, a group. Raises ReadersBusy when too many wait,
        or none becomes free in time."""
        owners = frozenset(whose)
        if self._may_begin(owners):
            self._begin(owners)
        else:
            await self._wait(owners)
        try:
            yield
        finally:
            self._end(owners)

    async def _wait(self, whose: frozenset[str]) -> None:
        waiting = Counter(one for other in self._waiting for one in other.whose)
        share = (self._may_wait + 1) // 2
        if len(self._waiting) >= self._may_wait or any(waiting[one] >= share for one in whose):
            raise ReadersBusy
        mine = _Waiting(whose, asyncio.get_running_loop().create_future())
        self._waiting.append(mine)
        try:
            await asyncio.wait([mine.let_in], timeout=self._patience)
        except asyncio.CancelledError:
            if mine.let_in.done():
                self._end(whose)
            else:
                self._waiting.remove(mine)
            raise
        if not mine.let_in.done():
            self._waiting.remove(mine)
            raise ReadersBusy

    def _may_begin(self, whose: Iterable[str]) -> bool:
        return self._free > 0 and all(self._held[one] < self._at_once for one in whose)

    def _begin(self, whose: Iterable[str]) -> None:
        self._turns += 1
        self._free -= 1
        for one in whose:
            self._held[one] += 1
            self._latest[one] = self._turns

    def _end(self, whose: Iterable[str]) -> None:
        self._free += 1
        for one in whose:
            self._held[one] -= 1
        while able := [one for one in self._waiting if self._may_begin(one.whose)]:
            first = min(able, key=self._let_in_at)
            self._waiting.remove(first)
            self._begin(first.whose)
            first.let_in.set_result(None)
        if not self._waiting:
            self._held = +self._held  # without those who hold none
            self._latest = {one: self._latest[one] for one in self._held}

    def _let_in_at(self, waiting: _Waiting) -> int:
        return max((self._latest.get(one, 0) for one in waiting.whose), default=0)
