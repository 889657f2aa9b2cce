"""Looking at a batch, at its applications, and at what was saved for later."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta

import msgspec

from domain.accounts.access import Administrator, Role
from domain.agreement import Agreement
from domain.application import Application, State
from domain.audit import Act, of_application, of_batch, views_of_groups
from domain.batch import Batch, Tally
from domain.findings import Severity, Verdict
from domain.masking import readings
from domain.ports import Clock, Page, Persistence, UnitOfWork
from domain.rules import read_row
from domain.rules.reading import choices_of
from domain.services.checking import Checker, with_submitted
from domain.services.history import progress_of
from domain.services.results import ApplicationDetail, BatchSummary, SavedApplication, ShownTab
from domain.services.visible import visible_application, visible_batch, write_down
from domain.submission import Submission

_DAY = timedelta(days=1)


class Looking:
    """What an administrator sees, and that they have seen it; applications stay as they are."""

    def __init__(self, checker: Checker, persistence: Persistence, clock: Clock) -> None:
        self._checker = checker
        self._persistence = persistence
        self._clock = clock

    def batch(self, administrator: Administrator, batch_id: str) -> BatchSummary:
        """Raises NotFound for a batch that is not the administrator's to see."""
        with self._persistence.reading() as uow:
            batch, tally = self._counted(uow, administrator, batch_id)
        return self._summary(administrator, batch, tally)

    def tab(
        self,
        administrator: Administrator,
        batch_id: str,
        verdict: Verdict | None = None,
        search: str = "",
        sort: str = "row",
        descending: bool = False,
        page: int = 1,
    ) -> ShownTab:
        """A page of one tab; of the first that is not empty where none is named."""
        with self._persistence.reading() as uow:
            batch, tally = self._counted(uow, administrator, batch_id)
            chosen = verdict or tally.first
            found = uow.applications.tab(
                batch_id,
                chosen,
                self._clock.now(),
                search=search,
                sort=sort,
                descending=descending,
                page=page,
            )
            progress = progress_of(uow, batch_id)
        summary = self._summary(administrator, batch, tally)
        self._shown(administrator, batch, chosen, len(found.items) or found.total)
        return ShownTab(summary, chosen, progress, page=found)

    def problems(self, administrator: Administrator, batch_id: str) -> ShownTab:
        """The Error tab by cause, the most frequent first: each cause and who has it."""
        with self._persistence.reading() as uow:
            batch, tally = self._counted(uow, administrator, batch_id)
            applications = uow.applications.of_batch(batch_id, self._clock.now())
            progress = progress_of(uow, batch_id)
        summary = self._summary(administrator, batch, tally)
        wrong = [one for one in applications if one.state is State.ERROR]
        causes: dict[str, list[Application]] = defaultdict(list)
        for application in wrong:
            for cause in {one.cause for one in application.of_severity(Severity.ERROR)}:
                causes[cause].append(application)
        problems = sorted(causes.items(), key=lambda item: (-len(item[1]), item[0]))
        self._shown(administrator, batch, Verdict.ERROR, len(wrong))
        return ShownTab(summary, Verdict.ERROR, progress, problems=problems)

    def _counted(
        self, uow: UnitOfWork, administrator: Administrator, batch_id: str
    ) -> tuple[Batch, Tally]:
        batch = visible_batch(uow, administrator, batch_id, self._clock)
        return batch, uow.applications.tally(batch_id, self._clock.now())

    def _summary(self, administrator: Administrator, batch: Batch, tally: Tally) -> BatchSummary:
        group = self._checker.group(batch.group_id)
        region = self._checker.carrier.region(batch.region)
        may_enroll = administrator.may(Role.ENROLL, batch.group_id)
        return BatchSummary(batch, group, region, tally, may_enroll)

    def _shown(self, administrator: Administrator, batch: Batch, tab: Verdict, people: int) -> None:
        now, page = self._clock.now(), f"{tab.capitalize()} tab"
        viewed = of_batch(Act.VIEWED, now, administrator, batch, page=page, people=people)
        write_down(self._persistence, viewed)

    def submissions(self, administrator: Administrator, batch_id: str) -> Sequence[Submission]:
        """What was submitted of the batch, by time."""
        with self._persistence.reading() as uow:
            visible_batch(uow, administrator, batch_id, self._clock)
            return uow.submissions.of_batch(batch_id)

    def application(
        self, administrator: Administrator, application_id: str, shown_on: str = ""
    ) -> ApplicationDetail:
        """``shown_on`` is the name of the page that shows it to the administrator."""
        with self._persistence.reading() as uow:
            application, batch = visible_application(
                uow, administrator, application_id, self._clock
            )
            agreements = uow.agreements.of_application(application_id)
        detail = self._detail(administrator, application, batch, agreements)
        if shown_on:
            now = self._clock.now()
            viewed = of_application(Act.VIEWED, now, administrator, application, page=shown_on)
            write_down(self._persistence, viewed)
        return detail

    def preview(
        self,
        administrator: Administrator,
        application_id: str,
        fields: Mapping[str, str],
        version: int | None = None,
    ) -> ApplicationDetail:
        """The application as an edit of these fields would leave it, checked and not kept; with
        a ``version``, raises what ``Mending.edit`` would raise."""
        now = self._clock.now()
        with self._persistence.reading() as uow:
            application, batch = visible_application(
                uow, administrator, application_id, self._clock
            )
            if version is not None:
                administrator.require(Role.ENROLL, batch.group_id)
                application.edit(application.entries, version)
            stored = uow.applications.of_batch(batch.id, now)
            agreements = uow.agreements.of_application(application_id)
        entries = self._checker.entries(application, fields)
        edited = msgspec.structs.replace(application, entries=entries)
        after = [edited if one.id == edited.id else one for one in stored]
        group = self._checker.group(batch.group_id)
        read = self._checker.read(after, group)
        facts = self._checker.facts(group, read.people)
        with self._persistence.reading() as uow:
            facts = with_submitted(facts, uow.submissions, read.people, batch.id)
        found = {one.id: one for one in read.checked(facts)}
        return self._detail(administrator, found.get(edited.id, edited), batch, agreements)

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
        shown = Counter(one.group_id for one in found.items)
        viewed = views_of_groups(now, administrator, "Saved Applications", shown)
        write_down(self._persistence, *viewed)
        return Page(items, found.total, found.number, found.size)

    def _detail(
        self,
        administrator: Administrator,
        application: Application,
        batch: Batch,
        agreements: Sequence[Agreement],
    ) -> ApplicationDetail:
        group = self._checker.group(batch.group_id)
        columns = self._checker.carrier.columns_in(group.region)
        row = read_row(application.row, application.entries, group, columns)
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
