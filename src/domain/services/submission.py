"""Handing applications to the carrier, each once."""

import logging
from collections.abc import Collection, Sequence

from domain.access import Administrator, Role
from domain.answers import Answers
from domain.application import Application, State
from domain.batch import Batch
from domain.errors import (
    ActionRefused,
    ChangedByAnother,
    NothingToSubmit,
    RegistryUnavailable,
    SubscriberFirst,
)
from domain.findings import Severity, Verdict
from domain.ports import Change, Clock, Conflict, Ids, MemberRegistry, Persistence
from domain.rules import Row, enrollment
from domain.rules.family import families_of, the_subscriber
from domain.services.checking import Checked, Checker, identities, rows_of
from domain.services.review import visible_application, visible_batch
from domain.services.views import SubmissionPlan
from domain.submission import Submission

_log = logging.getLogger(__name__)
_DELIVERY_SIZE = 500


class Submitting:
    """From Ready to a confirmation ID that is durable before anybody sees it."""

    def __init__(
        self,
        registry: MemberRegistry,
        checker: Checker,
        persistence: Persistence,
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._registry = registry
        self._checker = checker
        self._persistence = persistence
        self._clock = clock
        self._ids = ids

    # Asking first

    def plan_ready(self, administrator: Administrator, batch_id: str) -> SubmissionPlan:
        """Everything on the batch's Ready tab that can go now."""
        with self._persistence.reading() as uow:
            batch = visible_batch(uow, administrator, batch_id, self._clock)
            stored = uow.applications.of_batch(batch_id, self._clock.now())
        families = self._families(batch, stored)
        ready = [one for one in stored if one.state is State.READY]
        going = {one.id for one in ready}
        waiting = [one for one in ready if not families.may_go(one, going)]
        stay = {one.id for one in waiting}
        return SubmissionPlan(
            families.subscribers_first([one for one in ready if one.id not in stay]), waiting
        )

    def plan_one(self, administrator: Administrator, application_id: str) -> SubmissionPlan:
        """One application, with its subscriber where that is ready too and must go with it.

        Raises ActionRefused when it is not ready, SubscriberFirst when the subscriber cannot go.
        """
        with self._persistence.reading() as uow:
            application, batch = visible_application(
                uow, administrator, application_id, self._clock
            )
            stored = uow.applications.of_batch(batch.id, self._clock.now())
        if application.confirmation_id or application.verdict is not Verdict.READY:
            raise ActionRefused("submitted", application.state)
        families = self._families(batch, stored)
        going = [application]
        subscriber = families.subscriber_of(application)
        if subscriber is not None and subscriber.confirmation_id is None:
            if subscriber.state is not State.READY:
                raise SubscriberFirst(subscriber.id)
            going.append(subscriber)
        return SubmissionPlan(families.subscribers_first(going))

    # Submitting

    def submit_ready(self, administrator: Administrator, batch_id: str) -> Sequence[Submission]:
        """Submit the batch's Ready tab; what is not ready any more after a fresh check stays.

        Raises NothingToSubmit, RegistryUnavailable, NotFound or NotAllowed.
        """
        plan = self.plan_ready(administrator, batch_id)
        if not plan.applications:
            raise NothingToSubmit
        return self._submit(administrator, batch_id, {one.id: one for one in plan.applications})

    def submit_one(
        self, administrator: Administrator, application_id: str, version: int
    ) -> Sequence[Submission]:
        """Submit one application at this version (and its subscriber, see ``plan_one``)."""
        plan = self.plan_one(administrator, application_id)
        chosen = {one.id: one for one in plan.applications}
        if chosen[application_id].version != version:
            raise ChangedByAnother
        return self._submit(administrator, chosen[application_id].batch_id, chosen)

    def _submit(
        self, administrator: Administrator, batch_id: str, chosen: dict[str, Application]
    ) -> Sequence[Submission]:
        now = self._clock.now()
        with self._persistence.reading() as uow:
            batch = visible_batch(uow, administrator, batch_id, self._clock)
            stored = uow.applications.of_batch(batch_id, now)
        administrator.require(Role.ENROLL, batch.group_id)
        group = self._checker.group(batch.group_id)
        people = identities(stored, self._checker.facts(group))
        members = self._checker.members_like(group, people)
        try:
            with self._persistence.writing() as uow:
                uow.submissions.lock_group(group.id)
                uow.batches.lock(batch_id)
                stored = uow.applications.of_batch(batch_id, now)
                applicants = uow.submissions.applicants(group.id, people)
                checked = Checked(stored, self._checker.facts(group, members, applicants))
                before = {one.id: one for one in stored}
                families = _Families(checked.applications, checked.rows)
                submissions, after = self._take(administrator, families, chosen)
                uow.applications.apply(
                    [Change(before[one.id], one) for one in after if before[one.id] != one]
                )
                uow.submissions.add(submissions)
                uow.commit()
        except Conflict:
            raise ChangedByAnother from None
        if not submissions:
            raise NothingToSubmit
        try:
            self.deliver()
        except Exception:
            # They are submitted, whatever happens to their delivery: the next one takes them.
            _log.exception("delivery failed; it will be tried again")
        return self._fresh(submissions)

    def _take(
        self,
        administrator: Administrator,
        families: "_Families",
        chosen: dict[str, Application],
    ) -> tuple[list[Submission], list[Application]]:
        """The submissions of what is still as chosen and still ready, and all applications
        as they are then."""
        going = [
            one
            for one in families.subscribers_first(families.applications)
            if one.id in chosen
            and one.version == chosen[one.id].version
            and one.verdict is Verdict.READY
            and one.confirmation_id is None
        ]
        ids = {one.id for one in going}
        going = [one for one in going if families.may_go(one, ids)]
        now = self._clock.now()
        new_ids = self._ids.new(len(going)) if going else []
        confirmations = self._ids.confirmation_numbers(len(going)) if going else []
        submitted = {
            one.id: one.submit(confirmation, one.version)
            for one, confirmation in zip(going, confirmations, strict=True)
        }
        submissions = [
            Submission(
                id=new_id,
                key=one.submission_key,
                application_id=one.id,
                batch_id=one.batch_id,
                group_id=one.group_id,
                confirmation_id=confirmation,
                answers=families.enrollment_of(one),
                warnings=tuple(finding.code for finding in one.of_severity(Severity.WARNING)),
                subscriber_key=subscriber.submission_key
                if (subscriber := families.subscriber_of(one))
                else None,
                submitted_by=administrator.id,
                submitted_at=now,
            )
            for one, new_id, confirmation in zip(going, new_ids, confirmations, strict=True)
        ]
        return submissions, [submitted.get(one.id, one) for one in families.applications]

    def _fresh(self, submissions: Sequence[Submission]) -> Sequence[Submission]:
        """The submissions with the carrier's answers, in the same order."""
        with self._persistence.reading() as uow:
            found = {
                one.confirmation_id: one
                for one in uow.submissions.by_confirmations(
                    [one.confirmation_id for one in submissions]
                )
            }
        return [found[one.confirmation_id] for one in submissions]

    def _families(self, batch: Batch, stored: Sequence[Application]) -> "_Families":
        facts = self._checker.facts(self._checker.group(batch.group_id))
        return _Families(stored, rows_of(stored, facts))

    # Delivering

    def deliver(self) -> int:
        """Hand over what the carrier has not answered yet, and write its answers down; returns
        how many were answered. What cannot be handed over now is by the next delivery."""
        with self._persistence.reading() as uow:
            waiting = uow.submissions.unanswered(_DELIVERY_SIZE)
        if not waiting:
            return 0
        try:
            answers = {answer.key: answer for answer in self._registry.submit(waiting)}
        except RegistryUnavailable:
            _log.warning("the registry cannot be reached; %d submissions wait", len(waiting))
            return 0
        now = self._clock.now()
        answered = [one.answered(answers[one.key], now) for one in waiting if one.key in answers]
        with self._persistence.writing() as uow:
            uow.submissions.update(answered)
            uow.commit()
        return len(answered)


class _Families:
    """A batch's applications with their rows, by family."""

    def __init__(self, applications: Sequence[Application], rows: Sequence[Row]) -> None:
        self.applications = applications
        self._rows = {one.id: row for one, row in zip(applications, rows, strict=True)}
        self._by_row = {one.row: one for one in applications}
        self._families = families_of(rows)

    def _subscriber_row(self, application: Application) -> Row | None:
        row = self._rows[application.id]
        if not row.answers.is_dependent or row.answers.family_number is None:
            return None
        return the_subscriber(self._families[row.answers.family_number])

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

    def enrollment_of(self, application: Application) -> Answers:
        return enrollment(self._rows[application.id], self._subscriber_row(application))
