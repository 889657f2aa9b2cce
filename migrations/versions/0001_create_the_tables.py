"""Create the tables.

A migration stays as it was when it was made: it imports nothing of the product.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

PLAIN = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "administrators",
        sa.Column("id", PLAIN, nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("email_key", PLAIN, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_administrators"),
        sa.UniqueConstraint("email_key", name="uq_administrators_email_key"),
    )
    op.create_table(
        "batches",
        sa.Column("id", PLAIN, nullable=False),
        sa.Column("group_id", PLAIN, nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("digest", PLAIN, nullable=False),
        sa.Column("digest_held", PLAIN),
        sa.Column("repeat", sa.Integer(), nullable=False),
        sa.Column("layout", sa.Text(), nullable=False),
        sa.Column("uploaded_by", PLAIN, nullable=False),
        sa.Column("uploaded_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_batches"),
        sa.UniqueConstraint(
            "group_id", "digest_held", "repeat", name="uq_batches_group_id_digest_held_repeat"
        ),
    )
    op.create_index("ix_batches_expires_at", "batches", ["expires_at"])
    op.create_index("ix_batches_group_id_uploaded_at", "batches", ["group_id", "uploaded_at"])

    op.create_table(
        "applications",
        sa.Column("id", PLAIN, nullable=False),
        sa.Column("batch_id", PLAIN, nullable=False),
        sa.Column("group_id", PLAIN, nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("entries", sa.Text(), nullable=False),
        sa.Column("confidential", sa.Text(), nullable=False),
        sa.Column("findings", sa.Text(), nullable=False),
        sa.Column("submission_key", PLAIN, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("saved", sa.Boolean(), nullable=False),
        sa.Column("confirmation_id", PLAIN),
        sa.Column("deleted_at", MOMENT),
        sa.Column("verdict", PLAIN, nullable=False),
        sa.Column("name_key", PLAIN),
        sa.Column("family_number", sa.Integer()),
        sa.Column("relationship", PLAIN),
        sa.ForeignKeyConstraint(["batch_id"], ["batches.id"], name="fk_applications_batch_id"),
        sa.PrimaryKeyConstraint("id", name="pk_applications"),
        sa.UniqueConstraint("batch_id", "row", name="uq_applications_batch_id_row"),
        sa.UniqueConstraint("submission_key", name="uq_applications_submission_key"),
    )
    op.create_index("ix_applications_batch_id_verdict", "applications", ["batch_id", "verdict"])
    op.create_index(
        "ix_applications_deleted",
        "applications",
        ["deleted_at"],
        sqlite_where=sa.text("deleted_at IS NOT NULL"),
        postgresql_where=sa.text("deleted_at IS NOT NULL"),
    )
    op.create_index(
        "ix_applications_expiring",
        "applications",
        ["expires_at"],
        sqlite_where=sa.text("confirmation_id IS NULL"),
        postgresql_where=sa.text("confirmation_id IS NULL"),
    )
    op.create_index(
        "ix_applications_saved",
        "applications",
        ["group_id", "expires_at"],
        sqlite_where=sa.text("saved = 1"),
        postgresql_where=sa.text("saved"),
    )

    op.create_table(
        "grants",
        sa.Column("administrator_id", PLAIN, nullable=False),
        sa.Column("group_id", PLAIN, nullable=False),
        sa.Column("role", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["administrator_id"],
            ["administrators.id"],
            name="fk_grants_administrator_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("administrator_id", "group_id", name="pk_grants"),
    )
    op.create_table(
        "sessions",
        sa.Column("token_hash", PLAIN, nullable=False),
        sa.Column("administrator_id", PLAIN, nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Column("notices", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["administrator_id"],
            ["administrators.id"],
            name="fk_sessions_administrator_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("token_hash", name="pk_sessions"),
    )
    op.create_index("ix_sessions_administrator_id", "sessions", ["administrator_id"])
    op.create_index("ix_sessions_seen_at", "sessions", ["seen_at"])
    op.create_index("ix_sessions_started_at", "sessions", ["started_at"])

    op.create_table(
        "agreements",
        sa.Column("id", PLAIN, nullable=False),
        sa.Column("batch_id", PLAIN, nullable=False),
        sa.Column("application_id", PLAIN, nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("stored_name", PLAIN, nullable=False),
        sa.Column("uploaded_by", PLAIN, nullable=False),
        sa.Column("uploaded_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name="fk_agreements_application_id"
        ),
        sa.ForeignKeyConstraint(["batch_id"], ["batches.id"], name="fk_agreements_batch_id"),
        sa.PrimaryKeyConstraint("id", name="pk_agreements"),
    )
    op.create_index(
        "ix_agreements_application_id_uploaded_at", "agreements", ["application_id", "uploaded_at"]
    )
    op.create_index("ix_agreements_batch_id_uploaded_at", "agreements", ["batch_id", "uploaded_at"])
    op.create_index("ix_agreements_stored_name", "agreements", ["stored_name"])

    op.create_table(
        "submissions",
        sa.Column("id", PLAIN, nullable=False),
        sa.Column("key", PLAIN, nullable=False),
        sa.Column("application_id", PLAIN, nullable=False),
        sa.Column("batch_id", PLAIN, nullable=False),
        sa.Column("group_id", PLAIN, nullable=False),
        sa.Column("confirmation_id", PLAIN, nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("confidential", sa.Text(), nullable=False),
        sa.Column("warnings", sa.Text(), nullable=False),
        sa.Column("subscriber_key", PLAIN),
        sa.Column("submitted_by", PLAIN, nullable=False),
        sa.Column("submitted_at", MOMENT, nullable=False),
        sa.Column("status", PLAIN, nullable=False),
        sa.Column("carrier_words", sa.Text(), nullable=False),
        sa.Column("answered_at", MOMENT),
        sa.Column("person_key", PLAIN, nullable=False),
        sa.Column("ssn_key", PLAIN),
        sa.Column("birth_key", PLAIN),
        sa.Column("name_key", PLAIN, nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name="fk_submissions_application_id"
        ),
        sa.ForeignKeyConstraint(["batch_id"], ["batches.id"], name="fk_submissions_batch_id"),
        sa.PrimaryKeyConstraint("id", name="pk_submissions"),
        sa.UniqueConstraint("application_id", name="uq_submissions_application_id"),
        sa.UniqueConstraint("confirmation_id", name="uq_submissions_confirmation_id"),
        sa.UniqueConstraint("key", name="uq_submissions_key"),
    )
    op.create_index(
        "ix_submissions_batch_id_submitted_at", "submissions", ["batch_id", "submitted_at"]
    )
    op.create_index("ix_submissions_group_id_birth_key", "submissions", ["group_id", "birth_key"])
    op.create_index("ix_submissions_group_id_ssn_key", "submissions", ["group_id", "ssn_key"])
    op.create_index(
        "ix_submissions_group_id_submitted_at", "submissions", ["group_id", "submitted_at"]
    )
    op.create_index(
        "ix_submissions_unanswered",
        "submissions",
        ["submitted_at"],
        sqlite_where=sa.text("status IN ('Submitted', 'Processing')"),
        postgresql_where=sa.text("status IN ('Submitted', 'Processing')"),
    )
    op.create_index(
        "uq_submissions_person",
        "submissions",
        ["group_id", "person_key"],
        unique=True,
        sqlite_where=sa.text("status <> 'Declined'"),
        postgresql_where=sa.text("status <> 'Declined'"),
    )
