"""Keep which keys what is kept was encrypted with.

What is there already is encrypted by ``enroll migrate``, which has the keys, once this is done.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

PLAIN = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    table = op.create_table(
        "keys_used",
        sa.Column("kind", PLAIN, nullable=False),
        sa.Column("id", PLAIN, nullable=False),
        sa.Column("fingerprint", PLAIN, nullable=False),
        sa.PrimaryKeyConstraint("kind", "id", name="pk_keys_used"),
    )
    if op.get_bind().execute(sa.text("SELECT 1 FROM batches LIMIT 1")).first():
        op.bulk_insert(table, [{"kind": "none", "id": "", "fingerprint": ""}])


def downgrade() -> None:
    op.drop_table("keys_used")
