"""The tables. We make the ids, so that rows are written without asking for them back.

Names follow the domain's fields. A column that no field has says what it is for. JSON is stored as
text: no query ever looks into it. ``sealed_tables`` says which columns are sealed.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    UniqueConstraint,
    text,
)

from adapters.persistence.schema import Moment, Plain, Text, metadata

# No foreign key to people: who uploaded or submitted something is still told when their account is
# gone.

batches = Table(
    "batches",
    metadata,
    Column("id", Plain, primary_key=True),
    Column("group_id", Plain, nullable=False),
    Column("region", Text, nullable=False),
    Column("file_name", Text, nullable=False),
    Column("digest", Plain, nullable=False),
    Column("digest_held", Plain),  # the digest again, given up once the batch has expired
    Column("repeat", Integer, nullable=False),
    Column("layout", Text, nullable=False),
    Column("notices", Text, nullable=False, server_default="[]"),
    Column("uploaded_by", Plain, nullable=False),
    Column("uploaded_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False, index=True),
    Column("delivery_holder", Plain),  # who delivers its submissions,
    Column("delivery_until", Moment),  # and when others may take over
    UniqueConstraint("group_id", "digest_held", "repeat"),
    Index(None, "group_id", "uploaded_at"),
)

applications = Table(
    "applications",
    metadata,
    Column("id", Plain, primary_key=True),
    Column("batch_id", Plain, ForeignKey("batches.id"), nullable=False),
    Column("group_id", Plain, nullable=False),
    Column("row", Integer, nullable=False),
    # What was typed, sealed. "entries" has what is not confidential of what was kept before there
    # were keys, and {} since.
    Column("entries", Text, nullable=False),
    Column("confidential", Text, nullable=False),
    Column("findings", Text, nullable=False),
    Column("submission_key", Plain, nullable=False, unique=True),
    Column("expires_at", Moment, nullable=False),
    Column("version", Integer, nullable=False),
    Column("saved", Boolean, nullable=False),
    Column("confirmation_id", Plain),
    Column("deleted_at", Moment),
    # Written through from findings and entries, for tabs, searches and sorting.
    Column("verdict", Plain, nullable=False),
    Column("name_key", Plain),
    Column("family_number", Integer),
    Column("relationship", Plain),
    UniqueConstraint("batch_id", "row"),
    Index(None, "batch_id", "verdict"),
    Index(
        "ix_applications_saved",
        "group_id",
        "expires_at",
        sqlite_where=text("saved = 1"),
        postgresql_where=text("saved"),
    ),
    Index(
        "ix_applications_expiring",
        "expires_at",
        sqlite_where=text("confirmation_id IS NULL"),
        postgresql_where=text("confirmation_id IS NULL"),
    ),
    Index(
        "ix_applications_deleted",
        "deleted_at",
        sqlite_where=text("deleted_at IS NOT NULL"),
        postgresql_where=text("deleted_at IS NOT NULL"),
    ),
)

# Queries repeat these words exactly, so that the partial indexes serve them.
NOT_DECLINED = text("status <> 'Declined'")
UNDONE = text("stage <> 'done'")

submissions = Table(
    "submissions",
    metadata,
    Column("id", Plain, primary_key=True),
    Column("key", Plain, nullable=False, unique=True),
    Column("application_id", Plain, ForeignKey("applications.id"), nullable=False, unique=True),
    Column("batch_id", Plain, ForeignKey("batches.id"), nullable=False),
    Column("group_id", Plain, nullable=False),
    Column("confirmation_id", Plain, nullable=False, unique=True),
    Column("answers", Text, nullable=False),  # as an application's entries
    Column("confidential", Text, nullable=False),
    Column("warnings", Text, nullable=False),
    Column("subscriber_key", Plain),
    Column("submitted_by", Plain, nullable=False),
    Column("submitted_at", Moment, nullable=False),
    Column("status", Plain, nullable=False),
    Column("carrier_words", Text, nullable=False),
    Column("answered_at", Moment),
    Column("stage", Plain, nullable=False, server_default="waiting"),
    Column("due_at", Moment),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("trouble", Text, nullable=False, server_default=text("''")),
    Column("steps", Text, nullable=False, server_default="[]"),
    # Written through from answers, to find people by.
    Column("person_key", Plain, nullable=False),
    Column("ssn_key", Plain),
    Column("birth_key", Plain),
    Column("name_key", Plain, nullable=False),
    Index(None, "batch_id", "submitted_at"),
    Index(None, "group_id", "submitted_at"),
    Index(
        "uq_submissions_person",
        "group_id",
        "person_key",
        unique=True,
        sqlite_where=NOT_DECLINED,
        postgresql_where=NOT_DECLINED,
    ),
    Index(None, "group_id", "ssn_key"),
    Index(None, "group_id", "birth_key"),
    # This index alone answers the general questions about the outbox.
    Index(
        "ix_submissions_undone",
        "due_at",
        "stage",
        "attempts",
        "submitted_at",
        sqlite_where=UNDONE,
        postgresql_where=UNDONE,
    ),
)

agreements = Table(
    "agreements",
    metadata,
    Column("id", Plain, primary_key=True),
    Column("batch_id", Plain, ForeignKey("batches.id"), nullable=False),
    Column("application_id", Plain, ForeignKey("applications.id"), nullable=False),
    Column("file_name", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("digest", Text, nullable=False),
    Column("stored_name", Plain, nullable=False, index=True),
    Column("uploaded_by", Plain, nullable=False),
    Column("uploaded_at", Moment, nullable=False),
    Index(None, "batch_id", "uploaded_at"),
    Index(None, "application_id", "uploaded_at"),
)

# A document's name alone tells which agreement it belongs to: the store keeps names, not reasons.
# The content comes last, since SQLite reads through it to get at the columns after it.
documents = Table(
    "documents",
    metadata,
    Column("name", Plain, primary_key=True),
    Column("kept_at", Moment, nullable=False),
    Column("content", LargeBinary, nullable=False),
)

# Triggers, made by the migration, keep it from being changed. Everything is text, moments too, so
# that what is stored is exactly what the digests were made from.
audit = Table(
    "audit",
    metadata,
    Column("sequence", BigInteger, primary_key=True, autoincrement=False),
    Column("at", Plain, nullable=False),
    Column("act", Plain, nullable=False),
    Column("administrator_id", Plain, nullable=False),
    Column("group_id", Plain, nullable=False),
    Column("subject", Plain, nullable=False),
    Column("batch_id", Plain, nullable=False),
    Column("facts", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("digest", Plain, nullable=False),
    Index(None, "group_id", "sequence"),
    Index(None, "subject", "sequence"),
    Index(None, "batch_id", "sequence"),
)

# The keys that something may be sealed with, so that no server works without one of them. The kind
# "none" says that something may not be sealed.
keys_used = Table(
    "keys_used",
    metadata,
    Column("kind", Plain, primary_key=True),
    Column("id", Plain, primary_key=True),
    Column("fingerprint", Plain, nullable=False),
)

# The tables that are sealed throughout. That they are is sealed too, so that it takes the keys to
# say it.
sealed_levels = Table(
    "sealed_levels",
    metadata,
    Column("table_name", Plain, primary_key=True),
    Column("level", Text, nullable=False),
)
