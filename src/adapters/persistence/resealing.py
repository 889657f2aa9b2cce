"""Sealing everything with the current keys, while people go on working.

It takes a few rows at a time, in a transaction of their own. A row that somebody else holds is
skipped and taken later, so that nobody is kept waiting for long, and no two ever wait for one
another. If it is stopped, the next run finds what is left.

It goes through databases without knowing whose they are: the site's own is one, a registry's that
keeps something sealed is another.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from time import sleep
from typing import Any, TypeAlias

import msgspec
from sqlalchemy import (
    Column,
    ColumnElement,
    Engine,
    Row,
    Table,
    and_,
    bindparam,
    func,
    or_,
    select,
    tuple_,
    update,
)

from adapters.confidential import MARK, SealBroken, Vault
from adapters.keyring import KeyKind
from adapters.persistence.engine import connected, settle, writer

ReportProgress = Callable[[int, int], None]
"""Is told how many rows are done, of how many."""

_AT_ONCE = 100
_PAUSE = 0.01
_TRIES = 200

_Key: TypeAlias = tuple[Any, ...]


class SealedTable(msgspec.Struct, frozen=True):
    """A table with its sealed columns, its columns of lookup values, and the function that makes
    both anew for a row. A row may be sealed already, or not yet."""

    table: Table
    sealed: tuple[str, ...]
    lookups: tuple[str, ...]
    anew: Callable[[Row[Any], Vault], Mapping[str, Any]]

    @property
    def key(self) -> Sequence[Column[Any]]:
        """The columns that tell its rows apart, and give their order."""
        return list(self.table.primary_key)

    def key_of(self, row: Row[Any]) -> _Key:
        return tuple(row._mapping[column.name] for column in self.key)

    def after(self, key: _Key | None) -> Sequence[ColumnElement[bool]]:
        """The rows that come after this one; all of them where there is none."""
        return [] if key is None else [tuple_(*self.key) > tuple_(*key)]

    def stale(self, vault: Vault) -> ColumnElement[bool]:
        """Sealed with a key other than the current one, or with none."""
        columns = self.table.c
        data, lookup = vault.ring.data.current, vault.ring.lookup.current
        return or_(
            *(
                and_(_filled(columns[name]), columns[name].not_like(f"{MARK}.{data}.%"))
                for name in self.sealed
            ),
            *(columns[name].not_like(f"{lookup}.%") for name in self.lookups),
        )

    def written_anew(
        self, rows: Sequence[Row[Any]], vault: Vault
    ) -> tuple[Sequence[Mapping[str, Any]], set[_Key]]:
        """The values for ``update_each``, and the keys of rows that are unreadable."""
        written, unreadable = [], set()
        for row in rows:
            of = {f"of_{column.name}": row._mapping[column.name] for column in self.key}
            try:
                written.append({**of, **self.anew(row, vault)})
            except (SealBroken, msgspec.MsgspecError):
                unreadable.add(self.key_of(row))
        return written, unreadable

    def update_each(self) -> Any:
        """The statement that takes the values that ``written_anew`` gives."""
        return update(self.table).where(*(one == bindparam(f"of_{one.name}") for one in self.key))


class SealedTables(msgspec.Struct, frozen=True):
    """A database, and the tables in it that hold something sealed."""

    engine: Engine
    tables: Sequence[SealedTable]


class Resealed(msgspec.Struct, frozen=True):
    """How many rows were written anew, and how many could not be read."""

    rows: int
    unreadable: int


def reseal(
    databases: Sequence[SealedTables],
    vault: Vault,
    report: ReportProgress = lambda done, of: None,
) -> Resealed:
    """Rewrite what is sealed with other keys, or with none, with the current ones. Raises
    TimeoutError when others keep holding the same rows."""
    vault.refresh()
    done = unreadable = 0
    total = sum(_left(engine, one, vault) for engine, one in _each(databases))
    for engine, one in _each(databases):
        broken: set[_Key] = set()
        for _ in range(_TRIES):
            last = None
            while True:
                seen, last, bad = _some(engine, one, vault, last)
                done += seen - len(bad)
                broken |= bad
                report(min(done, total), total)
                if last is None:
                    break
                sleep(_PAUSE)
            if _left(engine, one, vault) <= len(broken):
                break
            sleep(10 * _PAUSE)
        else:
            raise TimeoutError
        unreadable += len(broken)
    for database in databases:
        settle(database.engine)
    return Resealed(done, unreadable)


def values_by_key(databases: Sequence[SealedTables]) -> Mapping[tuple[KeyKind | None, str], int]:
    """How many values are sealed with each key, by kind and id; None stands for those without a
    key."""
    found: Counter[tuple[KeyKind | None, str]] = Counter()
    for engine, one in _each(databases):
        with connected(engine) as connection:
            for name in one.sealed:
                column = one.table.c[name]
                key = func.substr(column, len(MARK) + 2, 8)
                rows = connection.execute(
                    select(key, func.count()).where(_is_sealed(column)).group_by(key)
                )
                for row in rows:
                    found[KeyKind.DATA, row[0]] += row[1]
                bare = select(func.count()).where(_filled(column), ~_is_sealed(column))
                if count := connection.scalar(bare):
                    found[None, ""] += count
            for name in one.lookups:
                column = one.table.c[name]
                key = func.substr(column, 1, 8)
                rows = connection.execute(
                    select(key, func.count()).where(column.is_not(None)).group_by(key)
                )
                for row in rows:
                    found[KeyKind.LOOKUP, row[0]] += row[1]
    return found


def _each(databases: Sequence[SealedTables]) -> Iterator[tuple[Engine, SealedTable]]:
    return ((database.engine, one) for database in databases for one in database.tables)


def _some(
    engine: Engine, one: SealedTable, vault: Vault, last: _Key | None
) -> tuple[int, _Key | None, set[_Key]]:
    """Rewrite the next few rows after the last; returns how many there were, the last of them, and
    those that are unreadable."""
    with writer(engine).begin() as connection:
        # SQLite renders no FOR UPDATE and needs none: there, one transaction writes at a time.
        rows = connection.execute(
            select(one.table)
            .where(*one.after(last), one.stale(vault))
            .order_by(*one.key)
            .limit(_AT_ONCE)
            .with_for_update(skip_locked=True, key_share=True)
        ).all()
        written, bad = one.written_anew(rows, vault)
        if written:
            connection.execute(one.update_each(), written)
    return len(rows), one.key_of(rows[-1]) if rows else None, bad


def _left(engine: Engine, one: SealedTable, vault: Vault) -> int:
    counted = select(func.count()).select_from(one.table).where(one.stale(vault))
    with connected(engine) as connection:
        return connection.scalar(counted) or 0


def _filled(column: Column[Any]) -> ColumnElement[bool]:
    return column.not_in(("", "[]"))


def _is_sealed(column: Column[Any]) -> ColumnElement[bool]:
    return column.like(f"{MARK}.________.%")
