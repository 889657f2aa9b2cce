"""Transaction History: every submission, its status, and its way to the carrier.

What is shown here is kept here: only the names of groups are the carrier's, and the history is
there without them.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from domain.accounts.access import Administrator, Role
from domain.audit import Act, of_application, of_group, views_of_groups
from domain.confirmations import parse_confirmation_id
from domain.errors import CannotBeRead, NotFound, RegistryUnavailable
from domain.ports import Clock, MemberRegistry, Page, Persistence, UnitOfWork
from domain.services.results import HistoryEntry, Progress, Transaction
from domain.services.visible import write_down
from domain.submission import Status, Submission
from domain.values import Problem

_READ_AT_ONCE = 500


class History:
    """Submissions of the administrator's groups."""

    def __init__(self, registry: MemberRegistry, persistence: Persistence, clock: Clock) -> None:
        self._registry = registry
        self._persistence = persistence
        self._clock = clock

    def groups(self, administrator: Administrator) -> Mapping[str, str]:
        """The administrator's groups by id, each with its name; "" where the carrier does not say
        it, or not now."""
        ids = administrator.group_ids()
        try:
            names = {group.id: group.name for group in self._registry.groups(ids)}
        except RegistryUnavailable:
            names = {}
        return {one: names.get(one, "") for one in ids}

    def transactions(
        self,
        administrator: Administrator,
        search: str = "",
        group_id: str = "",
        status: Status | None = None,
        page: int = 1,
        *,
        again: bool = False,
    ) -> Page[HistoryEntry]:
        """Newest first; ``group_id`` "" is all groups. ``again`` is for a page that looks by
        itself how they stand: whom it shows is written down already."""
        group_ids = _group_ids(administrator, group_id)
        with self._persistence.reading() as uow:
            found = uow.submissions.history(
                group_ids, search=_search(search), status=status, page=page
            )
            items = _entries(uow, found.items)
        if not again:
            now, shown = self._clock.now(), Counter(one.group_id for one in found.items)
            viewed = views_of_groups(now, administrator, "Transaction History", shown)
            write_down(self._persistence, *viewed)
        return Page(items, found.total, found.number, found.size)

    def all_transactions(
        self,
        administrator: Administrator,
        search: str = "",
        group_id: str = "",
        status: Status | None = None,
    ) -> Iterator[HistoryEntry]:
        """What ``transactions`` finds on all its pages, each once, read as it is asked for. It is a
        download, and is written down as one for each group before anything is read."""
        group_ids = _group_ids(administrator, group_id)
        with self._persistence.writing() as uow:
            for one in group_ids:
                uow.audit.add(
                    of_group(Act.TRANSACTIONS_DOWNLOADED, self._clock.now(), administrator, one)
                )
            uow.commit()
        return self._all(group_ids, _search(search), status)

    def _all(
        self, group_ids: Sequence[str], search: str, status: Status | None
    ) -> Iterator[HistoryEntry]:
        # Each part goes on from the last one's end, whatever is submitted or answered meanwhile.
        last = None
        while True:
            with self._persistence.reading() as uow:
                found = uow.submissions.older(
                    last, _READ_AT_ONCE, group_ids, search=search, status=status
                )
                entries = _entries(uow, found)
            yield from entries
            if len(found) < _READ_AT_ONCE:
                return
            last = found[-1]

    def transaction(
        self, administrator: Administrator, confirmation_id: str, shown_on: str = ""
    ) -> Transaction:
        """``shown_on`` is the name of the page that shows it to the administrator."""
        with self._persistence.reading() as uow:
            found = uow.submissions.by_confirmation(confirmation_id)
            # What was submitted never expires, so its application can be asked for as of its own
            # moment.
            application = (
                uow.applications.get(found.application_id, found.submitted_at) if found else None
            )
            if found is None or application is None:
                raise NotFound
            administrator.require(Role.VIEW, found.group_id)
            if found.unreadable:
                raise CannotBeRead(found.confirmation_id)
            batch = uow.batches.by_ids([found.batch_id])[found.batch_id]
            names = uow.administrators.names([found.submitted_by])
        if shown_on:
            now = self._clock.now()
            viewed = of_application(Act.VIEWED, now, administrator, application, page=shown_on)
            write_down(self._persistence, viewed)
        return Transaction(found, names.get(found.submitted_by, ""), application, batch)

    def progress(self, administrator: Administrator, batch_id: str) -> Progress:
        """How far what was submitted of the batch has come."""
        with self._persistence.reading() as uow:
            batch = uow.batches.by_ids([batch_id]).get(batch_id)
            if batch is None:
                raise NotFound
            administrator.require(Role.VIEW, batch.group_id)
            return progress_of(uow, batch_id)


def progress_of(uow: UnitOfWork, batch_id: str) -> Progress:
    return Progress(uow.submissions.count(batch_id), uow.deliveries.undone(batch_id))


def _group_ids(administrator: Administrator, group_id: str) -> Sequence[str]:
    if not group_id:
        return administrator.group_ids()
    administrator.require(Role.VIEW, group_id)
    return (group_id,)


def _entries(uow: UnitOfWork, submissions: Sequence[Submission]) -> list[HistoryEntry]:
    names = uow.administrators.names([one.submitted_by for one in submissions])
    return [HistoryEntry(one, names.get(one.submitted_by, "")) for one in submissions]


def _search(text: str) -> str:
    """A whole confirmation ID in the form it is kept in; anything else as it is."""
    parsed = parse_confirmation_id(text)
    return text.strip() if isinstance(parsed, Problem) else parsed
