"""What stands behind the reference server: the demonstration's registry and its log."""

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, timedelta
from http import HTTPStatus
from typing import TypeVar

import msgspec
from sqlalchemy import Engine, select

from adapters.confidential import Vault
from adapters.registry.demonstration import DemonstrationRegistry
from adapters.registry.demonstration.database import accepted
from adapters.registry.http import wire
from adapters.registry.http.wire import AnswerStatus
from domain.carrier import Group
from domain.people import Identity
from domain.ports import Clock
from domain.submission import Status, Submission

T = TypeVar("T")

RECEIVED = "Received."
_STATUSES = {
    Status.COMPLETED: AnswerStatus.COMPLETED,
    Status.NEEDS_REVIEW: AnswerStatus.NEEDS_REVIEW,
}


class Refusal(Exception):
    """A request of which nothing is done: an HTTP status, and the reason in a word."""

    def __init__(self, status: HTTPStatus, code: str) -> None:
        super().__init__(code)
        self.status = status
        self.code = code


class Desk:
    """Answers in the words of the contract.

    ``decide_after`` is how long every submission is said to be processing: as if it took the
    carrier that long to decide.
    """

    def __init__(
        self,
        engine: Engine,
        clock: Clock,
        groups: Sequence[Group],
        vault: Vault,
        decide_after: timedelta,
    ) -> None:
        self._engine = engine
        self._clock = clock
        self._registry = DemonstrationRegistry(engine, clock, groups, vault)
        self._decide_after = decide_after

    def check(self) -> None:
        """Raises RegistryUnavailable when there is no reaching the database."""
        self._registry.ping()

    def close(self) -> None:
        self._registry.close()

    def groups(self, ids: Sequence[str]) -> list[wire.Group]:
        return _said(self._registry.groups(ids), wire.Group)

    def matches(self, group_id: str, people: Sequence[wire.Person]) -> list[wire.Member]:
        asked = [Identity(one.first_name, "", one.birth_date, one.ssn) for one in people]
        return _said(self._registry.possible_matches(group_id, asked), wire.Member)

    def members(self, group_id: str, search: str, page: int) -> wire.MemberPage:
        found = self._registry.members(group_id, search, page)
        members = [msgspec.convert(one, wire.Member, from_attributes=True) for one in found.items]
        return wire.MemberPage(members, found.total, found.number)

    def take(self, submissions: Sequence[wire.Submission]) -> list[wire.Answer]:
        """Take what was not taken before, all in one transaction. Answer from the log, where
        every submission that is there stands with the confirmation ID it came with."""
        given = {one.key: one.confirmation_id for one in submissions}
        if any(one.confirmation_id != given[one.key] for one in self._log(given)):
            raise Refusal(HTTPStatus.CONFLICT, "key_of_another")
        people = [one.enrollment for one in submissions]
        if any(one.birth_date is None or one.effective_date is None for one in people):
            raise Refusal(HTTPStatus.UNPROCESSABLE_ENTITY, "date_missing")
        self._registry.submit([_submission(one) for one in submissions])
        return self._log(given)

    def tell(self, keys: Collection[str]) -> list[wire.Answer]:
        """What has become of those that were taken."""
        return self._log(keys)

    def _log(self, keys: Collection[str]) -> list[wire.Answer]:
        with self._engine.connect() as connection:
            rows = connection.execute(select(accepted).where(accepted.c.key.in_(keys))).all()
        decided = self._clock.now() - self._decide_after
        return [
            wire.Answer(row.key, row.confirmation_id, _STATUSES[row.status], row.words)
            if row.accepted_at.replace(tzinfo=UTC) <= decided
            else wire.Answer(row.key, row.confirmation_id, AnswerStatus.PROCESSING, RECEIVED)
            for row in rows
        ]


def _said(things: Iterable[object], kind: type[T]) -> list[T]:
    """What the registry has, as the messages of the same fields."""
    return [msgspec.convert(one, kind, from_attributes=True) for one in things]


def _submission(message: wire.Submission) -> Submission:
    """What the site calls a submission; its own ids for things have not come along."""
    return Submission(
        id=message.key,
        key=message.key,
        application_id=message.key,
        batch_id="",
        group_id=message.group_id,
        confirmation_id=message.confirmation_id,
        answers=message.enrollment,
        warnings=tuple(message.warnings),
        subscriber_key=message.subscriber_key,
        submitted_by="",
        submitted_at=message.submitted_at,
    )
