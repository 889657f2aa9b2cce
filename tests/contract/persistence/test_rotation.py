"""Keys are changed while people work, and whatever stops it, it is gone on with."""

import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import Engine

from adapters.keyring import KeyKind, Keyring, KeysError, KeySource, make_keys_file, new_keyring
from adapters.persistence import KeyRotation, SqlPersistence, Vault, prepare
from adapters.persistence.keys_used import check_keys, note_keys
from domain.application import Application
from domain.ports import Conflict
from tests.builders import (
    GROUP,
    NOW,
    SSN,
    a_batch,
    a_session,
    a_submission,
    an_administrator,
    an_agreement,
    an_application,
    cells,
    some_answers,
)
from tests.contract.persistence.acts import (
    change,
    keep_administrator,
    keep_agreements,
    keep_batch,
    keep_submissions,
)

ROWS = 250


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "keys.json"
    make_keys_file(path, new_keyring(NOW))
    return path


@pytest.fixture
def persistence(engine: Engine, path: Path) -> SqlPersistence:
    """A server that runs all the time."""
    return SqlPersistence(engine, vault=Vault(KeySource.in_file(path)))


@pytest.fixture
def kept(persistence: SqlPersistence) -> list[Application]:
    """A batch of many, one of whom was submitted and has an agreement, and somebody signed in."""
    batch = a_batch()
    rows = [
        an_application(batch, row, entries=cells(first_name=f"Noa {row}", ssn=SSN))
        for row in range(2, 2 + ROWS)
    ]
    keep_batch(persistence, batch, rows)
    keep_submissions(persistence, a_submission(rows[0], some_answers(ssn=SSN)))
    keep_agreements(persistence, an_agreement(rows[0]))
    kim = an_administrator()
    keep_administrator(persistence, kim)
    with persistence.writing() as uow:
        uow.sessions.add(replace(a_session(kim), notices='["Saved."]'))
        uow.commit()
    return rows


@pytest.fixture
def keeper(engine: Engine, path: Path) -> KeyRotation:
    """What an operator uses beside it, from another process."""
    return KeyRotation(engine, KeySource.in_file(path), lambda: NOW)


def ring(path: Path) -> Keyring:
    return KeySource.in_file(path).ring


def in_use(keeper: KeyRotation) -> dict[tuple[KeyKind, str], int]:
    return {(one.kind, one.id): one.values for one in keeper.standings() if one.values}


def quietly(done: int, of: int) -> None:
    pass


def test_everything_is_written_anew(
    engine: Engine,
    path: Path,
    persistence: SqlPersistence,
    kept: list[Application],
    keeper: KeyRotation,
) -> None:
    """With new keys of both kinds; the server goes on without being started again."""
    before = in_use(keeper)
    assert len(before) == 2
    names = {keeper.turn(lookup=False), keeper.turn(lookup=True)}
    done = keeper.reseal(quietly)
    assert done.unreadable == 0
    after = in_use(keeper)
    assert {name for _, name in after} == names
    assert sorted(after.values()) == sorted(before.values())
    with persistence.reading() as uow:
        assert uow.applications.of_batch(kept[0].batch_id, NOW) == kept
        assert len(uow.submissions.applicants(GROUP, [some_answers(ssn=SSN).identity])) == 1

    keeper.reseal(quietly)
    assert in_use(keeper) == after


def test_a_key_goes_once_nothing_needs_it(
    engine: Engine, path: Path, kept: list[Application], keeper: KeyRotation
) -> None:
    """Not the current one, not one that something is kept with, and not within the hour."""
    old = ring(path).data.current
    with pytest.raises(KeysError, match="is the current one"):
        keeper.retire(old)
    keeper.turn(lookup=False)
    with pytest.raises(KeysError, match="still kept with"):
        keeper.retire(old)
    keeper.reseal(quietly)
    with pytest.raises(KeysError, match="less than an hour ago"):
        keeper.retire(old)
    later = KeyRotation(engine, KeySource.in_file(path), lambda: NOW + timedelta(hours=2))
    later.retire(old)
    assert old not in ring(path).data.keys
    check_keys(engine, ring(path))
    with pytest.raises(KeysError, match="There is no key"):
        later.retire(old)


def test_people_go_on_working_meanwhile(
    persistence: SqlPersistence, kept: list[Application], keeper: KeyRotation
) -> None:
    """No edit is refused or lost while rows are written anew, again and again."""
    stop, edited, wrong = threading.Event(), dict[str, Application](), list[Exception]()

    def work() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            one = edited.get(kept[number % ROWS].id, kept[number % ROWS])
            after = one.edit(cells(first_name=f"Edit {number}", ssn=SSN), one.version)
            try:
                change(persistence, (one, after))
            except Exception as error:
                wrong.append(error)
                return
            edited[one.id] = after

    worker = threading.Thread(target=work)
    worker.start()
    try:
        for _ in range(3):
            keeper.turn(lookup=False)
            assert keeper.reseal(quietly).unreadable == 0
    finally:
        stop.set()
        worker.join()
    assert wrong == []
    assert len(edited) > 3
    keeper.reseal(quietly)
    with persistence.reading() as uow:
        for one in uow.applications.of_batch(kept[0].batch_id, NOW):
            assert one == edited.get(one.id, next(row for row in kept if row.id == one.id))
    assert len([kind for kind, _ in in_use(keeper) if kind is KeyKind.DATA]) == 1


KILLED = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from adapters.keyring import KeySource
from adapters.persistence import KeyRotation, open_engine
keeper = KeyRotation(
    open_engine(sys.argv[1]), KeySource.in_file(Path(sys.argv[2])), lambda: datetime.now(UTC)
)
keeper.turn(lookup=False)
keeper.turn(lookup=True)
keeper.reseal(lambda done, of: os.kill(os.getpid(), signal.SIGKILL) if done >= 100 else None)
"""


def test_a_rotation_that_is_killed_is_gone_on_with(
    engine: Engine,
    path: Path,
    persistence: SqlPersistence,
    kept: list[Application],
    keeper: KeyRotation,
) -> None:
    """In the middle everything is read, with the one key or the other; then all is with the new."""
    url = engine.url.render_as_string(hide_password=False)
    killed = subprocess.run([sys.executable, "-c", KILLED, url, str(path)], check=False)
    assert killed.returncode == -signal.SIGKILL
    halfway = in_use(keeper)
    assert len([kind for kind, _ in halfway if kind is KeyKind.DATA]) == 2
    with persistence.reading() as uow:
        assert uow.applications.of_batch(kept[0].batch_id, NOW) == kept
    keeper.reseal(quietly)
    assert {name for _, name in in_use(keeper)} == {
        ring(path).data.current,
        ring(path).lookup.current,
    }


def test_nobody_is_submitted_twice_while_lookup_keys_change(
    persistence: SqlPersistence, kept: list[Application], keeper: KeyRotation
) -> None:
    """Who was submitted before is known by either key's value, also to the last resort."""
    keeper.turn(lookup=True)
    with persistence.reading() as uow:
        assert len(uow.submissions.applicants(GROUP, [some_answers(ssn=SSN).identity])) == 1
    with pytest.raises(Conflict):
        keep_submissions(persistence, a_submission(kept[1], some_answers(ssn=SSN)))
    keeper.reseal(quietly)
    with pytest.raises(Conflict):
        keep_submissions(persistence, a_submission(kept[1], some_answers(ssn=SSN)))


def test_a_database_that_needs_another_key_says_so(engine: Engine, path: Path) -> None:
    """A key that is missing, or another by its name, is named before anything is done."""
    known = ring(path)
    note_keys(engine, known)
    check_keys(engine, known)
    other = new_keyring(NOW)
    with pytest.raises(KeysError, match=known.data.current):
        check_keys(engine, replace(known, data=other.data))
    with pytest.raises(KeysError, match=f"lookup key {known.lookup.current} is missing"):
        check_keys(engine, replace(known, lookup=other.lookup))
    forged = replace(known.data, keys={known.data.current: other.data.key})
    with pytest.raises(KeysError, match="is not the one"):
        check_keys(engine, replace(known, data=forged))


def test_what_cannot_be_read_stays_and_stops_nothing(
    engine: Engine, kept: list[Application], keeper: KeyRotation
) -> None:
    """It is counted, and its key is known to be needed still."""
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE applications SET confidential = confidential || 'AAAA' WHERE row = 7"
        )
    keeper.turn(lookup=False)
    assert keeper.reseal(quietly).unreadable == 1
    assert 1 in in_use(keeper).values()


def test_keys_of_another_site_are_not_written_down(engine: Engine, path: Path) -> None:
    """Preparing the database with a file that is not its own changes nothing: the right one is as
    good as before."""
    url = engine.url.render_as_string(hide_password=False)
    prepare(url, Vault(KeySource.in_file(path)))
    foreign = path.with_name("foreign.json")
    make_keys_file(foreign, new_keyring(NOW))
    for _ in range(2):
        with pytest.raises(KeysError, match="is missing"):
            prepare(url, Vault(KeySource.in_file(foreign)))
    check_keys(engine, KeySource.in_file(path).ring)
    prepare(url, Vault(KeySource.in_file(path)))


def test_a_server_takes_over_no_keys_that_are_not_its_own(
    persistence: SqlPersistence, kept: list[Application], path: Path
) -> None:
    """What it keeps meanwhile is sealed with those that were checked, and it says so."""
    right = path.read_bytes()
    path.unlink()
    make_keys_file(path, new_keyring(NOW))
    keep_batch(persistence, a_batch(file_name="meanwhile.xlsx", digest="another"))
    assert not persistence._vault.has_our_keys
    path.write_bytes(right)
    restarted = SqlPersistence(persistence._reader, vault=Vault(KeySource.in_file(path)))
    with restarted.reading() as uow:
        found = uow.batches.recent([GROUP], NOW)
    assert {one.file_name for one in found.items} >= {"meanwhile.xlsx"}
    with persistence.reading():
        assert persistence._vault.has_our_keys


def test_operators_who_rotate_at_once_lose_no_key(engine: Engine, path: Path) -> None:
    """One turns after the other; whatever was sealed in between can be read."""

    def rotate(_: int) -> str:
        return KeyRotation(engine, KeySource.in_file(path), lambda: NOW).turn(lookup=False)

    with ThreadPoolExecutor(4) as operators:
        turned = set(operators.map(rotate, range(8)))
    ring = KeySource.in_file(path).ring
    assert turned <= ring.data.keys.keys()
    check_keys(engine, ring)
