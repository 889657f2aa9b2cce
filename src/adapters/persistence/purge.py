"""Removing what is past its retention."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, exists, not_, or_, select

from adapters.persistence.accounts.tables import attempts, invitations, sent_forms, sessions
from adapters.persistence.tables import (
    agreements,
    applications,
    batches,
    submissions,
)
from domain.accounts.access import ABSOLUTE_LIMIT, IDLE_LIMIT
from domain.accounts.sent_form import REMEMBERED_FOR
from domain.audit import Act, Event, of_batch_id, of_visit

# How long a deleted application can be brought back.
UNDO_LIMIT = timedelta(hours=1)


def purge(connection: Connection, now: datetime) -> tuple[Sequence[str], Sequence[Event]]:
    """Does what ``domain.ports.Persistence.purge`` says, without the commit, and gives its events
    too."""
    doomed = applications.c.confirmation_id.is_(None) & or_(
        applications.c.expires_at <= now, applications.c.deleted_at < now - UNDO_LIMIT
    )
    # Acts on applications lock their batch too: what is doomed now stays so until the end.
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
    gone = connection.execute(
        delete(applications)
        .where(doomed)
        .returning(applications.c.batch_id, applications.c.group_id)
    ).all()
    emptied = connection.execute(
        delete(batches)
        .where(
            batches.c.expires_at <= now,
            ~exists().where(applications.c.batch_id == batches.c.id),
            ~exists().where(submissions.c.batch_id == batches.c.id),
        )
        .returning(batches.c.id, batches.c.group_id)
    ).all()
    ended = connection.scalars(
        delete(sessions)
        .where(
            or_(
                sessions.c.seen_at <= now - IDLE_LIMIT,
                sessions.c.started_at <= now - ABSOLUTE_LIMIT,
            )
        )
        .returning(sessions.c.administrator_id)
    ).all()
    connection.execute(delete(invitations).where(invitations.c.expires_at <= now))
    connection.execute(delete(sent_forms).where(sent_forms.c.sent_at <= now - REMEMBERED_FOR))
    connection.execute(delete(attempts).where(attempts.c.kept_until <= now))
    lost = Counter((row.batch_id, row.group_id) for row in gone)
    lost.update({(row.id, row.group_id): 0 for row in emptied})
    return orphaned, [
        *(
            of_batch_id(Act.PURGED, now, None, group_id, batch_id, applications=count)
            for (batch_id, group_id), count in sorted(lost.items())
        ),
        *(of_visit(Act.SESSION_ENDED, now, one) for one in ended),
    ]
