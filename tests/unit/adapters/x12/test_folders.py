"""An outbox that cannot be written: nothing arrives, and nothing half is left in it."""

import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from adapters.registry.plugins import SetupError
from adapters.registry.x12 import X12Registry
from domain.errors import NothingArrived, RegistryRefused, RegistryUnavailable
from domain.submission import Answer, Status
from tests.unit.adapters.x12.acknowledging import ta1
from tests.unit.adapters.x12.carrier import FileCarrier
from tests.unit.adapters.x12.people import person
from tests.unit.adapters.x12.process import READ_ONLY

ROOT = Path(__file__).parents[4]

# root may write anywhere, unless that is taken from it.
_AS_ANYBODY = (
    ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all"]
    if os.geteuid() == 0
    else []
)


def handed_over(
    carrier: FileCarrier, count: int, point: str = "", most_bytes: int | None = None
) -> list[str]:
    """What a process says that hands over so many, as anybody, with files of at most so much."""

    def limit() -> None:
        if most_bytes is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))

    told = subprocess.run(
        [
            *_AS_ANYBODY,
            *(sys.executable, "-m", "tests.unit.adapters.x12.process", carrier.folder),
            *("1", str(count), point),
        ],
        cwd=ROOT,
        preexec_fn=limit,
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    return told.stdout.splitlines()[1:]


def files(carrier: FileCarrier) -> list[str]:
    """All files in the outbox, those that nobody takes included."""
    return [path.name for path in carrier.outbox.rglob("*") if path.is_file()]


def test_full_disk_takes_nothing(carrier: FileCarrier, registry: X12Registry) -> None:
    """A file for which there is no room is neither written nor known; with room, it is."""
    assert handed_over(carrier, 400, most_bytes=60_000) == ["NothingArrived"]
    assert files(carrier) == ["ledger.txt"]
    assert list(registry.ask(["key-1"])) == []
    assert len(handed_over(carrier, 400)) == 400
    assert list(carrier.written()) == ["834_000000001.x12"]


def test_no_room_for_the_ledger_takes_nothing(carrier: FileCarrier, registry: X12Registry) -> None:
    """Room for the file and none for the ledger leaves a doubt, which the ledger dispels."""
    assert handed_over(carrier, 200, most_bytes=60_000) == ["RegistryUnavailable"]
    assert carrier.written() == {}
    assert list(registry.ask(["key-1"])) == []
    assert len(handed_over(carrier, 200)) == 200
    assert sorted(files(carrier)) == ["834_000000001.x12", "ledger.txt"]


@pytest.mark.parametrize("point", READ_ONLY)
def test_read_only_outbox_takes_nothing(
    carrier: FileCarrier, registry: X12Registry, point: str
) -> None:
    """An outbox that must not be written to takes nothing, and later goes on."""
    assert handed_over(carrier, 1, point) == ["NothingArrived"]
    (carrier.outbox / READ_ONLY[point]).chmod(0o700)
    assert files(carrier) == ["ledger.txt"]
    assert list(registry.ask(["key-1"])) == []
    assert len(handed_over(carrier, 1)) == 1


def test_missing_outbox_takes_nothing(carrier: FileCarrier, registry: X12Registry) -> None:
    """An outbox that is away for a while takes nothing, says so when looked at, and goes on."""
    registry.ping()
    away = carrier.folder / "away"
    carrier.outbox.rename(away)
    with pytest.raises(NothingArrived):
        registry.submit([person()])
    with pytest.raises(RegistryUnavailable):
        registry.ping()
    away.rename(carrier.outbox)
    registry.ping()
    assert len(registry.submit([person()])) == 1


def test_mount_point_is_not_the_outbox(carrier: FileCarrier, registry: X12Registry) -> None:
    """An empty folder in the outbox's place, as of a share that isn't mounted, is not taken for
    an outbox from which the carrier has fetched everything."""
    staged = _staged(carrier, registry)
    away = carrier.folder / "away"
    carrier.outbox.rename(away)
    carrier.outbox.mkdir()
    assert list(registry.ask(["key-1"])) == staged
    (carrier.outbox / ".staging").mkdir()
    assert list(registry.ask(["key-1"])) == staged
    shutil.rmtree(carrier.outbox)
    away.rename(carrier.outbox)
    words = "Written to file 834_000000001.x12."
    assert list(registry.ask(["key-1"])) == [Answer("key-1", Status.PROCESSING, words)]
    assert list(carrier.written()) == ["834_000000001.x12"]


def _staged(carrier: FileCarrier, registry: X12Registry) -> list[Answer]:
    """Hand somebody over while the outbox goes away right after the ledger's commit."""
    away = carrier.folder / "away"
    real = registry._outbox.deliver

    def deliver(staged_as: str, name: str, number: int) -> None:
        carrier.outbox.rename(away)
        registry._outbox.deliver = real  # type: ignore[method-assign]
        real(staged_as, name, number)

    registry._outbox.deliver = deliver  # type: ignore[method-assign]
    answers = list(registry.submit([person()]))
    away.rename(carrier.outbox)
    words = "Waiting to be put into the outbox, as 834_000000001.x12."
    assert answers == [Answer("key-1", Status.PROCESSING, words)]
    return answers


def test_staged_file_appears_with_the_next(carrier: FileCarrier, registry: X12Registry) -> None:
    """A file that could not appear does so when the next is handed over, and keeps its name."""
    _staged(carrier, registry)
    registry.submit([person(2)])
    assert list(carrier.written()) == ["834_000000001.x12", "834_000000002.x12"]


def test_missing_inbox_does_not_keep_from_answering(
    carrier: FileCarrier, registry: X12Registry
) -> None:
    """Without an inbox the ledger still answers, and the next look tells of it."""
    registry.submit([person()])
    away = carrier.folder / "away"
    carrier.inbox.rename(away)
    assert [one.key for one in registry.ask(["key-1"])] == ["key-1"]
    with pytest.raises(RegistryUnavailable):
        registry.ping()
    away.rename(carrier.inbox)
    carrier.says("a.ta1", ta1(1))
    assert "received" in registry.ask(["key-1"])[0].words


def test_outbox_of_another_ledger_is_refused(carrier: FileCarrier) -> None:
    """A new ledger on an old outbox, or an old ledger on a new outbox, stops the start."""
    registry = carrier.open()
    registry.submit([person()])
    registry.close()
    (carrier.folder / "ledger.sqlite3").rename(carrier.folder / "old.sqlite3")
    with pytest.raises(SetupError, match=r"registry\.outbox: .* is not the outbox"):
        carrier.open()
    (carrier.folder / "old.sqlite3").rename(carrier.folder / "ledger.sqlite3")
    shutil.rmtree(carrier.outbox)
    carrier.outbox.mkdir()
    with pytest.raises(SetupError, match="in it is missing or names another"):
        carrier.open()
    assert list(carrier.outbox.iterdir()) == []


def test_older_ledger_is_refused(carrier: FileCarrier) -> None:
    """A ledger that was brought back from before the last file hands nothing over: it has
    forgotten keys. It stops the start, and those who are open already."""
    database = carrier.folder / "ledger.sqlite3"
    registry = carrier.open()
    registry.submit([person(1)])
    registry.close()
    kept = database.read_bytes()
    registry = carrier.open()
    registry.submit([person(2)])
    registry.close()
    for path in carrier.outbox.glob("*.x12"):
        path.unlink()
    database.write_bytes(kept)
    with pytest.raises(SetupError, match=r"the ledger is older than .*outbox, in which later"):
        carrier.open()
    (carrier.outbox / ".staging" / "ledger.txt").rename(carrier.folder / "later.txt")
    ledger_id, _ = (carrier.folder / "later.txt").read_text().split()
    (carrier.outbox / ".staging" / "ledger.txt").write_text(f"{ledger_id} 1\n")
    registry = carrier.open()
    (carrier.folder / "later.txt").rename(carrier.outbox / ".staging" / "ledger.txt")
    with pytest.raises(RegistryRefused, match="later files than the ledger") as told:
        registry.submit([person(2)])
    assert told.value.whatever_it_is
    assert carrier.written() == {}
    registry.close()
