"""Applications."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, func, or_, select, update

from adapters.confidential import Vault
from adapters.persistence.mappers import (
    application_standing,
    application_state,
    shown_application,
)
from adapters.persistence.queries import name_has, page_of
from adapters.persistence.schema import AnyRow, Values
from adapters.persistence.tables import applications as table
from domain.application import Application
from domain.batch import Tally
from domain.cells import Entries
from domain.errors import ChangedByAnother
from domain.findings import Finding, Verdict
from domain.ports import Change, Page

_SORTS: Mapping[str, ColumnElement[Any]] = {
    "row": table.c.row,
    "name": table.c.name_key,
    "family": table.c.family_number,
    "relationship": table.c.relationship,
}


def alive(now: datetime) -> ColumnElement[bool]:
    """Not past its retention; what was submitted never is."""
    return or_(table.c.confirmation_id.is_not(None), table.c.expires_at > now)


def _on_tabs(batch_id: str, now: datetime) -> Sequence[ColumnElement[bool]]:
    return (
        table.c.batch_id == batch_id,
        table.c.saved.is_(False),
        table.c.confirmation_id.is_(None),
        table.c.deleted_at.is_(None),
        table.c.expires_at > now,
    )


class SqlApplications:
    """Satisfies ``domain.ports.ApplicationRepository``."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    def get(self, application_id: str, now: datetime) -> Application | None:
        row = self._connection.execute(
            select(table).where(table.c.id == application_id, alive(now))
        ).one_or_none()
        return shown_application(row, self._vault) if row else None

    def of_batch(self, batch_id: str, now: datetime) -> Sequence[Application]:
        rows = self._connection.execute(
            select(table)
            .where(table.c.batch_id == batch_id, table.c.deleted_at.is_(None), alive(now))
            .order_by(table.c.row)
        )
        return [shown_application(row, self._vault) for row in rows]

    def versions(self, batch_id: str, now: datetime) -> Mapping[str, int]:
        rows = self._connection.execute(
            select(table.c.id, table.c.version).where(
                table.c.batch_id == batch_id, table.c.deleted_at.is_(None), alive(now)
            )
        )
        return {row.id: row.version for row in rows}

    def tally(self, batch_id: str, now: datetime) -> Tally:
        rows = self._connection.execute(
            select(table.c.verdict, func.count().label("standing"))
            .where(*_on_tabs(batch_id, now))
            .group_by(table.c.verdict)
        )
        return Tally(**{row.verdict: row.standing for row in rows})

    def tab(
        self,
        batch_id: str,
        verdict: Verdict,
        now: datetime,
        *,
        search: str = "",
        sort: str = "row",
        descending: bool = False,
        page: int = 1,
    ) -> Page[Application]:
        rows = select(table).where(*_on_tabs(batch_id, now), table.c.verdict == verdict.value)
        if search.strip():
            rows = rows.where(name_has(table.c.name_key, search))
        column = _SORTS[sort]
        # Rows without the value that is sorted by come last in either direction.
        order = (column.desc() if descending else column).nulls_last()
        return page_of(self._connection, rows.order_by(order, table.c.row), page, self._read)

    def saved(self, group_ids: Sequence[str], now: datetime, page: int = 1) -> Page[Application]:
        rows = (
            select(table)
            .where(
                table.c.group_id.in_(group_ids),
                table.c.saved,
                table.c.confirmation_id.is_(None),
                table.c.deleted_at.is_(None),
                table.c.expires_at > now,
            )
            .order_by(table.c.expires_at, table.c.batch_id, table.c.row)
        )
        return page_of(self._connection, rows, page, self._read)

    def _read(self, row: AnyRow) -> Application:
        return shown_application(row, self._vault)

    def apply(self, changes: Sequence[Change]) -> None:
        # Submitting changes no cell, and writing the cells of hundreds of rows again would be most
        # of the work.
        content = [one for one in changes if _content(one.before) != _content(one.after)]
        standing = [one for one in changes if _content(one.before) == _content(one.after)]
        self._write(content, lambda one: application_state(one, self._vault))
        self._write(standing, application_standing)

    def _write(self, changes: Sequence[Change], values: Callable[[Application], Values]) -> None:
        if not changes:
            return
        written = self._connection.execute(
            update(table).where(
                table.c.id == bindparam("changed_id"),
                table.c.version == bindparam("version_before"),
            ),
            [
                {
                    "changed_id": change.before.id,
                    "version_before": change.before.version,
                    **values(change.after),
                }
                for change in changes
            ],
        )
        if written.rowcount != len(changes):
            raise ChangedByAnother


def _content(application: Application) -> tuple[Entries, Sequence[Finding]]:
    return application.entries, application.findings
