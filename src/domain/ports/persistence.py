"""Keeping batches, applications, submissions and agreements, and one transaction over all that is
kept."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

import msgspec

from domain.agreement import Agreement
from domain.application import Application
from domain.batch import Batch, Tally
from domain.findings import Verdict
from domain.people import Applicant, Identity
from domain.ports.accounts.persistence import (
    AdministratorRepository,
    AttemptRepository,
    InvitationRepository,
    SecondFactorRepository,
    SentFormRepository,
    SessionRepository,
    SubjectRepository,
)
from domain.ports.audit import AuditTrail
from domain.ports.deliveries import DeliveryRepository
from domain.ports.paging import Page
from domain.submission import Status, Submission


class Conflict(Exception):
    """A unique constraint was broken: somebody else was first. Leave the unit of work."""


class BatchRepository(Protocol):
    def add(self, batch: Batch, applications: Sequence[Application]) -> None:
        """Keep a batch and its applications, in a number of statements that does not grow.

        Raises Conflict when the group has this (digest, repeat) already.
        """
        ...

    def get(self, batch_id: str, now: datetime) -> Batch | None:
        """The batch, unless nothing of it is left: it is kept while it has an application or
        submission that is not expired or deleted, or has not itself expired."""
        ...

    def lock(self, batch_id: str) -> None:
        """Hold the batch until the unit of work ends: others that lock it wait."""
        ...

    def with_digest(self, group_id: str, digest: str, now: datetime) -> Sequence[Batch]:
        """Unexpired batches of this file content in the group, latest repeat last."""
        ...

    def recent(self, group_ids: Sequence[str], now: datetime, page: int = 1) -> Page[Batch]:
        """Unexpired batches of the groups, newest first."""
        ...

    def by_ids(self, batch_ids: Sequence[str]) -> Mapping[str, Batch]:
        """The batches of these ids, by id, expired or not."""
        ...


class Change(msgspec.Struct, frozen=True):
    """An application before and after an act or a check."""

    before: Application
    after: Application


class ApplicationRepository(Protocol):
    """Never shows what has expired (``expires_at <= now`` and not submitted)."""

    def get(self, application_id: str, now: datetime) -> Application | None:
        """Also a deleted one, for Undo."""
        ...

    def of_batch(self, batch_id: str, now: datetime) -> Sequence[Application]:
        """All of the batch that are not deleted, by row; saved and submitted ones too."""
        ...

    def versions(self, batch_id: str, now: datetime) -> Mapping[str, int]:
        """The version of each that ``of_batch`` would give, by id."""
        ...

    def tally(self, batch_id: str, now: datetime) -> Tally:
        """How many are on each tab; those that are saved, submitted or deleted are on none."""
        ...

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
        """A page of one tab. ``sort`` is row, name, family or relationship; search is part of a
        name in any case, accents aside."""
        ...

    def saved(self, group_ids: Sequence[str], now: datetime, page: int = 1) -> Page[Application]:
        """What was saved for later in these groups, the soonest to expire first."""
        ...

    def apply(self, changes: Sequence[Change]) -> None:
        """Write what changed. Raises ChangedByAnother, and the unit of work must be left, when
        an application is not at its ``before`` version any more."""
        ...


class SubmissionRepository(Protocol):
    def lock_group(self, group_id: str) -> None:
        """Hold the group's submissions until the unit of work ends: others that lock it wait."""
        ...

    def add(self, submissions: Sequence[Submission]) -> None:
        """Raises Conflict when an application, its key or a confirmation ID is there already, or
        the person (``domain.matching.person_key``) has one in the group that is not Declined."""
        ...

    def applicants(self, group_id: str, people: Sequence[Identity]) -> Sequence[Applicant]:
        """Submitted and not declined people of the group who share an SSN, or the birth date and
        the folded first name, with one of the people; by time submitted. In one query."""
        ...

    def by_confirmation(self, confirmation_id: str) -> Submission | None: ...

    def of_batch(self, batch_id: str) -> Sequence[Submission]:
        """By time submitted."""
        ...

    def count(self, batch_id: str) -> int:
        """How many were submitted of the batch."""
        ...

    def declined_rows(self, batch_id: str) -> Collection[int]:
        """The sheet's rows whose submission the carrier declined."""
        ...

    def statuses(self) -> Mapping[Status, int]:
        """How many there are of each status; a status that none has may be left out."""
        ...

    def update(self, submissions: Sequence[Submission]) -> None:
        """Write status, carrier_words, answered_at, delivery and steps. Never changes one that
        has a final status."""
        ...

    def history(
        self,
        group_ids: Sequence[str],
        *,
        search: str = "",
        status: Status | None = None,
        page: int = 1,
    ) -> Page[Submission]:
        """Newest first; search is part of a confirmation ID or of a name."""
        ...

    def older(
        self,
        than: Submission | None,
        size: int,
        group_ids: Sequence[str],
        *,
        search: str = "",
        status: Status | None = None,
    ) -> Sequence[Submission]:
        """Of what ``history`` finds, the next so many after one of its submissions, the first where
        that is None; it takes no longer the further back that is."""
        ...


class AgreementRepository(Protocol):
    def add(self, agreements: Sequence[Agreement]) -> None: ...

    def of_batch(self, batch_id: str) -> Sequence[Agreement]:
        """By time uploaded."""
        ...

    def of_application(self, application_id: str) -> Sequence[Agreement]: ...

    def get(self, agreement_id: str) -> Agreement | None: ...

    def named(self, stored_names: Sequence[str]) -> Collection[str]:
        """Of these stored names, those that some agreement has."""
        ...


class UnitOfWork(Protocol):
    """One transaction over all that is kept."""

    @property
    def batches(self) -> BatchRepository: ...

    @property
    def applications(self) -> ApplicationRepository: ...

    @property
    def submissions(self) -> SubmissionRepository: ...

    @property
    def deliveries(self) -> DeliveryRepository: ...

    @property
    def agreements(self) -> AgreementRepository: ...

    @property
    def administrators(self) -> AdministratorRepository: ...

    @property
    def sessions(self) -> SessionRepository: ...

    @property
    def invitations(self) -> InvitationRepository: ...

    @property
    def second_factors(self) -> SecondFactorRepository: ...

    @property
    def attempts(self) -> AttemptRepository: ...

    @property
    def subjects(self) -> SubjectRepository: ...

    @property
    def sent_forms(self) -> SentFormRepository: ...

    @property
    def audit(self) -> AuditTrail: ...

    def commit(self) -> None: ...


class Persistence(Protocol):
    """Opens units of work. Leaving one without ``commit()`` rolls everything back."""

    def reading(self) -> AbstractContextManager[UnitOfWork]:
        """For looking only; holds nobody up."""
        ...

    def writing(self) -> AbstractContextManager[UnitOfWork]:
        """For changing. Durable once ``commit()`` has returned."""
        ...

    def purge(self, now: datetime) -> Sequence[str]:
        """Remove what has expired, what was deleted more than an hour ago, ended sessions, and
        invitations, attempts and sent forms that count no more, in a transaction of its own, with
        an event for each batch that lost something and for each session; returns the stored names
        of documents that nothing names any more. Submissions stay."""
        ...
