"""Parts that several repositories' statements share."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Select, Table, and_, false, func
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError

from adapters.persistence.schema import AnyRow
from domain.matching import fold
from domain.ports import PAGE_SIZE, Conflict, Page

T = TypeVar("T")

_LONGEST_SEARCH = 200
_POSTGRESQL_UNIQUE = "23505"
_SQLITE_UNIQUE = {"SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY"}


@contextmanager
def conflicts() -> Iterator[None]:
    """Turn a broken unique constraint into Conflict, without the database's own words: they
    hold the values."""
    try:
        yield
    except IntegrityError as error:
        cause = error.orig
        if (
            getattr(cause, "sqlstate", None) == _POSTGRESQL_UNIQUE
            or getattr(cause, "sqlite_errorname", None) in _SQLITE_UNIQUE
        ):
            raise Conflict from None
        raise


def insert_or(connection: Connection, table: Table) -> postgresql.Insert | sqlite.Insert:
    """An insert into the table that may say ``on_conflict``, as either database has it."""
    if connection.dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)


def name_has(name_key: ColumnElement[str], search: str) -> ColumnElement[bool]:
    """Whether every word of the search is part of the name. A search without a letter is part of
    none, and neither is a word with digits, such as a confirmation ID."""
    words = [fold(word) for word in search[:_LONGEST_SEARCH].split()]
    if re.search(r"\d", search) or not any(words):
        return false()
    return and_(*(name_key.contains(word, autoescape=True) for word in words))


def confirmation_has(confirmation_id: ColumnElement[str], search: str) -> ColumnElement[bool]:
    """Whether the search is part of the confirmation ID, in any case, dashes aside."""
    characters = re.sub(r"[^0-9A-Z]", "", search[:_LONGEST_SEARCH].upper())
    if not characters:
        return false()
    return func.replace(confirmation_id, "-", "").contains(characters, autoescape=True)


def page_of(
    connection: Connection,
    rows: Select[*tuple[Any, ...]],
    number: int,
    read: Callable[[AnyRow], T],
    size: int = PAGE_SIZE,
) -> Page[T]:
    """A page of the rows, which are in order; the last page where there are not so many."""
    counted = rows.order_by(None).with_only_columns(func.count())
    total = connection.execute(counted).scalar_one()
    number = min(max(number, 1), max(1, -(-total // size)))
    if total == 0:
        return Page([], 0, number, size)
    found = connection.execute(rows.limit(size).offset((number - 1) * size))
    return Page([read(row) for row in found], total, number, size)
