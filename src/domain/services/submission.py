"""Handing applications to the carrier, each once."""

from collections.abc import Callable, Collection, Mapping, Sequence

from domain.accounts.access import Administrator, Role
from domain.answers import Answers
from domain.application import Application, State
from domain.audit import Act, of_submission
from domain.batch import Batch
from domain.delivery import Delivery, DeliveryEvent, Step
from domain.errors import (
    ActionRefused,
    ChangedByAnother,
    NotFound,
    NothingToSubmit,
    SubscriberFirst,
)
from domain.findings import Severity, Verdict
from domain.ports import Change, Clock, Conflict, Ids, Persistence, UnitOfWork
from domain.rules import Facts, Row, enrollment
from domain.rules.family import families_of, the_subscriber
from domain.services.checking import Checker, ReadApplications
from domain.services.results import SubmissionPlan
from domain.services.visible import visible_application, visible_batch
from domain.submission import Submission

_FindBatch = Callable[[UnitOfWork], Batch]


class Submitting:
    """From Ready to a confirmation ID that is durable before anybody sees it."""

    def __init__(
        self,
        checker: Checker,
        persistence: Persistence,
        clock: Clock,
        ids: Ids,
        ring: Callable[[], None] = lambda: None,
    ) -> None:
        """``ring`` tells whoever delivers, if they are near enough to hear it, that something is
        there to be delivered."""
        self._ring = ring
        self._checker = checker
        self._persistence = persistence
        self._clock = clock
        self._ids = ids

    # Asking first

    def plan_ready(self, administrator: Administrator, batch_id: str) -> SubmissionPlan:
        """Everything on the batch's Ready tab that can go now."""
        return _plan_ready(self._families(self._batch(administrator, batch_id))[1])

    def plan_one(self, administrator: Administrator, application_id: str) -> SubmissionPlan:
        """One application, with its subscriber where that is ready too and must go with it.

        Raises ActionRefused when it is not ready, SubscriberFirst when the subscriber cannot go.
        """
        families = self._families(self._batch_of(administrator, application_id))[1]
        return _plan_one(families, application_id)

    def _batch(self, administrator: Administrator, batch_id: str) -> _FindBatch:
        return lambda uow: visible_batch(uow, administrator, batch_id, self._clock)

    def _batch_of(self, administrator: Administrator, application_id: str) -> _FindBatch:
        return lambda uow: visible_application(uow, administrator, application_id, self._clock)[1]

    def _families(self, find: _FindBatch) -> tuple[Batch, "_Families"]:
        with self._persistence.reading() as uow:
            batch = find(uow)
            stored = uow.applications.of_batch(batch.id, self._clock.now())
        return batch, _Families(self._checker.read(stored, self._checker.group(batch.group_id)))

    # Submitting

    def submit_ready(self, administrator: Administrator, batch_id: str) -> Sequence[Submission]:
        """Submit the batch's Ready tab; what is not ready any more after a fresh check stays.
        They are durable when this returns, and delivered afterwards.

        Raises NothingToSubmit, RegistryUnavailable, NotFound or NotAllowed.
        """
        return self._submit(administrator, self._batch(administrator, batch_id), _plan_ready)

    def submit_one(
        self, administrator: Administrator, application_id: str, version: int
    ) -> Sequence[Submission]:
        """Submit one application at this version (and its subscriber, see ``plan_one``)."""

        def plan(families: "_Families") -> SubmissionPlan:
            chosen = _plan_one(families, application_id)
            if any(
                one.id == application_id and one.version != version for one in chosen.applications
            ):
                raise ChangedByAnother
            return chosen

        find = self._batch_of(administrator, application_id)
        return self._submit(administrator, find, plan, wanted=application_id)

    def _submit(
        self,
        administrator: Administrator,
        find: _FindBatch,
        plan: Callable[["_Families"], SubmissionPlan],
        wanted: str | None = None,
    ) -> Sequence[Submission]:
        """Submit what is planned and, checked again, still as it was and ready; nothing at all
        when the one that is wanted is not.

        The group's submissions are held, so that nobody else submits one of the people meanwhile.
        """
        batch, families = self._families(find)
        group = families.read.group
        administrator.require(Role.ENROLL, group.id)
        chosen = {one.id: one.version for one in plan(families).applications}

        def held(uow: UnitOfWork) -> ReadApplications:
            uow.submissions.lock_group(group.id)
            uow.batches.lock(batch.id)
            return families.read.refreshed(uow.applications, batch.id, self._clock.now())

        def write(uow: UnitOfWork, read: ReadApplications, facts: Facts) -> Sequence[Submission]:
            fresh = _Families(read, facts)
            going = fresh.still_ready(chosen)
            if wanted is not None and all(one.id != wanted for one in going):
                going = []
            submissions = self._submissions(administrator, fresh, going)
            uow.applications.apply(fresh.changes(read.applications, submissions))
            uow.submissions.add(submissions)
            for one in submissions:
                uow.audit.add(of_submission(Act.SUBMITTED, one.submitted_at, administrator, one))
            return submissions

        try:
            submissions = self._checker.write(
                self._persistence, group, batch.id, families.read, held, write
            )
        except Conflict:
            raise ChangedByAnother from None
        if not submissions:
            raise NothingToSubmit
        self._ring()
        return submissions

    def _submissions(
        self, administrator: Administrator, families: "_Families", going: Sequence[Application]
    ) -> list[Submission]:
        if not going:
            return []
        now = self._clock.now()
        ids = self._ids.new(len(going))
        confirmation_ids = self._ids.confirmation_numbers(len(going))
        return [
            Submission(
                id=submission_id,
                key=one.submission_key,
                application_id=one.id,
                batch_id=one.batch_id,
                group_id=one.group_id,
                confirmation_id=confirmation_id,
                answers=families.enrollment_of(one),
                warnings=tuple(finding.code for finding in one.of_severity(Severity.WARNING)),
                subscriber_key=subscriber.submission_key
                if (subscriber := families.subscriber_of(one))
                else None,
                submitted_by=administrator.id,
                submitted_at=now,
                delivery=Delivery(due_at=now),
                steps=(Step(DeliveryEvent.SUBMITTED, now),),
            )
            for one, submission_id, confirmation_id in zip(
                going, ids, confirmation_ids, strict=True
            )
        ]


def _plan_ready(families: "_Families") -> SubmissionPlan:
    ready = [one for one in families.applications if one.state is State.READY]
    ids = {one.id for one in ready}
    going = [one for one in ready if families.may_go(one, ids)]
    waiting = [one for one in ready if not families.may_go(one, ids)]
    return SubmissionPlan(families.subscribers_first(going), waiting)


def _plan_one(families: "_Families", application_id: str) -> SubmissionPlan:
    found = [one for one in families.applications if one.id == application_id]
    if not found:
        raise NotFound
    (application,) = found
    if application.confirmation_id or application.verdict is not Verdict.READY:
        # What was saved for later may be submitted; its errors are what stands against it.
        blocking = application.state if application.confirmation_id else application.verdict
        raise ActionRefused("submitted", blocking)
    subscriber = families.subscriber_of(application)
    if subscriber is None or subscriber.confirmation_id is not None:
        return SubmissionPlan([application])
    if subscriber.state is not State.READY:
        raise SubscriberFirst(subscriber.id)
    return SubmissionPlan([subscriber, application])


class _Families:
    """A batch's applications by family; with facts, checked afresh."""

    def __init__(self, read: ReadApplications, facts: Facts | None = None) -> None:
        self.read = read
        self.applications = read.checked(facts) if facts else read.applications
        self._rows = {one.id: row for one, row in zip(self.applications, read.rows, strict=True)}
        self._by_row = {one.row: one for one in self.applications}
        self._subscribers = {
            number: the_subscriber(family) for number, family in families_of(read.rows).items()
        }

    def _subscriber_row(self, application: Application) -> Row | None:
        row = self._rows[application.id]
        if not row.answers.is_dependent or row.answers.family_number is None:
            return None
        return self._subscribers[row.answers.family_number]

    def subscriber_of(self, application: Application) -> Application | None:
        """A dependent's subscriber; None for subscribers."""
        row = self._subscriber_row(application)
        return self._by_row[row.number] if row else None

    def may_go(self, application: Application, going: Collection[str]) -> bool:
        """Whether its subscriber goes too or went before; subscribers always may."""
        subscriber = self.subscriber_of(application)
        return (
            subscriber is None or subscriber.confirmation_id is not None or subscriber.id in going
        )

    def subscribers_first(self, applications: Sequence[Application]) -> list[Application]:
        """In the sheet's order, but subscribers before all dependents."""
        return sorted(
            applications, key=lambda one: (self._rows[one.id].answers.is_dependent, one.row)
        )

    def still_ready(self, versions: Mapping[str, int]) -> list[Application]:
        """Of the applications planned at these versions, those that can go now."""
        ready = [
            one
            for one in self.applications
            if versions.get(one.id) == one.version
            and one.verdict is Verdict.READY
            and one.confirmation_id is None
        ]
        ids = {one.id for one in ready}
        return self.subscribers_first([one for one in ready if self.may_go(one, ids)])

    def enrollment_of(self, application: Application) -> Answers:
        return enrollment(self._rows[application.id], self._subscriber_row(application))

    def changes(
        self, stored: Sequence[Application], submissions: Sequence[Submission]
    ) -> list[Change]:
        """What the check and the submissions change in the stored applications."""
        confirmations = {one.application_id: one.confirmation_id for one in submissions}
        changes = []
        for before, after in zip(stored, self.applications, strict=True):
            if confirmation_id := confirmations.get(after.id):
                after = after.submit(confirmation_id, after.version)
            if after != before:
                changes.append(Change(before, after))
        return changes
