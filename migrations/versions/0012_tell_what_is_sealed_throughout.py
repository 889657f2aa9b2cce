"""Which tables are sealed throughout, so that clear text in them is not believed."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

PLAIN = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "sealed_levels",
        sa.Column("table_name", PLAIN, nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("table_name", name="pk_sealed_levels"),
    )


def downgrade() -> None:
    op.drop_table("sealed_levels")
