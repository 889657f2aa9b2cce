"""Add the way of submissions to the carrier.

What the carrier had not said its last word to is asked for before anything is sent again.
"""

import json
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

PLAIN = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)
UNDONE = sa.text("stage <> 'done'")
UNANSWERED = sa.text("status IN ('Submitted', 'Processing')")

submissions = sa.table(
    "submissions",
    sa.column("id", PLAIN),
    sa.column("status", PLAIN),
    sa.column("carrier_words", sa.Text()),
    sa.column("submitted_at", MOMENT),
    sa.column("answered_at", MOMENT),
    sa.column("stage", PLAIN),
    sa.column("due_at", MOMENT),
    sa.column("steps", sa.Text()),
)


def upgrade() -> None:
    op.add_column("batches", sa.Column("delivery_holder", PLAIN))
    op.add_column("batches", sa.Column("delivery_until", MOMENT))
    for column in (
        sa.Column("stage", PLAIN, nullable=False, server_default="waiting"),
        sa.Column("due_at", MOMENT),
        sa.Column("attempts", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("trouble", sa.Text(), nullable=False, server_default=sa.text("''")),
        sa.Column("steps", sa.Text(), nullable=False, server_default="[]"),
    ):
        op.add_column("submissions", column)
    answered = submissions.c.status.in_(["Completed", "Needs Review", "Declined"])
    op.execute(
        submissions.update().values(
            stage=sa.case((answered, "done"), else_="sending"),
            due_at=sa.case((answered, None), else_=submissions.c.submitted_at),
        )
    )
    _write_steps(op.get_bind())
    op.drop_index("ix_submissions_unanswered", "submissions")
    op.create_index(
        "ix_submissions_undone",
        "submissions",
        ["due_at", "stage", "attempts", "submitted_at"],
        sqlite_where=UNDONE,
        postgresql_where=UNDONE,
    )


def _write_steps(connection: sa.Connection) -> None:
    known = (
        submissions.c.id,
        submissions.c.status,
        submissions.c.carrier_words,
        submissions.c.submitted_at,
        submissions.c.answered_at,
    )
    rows = connection.execute(sa.select(*known)).all()
    if rows:
        connection.execute(
            submissions.update()
            .where(submissions.c.id == sa.bindparam("of"))
            .values(steps=sa.bindparam("steps")),
            [{"of": row.id, "steps": json.dumps(_steps(row))} for row in rows],
        )


def _steps(row: sa.Row[*tuple[object, ...]]) -> list[dict[str, str]]:
    steps = [{"event": "submitted", "at": _moment(row.submitted_at)}]
    if row.answered_at is not None:
        steps.append(
            {
                "event": "answered",
                "at": _moment(row.answered_at),
                "status": row.status,
                "words": row.carrier_words,
            }
        )
    return steps


def _moment(at: datetime) -> str:
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).isoformat()


def downgrade() -> None:
    op.drop_index("ix_submissions_undone", "submissions")
    op.create_index(
        "ix_submissions_unanswered",
        "submissions",
        ["submitted_at"],
        sqlite_where=UNANSWERED,
        postgresql_where=UNANSWERED,
    )
    op.execute(
        submissions.update().where(submissions.c.status == "Unknown").values(status="Submitted")
    )
    for name in ("stage", "due_at", "attempts", "trouble", "steps"):
        op.drop_column("submissions", name)
    for name in ("delivery_holder", "delivery_until"):
        op.drop_column("batches", name)
