"""Looking at a batch and mending its applications."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta

import msgspec

from domain.accounts.access import Administrator, Role
from domain.application import Application, State
from domain.audit import Act, of_application
from domain.batch import Batch
from domain.cells import Entries
from domain.errors import ChangedByAnother
from domain.findings import Severity, Verdict
from domain.ports import Change, Clock, Page, Persistence
from domain.readings import entries_from_form, readings
from domain.rules import read_row
from domain.rules.reading import choices_of
from domain.services.checking import Checker, with_submitted
from domain.services.views import ApplicationDetail, BatchSummary, SavedApplication
from domain.services.visible import visible_application, visible_batch
from domain.submission import Submission


class Review:
    """The batch's tabs, and every act on an application but its submission."""

    def __init__(self, checker: Checker, persistence: Persistence, clock: Clock) -> None:
        self._checker = checker
        self._persistence = persistence
        self._clock = clock

    # Looking

    def batch(self, administrator: Administrator, batch_id: str) -> BatchSummary:
        """Raises NotFound for a batch that is not the administrator's to see."""
        now = self._clock.now()
        with self._persistence.reading() as uow:
            batch = visible_batch(uow, administrator, batch_id, self._clock)
            tally = uow.applications.tally(batch_id, now)
            submitted = uow.submissions.count(batch_id)
        group = self._checker.group(batch.group_id)
        region = self._checker.carrier.region(batch.region)
        may_enroll = administrator.may(Role.ENROLL, batch.group_id)
        return BatchSummary(batch, group, region, tally, may_enroll, submitted)

    def tab(
        self,
        administrator: Administrator,
        batch_id: str,
        verdict: Verdict,
        search: str = "",
        sort: str = "row",
        descending: bool = False,
        page: int = 1,
    ) -> Page[Application]:
        with self._persistence.reading() as uow:
            visible_batch(uow, administrator, batch_id, self._clock)
            return uow.applications.tab(
                batch_id,
                verdict,
                self._clock.now(),
                search=search,
                sort=sort,
                descending=descending,
                page=page,
            )

    def problems(
        self, administrator: Administrator, batch_id: str
    ) -> Sequence[tuple[str, Sequence[Application]]]:
        """The Error tab by cause, the most frequent first: each cause and who has it."""
        with self._persistence.reading() as uow:
            visible_batch(uow, administrator, batch_id, self._clock)
            applications = uow.applications.of_batch(batch_id, self._clock.now())
        causes: dict[str, list[Application]] = defaultdict(list)
        for application in applications:
            if application.state is State.ERROR:
                for cause in {one.cause for one in application.of_severity(Severity.ERROR)}:
                    causes[cause].append(application)
        return sorted(causes.items(), key=lambda item: (-len(item[1]), item[0]))

    def submissions(self, administrator: Administrator, batch_id: str) -> Sequence[Submission]:
        """What was submitted of the batch, by time."""
        with self._persistence.reading() as uow:
            visible_batch(uow, administrator, batch_id, self._clock)
            return uow.submissions.of_batch(batch_id)

    def application(self, administrator: Administrator, application_id: str) -> ApplicationDetail:
        with self._persistence.reading() as uow:
            application, batch = visible_application(
                uow, administrator, application_id, self._clock
            )
        return self._detail(administrator, application, batch)

    def preview(
        self, administrator: Administrator, application_id: str, entries: Entries
    ) -> ApplicationDetail:
        """The application as it would be with these entries, checked and not kept."""
        now = self._clock.now()
        with self._persistence.reading() as uow:
            application, batch = visible_application(
                uow, administrator, application_id, self._clock
            )
            stored = uow.applications.of_batch(batch.id, now)
            edited = msgspec.structs.replace(
                application, entries=entries_from_form(application, entries)
            )
        after = [edited if one.id == edited.id else one for one in stored]
        group = self._checker.group(batch.group_id)
        read = self._checker.read(after, group)
        facts = self._checker.facts(group, read.people)
        with self._persistence.reading() as uow:
            facts = with_submitted(facts, uow.submissions, read.people, batch.id)
        checked = read.checked(facts)
        found = {one.id: one for one in checked}
        return self._detail(administrator, found.get(edited.id, edited), batch)

    def saved(self, administrator: Administrator, page: int = 1) -> Page[SavedApplication]:
        """What was saved for later in the administrator's groups, the soonest to end first."""
        now = self._clock.now()
        groups = {
            group.id: group for group in self._checker.groups(administrator.group_ids(Role.VIEW))
        }
        with self._persistence.reading() as uow:
            found = uow.applications.saved(tuple(groups), now, page)
        items = [
            SavedApplication(one, groups[one.group_id], max(1, -(-(one.expires_at - now) // _DAY)))
            for one in found.items
        ]
        return Page(items, found.total, found.number, found.size)

    def _detail(
        self, administrator: Administrator, application: Application, batch: Batch
    ) -> ApplicationDetail:
        group = self._checker.group(batch.group_id)
        columns = self._checker.carrier.columns_in(group.region)
        row = read_row(application.row, application.entries, group, columns)
        with self._persistence.reading() as uow:
            agreements = uow.agreements.of_application(application.id)
        return ApplicationDetail(
            application=application,
            batch=batch,
            group=group,
            columns=columns.all,
            readings=readings(row),
            choices={column.key: choices_of(column, group) for column in columns},
            agreements=agreements,
            may_enroll=administrator.may(Role.ENROLL, batch.group_id),
        )

    # Acts

    def edit(
        self, administrator: Administrator, application_id: str, entries: Entries, version: int
    ) -> Application:
        """Keep what was typed and check the whole batch again, since one row's number or family
        is another row's finding. Raises ChangedByAnother, ActionRefused, NotFound, NotAllowed."""
        return self._act(
            Act.EDITED,
            administrator,
            application_id,
            lambda one: one.edit(entries_from_form(one, entries), version),
        )

    def save_for_later(
        self, administrator: Administrator, application_id: str, version: int
    ) -> Application:
        days = self._checker.carrier.settings.saved_for_days
        until = self._clock.now() + timedelta(days=days)
        return self._act(
            Act.SAVED_FOR_LATER,
            administrator,
            application_id,
            lambda one: one.save_for_later(until, version),
        )

    def delete(
        self, administrator: Administrator, application_id: str, version: int
    ) -> Application:
        now = self._clock.now()
        return self._act(
            Act.DELETED, administrator, application_id, lambda one: one.delete(now, version)
        )

    def restore(
        self, administrator: Administrator, application_id: str, version: int
    ) -> Application:
        """Undo of delete."""
        return self._act(
            Act.RESTORED, administrator, application_id, lambda one: one.restore(version)
        )

    def delete_errors(self, administrator: Administrator, batch_id: str) -> int:
        """Delete every application of the Error tab; returns how many there were."""
        now = self._clock.now()

        def delete(one: Application) -> Application:
            return one.delete(now, one.version) if one.state is State.ERROR else one

        with self._persistence.reading() as uow:
            batch = visible_batch(uow, administrator, batch_id, self._clock)
        administrator.require(Role.ENROLL, batch.group_id)
        changed = self._change(Act.DELETED, administrator, batch, delete)
        return sum(one.deleted_at is not None for one in changed)

    def _act(
        self,
        what: Act,
        administrator: Administrator,
        application_id: str,
        act: Callable[[Application], Application],
    ) -> Application:
        with self._persistence.reading() as uow:
            application, batch = visible_application(
                uow, administrator, application_id, self._clock
            )
        administrator.require(Role.ENROLL, batch.group_id)
        changed = self._change(
            what,
            administrator,
            batch,
            lambda one: act(one) if one.id == application.id else one,
            application,
        )
        return next(one for one in changed if one.id == application.id)

    def _change(
        self,
        what: Act,
        administrator: Administrator,
        batch: Batch,
        act: Callable[[Application], Application],
        deleted: Application | None = None,
    ) -> Sequence[Application]:
        """Act on the batch's applications and check them all again; returns all of them.

        ``deleted`` joins them where the act brings it back. The registry is asked before the
        transaction, about the people as they will be; if somebody else's act has brought in
        others since, it is asked again, about them.
        """
        now = self._clock.now()
        group = self._checker.group(batch.group_id)
        with self._persistence.reading() as uow:
            stored = _with(uow.applications.of_batch(batch.id, now), deleted)
        people = self._checker.read(_living(map(act, stored)), group).people
        for _ in range(TRIES):
            facts = self._checker.facts(group, people)
            asked = set(people)
            with self._persistence.writing() as uow:
                uow.batches.lock(batch.id)
                stored = _with(uow.applications.of_batch(batch.id, now), deleted)
                acted = [act(one) for one in stored]
                fresh = self._checker.read(_living(acted), group)
                people = fresh.people
                if not asked.issuperset(people):
                    continue
                complete = with_submitted(facts, uow.submissions, people, batch.id)
                checked = {one.id: one for one in fresh.checked(complete)}
                after = [checked.get(one.id, one) for one in acted]
                uow.applications.apply(
                    [Change(old, new) for old, new in zip(stored, after, strict=True) if old != new]
                )
                for old, one, new in zip(stored, acted, after, strict=True):
                    if one != old:
                        told = _told(what, old, new)
                        uow.audit.add(of_application(what, now, administrator, new, **told))
                uow.commit()
                return after
        raise ChangedByAnother


_DAY = timedelta(days=1)
TRIES = 5  # until nobody else's act comes between asking and writing


def _living(applications: Iterable[Application]) -> list[Application]:
    return [one for one in applications if one.deleted_at is None]


def _told(what: Act, old: Application, new: Application) -> Mapping[str, str]:
    """What else the audit trail says: where it stands now, and which fields were typed in."""
    if what is not Act.EDITED:
        return {}
    keys = {*old.entries, *new.entries}
    fields = sorted(key for key in keys if old.entries.get(key) != new.entries.get(key))
    return {"fields": ", ".join(fields), "verdict": new.verdict.value}


def _with(stored: Sequence[Application], deleted: Application | None) -> Sequence[Application]:
    if deleted is None or any(one.id == deleted.id for one in stored):
        return stored
    if deleted.deleted_at is None:
        raise ChangedByAnother  # It was there a moment ago and is gone or submitted now.
    return [*stored, deleted]
