"""Removing what is past its retention."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, exists, not_, or_, select

from adapters.persistence.people_tables import attempts, invitations
from adapters.persistence.tables import (
    agreements,
    applications,
    batches,
    sessions,
    submissions,
)
from domain.access import ABSOLUTE_LIMIT, IDLE_LIMIT

# How long a deleted application can be brought back.
UNDO_LIMIT = timedelta(hours=1)


def purge(connection: Connection, now: datetime) -> Sequence[str]:
    """As ``domain.ports.Persistence.purge`` says, without the commit."""
    doomed = applications.c.confirmation_id.is_(None) & or_(
        applications.c.expires_at <= now, applications.c.deleted_at < now - UNDO_LIMIT
    )
    # Acts on applications hold their batch too: what is doomed now is until the end.
    losing = select(applications.c.batch_id).where(doomed)
    connection.execute(
        select(batches.c.id)
        .where(batches.c.id.in_(losing))
        .order_by(batches.c.id)
        .with_for_update()
    )
    doomed_ids = select(applications.c.id).where(doomed)
    on_doomed = agreements.c.application_id.in_(doomed_ids)
    stored = select(agreements.c.stored_name)
    leaving = stored.where(on_doomed)
    staying = stored.where(agreements.c.stored_name.in_(leaving), not_(on_doomed))
    orphaned = connection.scalars(leaving.except_(staying)).all()
    connection.execute(delete(agreements).where(on_doomed))
    connection.execute(delete(applications).where(doomed))
    connection.execute(
        delete(batches).where(
            batches.c.expires_at <= now,
            ~exists().where(applications.c.batch_id == batches.c.id),
            ~exists().where(submissions.c.batch_id == batches.c.id),
        )
    )
    connection.execute(
        delete(sessions).where(
            or_(
                sessions.c.seen_at <= now - IDLE_LIMIT,
                sessions.c.started_at <= now - ABSOLUTE_LIMIT,
            )
        )
    )
    connection.execute(delete(invitations).where(invitations.c.expires_at <= now))
    connection.execute(delete(attempts).where(attempts.c.kept_until <= now))
    return orphaned
