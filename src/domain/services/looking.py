"""Looking at a batch, at its applications, and at what was saved for later."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta

import msgspec

from domain.accounts.access import Administrator, Role
from domain.application import Application, State
from domain.batch import Batch
from domain.cells import Entries
from domain.findings import Severity, Verdict
from domain.masking import entries_from_form, readings
from domain.ports import Clock, Page, Persistence
from domain.rules import read_row
from domain.rules.reading import choices_of
from domain.services.checking import Checker, with_submitted
from domain.services.results import ApplicationDetail, BatchSummary, SavedApplication
from domain.services.visible import visible_application, visible_batch
from domain.submission import Submission

_DAY = timedelta(days=1)


class Looking:
    """What an administrator sees; nothing here changes an application."""

    def __init__(self, checker: Checker, persistence: Persistence, clock: Clock) -> None:
        self._checker = checker
        self._persistence = persistence
        self._clock = clock

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
