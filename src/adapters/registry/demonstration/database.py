"""The demonstration registry's own tables, in a database of its own."""

from datetime import date

from sqlalchemy import (
    Column,
    DateTime,
    Engine,
    ForeignKey,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
)

from adapters.confidential import Vault
from adapters.persistence.engine import open_engine
from adapters.registry.members import member_row, members_table, sealed_members
from domain.people import Member

metadata = MetaData()

members = members_table(
    metadata,
    PrimaryKeyConstraint("member_id"),
    # The subscriber through whom they are covered: themselves, if they are the subscriber.
    Column("subscriber_id", String, ForeignKey("members.member_id"), nullable=False),
)

sealed = sealed_members(members)

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
    """The engine for a database URL; nothing is opened yet. Raises DatabaseUrlError."""
    return open_engine(url)


def family_row(member: Member, subscriber_id: str, vault: Vault) -> dict[str, str | date | None]:
    """A member as a row of ``members``."""
    return {**member_row(member, vault), "subscriber_id": subscriber_id}
