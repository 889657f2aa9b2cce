"""The tables of people who sign in."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    UniqueConstraint,
    false,
    text,
)

from adapters.persistence.schema import Moment, Plain, Text, metadata

administrators = Table(
    "administrators",
    metadata,
    Column("id", Plain, primary_key=True),
    Column("email", Text, nullable=False),
    Column("email_key", Plain, nullable=False, unique=True),  # the e-mail in one case
    Column("name", Text, nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("disabled", Boolean, nullable=False, server_default=false()),
)

grants = Table(
    "grants",
    metadata,
    Column(
        "administrator_id",
        Plain,
        ForeignKey("administrators.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("group_id", Plain, primary_key=True),
    Column("role", Integer, nullable=False),
)

# Forms that made something; the digest is of the form's own token and of whoever sent it.
sent_forms = Table(
    "sent_forms",
    metadata,
    Column("digest", Plain, primary_key=True),
    Column("made", Plain, nullable=False),
    Column("sent_at", Moment, nullable=False, index=True),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", Plain, primary_key=True),
    Column(
        "administrator_id",
        Plain,
        ForeignKey("administrators.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("started_at", Moment, nullable=False, index=True),
    Column("seen_at", Moment, nullable=False, index=True),
    Column("notices", Text, nullable=False),
    Column("awaiting_code", Boolean, nullable=False, server_default=false()),
    Column("owes_factor", Boolean, nullable=False, server_default=false()),
    Column("address", Text, nullable=False, server_default=text("''")),
    Column("browser", Text, nullable=False, server_default=text("''")),
    Column("proved_at", Moment),
)

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

# Which administrator is which subject of an identity provider.
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
