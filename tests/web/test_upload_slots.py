"""Taking slots."""

import asyncio

import pytest

from domain.errors import ReadersBusy
from web.upload_slots import UploadSlots


class Somebody:
    """Takes a turn and keeps it until told to end."""

    def __init__(self, slots: UploadSlots) -> None:
        self.has_it = asyncio.Event()
        self._ending = asyncio.Event()
        self._task = asyncio.create_task(self._take(slots))

    async def _take(self, slots: UploadSlots) -> None:
        async with slots.one():
            self.has_it.set()
            await self._ending.wait()

    async def end(self) -> None:
        self._ending.set()
        await self._task


def test_who_finds_all_places_taken_is_sent_away_at_once() -> None:
    """Those who wait go on when somebody has ended."""

    async def scene() -> None:
        slots = UploadSlots(1, may_wait=1, patience=30)
        first = Somebody(slots)
        await first.has_it.wait()
        second = Somebody(slots)
        await asyncio.sleep(0)
        with pytest.raises(ReadersBusy):
            async with slots.one():
                pass
        assert not second.has_it.is_set()
        await first.end()
        await second.has_it.wait()
        await second.end()

    asyncio.run(scene())


def test_nobody_waits_for_ever() -> None:
    """After a while one who waits is sent away, and the place is free again."""

    async def scene() -> None:
        slots = UploadSlots(1, may_wait=1, patience=0.05)
        first = Somebody(slots)
        await first.has_it.wait()
        for _ in range(3):
            with pytest.raises(ReadersBusy):
                async with slots.one():
                    pass
        await first.end()
        async with slots.one():
            pass

    asyncio.run(scene())


def test_a_turn_ends_with_what_was_raised_in_it() -> None:
    """An upload that fails takes nobody's place for good."""

    async def scene() -> None:
        slots = UploadSlots(1, may_wait=0)
        for _ in range(3):
            with pytest.raises(ZeroDivisionError):
                async with slots.one():
                    1 / 0  # noqa: B018
        async with slots.one():
            pass

    asyncio.run(scene())
