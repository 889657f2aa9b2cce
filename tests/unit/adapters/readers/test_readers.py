"""Files are read in processes of their own: whatever one does to its reader, it does to nobody
else's."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import pytest
from msgspec.structs import replace

from adapters.readers.documents import SignedDocuments
from adapters.readers.pool import Readers
from adapters.readers.reader import Limits
from adapters.spreadsheet.reading.package import Unreadable
from domain.errors import DocumentRefused, ReadersBusy

PROGRAM = str(Path(__file__).with_name("misbehaving_reader.py"))
MB = 1024 * 1024
LARGE = 1024 * 1024 * MB  # to which no process grows
LIMITS = Limits(memory=256 * MB, cpu=60, wall=300, retires_at=LARGE)
# Still time enough for a file that asks for nothing.
SHORT = 4.0
SOON = 300.0  # seconds in which any machine starts a process and reads


class Reading(NamedTuple):
    """Which process has read a file, and from when to when."""

    pid: int
    began: float
    ended: float


Open = Callable[..., Readers]


@pytest.fixture
def opened() -> Iterator[Open]:
    """Opens pools of processes that misbehave, and closes them."""
    pools: list[Readers] = []

    def open_pool(start: str = "well", limits: Limits = LIMITS, **settings: float) -> Readers:
        command = (sys.executable, "-I", PROGRAM, start)
        pools.append(Readers(limits=limits, command=command, **settings))  # type: ignore[arg-type]
        return pools[-1]

    yield open_pool
    for pool in pools:
        pool.close()


def read(readers: Readers, words: str = "well") -> Reading:
    pid, began, ended = readers.contents(words.encode()).copies
    return Reading(int(pid), float(began), float(ended))


def code(readers: Readers, words: str) -> str:
    with pytest.raises(Unreadable) as refused:
        readers.contents(words.encode())
    return refused.value.code


def is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def gone(pid: int) -> bool:
    """Whether the process is gone, now or soon."""
    return comes_true(lambda: not is_there(pid))


def comes_true(condition: Callable[[], bool]) -> bool:
    late = time.monotonic() + SOON
    while not condition():
        if time.monotonic() > late:
            return False
        time.sleep(0.01)
    return True


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "refused", "limits"),
    [
        ("hang", "too_slow", replace(LIMITS, wall=SHORT)),
        ("drip", "too_slow", replace(LIMITS, wall=SHORT)),
        ("spin", "too_slow", replace(LIMITS, cpu=1)),
        ("grow", "too_much_memory", LIMITS),
        ("grow-and-tell", "too_much_memory", LIMITS),
        ("killed", "too_much_memory", LIMITS),
        ("exit", "reader_failed", LIMITS),
        ("raise", "reader_failed", LIMITS),
        ("half", "reader_failed", LIMITS),
        ("garbage", "reader_failed", LIMITS),
        ("long", "reader_failed", LIMITS),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_a_file_that_ends_its_reader_ends_no_other(
    opened: Open, words: str, refused: str, limits: Limits
) -> None:
    """Its refusal says why, and the next file is read by another process."""
    readers = opened(at_once=1, limits=replace(limits, retires_at=128 * MB))
    first = read(readers)
    assert code(readers, words) == refused
    after = read(readers)
    assert after.pid != first.pid
    assert gone(first.pid)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "refused"),
    [
        ("hang", "too_slow"),
        ("grow-and-tell", "too_much_memory"),
        ("killed", "too_much_memory"),
        ("exit", "reader_failed"),
        ("raise", "reader_failed"),
        ("well", "reader_failed"),
    ],
    ids=["hangs", "grows", "is killed", "exits", "raises", "says what is no document"],
)
def test_a_document_that_ends_its_reader_is_refused(opened: Open, words: str, refused: str) -> None:
    """With what to do about it; the next one is read by another process, and what is said of a
    document can be nothing else than a document, whoever says it."""
    readers = opened(at_once=1)
    with pytest.raises(DocumentRefused) as refusal:
        SignedDocuments(readers.media_type).media_type(words.encode())
    assert refusal.value.code == refused
    assert "Scan or print the signed document anew" in refusal.value.message
    assert read(readers).pid


@pytest.mark.slow
def test_a_process_that_takes_no_file_is_given_up(opened: Open) -> None:
    """One that never reads what it is sent is no different from one that never answers."""
    readers = opened("deaf", at_once=1, limits=Limits(wall=1))
    assert code(readers, "x" * 4 * MB) == "too_slow"


def test_a_refusal_ends_nothing(opened: Open) -> None:
    """A process that refuses a file reads the next one, too."""
    readers = opened(at_once=1)
    first = read(readers)
    assert code(readers, "refused damaged") == "damaged"
    assert read(readers).pid == first.pid


def test_a_process_that_was_killed_while_idle_costs_nobody_anything(opened: Open) -> None:
    """The next file is read by another one."""
    readers = opened(at_once=1)
    first = read(readers)
    os.kill(first.pid, 9)
    os.waitid(os.P_PID, first.pid, os.WEXITED | os.WNOWAIT)
    assert read(readers).pid != first.pid


@pytest.mark.slow
def test_a_process_that_has_grown_is_replaced(opened: Open) -> None:
    """It answers, and reads no other file; one that stays small reads many."""
    readers = opened(at_once=1, limits=Limits(retires_at=64 * MB))
    assert len({read(readers).pid for _ in range(5)}) == 1
    grown = read(readers, f"swell {96 * MB}")
    assert read(readers).pid != grown.pid
    assert gone(grown.pid)


class Held:
    """A file that is being read, until it is let go."""

    def __init__(self, readers: Readers, visitors: ThreadPoolExecutor, path: Path) -> None:
        self._path = path
        self.reading = visitors.submit(read, readers, f"until {path}")
        assert comes_true(path.with_name(f"{path.name}.begun").exists)

    def let_go(self) -> Reading:
        self._path.touch()
        return self.reading.result()


def test_so_many_are_read_at_once(opened: Open, tmp_path: Path) -> None:
    """Two at a time, whoever comes first, by two processes; the rest wait for their turn."""
    readers = opened(at_once=2, may_wait=6, patience=SOON)
    with ThreadPoolExecutor(8) as visitors:
        first, second = (Held(readers, visitors, tmp_path / name) for name in "ab")
        others = [visitors.submit(read, readers) for _ in range(6)]
        readings = [first.let_go(), second.let_go(), *(one.result() for one in others)]
    for one in readings:
        together = [other for other in readings if other.began <= one.began < other.ended]
        assert len(together) <= 2
    assert readings[0].pid != readings[1].pid
    assert len({one.pid for one in readings}) == 2


def test_a_full_queue_is_told_at_once(opened: Open, tmp_path: Path) -> None:
    """Nobody waits for what cannot be soon."""
    readers = opened(at_once=1, may_wait=0)
    with ThreadPoolExecutor(1) as visitors:
        first = Held(readers, visitors, tmp_path / "first")
        with pytest.raises(ReadersBusy):
            read(readers)
        pid = first.let_go().pid
    assert read(readers).pid == pid


def test_patience_ends(opened: Open, tmp_path: Path) -> None:
    """Whoever has waited for long is sent away, and the one before is read all the same."""
    readers = opened(at_once=1, may_wait=1, patience=0.3)
    with ThreadPoolExecutor(1) as visitors:
        first = Held(readers, visitors, tmp_path / "first")
        with pytest.raises(ReadersBusy):
            read(readers)
        assert first.let_go()


@pytest.mark.slow
@pytest.mark.parametrize("start", ["exits", "never ready"])
def test_a_process_that_does_not_start_makes_files_wait(
    opened: Open, start: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No file is to blame for it: each may be tried again, as often as one likes."""
    monkeypatch.setattr("adapters.readers.reader._START", 0.5)
    readers = opened(start, at_once=1)
    for _ in range(2):
        with pytest.raises(ReadersBusy):
            read(readers)


def test_a_process_that_did_not_start_is_followed_by_one_that_does(
    opened: Open, tmp_path: Path
) -> None:
    """Trying again helps."""
    readers = opened(str(tmp_path / "started"), at_once=1)
    with pytest.raises(ReadersBusy):
        read(readers)
    assert read(readers)


def test_warming_up_that_fails_leaves_the_pool_whole(opened: Open, tmp_path: Path) -> None:
    """Files are read as soon as processes start again."""
    readers = opened(str(tmp_path / "started"), at_once=1)
    with pytest.raises(ReadersBusy):
        readers.warm()
    assert read(readers)


def test_closing_leaves_nobody_behind(opened: Open, tmp_path: Path) -> None:
    """Idle processes end at once."""
    readers = opened(at_once=2)
    with ThreadPoolExecutor(2) as visitors:
        both = [Held(readers, visitors, tmp_path / name) for name in "ab"]
        pids = {one.let_go().pid for one in both}
    assert len(pids) == 2
    readers.close()
    assert not any(map(is_there, pids))


def test_closing_while_a_file_is_read(opened: Open, tmp_path: Path) -> None:
    """It is read to its end, and then its process ends, and no other starts."""
    readers = opened(at_once=1)
    first = read(readers)
    before = threading.active_count()
    with ThreadPoolExecutor(1) as visitors:
        last = Held(readers, visitors, tmp_path / "last")
        readers.close()
        assert last.let_go().pid == first.pid
    assert gone(first.pid)
    assert threading.active_count() == before


_SITE = f"""
import sys, time
from adapters.readers.documents import SignedDocuments
from adapters.readers.pool import Readers
readers = Readers(command=(sys.executable, "-I", {PROGRAM!r}, "well"))
readers.warm()
print(readers.contents(b"well").copies[0], flush=True)
time.sleep(3600)
"""


@pytest.mark.slow
def test_readers_end_with_their_site() -> None:
    """Even when nobody could tell them: one killed by the system, or by a power cut's little
    brother."""
    with subprocess.Popen([sys.executable, "-c", _SITE], stdout=subprocess.PIPE, text=True) as site:
        try:
            assert site.stdout is not None
            pid = int(site.stdout.readline())
            assert is_there(pid)
        finally:
            site.kill()
    assert gone(pid)


@pytest.mark.slow
def test_nothing_of_a_file_is_logged(opened: Open, caplog: pytest.LogCaptureFixture) -> None:
    """A log says that a reader ended, and why; a traceback could quote the file."""
    readers = opened(at_once=1)
    with caplog.at_level(0):
        for words in ("raise 987-65-4321", "garbage 987-65-4321"):
            assert code(readers, words) == "reader_failed"
    assert [record.getMessage() for record in caplog.records] == ["reader ended"] * 2
    assert "987-65" not in repr([vars(record) for record in caplog.records])
