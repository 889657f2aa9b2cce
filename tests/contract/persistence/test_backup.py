"""Copies of an SQLite database, made while others use it, and brought back."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from adapters.files import open_file_store
from adapters.persistence import BackupError, SqlPersistence, back_up, migrate, open_engine, restore
from tests.builders import NOW, an_administrator
from tests.contract.persistence.acts import keep_administrator
from tests.fakes.system import FakeClock
from tests.keys import VAULT

KIM = an_administrator(email="kim@evergreen.example")
DOCUMENT = os.urandom(2_000_000)


def no_report(done: int, total: int) -> None:
    """For whom the progress does not matter."""


@contextmanager
def opened(url: str) -> Iterator[SqlPersistence]:
    persistence = SqlPersistence(open_engine(url), vault=VAULT)
    yield persistence
    persistence.close()


def emails(url: str) -> list[str]:
    with opened(url) as persistence, persistence.reading() as uow:
        return [one.email for one in uow.administrators.all()]


@pytest.fixture
def url(migrated: Path, tmp_path: Path) -> str:
    """A database with an administrator, and a document that makes it take several steps."""
    path = tmp_path / "the 100% site's.sqlite3"
    path.write_bytes(migrated.read_bytes())
    url = f"sqlite:///{path}"
    engine = open_engine(url)
    open_file_store("database", engine, FakeClock(NOW), "").put("one.pdf", DOCUMENT)
    keep_administrator(SqlPersistence(engine, vault=VAULT), KIM)
    engine.dispose()
    return url


@pytest.fixture
def copy(url: str, tmp_path: Path) -> Path:
    path = tmp_path / "copies" / "monday.sqlite3"
    path.parent.mkdir()
    back_up(url, path, no_report)
    return path


def test_a_copy_is_brought_back_whole(copy: Path, tmp_path: Path) -> None:
    """To another place, where there was nothing; uploaded documents come with it."""
    url = f"sqlite:///{tmp_path / 'elsewhere.sqlite3'}"
    restore(url, copy, no_report)
    assert emails(url) == [KIM.email]
    engine = open_engine(url)
    assert open_file_store("database", engine, FakeClock(NOW), "").get("one.pdf") == DOCUMENT
    engine.dispose()
    assert (tmp_path / "elsewhere.sqlite3").stat().st_mode & 0o777 == 0o600


def test_a_copy_is_one_file_for_its_owner(copy: Path) -> None:
    """Nothing stands beside it, and nobody else can read it."""
    assert [one.name for one in copy.parent.iterdir()] == [copy.name]
    assert copy.stat().st_mode & 0o777 == 0o600


def test_the_site_goes_on_while_it_is_copied(url: str, tmp_path: Path) -> None:
    """What is written meanwhile neither waits, nor is in the copy, nor has it begin anew."""
    steps: list[tuple[int, int]] = []

    def write(done: int, total: int) -> None:
        steps.append((done, total))
        email = f"{len(steps)}@evergreen.example"
        with opened(url) as persistence:
            keep_administrator(persistence, an_administrator(email=email))

    copy = tmp_path / "copy.sqlite3"
    back_up(url, copy, write)
    assert len(steps) > 1
    assert [done for done, _ in steps] == sorted({done for done, _ in steps})
    assert steps[-1][0] == steps[-1][1]
    assert emails(f"sqlite:///{copy}") == [KIM.email]
    assert len(emails(url)) == 1 + len(steps)


def test_nothing_is_written_over(url: str, tmp_path: Path) -> None:
    """A file that is there stays as it is."""
    there = tmp_path / "notes.txt"
    there.write_text("mine")
    with pytest.raises(BackupError, match="is there already"):
        back_up(url, there, no_report)
    assert there.read_text() == "mine"
    with pytest.raises(BackupError, match="cannot be written: No such file or directory"):
        back_up(url, tmp_path / "no folder" / "copy.sqlite3", no_report)


def test_a_copy_that_fails_leaves_nothing(url: str, tmp_path: Path) -> None:
    """Neither a file that looks like a copy, nor half of one."""
    folder = tmp_path / "copies"
    folder.mkdir()

    def fail(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        back_up(url, folder / "copy.sqlite3", fail)
    assert list(folder.iterdir()) == []


def test_there_must_be_something_to_copy(tmp_path: Path) -> None:
    """A database that is not there is not made by copying it."""
    missing = tmp_path / "missing.sqlite3"
    with pytest.raises(BackupError, match="is not there"):
        back_up(f"sqlite:///{missing}", tmp_path / "copy.sqlite3", no_report)
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_database_is_no_copy(url: str, tmp_path: Path) -> None:
    """It is told when the copy is made, not when it is needed."""
    damage(path_of(url))
    with pytest.raises(BackupError, match=r"damaged|malformed"):
        back_up(url, tmp_path / "copy.sqlite3", no_report)
    assert not (tmp_path / "copy.sqlite3").exists()


def path_of(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


def damage(path: Path) -> None:
    with path.open("r+b") as file:
        for page in range(4, 40):
            file.seek(page * 4096)
            file.write(b"\x07" * 64)


@pytest.mark.parametrize("replace", [False, True])
def test_nothing_is_brought_back_under_a_running_site(copy: Path, url: str, replace: bool) -> None:
    """Not even on purpose, and not even while nobody does anything."""
    with opened(url) as persistence:
        persistence.ping()
        with pytest.raises(BackupError, match="is in use"):
            restore(url, copy, no_report, replace=replace)
    assert emails(url) == [KIM.email]


def test_what_is_there_is_replaced_on_purpose_only(copy: Path, url: str) -> None:
    """All of it, by what is in the copy."""
    with opened(url) as persistence:
        keep_administrator(persistence, an_administrator(email="later@evergreen.example"))
    with pytest.raises(BackupError, match=r"something in .* already"):
        restore(url, copy, no_report)
    assert len(emails(url)) == 2
    restore(url, copy, no_report, replace=True)
    assert emails(url) == [KIM.email]


def test_tables_alone_are_nothing(copy: Path, tmp_path: Path) -> None:
    """A database that was only migrated is as good as none."""
    url = f"sqlite:///{tmp_path / 'fresh.sqlite3'}"
    migrate(url)
    restore(url, copy, no_report)
    assert emails(url) == [KIM.email]


def test_a_restore_that_fails_changes_nothing(copy: Path, url: str) -> None:
    """It is all or nothing, also when it is cut off in the middle."""
    with opened(url) as persistence:
        keep_administrator(persistence, an_administrator(email="later@evergreen.example"))

    def fail(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        restore(url, copy, fail, replace=True)
    assert len(emails(url)) == 2


def test_only_a_sound_copy_of_a_site_is_brought_back(copy: Path, tmp_path: Path) -> None:
    """Another database, another file, a damaged copy, a copy of a later version: each is named."""
    url = f"sqlite:///{tmp_path / 'new.sqlite3'}"
    foreign = tmp_path / "foreign.sqlite3"
    with closing(sqlite3.connect(foreign)) as database:
        database.execute("CREATE TABLE notes (text TEXT)")
    text = tmp_path / "notes.txt"
    text.write_text("not a database at all" * 100)
    later = tmp_path / "later.sqlite3"
    later.write_bytes(copy.read_bytes())
    with closing(sqlite3.connect(later)) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
        database.commit()
    damage(copy)
    for path, words in (
        (foreign, "is no copy of a site's database"),
        (text, "file is not a database"),
        (later, "was made by a newer version"),
        (copy, "damaged|malformed"),
        (tmp_path / "missing.sqlite3", "is not there"),
    ):
        with pytest.raises(BackupError, match=words):
            restore(url, path, no_report)
    assert not path_of(url).exists()


def test_postgresql_has_its_own_tools(tmp_path: Path) -> None:
    """They are named, and its address is not shown."""
    url = "postgresql+psycopg://enroll:secret@db.example/enroll"
    with pytest.raises(BackupError, match="pg_dump") as backing_up:
        back_up(url, tmp_path / "copy", no_report)
    with pytest.raises(BackupError, match="pg_restore"):
        restore(url, tmp_path / "copy", no_report)
    assert "secret" not in str(backing_up.value)
