"""The tables about how people come in, beside those of administrators, grants and sessions."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, Table, UniqueConstraint

from adapters.persistence.columns import Moment, Plain, Text
from adapters.persistence.tables import metadata

invitations = Table(
    "invitations",
    metadata,
    Column("token_hash", Plain, primary_key=True),
    Column("email", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("group_id", Plain, nullable=False),
    Column("role", Integer, nullable=False),
    Column("invited_by", Plain, nullable=False),
    Column("expires_at", Moment, nullable=False, index=True),
    Index(None, "group_id", "expires_at"),
)

second_factors = Table(
    "second_factors",
    metadata,
    Column(
        "administrator_id",
        Plain,
        ForeignKey("administrators.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("confidential", Text, nullable=False),  # the secret
    Column("begun_at", Moment, nullable=False),
    Column("confirmed_at", Moment),
    Column("last_step", BigInteger, nullable=False),
)

recovery_codes = Table(
    "recovery_codes",
    metadata,
    Column(
        "administrator_id",
        Plain,
        ForeignKey("administrators.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("code_hash", Plain, primary_key=True),
)

# Who is whom of an identity provider's.
subjects = Table(
    "subjects",
    metadata,
    Column("issuer", Plain, primary_key=True),
    Column("subject", Plain, primary_key=True),
    Column(
        "administrator_id",
        Plain,
        ForeignKey("administrators.id", ondelete="CASCADE"),
        nullable=False,
    ),
    UniqueConstraint("administrator_id", "issuer"),
)

attempts = Table(
    "attempts",
    metadata,
    Column("key", Plain, primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("failed_at", Moment),
    Column("succeeded_at", Moment),
    Column("kept_until", Moment, index=True),  # when nothing of it counts any more
)
