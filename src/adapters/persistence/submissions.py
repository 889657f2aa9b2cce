"""Submissions."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Select, func, insert, or_, select, union, update

from adapters.confidential import Vault
from adapters.persistence.mappers import (
    answers_of,
    birth_key,
    readable,
    shown_submission,
    submission_state,
    submission_values,
)
from adapters.persistence.queries import confirmation_has, conflicts, name_has, page_of
from adapters.persistence.schema import AnyRow
from adapters.persistence.tables import NOT_DECLINED, applications
from adapters.persistence.tables import submissions as table
from domain.matching import person_key
from domain.people import Applicant, Identity
from domain.ports import Conflict, Page
from domain.submission import Status, Submission

_FINAL = [status.value for status in Status if status.final]


class SqlSubmissions:
    """Satisfies ``domain.ports.SubmissionRepository``."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    def lock_group(self, group_id: str) -> None:
        # On SQLite, one unit of work writes at a time: nothing to hold.
        if self._connection.dialect.name == "postgresql":
            digest = hashlib.sha256(f"submissions of {group_id}".encode()).digest()
            number = int.from_bytes(digest[:8], signed=True)
            self._connection.execute(select(func.pg_advisory_xact_lock(number)))

    def add(self, submissions: Sequence[Submission]) -> None:
        if submissions:
            self._refuse_known(submissions)
            with conflicts():
                self._connection.execute(
                    insert(table), [submission_values(one, self._vault) for one in submissions]
                )

    def _refuse_known(self, submissions: Sequence[Submission]) -> None:
        """Does what the unique index does, for people stored under a lookup key other than the
        current one. There is another only while keys are being changed."""
        for group_id, own in groupby(submissions, key=lambda one: one.group_id):
            known = {
                key
                for one in own
                for key in self._vault.lookups(person_key(one.answers.identity))[1:]
            }
            there = select(table.c.id).where(
                table.c.group_id == group_id, table.c.person_key.in_(known), NOT_DECLINED
            )
            if known and self._connection.execute(there.limit(1)).first():
                raise Conflict

    def applicants(self, group_id: str, people: Sequence[Identity]) -> Sequence[Applicant]:
        numbers = {key for one in people if one.ssn for key in self._vault.lookups(one.ssn)}
        births = {birth_key(one) for one in people} - {None}
        if not numbers and not births:
            return []
        # A union of two look-ups: with OR, SQLite would read all of the group's submissions.
        ids = select(table.c.id).where(table.c.group_id == group_id)
        found = union(
            ids.where(table.c.ssn_key.in_(numbers)), ids.where(table.c.birth_key.in_(births))
        )
        rows = self._connection.execute(
            select(*table.c["id", "answers", "confidential", "confirmation_id", "person_key"])
            .where(table.c.id.in_(found), NOT_DECLINED)
            .order_by(table.c.submitted_at, table.c.id)
        )
        return [
            Applicant(identity, row.confirmation_id)
            for row in rows
            if (identity := self._identity(row, people)) is not None
        ]

    def _identity(self, row: AnyRow, people: Sequence[Identity]) -> Identity | None:
        """Whom the row is about. Where it cannot be read, it is still known by its key whether it
        is one of the people."""
        return readable(
            "submissions",
            lambda one, vault: answers_of(one, vault).identity,
            lambda one: self._known_by_key(one.person_key, people),
            row,
            self._vault,
        )

    def _known_by_key(self, key: str, people: Sequence[Identity]) -> Identity | None:
        return next((one for one in people if key in self._vault.lookups(person_key(one))), None)

    def by_confirmation(self, confirmation_id: str) -> Submission | None:
        row = self._connection.execute(
            select(table).where(table.c.confirmation_id == confirmation_id)
        ).first()
        return self._read(row) if row else None

    def of_batch(self, batch_id: str) -> Sequence[Submission]:
        rows = self._connection.execute(
            select(table)
            .where(table.c.batch_id == batch_id)
            .order_by(table.c.submitted_at, table.c.id)
        )
        return [self._read(row) for row in rows]

    def count(self, batch_id: str) -> int:
        counted = select(func.count()).where(table.c.batch_id == batch_id)
        return self._connection.execute(counted).scalar_one()

    def declined_rows(self, batch_id: str) -> Collection[int]:
        declined = select(table.c.application_id).where(
            table.c.batch_id == batch_id, table.c.status == Status.DECLINED.value
        )
        rows = select(applications.c.row).where(applications.c.id.in_(declined))
        return set(self._connection.scalars(rows))

    def statuses(self) -> Mapping[Status, int]:
        counted = select(table.c.status, func.count()).group_by(table.c.status)
        return {Status(row[0]): row[1] for row in self._connection.execute(counted)}

    def update(self, submissions: Sequence[Submission]) -> None:
        # The same happens to most of them, so there is a statement for each thing that happened,
        # not for each row.
        alike: dict[tuple[Any, ...], list[str]] = defaultdict(list)
        for one in submissions:
            alike[tuple(submission_state(one).items())].append(one.id)
        for state, ids in alike.items():
            self._connection.execute(
                update(table)
                .where(table.c.id.in_(ids), table.c.status.not_in(_FINAL))
                .values(dict(state))
            )

    def history(
        self,
        group_ids: Sequence[str],
        *,
        search: str = "",
        status: Status | None = None,
        page: int = 1,
    ) -> Page[Submission]:
        rows = _history(group_ids, search, status)
        return page_of(self._connection, rows, page, self._read)

    def older(
        self,
        than: Submission | None,
        size: int,
        group_ids: Sequence[str],
        *,
        search: str = "",
        status: Status | None = None,
    ) -> Sequence[Submission]:
        rows = _history(group_ids, search, status).limit(size)
        if than is not None:
            at = table.c.submitted_at
            # The first of the two conditions is one that an index is read by.
            rows = rows.where(
                at <= than.submitted_at, or_(at < than.submitted_at, table.c.id > than.id)
            )
        return [self._read(row) for row in self._connection.execute(rows)]

    def _read(self, row: AnyRow) -> Submission:
        return shown_submission(row, self._vault)


def _history(
    group_ids: Sequence[str], search: str, status: Status | None
) -> Select[*tuple[Any, ...]]:
    """The groups' submissions that are looked for, newest first."""
    rows = (
        select(table)
        .where(table.c.group_id.in_(group_ids))
        .order_by(table.c.submitted_at.desc(), table.c.id)
    )
    if status is not None:
        rows = rows.where(table.c.status == status.value)
    if search.strip():
        rows = rows.where(
            or_(
                confirmation_has(table.c.confirmation_id, search),
                name_has(table.c.name_key, search),
            )
        )
    return rows
