"""Whenever whoever hands over dies, each submission is in one file, and the ledger knows it."""

import random
import signal
import time
from collections import Counter
from pathlib import Path

import pytest

from adapters.registry.x12 import X12Registry
from domain.submission import Status, Submission
from tests.forks import Fork
from tests.unit.adapters.x12.carrier import FileCarrier
from tests.unit.adapters.x12.others_reader import faults
from tests.unit.adapters.x12.people import person, said, segments
from tests.unit.adapters.x12.process import POINTS

PEOPLE = [person(number) for number in range(1, 4)]
KEYS = [one.key for one in PEOPLE]
CONFIRMATIONS = [one.confirmation_id for one in PEOPLE]


def start(carrier: FileCarrier, *arguments: object) -> Fork:
    """A process of its own, at work on the same folders."""
    told = [str(carrier.folder), *map(str, arguments)]
    return Fork("tests.unit.adapters.x12.process", told)


def delivered(files: dict[str, str]) -> Counter[str]:
    """How many files each confirmation ID is in."""
    return Counter(
        number for text in files.values() for (number,) in said(segments(text), "REF", "6O")
    )


def take_up(registry: X12Registry, people: list[Submission] = PEOPLE) -> list[str]:
    """Go on as the site does: ask, and hand over what the carrier hasn't got. What it had."""
    known = {answer.key for answer in registry.ask([one.key for one in people])}
    registry.submit([one for one in people if one.key not in known])
    return sorted(known)


@pytest.mark.parametrize("point", POINTS)
def test_dying_at_any_point_delivers_once(tmp_path: Path, point: str) -> None:
    """After a death the answer to a question is true, and one file in the end has everybody."""
    carrier = FileCarrier(tmp_path)
    process = start(carrier, 1, 3, point)
    process.communicate(timeout=300)
    assert process.returncode == -signal.SIGKILL
    left = carrier.written()
    taken = POINTS.index(point) >= POINTS.index("after the commit")
    assert delivered(left).keys() <= set(CONFIRMATIONS)

    registry = carrier.open()
    known = take_up(registry)
    assert known == (KEYS if taken else [])
    files = carrier.written()
    assert delivered(files) == Counter(CONFIRMATIONS)
    assert left.items() <= files.items()
    (name,) = files
    assert name == "834_000000001.x12"
    assert faults(files[name]) == []
    assert [one.words for one in registry.ask(KEYS)] == [f"Written to file {name}."] * 3
    assert [path.name for path in (carrier.outbox / ".staging").iterdir()] == ["ledger.txt"]
    registry.close()


def test_file_that_the_carrier_took_is_not_written_again(tmp_path: Path) -> None:
    """A file that appeared just before the death may be gone already: it counts as written."""
    carrier = FileCarrier(tmp_path)
    start(carrier, 1, 3, "as soon as the file appears").communicate(timeout=300)
    (taken,) = carrier.outbox.glob("*.x12")
    taken.unlink()
    registry = carrier.open()
    assert take_up(registry) == KEYS
    assert {one.status for one in registry.ask(KEYS)} == {Status.PROCESSING}
    assert carrier.written() == {}
    registry.close()


def test_processes_at_once_write_each_once(tmp_path: Path) -> None:
    """Several processes that hand over the same people write each to one file, and answer alike."""
    carrier = FileCarrier(tmp_path)
    carrier.open().close()
    processes = [start(carrier, 1, 40) for _ in range(3)]
    answers = [sorted(one.communicate(timeout=300)[0].splitlines()) for one in processes]
    assert [one.returncode for one in processes] == [0, 0, 0]
    assert answers[0] == answers[1] == answers[2]
    assert len(answers[0]) == 41
    assert set(delivered(carrier.written()).values()) == {1}


@pytest.mark.rare
def test_dying_at_random_moments_delivers_once(tmp_path: Path) -> None:
    """Killed again and again at whatever moment, no submission is written twice or lost."""
    carrier = FileCarrier(tmp_path)
    carrier.open().close()
    moments = random.Random(834)
    deaths = 0
    for first in range(1, 100, 5):
        process = start(carrier, first, 5)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(moments.uniform(0, 0.04))
        process.kill()
        process.communicate()
        deaths += process.returncode != 0
        registry = carrier.open()
        take_up(registry, [person(number) for number in range(first, first + 5)])
        registry.close()
    assert deaths > 0
    everybody = [person(number).confirmation_id for number in range(1, 101)]
    assert delivered(carrier.written()) == Counter(everybody)
