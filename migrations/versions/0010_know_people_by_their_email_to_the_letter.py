"""Know people by their e-mail to the letter, but for the case of A to Z."""

import string
from contextlib import suppress

import idna
import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

ADMINISTRATORS = sa.table(
    "administrators", sa.column("id"), sa.column("email"), sa.column("email_key")
)
SMALL = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)


def upgrade() -> None:
    """Former keys were folded further, so that no two become alike."""
    connection = op.get_bind()
    for one in connection.execute(sa.select(ADMINISTRATORS)).all():
        name, at, domain = one.email.strip().rpartition("@")
        if not domain.isascii():
            with suppress(UnicodeError):
                domain = idna.encode(domain, uts46=True).decode()
        key = f"{name}{at}{domain}".translate(SMALL)
        if key != one.email_key:
            connection.execute(
                sa.update(ADMINISTRATORS).where(ADMINISTRATORS.c.id == one.id).values(email_key=key)
            )


def downgrade() -> None:
    """The keys stay: each is one that the former release could have kept."""
