"""Opening the database that a URL names."""

from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url

_BEGIN = "sqlite_begin"

# In force for each connection. Removed rows are overwritten, and nothing is spilled to temporary
# files, so that no personal data outlives its row.
_SQLITE_PRAGMAS = (
    "PRAGMA busy_timeout = 15000",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
    "PRAGMA temp_store = MEMORY",
)


def open_engine(url: str) -> Engine:
    """An engine for ``sqlite:///path`` or ``postgresql+psycopg://…``.

    Its errors never show the values of a statement, which may be personal data.
    """
    sqlite = make_url(url).get_backend_name() == "sqlite"
    # Who waits to write holds a connection: there are enough for others to read meanwhile.
    engine = create_engine(
        url, hide_parameters=True, pool_size=10, max_overflow=40, pool_pre_ping=not sqlite
    )
    if not sqlite:
        return engine
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def writer(engine: Engine) -> Engine:
    """The same engine, for transactions that write.

    On SQLite they take the write lock at once (BEGIN IMMEDIATE): taken later, by a transaction
    that has read what another has changed since, it would be refused without waiting.
    """
    return engine.execution_options(**{_BEGIN: "BEGIN IMMEDIATE"})


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver begins no transactions of its own; _begin_sqlite does, before any statement.
    connection.isolation_level = None
    for pragma in _SQLITE_PRAGMAS:
        connection.execute(pragma).close()


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get(_BEGIN, "BEGIN"))
