"""Copies of an SQLite database: one made while the site runs, and one brought back.

PostgreSQL has tools of its own for both.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from adapters.persistence.engine import open_engine
from adapters.persistence.migrating import migrations_known

ReportProgress = Callable[[int, int], None]
"""Is told how many pages are done, of how many."""

_PAGES_AT_ONCE = 250
_IN_USE = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


class BackupError(Exception):
    """Nothing was copied. The sentence says why, and what to do."""


def back_up(url: str, target: Path, report: ReportProgress) -> None:
    """Copy the database, as it is at this moment, into a new file for its owner alone to read,
    and check the copy. Others go on reading and writing. Raises DatabaseUrlError, BackupError."""
    path = _path(url, "pg_dump --format=custom --file=FILE DATABASE")
    if not path.is_file():
        raise BackupError(f"There is no database to copy: {path} is not there.")
    unfinished = target.with_name(f"{target.name}.unfinished")
    # The name is taken first, so that nothing is ever written over.
    _make(target)
    try:
        unfinished.unlink(missing_ok=True)
        _make(unfinished)
        with _failures(f"{path} cannot be copied into {target}"):
            _copy(path, unfinished, report)
        os.replace(unfinished, target)
        _settle(target.absolute().parent)
    except BaseException:
        for one in (unfinished, target):
            one.unlink(missing_ok=True)
        raise


def restore(url: str, source: Path, report: ReportProgress, *, replace: bool = False) -> None:
    """Make the database what the copy is, all or nothing. Raises DatabaseUrlError, and BackupError
    also when somebody uses the database, or when there is something in it already that is not to be
    replaced."""
    path = _path(url, "pg_restore --clean --if-exists --dbname=DATABASE FILE")
    if not source.is_file():
        raise BackupError(f"{source} is not there.")
    with _failures(f"{source} cannot be read"), closing(_open(source, "ro")) as copy:
        _require_ours(copy, source)
        if not path.exists():
            _make(path)
        with _failures(f"{path} cannot be written"), closing(_open(path, "rw")) as database:
            _have_alone(database, path)
            if not replace and _has_rows(database):
                raise BackupError(
                    f"There is something in {path} already. Make a copy of it with enroll backup,"
                    " then replace it with: enroll restore --force"
                )
            copy.backup(database, pages=_PAGES_AT_ONCE, progress=_reporting(report))


def _path(url: str, instead: str) -> Path:
    engine = open_engine(url)
    engine.dispose()
    if engine.dialect.name != "sqlite":
        raise BackupError(f"This is for SQLite. PostgreSQL has a tool of its own for it: {instead}")
    return Path(engine.url.database or "")


def _copy(path: Path, target: Path, report: ReportProgress) -> None:
    with closing(_open(path, "rw")) as database, closing(_open(target, "rw")) as copy:
        # One read transaction: otherwise the copy would start over whenever somebody else writes.
        database.execute("BEGIN")
        database.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        database.backup(copy, pages=_PAGES_AT_ONCE, progress=_reporting(report))
        # A single file, without others beside it.
        copy.execute("PRAGMA journal_mode = DELETE")
        _require_whole(copy, target)


def _open(path: Path, mode: str) -> sqlite3.Connection:
    address = f"file:{quote(str(path.absolute()))}?mode={mode}"
    return sqlite3.connect(address, uri=True, isolation_level=None, timeout=1)


def _have_alone(database: sqlite3.Connection, path: Path) -> None:
    """From here on nobody else may use the database."""
    # Whoever is connected in WAL mode, idle or not, keeps others from leaving that mode.
    database.execute("PRAGMA locking_mode = EXCLUSIVE")
    try:
        database.execute("PRAGMA journal_mode = DELETE")
        database.execute("BEGIN EXCLUSIVE").execute("COMMIT")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode not in _IN_USE:
            raise
        raise BackupError(
            f"{path} is in use. Stop every server and worker of the site, then try again."
        ) from None


def _require_ours(copy: sqlite3.Connection, source: Path) -> None:
    _require_whole(copy, source)
    if "alembic_version" not in _tables(copy):
        raise BackupError(f"{source} is no copy of a site's database.")
    made_with = {version for (version,) in copy.execute("SELECT version_num FROM alembic_version")}
    if not made_with <= migrations_known():
        raise BackupError(f"{source} was made by a newer version of the site. Install that first.")


def _require_whole(database: sqlite3.Connection, path: Path) -> None:
    if database.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",):
        raise BackupError(f"{path} is damaged: it does not pass SQLite's own check.")


def _has_rows(database: sqlite3.Connection) -> bool:
    return any(
        database.execute(f'SELECT 1 FROM "{table}" LIMIT 1').fetchone()
        for table in _tables(database) - {"alembic_version"}
    )


def _tables(database: sqlite3.Connection) -> set[str]:
    return {
        name for (name,) in database.execute("SELECT name FROM sqlite_schema WHERE type='table'")
    }


def _reporting(report: ReportProgress) -> Callable[[int, int, int], None]:
    return lambda _, remaining, total: report(total - remaining, total)


def _make(path: Path) -> None:
    """A new file for its owner alone."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        raise BackupError(f"{path} is there already. Name a new file.") from None
    except OSError as error:
        raise BackupError(f"{path} cannot be written: {error.strerror}.") from None


def _settle(folder: Path) -> None:
    """Make sure that the names of its files outlast a power failure."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _failures(what: str) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise BackupError(f"{what}: {error}.") from None
