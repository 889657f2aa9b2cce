"""The demonstration registry's own tables, in a database of its own."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    Column,
    Date,
    DateTime,
    Engine,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    create_engine,
    event,
)
from sqlalchemy.engine.interfaces import DBAPIConnection

from domain.matching import fold
from domain.people import Member

metadata = MetaData()

# The columns of a member that the port shows, named as its fields are.
_SHOWN = (
    Column("member_id", String, primary_key=True),
    Column("group_id", String, nullable=False),
    Column("subgroup_id", String, nullable=False),
    Column("relationship", String, nullable=False),
    Column("first_name", String, nullable=False),
    Column("last_name", String, nullable=False),
    Column("birth_date", Date, nullable=False),
    Column("ssn", String(9)),
    Column("enrolled_on", Date, nullable=False),
)

members = Table(
    "members",
    metadata,
    *_SHOWN,
    # The subscriber through whom they are covered: themselves, if they are the subscriber.
    Column("subscriber_id", String, ForeignKey("members.member_id"), nullable=False),
    # Folded as the domain compares names, so that the database need not know how.
    Column("first_key", String, nullable=False),
    Column("last_key", String, nullable=False),
    Column("birth_key", String, nullable=False),
    Column("search_text", String, nullable=False),
    Index("members_by_ssn", "group_id", "ssn"),
    Index("members_by_birth", "group_id", "birth_key"),
    Index("members_by_name", "group_id", "last_key", "first_key", "member_id"),
)

SHOWN: Sequence[Column[Any]] = tuple(members.c[column.name] for column in _SHOWN)

# The last member number given in each group. Writing to it holds the group's numbers until the
# transaction ends, on every database.
group_numbers = Table(
    "group_numbers",
    metadata,
    Column("group_id", String, primary_key=True),
    Column("last_number", Integer, nullable=False),
)

# The carrier's own log: every submission it ever took, once, with what it said to it.
accepted = Table(
    "accepted",
    metadata,
    Column("key", String, primary_key=True),
    Column("confirmation_id", String, nullable=False),
    Column("group_id", String, nullable=False),
    Column("status", String, nullable=False),
    Column("words", String, nullable=False),
    Column("member_id", String, ForeignKey("members.member_id")),  # of those who were enrolled
    Column("accepted_at", DateTime(timezone=True), nullable=False),  # UTC
)


def connect(url: str) -> Engine:
    """The engine for a database URL; nothing is opened yet."""
    # Without its parameters, an error of the database names nobody. Who waits to write holds a
    # connection: there are enough for others to read meanwhile.
    engine = create_engine(url, hide_parameters=True, pool_size=10, max_overflow=40)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection: DBAPIConnection, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA busy_timeout=10000")
    cursor.close()


def birth_key(birth_date: date, first_name: str) -> str:
    """Birth date and first name as one value: SQLite finds no index for a list of pairs."""
    return f"{birth_date}|{fold(first_name)}"


def search_words(search: str) -> list[str]:
    """What a search's words look like in ``search_text``; a word with a digit is of a number, and
    one of nothing but punctuation is nothing."""
    # Databases refuse patterns without end, and no name is this long.
    words = search[:200].casefold().split()
    keys = (word if any(map(str.isdigit, word)) else fold(word) for word in words)
    return [key for key in keys if key]


def member_row(member: Member, subscriber_id: str) -> dict[str, str | date | None]:
    """A member as a row of ``members``."""
    first_key, last_key = fold(member.first_name), fold(member.last_name)
    return {
        "member_id": member.member_id,
        "group_id": member.group_id,
        "subgroup_id": member.subgroup_id,
        "relationship": member.relationship,
        "first_name": member.first_name,
        "last_name": member.last_name,
        "birth_date": member.birth_date,
        "ssn": member.ssn,
        "enrolled_on": member.enrolled_on,
        "subscriber_id": subscriber_id,
        "first_key": first_key,
        "last_key": last_key,
        "birth_key": birth_key(member.birth_date, member.first_name),
        "search_text": f"{first_key} {last_key} {member.member_id.casefold()}",
    }
