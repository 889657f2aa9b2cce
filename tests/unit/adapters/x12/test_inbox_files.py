"""Which files of the inbox are read, and where they go."""

import os
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.registry.x12 import X12Registry
from domain.submission import Status
from tests.unit.adapters.x12.acknowledging import interchange, of_set, results, ta1, x999
from tests.unit.adapters.x12.carrier import FileCarrier
from tests.unit.adapters.x12.sent import FILE, INES, KEYS, LUZ, ROSA, names, told


@pytest.fixture(autouse=True)
def _handed_over(registry: X12Registry) -> None:
    registry.submit([INES, LUZ, ROSA])


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("a.x12", "garbage", "The file does not begin with an ISA segment of 106 characters."),
        ("a.999", x999(7), "Interchange 000000007 was never written, or not with these sets."),
        (
            "a.999",
            x999(1, *of_set(2, "A")),
            "Interchange 000000001 was never written, or not with these sets.",
        ),
        ("a.TA1", ta1(7), "No interchange 000000007 was ever written."),
        ("a.edi", interchange("ST*834*0001"), "It holds something else than 999 acknowledgements."),
        ("a.csv", "id,state\n1,ok\n", "The header lacks confirmation_id and status."),
        ("a.csv", "", "The header lacks confirmation_id and status."),
        ("a.csv", results("X,done,,"), "Row 2: status is not one of completed, needs review,"),
        ("a.csv", results(",completed,,"), "Row 2 has no confirmation_id."),
        ("a.csv", results('"X"x,completed,,'), "Row 2 is not readable as CSV."),
    ],
)
def test_unreadable_files_are_put_aside(
    carrier: FileCarrier, registry: X12Registry, name: str, text: str, reason: str
) -> None:
    """A file that cannot be taken in changes nothing; beside it stands why."""
    before = told(registry)
    carrier.says(name, text)
    assert told(registry) == before
    assert names(carrier.inbox / "unreadable") == [name, f"{name}.txt"]
    (note,) = (carrier.inbox / "unreadable").glob("*.txt")
    assert note.read_text().startswith(reason)


def test_unreadable_bytes_are_put_aside(carrier: FileCarrier, registry: X12Registry) -> None:
    """Results that are no text are put aside, too."""
    (carrier.inbox / "a.csv").write_bytes(b"confirmation_id,status\n\xff\xfe,completed\n")
    registry.ask(KEYS)
    (note,) = (carrier.inbox / "unreadable").glob("*.txt")
    assert note.read_text() == "The file is not UTF-8 text.\n"


def test_all_of_a_file_or_nothing(carrier: FileCarrier, registry: X12Registry) -> None:
    """A file of which one acknowledgement cannot be taken in is not taken in at all."""
    carrier.says("a.x12", ta1(1) + ta1(7))
    assert told(registry) == {(Status.PROCESSING, f"Written to file {FILE}.")}
    assert names(carrier.inbox / "unreadable") == ["a.x12", "a.x12.txt"]


@pytest.mark.parametrize("name", ["a.ta1.tmp", "a.ta1.part", ".a.ta1", "readme", "a.txt"])
def test_other_names_are_left_alone(carrier: FileCarrier, registry: X12Registry, name: str) -> None:
    """What has another name is being written, or not for us."""
    (carrier.inbox / name).write_text(ta1(1))
    before = told(registry)
    assert told(registry) == before
    assert (carrier.inbox / name).exists()


def test_files_that_may_grow_are_left_alone(tmp_path: Path) -> None:
    """A file that was written to a moment ago is read a while later."""
    carrier = FileCarrier(tmp_path, settle_seconds=60)
    registry = carrier.open()
    path = carrier.inbox / "a.ta1"
    path.write_text(ta1(1))
    assert "Written" in registry.ask(["key-1"])[0].words
    assert path.exists()
    os.utime(path, (0, time.time() - 61))
    assert "received" in registry.ask(["key-1"])[0].words
    registry.close()


def test_several_read_at_once(carrier: FileCarrier, registry: X12Registry) -> None:
    """However many read the inbox at the same time, each file is taken in and put away once."""
    other = carrier.open()
    carrier.says("a.ta1", ta1(1))
    for number in range(20):
        carrier.says(f"{number}.999", x999(1, *of_set(1, "A")))
    carrier.says("c.csv", results(f"{INES.confirmation_id},completed,,M-1"))
    with ThreadPoolExecutor(6) as threads:
        list(threads.map(told, [registry, other] * 6))
    assert len(list((carrier.inbox / "done").iterdir())) == 22
    assert registry.members("000341", "Quispe", 1).total == 1
    other.close()


def test_what_somebody_left_half_done_is_finished(
    carrier: FileCarrier, registry: X12Registry
) -> None:
    """A file that was taken away by a process that died is taken in by the next."""
    (carrier.inbox / ".reading" / "20261123T180000-0a1b2c3d-a.ta1").write_text(ta1(1))
    assert "received" in told(registry).pop()[1]
    assert names(carrier.inbox / "done") == ["a.ta1"]


def test_death_between_taking_in_and_putting_away_does_no_harm(
    carrier: FileCarrier, registry: X12Registry
) -> None:
    """Taken in twice, a file says the same."""
    text = results(f"{INES.confirmation_id},completed,,M-1")
    carrier.says("c.csv", text)
    registry.ask(KEYS)
    (carrier.inbox / ".reading" / "20261123T180000-0a1b2c3d-c.csv").write_text(text)
    before = told(registry)
    assert told(registry) == before
    assert registry.members("000341", "Quispe", 1).total == 1
    assert names(carrier.inbox / "done") == ["c.csv", "c.csv"]


def test_what_was_read_stays_for_a_month(carrier: FileCarrier, registry: X12Registry) -> None:
    """Then it goes, with the note beside it, and nothing else does that stands there."""
    carrier.says("a.csv", results("X,completed,,"))
    registry.ask(KEYS)
    done = carrier.inbox / "done"
    (done / "0 of our own.txt").write_text("Kept by hand.")
    carrier.clock.advance(timedelta(days=29))
    registry.ask(KEYS)
    assert len(names(done)) == 3
    carrier.clock.advance(timedelta(days=2))
    registry.ask(KEYS)
    assert [path.name for path in done.iterdir()] == ["0 of our own.txt"]


def test_nobody_else_reads_what_is_not_for_them(carrier: FileCarrier) -> None:
    """What is staged, and what was read; the carrier's own folders are as it has made them."""
    for folder in ("outbox/.staging", "inbox/.reading", "inbox/done", "inbox/unreadable"):
        assert (carrier.folder / folder).stat().st_mode & 0o777 == 0o700
