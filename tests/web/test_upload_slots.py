"""Taking slots."""

import asyncio

import pytest

from domain.errors import ReadersBusy
from web.upload_slots import UploadSlots


class Somebody:
    """Takes a slot and keeps it until told to end."""

    def __init__(self, slots: UploadSlots, *whose: str) -> None:
        self.has_it = asyncio.Event()
        self._ending = asyncio.Event()
        self.task = asyncio.create_task(self._take(slots, *(whose or (str(id(self)),))))

    async def _take(self, slots: UploadSlots, *whose: str) -> None:
        async with slots.one(*whose):
            self.has_it.set()
            await self._ending.wait()

    async def end(self) -> None:
        self._ending.set()
        await self.task


def test_who_finds_all_places_taken_is_sent_away_at_once() -> None:
    """Those who wait go on when somebody has ended."""

    async def scene() -> None:
        slots = UploadSlots(1, may_wait=1, patience=300)
        first, second, third = (Somebody(slots) for _ in range(3))
        await first.has_it.wait()
        await second.has_it.wait()
        with pytest.raises(ReadersBusy):
            async with slots.one():
                pass
        assert not third.has_it.is_set()
        await first.end()
        await third.has_it.wait()
        await second.end()
        await third.end()

    asyncio.run(scene())


def test_nobody_waits_for_ever() -> None:
    """After a while one who waits is sent away, and the place is free again."""

    async def scene() -> None:
        slots = UploadSlots(1, may_wait=1, patience=0.05)
        first = Somebody(slots, "a")
        await first.has_it.wait()
        for _ in range(3):
            with pytest.raises(ReadersBusy):
                async with slots.one("a"):
                    pass
        await first.end()
        async with slots.one("a"):
            pass

    asyncio.run(scene())


@pytest.mark.parametrize("same", ["person", "group"])
def test_nobody_holds_all_slots(same: str) -> None:
    """However many of one person's or one group's uploads come, there is a slot for others."""

    async def scene() -> None:
        slots = UploadSlots(2, patience=300)
        theirs = [
            Somebody(slots, *(("p", f"g{n}") if same == "person" else (f"p{n}", "g")))
            for n in range(6)
        ]
        await theirs[1].has_it.wait()
        another = Somebody(slots, "q", "h")
        await another.has_it.wait()
        assert [one.has_it.is_set() for one in theirs] == [True, True, *[False] * 4]
        for one in (another, *theirs):
            await one.end()

    asyncio.run(scene())


def test_one_person_takes_half_of_the_places_to_wait_in() -> None:
    """Others find places there."""

    async def scene() -> None:
        slots = UploadSlots(1, may_wait=4, patience=300)
        theirs = [Somebody(slots, "p") for _ in range(3)]
        await theirs[0].has_it.wait()
        with pytest.raises(ReadersBusy):
            async with slots.one("p"):
                pass
        others = [Somebody(slots, "q") for _ in range(3)]
        await others[0].has_it.wait()
        for one in (*theirs, *others):
            await one.end()

    asyncio.run(scene())


def test_who_was_let_in_least_lately_comes_first() -> None:
    """Whoever has many uploads waiting is in between the others, not before them."""

    async def scene() -> None:
        slots = UploadSlots(1, patience=300)
        order: list[str] = []

        async def upload(who: str) -> None:
            async with slots.one(who):
                order.append(who)
                await asyncio.sleep(0)

        before = [Somebody(slots, "a"), Somebody(slots, "b")]
        await before[1].has_it.wait()
        waiting = [asyncio.create_task(upload(who)) for who in ("a", "a", "a", "c", "b")]
        await asyncio.sleep(0)
        await before[1].end()
        await before[0].end()
        await asyncio.gather(*waiting)
        assert order.index("c") < 2
        assert order.index("b") < 3

    asyncio.run(scene())


def test_whoever_goes_away_while_waiting_leaves_their_place() -> None:
    """As browsers do that are closed."""

    async def scene() -> None:
        slots = UploadSlots(1, may_wait=1, patience=300)
        first, second, gone = (Somebody(slots) for _ in range(3))
        await second.has_it.wait()
        gone.task.cancel()
        await asyncio.wait([gone.task])
        last = Somebody(slots)
        await first.end()
        await last.has_it.wait()
        await second.end()
        await last.end()

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
