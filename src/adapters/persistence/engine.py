"""Opening the database that a URL names."""

import os
import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from threading import Lock
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from domain.errors import DatabaseUnavailable

_BEGIN = "sqlite_begin"
_DRIVERS = {"sqlite", "sqlite+pysqlite", "postgresql", "postgresql+psycopg"}

# Seconds to wait for a machine that may not be there, unless the URL says otherwise.
_PATIENCE = {"connect_timeout": "10"}

# Milliseconds to wait for others: usually, and where it matters little.
_PATIENT, _SETTLING = 15_000, 500

# In force for each connection. Removed rows are overwritten, and nothing is spilled to temporary
# files, so that no personal data outlives its row.
_SQLITE_PRAGMAS = (
    f"PRAGMA busy_timeout = {_PATIENT}",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
    "PRAGMA temp_store = MEMORY",
)


class DatabaseUrlError(ValueError):
    """There is no database that the URL could name. The sentence never shows any of it."""

    def __init__(self) -> None:
        super().__init__(
            "The database's address cannot be read. Write it as sqlite:///folder/file.sqlite3 or "
            "as postgresql+psycopg://user:password@host/database; an @ in the password is %40."
        )


class DatabaseUnreachable(Exception):
    """The database does not answer, or what answers is no database. The sentence tells what it
    said."""

    def __init__(self, url: URL, error: DBAPIError) -> None:
        words = " ".join(str(error.orig).split())
        super().__init__(f'The database "{url.database}" cannot be reached: {words}')


def open_engine(url: str) -> Engine:
    """An engine for ``sqlite:///path`` or ``postgresql+psycopg://…``, which is reached when it is
    first used. Raises DatabaseUrlError.

    Its errors never show the values of a statement, which may be personal data.
    """
    engine = _create(url)
    if engine.dialect.name != "sqlite":
        return engine
    event.listen(engine, "do_connect", _make_private)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


@contextmanager
def connected(engine: Engine) -> Iterator[Connection]:
    """A connection. Raises DatabaseUnreachable where there is none to be had."""
    try:
        connection = engine.connect()
    except DBAPIError as error:
        raise DatabaseUnreachable(engine.url, error) from None
    with connection:
        yield connection


_SQLITE_AWAY = ("FULL", "READONLY", "BUSY", "LOCKED", "CANTOPEN", "IOERR")
# PostgreSQL's classes: connections, resources (a full disk among them), shutting down and starting;
# then a database that takes nothing, and a lock that was waited for in vain.
_POSTGRESQL_AWAY = ("08", "53", "57P", "25006", "55P03")


@contextmanager
def available() -> Iterator[None]:
    """Raises DatabaseUnavailable for whatever keeps a database from answering, and nothing else
    than before for what is wrong with a statement."""
    try:
        yield
    except NoConnectionFree as error:
        raise DatabaseUnavailable from error
    except DBAPIError as error:
        if _is_away(error):
            raise DatabaseUnavailable from error
        raise


def _is_away(error: DBAPIError) -> bool:
    cause = error.orig
    if name := getattr(cause, "sqlite_errorname", None):
        return str(name).removeprefix("SQLITE_").startswith(_SQLITE_AWAY)
    state = getattr(cause, "sqlstate", None)
    if state is None:  # no server was there to say one
        return error.connection_invalidated or isinstance(error, OperationalError)
    return str(state).startswith(_POSTGRESQL_AWAY)


def writer(engine: Engine) -> Engine:
    """The same engine, for transactions that write.

    On SQLite they take the write lock at once (BEGIN IMMEDIATE): taken later, by a transaction
    that has read what another has changed since, it would be refused without waiting.
    """
    return engine.execution_options(**{_BEGIN: "BEGIN IMMEDIATE"})


def settle(engine: Engine) -> None:
    """On SQLite, leave nothing of what was there before in the journal beside the database. Where
    somebody reads what it holds, that is left for the next time."""
    if engine.dialect.name == "sqlite":
        with closing(engine.raw_connection()) as connection:
            cursor = connection.cursor()
            # Others that write wait for it too.
            cursor.execute(f"PRAGMA busy_timeout = {_SETTLING}")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            cursor.execute(f"PRAGMA busy_timeout = {_PATIENT}")
            cursor.close()


# Nobody connects to a new file before it is let go.
_making = Lock()


def _make_private(_dialect: object, _record: object, places: Any, _how: object) -> None:
    """A new file is its owner's alone; the journals beside it are as the file is. From an older
    one, which others made or may read, what everybody may do is taken.

    A database that is there is never opened here: closing it again would drop all of this process's
    locks on it (https://sqlite.org/howtocorrupt.html, 2.2), and another process would clear away
    the journal as if it were the last."""
    path = Path(places[0])
    with _making, suppress(OSError):  # no folder, or somebody else's file: connecting says so
        if not path.exists():
            os.close(os.open(path, os.O_RDONLY | os.O_CREAT | os.O_EXCL, 0o600))
        for one in (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
            if one.exists() and one.stat().st_mode & stat.S_IRWXO:
                one.chmod(one.stat().st_mode & ~stat.S_IRWXO)


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver begins no transactions of its own; _begin_sqlite does, before any statement.
    connection.isolation_level = None
    for pragma in _SQLITE_PRAGMAS:
        connection.execute(pragma).close()


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get(_BEGIN, "BEGIN"))


def _create(url: str) -> Engine:
    try:
        known = make_url(url)
        # What stands before the last @ is not part of the host, but of a password.
        if known.drivername not in _DRIVERS or "@" in (known.host or ""):
            raise DatabaseUrlError
        sqlite = known.get_backend_name() == "sqlite"
        if not sqlite:
            known = known.set(query=_PATIENCE | known.query)
        # Whoever waits to write holds a connection: there are enough for others to read meanwhile.
        return create_engine(
            known,
            hide_parameters=True,
            pool_size=10,
            max_overflow=40,
            pool_pre_ping=not sqlite,
        )
    except (ArgumentError, ValueError):
        raise DatabaseUrlError from None
