"""Checking a batch's applications against the carrier and one another."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Protocol, TypeVar

import msgspec

from domain.application import Application
from domain.carrier import Carrier, Group
from domain.cells import Entries
from domain.columns import Columns
from domain.errors import ChangedByAnother, FileRefused, NotFound
from domain.masking import entries_from_form
from domain.people import Identity
from domain.ports import (
    ApplicationRepository,
    Clock,
    MemberRegistry,
    Persistence,
    SubmissionRepository,
    UnitOfWork,
)
from domain.rules import Facts, Row, check, read_row

_TRIES = 5  # until nobody else's act comes between asking and writing


class AboutPeople(Protocol):
    """Something that was read of a batch, and whom it is about."""

    @property
    def people(self) -> Sequence[Identity]: ...


Read = TypeVar("Read", bound=AboutPeople)
Written = TypeVar("Written")


class Checker:
    """Looks up what the rules need.

    The registry is asked outside any transaction, once however many people; what was submitted
    is asked inside, by the caller's unit of work.
    """

    def __init__(self, carrier: Carrier, registry: MemberRegistry, clock: Clock) -> None:
        self.carrier = carrier
        self._registry = registry
        self._clock = clock

    def groups(self, group_ids: Sequence[str]) -> Sequence[Group]:
        return self._registry.groups(group_ids)

    def group(self, group_id: str) -> Group:
        return group_of(self._registry, group_id)

    def read(self, applications: Sequence[Application], group: Group) -> "ReadApplications":
        """The applications read by the columns of the group's region."""
        return ReadApplications(applications, group, self.carrier.columns_in(group.region))

    def entries(self, application: Application, fields: Mapping[str, str]) -> Entries:
        """The application's entries after an edit of those fields that are columns of ours."""
        known = self.carrier.columns.by_key
        return entries_from_form(
            application, {key: text for key, text in fields.items() if key in known}
        )

    def facts(self, group: Group, people: Sequence[Identity]) -> Facts:
        """What the carrier says about the group and the people. Asked before a transaction; who
        was submitted is added inside it, by ``with_submitted``."""
        return Facts(
            settings=self.carrier.settings,
            group=group,
            today=self._clock.today(),
            members=self._registry.possible_matches(group.id, people),
        )

    def write(
        self,
        persistence: Persistence,
        group: Group,
        batch_id: str,
        read: Read,
        again: Callable[[UnitOfWork], Read],
        write: Callable[[UnitOfWork, Read, Facts], Written],
    ) -> Written:
        """Ask the registry about the people of what was read, read it ``again`` in a transaction
        that holds it, and ``write`` there what follows from the facts.

        Where somebody else's act has brought in people since whom the registry was not asked
        about, leave the transaction, and ask about them too. Raises ChangedByAnother where that
        goes on and on.
        """
        people = read.people
        for _ in range(_TRIES):
            facts, asked = self.facts(group, people), set(people)
            with persistence.writing() as uow:
                read = again(uow)
                people = read.people
                if asked.issuperset(people):
                    complete = with_submitted(facts, uow.submissions, people, batch_id)
                    written = write(uow, read, complete)
                    uow.commit()
                    return written
        raise ChangedByAnother


def group_of(registry: MemberRegistry, group_id: str) -> Group:
    """The group as the carrier has it now; NotFound when it has none such."""
    groups = registry.groups([group_id])
    if not groups:
        raise NotFound
    return groups[0]


def require_region(carrier: Carrier, group: Group, region: str) -> None:
    """Raises FileRefused when the group is in another region than the one chosen."""
    if group.region != region:
        raise FileRefused(
            "region_mismatch",
            f"Group {group.id} is in {carrier.region(group.region).name}. "
            "Choose that region, or another group.",
        )


def with_submitted(
    facts: Facts,
    submitted: SubmissionRepository,
    people: Sequence[Identity],
    batch_id: str | None = None,
) -> Facts:
    """The facts with who of the people was submitted already, and who of the batch was declined."""
    return msgspec.structs.replace(
        facts,
        applicants=submitted.applicants(facts.group.id, people),
        declined=submitted.declined_rows(batch_id) if batch_id else (),
    )


class ReadApplications:
    """Applications of one batch with their rows, read and not yet checked."""

    def __init__(self, applications: Sequence[Application], group: Group, columns: Columns) -> None:
        self.applications = applications
        self.rows: list[Row] = [
            read_row(one.row, one.entries, group, columns, settled=_is_settled(one))
            for one in applications
        ]
        self.group = group
        self._columns = columns

    @cached_property
    def people(self) -> Sequence[Identity]:
        """Who the unsubmitted applications are about."""
        return [row.answers.identity for row in self.rows if not row.settled]

    def refreshed(
        self, stored: ApplicationRepository, batch_id: str, now: datetime
    ) -> "ReadApplications":
        """The batch's applications as they are stored; read again only if one has changed."""
        if stored.versions(batch_id, now) == {one.id: one.version for one in self.applications}:
            return self
        return ReadApplications(stored.of_batch(batch_id, now), self.group, self._columns)

    def checked(self, facts: Facts) -> list[Application]:
        """The applications with fresh findings. Once only: it completes the rows."""
        check(self.rows, facts)
        return [
            one if row.settled else one.checked(tuple(row.findings))
            for one, row in zip(self.applications, self.rows, strict=True)
        ]


def _is_settled(application: Application) -> bool:
    """Whether no check changes it any more."""
    return application.confirmation_id is not None or application.unreadable
