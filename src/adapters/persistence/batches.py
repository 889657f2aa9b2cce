"""Batches."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, exists, insert, or_, select, update

from adapters.confidential import Vault
from adapters.persistence.applications import alive
from adapters.persistence.mappers import application_values, batch_values, shown_batch
from adapters.persistence.queries import conflicts, page_of
from adapters.persistence.schema import AnyRow
from adapters.persistence.tables import applications, batches, submissions
from domain.application import Application
from domain.batch import Batch
from domain.ports import Page


class SqlBatches:
    """Satisfies ``domain.ports.BatchRepository``."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    def add(self, batch: Batch, applications_: Sequence[Application]) -> None:
        # Expired batches, which nobody sees any more, are in nobody's way.
        self._connection.execute(
            update(batches)
            .where(
                batches.c.group_id == batch.group_id,
                batches.c.digest_held == batch.digest,
                batches.c.expires_at <= batch.uploaded_at,
            )
            .values(digest_held=None)
        )
        with conflicts():
            self._connection.execute(insert(batches), batch_values(batch, self._vault))
            if applications_:
                self._connection.execute(
                    insert(applications),
                    [application_values(one, self._vault) for one in applications_],
                )

    def get(self, batch_id: str, now: datetime) -> Batch | None:
        left = exists().where(
            applications.c.batch_id == batches.c.id,
            applications.c.deleted_at.is_(None),
            alive(now),
        )
        submitted = exists().where(submissions.c.batch_id == batches.c.id)
        row = self._connection.execute(
            select(batches).where(
                batches.c.id == batch_id, or_(batches.c.expires_at > now, left, submitted)
            )
        ).one_or_none()
        return self._read(row) if row else None

    def lock(self, batch_id: str) -> None:
        # SQLite renders no FOR UPDATE and needs none: there, one unit of work writes at a time.
        self._connection.execute(
            select(batches.c.id).where(batches.c.id == batch_id).with_for_update()
        )

    def with_digest(self, group_id: str, digest: str, now: datetime) -> Sequence[Batch]:
        rows = self._connection.execute(
            select(batches)
            .where(
                batches.c.group_id == group_id,
                batches.c.digest_held == digest,
                batches.c.expires_at > now,
            )
            .order_by(batches.c.repeat)
        )
        return [self._read(row) for row in rows]

    def recent(self, group_ids: Sequence[str], now: datetime, page: int = 1) -> Page[Batch]:
        rows = (
            select(batches)
            .where(batches.c.group_id.in_(group_ids), batches.c.expires_at > now)
            .order_by(batches.c.uploaded_at.desc(), batches.c.id)
        )
        return page_of(self._connection, rows, page, self._read)

    def by_ids(self, batch_ids: Sequence[str]) -> Mapping[str, Batch]:
        rows = self._connection.execute(select(batches).where(batches.c.id.in_(set(batch_ids))))
        return {row.id: self._read(row) for row in rows}

    def _read(self, row: AnyRow) -> Batch:
        return shown_batch(row, self._vault)
