"""Second factors, invitations, and what is known of sessions for their owners."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

PLAIN = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "second_factors",
        sa.Column("administrator_id", PLAIN, nullable=False),
        sa.Column("confidential", sa.Text(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True)),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("administrator_id", name="pk_second_factors"),
        sa.ForeignKeyConstraint(
            ["administrator_id"],
            ["administrators.id"],
            name="fk_second_factors_administrator_id",
            ondelete="CASCADE",
        ),
    )
    op.create_table(
        "recovery_codes",
        sa.Column("administrator_id", PLAIN, nullable=False),
        sa.Column("code_hash", PLAIN, nullable=False),
        sa.PrimaryKeyConstraint("administrator_id", "code_hash", name="pk_recovery_codes"),
        sa.ForeignKeyConstraint(
            ["administrator_id"],
            ["administrators.id"],
            name="fk_recovery_codes_administrator_id",
            ondelete="CASCADE",
        ),
    )
    for column in ("awaiting_code", "owes_factor"):
        op.add_column(
            "sessions",
            sa.Column(column, sa.Boolean(), nullable=False, server_default=sa.false()),
        )
    for column in ("address", "browser"):
        op.add_column(
            "sessions", sa.Column(column, sa.Text(), nullable=False, server_default=sa.text("''"))
        )
    op.add_column("sessions", sa.Column("proved_at", sa.DateTime(timezone=True)))
    op.add_column(
        "administrators",
        sa.Column("disabled", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.create_table(
        "invitations",
        sa.Column("token_hash", PLAIN, nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("group_id", PLAIN, nullable=False),
        sa.Column("role", sa.Integer(), nullable=False),
        sa.Column("invited_by", PLAIN, nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name="pk_invitations"),
    )
    op.create_index("ix_invitations_expires_at", "invitations", ["expires_at"])
    op.create_index("ix_invitations_group_id_expires_at", "invitations", ["group_id", "expires_at"])


def downgrade() -> None:
    op.drop_table("invitations")
    op.drop_column("administrators", "disabled")
    for column in ("proved_at", "browser", "address"):
        op.drop_column("sessions", column)
    for column in ("owes_factor", "awaiting_code"):
        op.drop_column("sessions", column)
    op.drop_table("recovery_codes")
    op.drop_table("second_factors")
