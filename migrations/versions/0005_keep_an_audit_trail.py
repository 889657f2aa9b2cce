"""Keep an audit trail, which the database itself lets nobody change."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

PLAIN = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("sequence", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("at", PLAIN, nullable=False),
        sa.Column("act", PLAIN, nullable=False),
        sa.Column("administrator_id", PLAIN, nullable=False),
        sa.Column("group_id", PLAIN, nullable=False),
        sa.Column("subject", PLAIN, nullable=False),
        sa.Column("batch_id", PLAIN, nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("digest", PLAIN, nullable=False),
        sa.PrimaryKeyConstraint("sequence", name="pk_audit"),
    )
    for column in ("group_id", "subject", "batch_id"):
        op.create_index(f"ix_audit_{column}_sequence", "audit", [column, "sequence"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION audit_stays() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE EXCEPTION 'the audit trail is only added to'; END $$"
        )
        op.execute(
            "CREATE TRIGGER audit_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON audit"
            " FOR EACH STATEMENT EXECUTE FUNCTION audit_stays()"
        )
    else:
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER audit_stays_{act.lower()} BEFORE {act} ON audit BEGIN"
                " SELECT RAISE(ABORT, 'the audit trail is only added to'); END"
            )
        # INSERT OR REPLACE would remove what is there without a word to the trigger on DELETE.
        op.execute(
            "CREATE TRIGGER audit_stays_insert BEFORE INSERT ON audit"
            " WHEN NEW.sequence <> (SELECT coalesce(max(sequence), 0) + 1 FROM audit) BEGIN"
            " SELECT RAISE(ABORT, 'the audit trail is only added to'); END"
        )


def downgrade() -> None:
    op.drop_table("audit")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION audit_stays()")
