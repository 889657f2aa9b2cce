"""Who is whom of an identity provider's."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

PLAIN = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "subjects",
        sa.Column("issuer", PLAIN, nullable=False),
        sa.Column("subject", PLAIN, nullable=False),
        sa.Column("administrator_id", PLAIN, nullable=False),
        sa.PrimaryKeyConstraint("issuer", "subject", name="pk_subjects"),
        sa.ForeignKeyConstraint(
            ["administrator_id"],
            ["administrators.id"],
            name="fk_subjects_administrator_id",
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint(
            "administrator_id", "issuer", name="uq_subjects_administrator_id_issuer"
        ),
    )


def downgrade() -> None:
    op.drop_table("subjects")
