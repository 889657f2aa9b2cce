"""The audit trail: writing down what was refused, and looking through it."""

from collections.abc import Collection, Iterator, Mapping, Sequence

import msgspec

from domain.accounts.access import Administrator, Role
from domain.audit import Act, Entry, Event, of_application, of_batch, of_group
from domain.audit_chain import Anchor, Checked, check
from domain.confirmations import parse_confirmation_id
from domain.errors import NotFound
from domain.ports import PAGE_SIZE, AuditPage, AuditQuery, Clock, Persistence, UnitOfWork
from domain.values import Problem

_READ_AT_ONCE = 500
_SOMEBODY = "administrator "


class AuditReport(msgspec.Struct, frozen=True):
    """Entries with the names of whoever is named in them, by their ids."""

    found: AuditPage
    names: Mapping[str, str]


class Auditing:
    """For administrators of groups, and for the installation's operators."""

    def __init__(self, persistence: Persistence, clock: Clock) -> None:
        self._persistence = persistence
        self._clock = clock

    # Writing

    def refused(
        self, administrator: Administrator, request: str, reason: str, ids: Collection[str]
    ) -> None:
        """A request of theirs was refused. ``request`` is the route's own name; ``ids`` are what
        stood in its address. Only one that exists is kept, with its group, since anything may be
        typed there."""
        with self._persistence.writing() as uow:
            target = next(
                (one for id in ids if (one := self._target(uow, id))),
                Event(at=self._clock.now(), act=Act.REFUSED),
            )
            uow.audit.add(
                msgspec.structs.replace(
                    target,
                    administrator_id=administrator.id,
                    facts={"request": request, "reason": reason},
                )
            )
            uow.commit()

    def _target(self, uow: UnitOfWork, id: str) -> Event | None:
        """The refusal as far as it is known from what the id is of."""
        now = self._clock.now()
        if batch := uow.batches.get(id, now):
            return of_batch(Act.REFUSED, now, None, batch)
        agreement = uow.agreements.get(id)
        submission = uow.submissions.by_confirmation(id)
        about = agreement or submission
        application = uow.applications.get(about.application_id if about else id, now)
        if application is None:
            return None
        return of_application(Act.REFUSED, now, None, application)

    # Looking

    def find(
        self,
        administrator: Administrator,
        wanted: AuditQuery,
        group_id: str = "",
        who: str = "",
        before: int | None = None,
    ) -> AuditReport:
        """Events of the groups that they administer, or of one of these; and what those who have a
        role there did outside of any group, such as signing in. ``who`` is part of a name or
        e-mail. Raises NotFound where they administer none, or not this one."""
        with self._persistence.reading() as uow:
            narrowed = _narrowed(uow, administrator, wanted, group_id, who)
            return _told(uow, uow.audit.find(narrowed, before))

    def download(
        self, administrator: Administrator, wanted: AuditQuery, group_id: str = "", who: str = ""
    ) -> Iterator[AuditReport]:
        """What ``find`` finds on all of its pages, read as it is asked for; written down first."""
        groups = _administered(administrator, group_id)
        with self._persistence.writing() as uow:
            narrowed = _narrowed(uow, administrator, wanted, group_id, who)
            for one in groups:
                uow.audit.add(of_group(Act.TRAIL_DOWNLOADED, self._clock.now(), administrator, one))
            uow.commit()
        return self._all(narrowed)

    def everything(self, wanted: AuditQuery, who: str = "", limit: int = PAGE_SIZE) -> AuditReport:
        """For operators: of all groups and of none."""
        with self._persistence.reading() as uow:
            if who:
                known = _known_as(uow.administrators.all(), who)
                wanted = msgspec.structs.replace(wanted, administrator_ids=known)
            wanted = msgspec.structs.replace(wanted, about=_about(uow, wanted.about))
            return _told(uow, uow.audit.find(wanted, size=limit))

    def _all(self, wanted: AuditQuery) -> Iterator[AuditReport]:
        before = None
        while True:
            with self._persistence.reading() as uow:
                told = _told(uow, uow.audit.find(wanted, before, _READ_AT_ONCE))
            yield told
            before = told.found.before
            if before is None:
                return

    # Checking

    def verify(self, anchor: Anchor | None = None) -> Checked:
        with self._persistence.reading() as uow:
            return check(uow.audit.all(), anchor)

    def anchor(self) -> Anchor | None:
        """Of the newest entry; None where there is none that can be read."""
        with self._persistence.reading() as uow:
            last = uow.audit.last()
        if not isinstance(last, Entry):
            return None
        return Anchor(last.sequence, last.digest, last.event.at)


def _administered(administrator: Administrator, group_id: str) -> Sequence[str]:
    groups = administrator.group_ids(Role.ADMINISTER)
    if not groups or (group_id and group_id not in groups):
        raise NotFound
    return (group_id,) if group_id else groups


def _narrowed(
    uow: UnitOfWork, administrator: Administrator, wanted: AuditQuery, group_id: str, who: str
) -> AuditQuery:
    groups = _administered(administrator, group_id)
    everybody = uow.administrators.all()
    people = [one.id for one in everybody if not one.grants.keys().isdisjoint(groups)]
    return msgspec.structs.replace(
        wanted,
        group_ids=groups,
        people=people,
        administrator_ids=_known_as(everybody, who) if who else None,
        about=_about(uow, wanted.about),
    )


def _known_as(everybody: Sequence[Administrator], who: str) -> Collection[str]:
    """Whose name or e-mail has this in it, in any case."""
    sought = who.casefold()
    return [
        one.id
        for one in everybody
        if sought in one.name.casefold() or sought in one.email.casefold()
    ]


def _about(uow: UnitOfWork, text: str) -> str:
    """The id that is meant; for a confirmation ID, its application's."""
    confirmation = parse_confirmation_id(text)
    if isinstance(confirmation, Problem):
        return text.rpartition(" ")[2]
    submission = uow.submissions.by_confirmation(confirmation)
    return submission.application_id if submission else text


def _told(uow: UnitOfWork, found: AuditPage) -> AuditReport:
    events = [one.event for one in found.entries if isinstance(one, Entry)]
    named = {one.administrator_id for one in events}
    named |= {one.subject.removeprefix(_SOMEBODY) for one in events if _SOMEBODY in one.subject}
    return AuditReport(found, uow.administrators.names(sorted(named)))
