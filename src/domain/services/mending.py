"""Mending applications: editing, saving for later, deleting, bringing back."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta

from domain.accounts.access import Administrator, Role
from domain.application import Application, State
from domain.audit import Act, of_application
from domain.batch import Batch
from domain.cells import Entries
from domain.errors import ChangedByAnother
from domain.masking import entries_from_form
from domain.ports import Change, Clock, Persistence, UnitOfWork
from domain.rules import Facts
from domain.services.checking import Checker, ReadApplications
from domain.services.visible import visible_application, visible_batch


class Mending:
    """Every act on an application but its submission."""

    def __init__(self, checker: Checker, persistence: Persistence, clock: Clock) -> None:
        self._checker = checker
        self._persistence = persistence
        self._clock = clock

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

        ``deleted`` joins them where the act brings it back.
        """
        now = self._clock.now()
        group = self._checker.group(batch.group_id)

        def acted(uow: UnitOfWork) -> _Acted:
            stored = _with(uow.applications.of_batch(batch.id, now), deleted)
            after = [act(one) for one in stored]
            return _Acted(stored, after, self._checker.read(_living(after), group))

        def held(uow: UnitOfWork) -> _Acted:
            uow.batches.lock(batch.id)
            return acted(uow)

        def write(uow: UnitOfWork, mended: _Acted, facts: Facts) -> Sequence[Application]:
            after = mended.checked(facts)
            stored = mended.stored
            uow.applications.apply(
                [Change(old, new) for old, new in zip(stored, after, strict=True) if old != new]
            )
            for old, one, new in zip(stored, mended.acted, after, strict=True):
                if one != old:
                    told = _told(what, old, new)
                    uow.audit.add(of_application(what, now, administrator, new, **told))
            return after

        with self._persistence.reading() as uow:
            first = acted(uow)
        return self._checker.write(self._persistence, group, batch.id, first, held, write)


class _Acted:
    """A batch's applications as they are ``stored``, and once acted on: not yet checked."""

    def __init__(
        self,
        stored: Sequence[Application],
        acted: Sequence[Application],
        living: ReadApplications,
    ) -> None:
        self.stored = stored
        self.acted = acted
        self.people = living.people
        self._living = living

    def checked(self, facts: Facts) -> Sequence[Application]:
        found = {one.id: one for one in self._living.checked(facts)}
        return [found.get(one.id, one) for one in self.acted]


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
