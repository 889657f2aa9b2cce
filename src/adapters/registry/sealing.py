"""What a registry has to do with the keys if it keeps numbers in a database of its own."""

from typing import Protocol, runtime_checkable

from sqlalchemy import Connection, Engine, Table, inspect, select, text

from adapters.confidential import Vault
from adapters.persistence.engine import settle, writer
from adapters.persistence.resealing import SealedTable, SealedTables

_AT_ONCE = 1_000
# Any number, as long as nobody else in the database uses it.
_SEALING = 834_005_011


@runtime_checkable
class KeepsSealed(Protocol):
    """A registry that keeps something sealed with the site's keys. Those that keep nothing lack
    the method, and are left alone when keys are changed."""

    def sealed(self) -> SealedTables:
        """Where it keeps them, so that they are rewritten, and counted before a key is removed."""


def seal_older(engine: Engine, vault: Vault, members: SealedTable, *others: SealedTable) -> None:
    """Bring tables that a version without keys has made into their present form, with their numbers
    sealed: all of it or nothing. Nothing happens where that was done, or where there is no table
    yet."""
    with engine.connect() as connection:
        if not _is_older(connection, members.table):
            return
    with writer(engine).begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _SEALING})
        if _is_older(connection, members.table):
            connection.exec_driver_sql("DROP INDEX IF EXISTS members_by_ssn")
            for one in (members, *others):
                _make_room(connection, one)
                _seal(connection, one, vault.of_older_site())
            for index in members.table.indexes:
                index.create(connection, checkfirst=True)
    settle(engine)


def _is_older(connection: Connection, members: Table) -> bool:
    there = inspect(connection)
    return there.has_table(members.name) and "ssn_key" not in {
        column["name"] for column in there.get_columns(members.name)
    }


def _make_room(connection: Connection, one: SealedTable) -> None:
    # SQLite minds no length, and cannot change one.
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"ALTER TABLE {one.table.name} ALTER COLUMN ssn TYPE VARCHAR")
    for name in one.lookups:
        connection.exec_driver_sql(f"ALTER TABLE {one.table.name} ADD COLUMN {name} VARCHAR")


def _seal(connection: Connection, one: SealedTable, vault: Vault) -> None:
    last = None
    while rows := connection.execute(
        select(one.table)
        .where(*one.after(last), one.stale(vault))
        .order_by(*one.key)
        .limit(_AT_ONCE)
    ).all():
        written, _ = one.written_anew(rows, vault)
        connection.execute(one.update_each(), written)
        last = one.key_of(rows[-1])
