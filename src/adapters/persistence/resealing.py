"""Having everything kept with the current keys, while people go on working.

A few rows at a time, each few in a transaction of their own. A row that somebody else holds is
passed over and taken later, so that nobody is kept waiting for long, and no two ever wait for one
another. Whatever stops it, what is left is found by the next that does this.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from time import sleep
from typing import Any

import msgspec
from sqlalchemy import (
    Column,
    ColumnElement,
    Engine,
    Table,
    and_,
    bindparam,
    func,
    or_,
    select,
    update,
)

from adapters.keyring import Kind
from adapters.persistence.confidential import MARK, SealBroken, Vault
from adapters.persistence.engine import connected, settle, writer
from adapters.persistence.mappers import (
    AnyRow,
    Values,
    answers_of,
    application_content,
    application_of,
    batch_of,
    batch_values,
    lookup_keys,
    sealed_name,
    sealed_notices,
    submission_of,
    submission_values,
)
from adapters.persistence.people_tables import second_factors
from adapters.persistence.tables import agreements, applications, batches, sessions, submissions

ReportProgress = Callable[[int, int], None]
"""Is told how many rows are done, of how many."""

_AT_ONCE = 100
_PAUSE = 0.01
_TRIES = 200


class _Place(msgspec.Struct, frozen=True):
    """A table with sealed columns, columns of lookup values, and what writes both anew."""

    table: Table
    key: str
    sealed: tuple[str, ...]
    lookups: tuple[str, ...]
    anew: Callable[[AnyRow, Vault], Values]


def _application(row: AnyRow, vault: Vault) -> Values:
    return application_content(application_of(row, vault), vault)


def _submission(row: AnyRow, vault: Vault) -> Values:
    values = submission_values(submission_of(row, vault), vault)
    columns = ("answers", "confidential", "warnings")
    return {name: values[name] for name in columns} | lookup_keys(
        answers_of(row, vault).identity, vault
    )


def _batch(row: AnyRow, vault: Vault) -> Values:
    return {"file_name": batch_values(batch_of(row, vault), vault)["file_name"]}


def _agreement(row: AnyRow, vault: Vault) -> Values:
    name = vault.unseal("agreements", row.id, "file_name", row.file_name)
    return {"file_name": sealed_name("agreements", row.id, name, vault)}


def _session(row: AnyRow, vault: Vault) -> Values:
    notices = vault.unseal("sessions", row.token_hash, "notices", row.notices)
    return {"notices": sealed_notices(row.token_hash, notices, vault)}


def _second_factor(row: AnyRow, vault: Vault) -> Values:
    place = ("second_factors", row.administrator_id, "confidential")
    return {"confidential": vault.seal(*place, vault.unseal(*place, row.confidential))}


SEALED = (
    _Place(applications, "id", ("confidential", "findings"), (), _application),
    _Place(
        submissions,
        "id",
        ("confidential", "warnings"),
        ("ssn_key", "person_key"),
        _submission,
    ),
    _Place(batches, "id", ("file_name",), (), _batch),
    _Place(agreements, "id", ("file_name",), (), _agreement),
    _Place(sessions, "token_hash", ("notices",), (), _session),
    _Place(second_factors, "administrator_id", ("confidential",), (), _second_factor),
)


class Resealed(msgspec.Struct, frozen=True):
    """How many rows were written anew, and how many could not be read."""

    rows: int
    unreadable: int


def reseal(
    engine: Engine, vault: Vault, report: ReportProgress = lambda done, of: None
) -> Resealed:
    """Write what is kept with other keys, or with none, anew with the current ones. Raises
    TimeoutError when others keep holding the same rows."""
    vault.refresh()
    done = unreadable = 0
    total = sum(_left(engine, place, vault) for place in SEALED)
    for place in SEALED:
        broken: set[str] = set()
        for _ in range(_TRIES):
            after = ""
            while True:
                seen, last, bad = _some(engine, place, vault, after)
                done += seen - len(bad)
                broken |= bad
                report(min(done, total), total)
                if last is None:
                    break
                after = last
                sleep(_PAUSE)
            if _left(engine, place, vault) <= len(broken):
                break
            sleep(10 * _PAUSE)
        else:
            raise TimeoutError
        unreadable += len(broken)
    settle(engine)
    return Resealed(done, unreadable)


def values_by_key(engine: Engine) -> Mapping[tuple[Kind | None, str], int]:
    """How many values are kept with each key, by kind and id; with None, those with none."""
    found: Counter[tuple[Kind | None, str]] = Counter()
    with connected(engine) as connection:
        for place in SEALED:
            for name in place.sealed:
                column = place.table.c[name]
                key = func.substr(column, len(MARK) + 2, 8)
                rows = connection.execute(
                    select(key, func.count()).where(_is_sealed(column)).group_by(key)
                )
                for row in rows:
                    found[Kind.DATA, row[0]] += row[1]
                bare = select(func.count()).where(_filled(column), ~_is_sealed(column))
                if count := connection.scalar(bare):
                    found[None, ""] += count
            for name in place.lookups:
                column = place.table.c[name]
                key = func.substr(column, 1, 8)
                rows = connection.execute(
                    select(key, func.count()).where(column.is_not(None)).group_by(key)
                )
                for row in rows:
                    found[Kind.LOOKUP, row[0]] += row[1]
    return found


def _some(
    engine: Engine, place: _Place, vault: Vault, after: str
) -> tuple[int, str | None, set[str]]:
    """Write some rows anew: how many were met, the last of them, and those that are unreadable."""
    table, key = place.table, place.table.c[place.key]
    with writer(engine).begin() as connection:
        # SQLite renders no FOR UPDATE and needs none: there, one transaction writes at a time.
        rows = connection.execute(
            select(table)
            .where(key > after, _stale(place, vault))
            .order_by(key)
            .limit(_AT_ONCE)
            .with_for_update(skip_locked=True, key_share=True)
        ).all()
        written, bad = [], set()
        for row in rows:
            row_id = row._mapping[place.key]
            try:
                written.append({"of_row": row_id, **place.anew(row, vault)})
            except (SealBroken, msgspec.MsgspecError):
                bad.add(row_id)
        if written:
            connection.execute(update(table).where(key == bindparam("of_row")), written)
    return len(rows), rows[-1]._mapping[place.key] if rows else None, bad


def _left(engine: Engine, place: _Place, vault: Vault) -> int:
    counted = select(func.count()).select_from(place.table).where(_stale(place, vault))
    with connected(engine) as connection:
        return connection.scalar(counted) or 0


def _stale(place: _Place, vault: Vault) -> ColumnElement[bool]:
    """Kept with another key than the current one, or with none."""
    columns = place.table.c
    data, lookup = vault.ring.data.current, vault.ring.lookup.current
    return or_(
        *(
            and_(_filled(columns[name]), columns[name].not_like(f"{MARK}.{data}.%"))
            for name in place.sealed
        ),
        *(columns[name].not_like(f"{lookup}.%") for name in place.lookups),
    )


def _filled(column: Column[Any]) -> ColumnElement[bool]:
    return column.not_in(("", "[]"))


def _is_sealed(column: Column[Any]) -> ColumnElement[bool]:
    return column.like(f"{MARK}.________.%")
