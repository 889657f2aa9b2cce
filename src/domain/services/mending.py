"""Mending applications: editing, saving for later, deleting, bringing back."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta

from domain.accounts.access import Administrator, Role
from domain.application import Application, State
from domain.audit import Act, of_application
from domain.batch import Batch
from domain.errors import ChangedByAnother
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
        self,
        administrator: Administrator,
        application_id: str,
        fields: Mapping[str, str],
        version: int,
    ) -> Change:
        """Keep what was typed into fields, by column key, and check the whole batch again, since
        one row's number or family is another row's finding. What has no field stays as it is.
        Raises ChangedByAnother, ActionRefused, NotFound, NotAllowed."""
        return self._act(
            Act.EDITED,
            administrator,
            application_id,
            lambda one: one.edit(self._checker.entries(one, fields), version),
        )

    def save_for_later(
        self, administrator: Administrator, application_id: str, version: int
    ) -> Change:
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
        ).after

    def restore(
        self, administrator: Administrator, application_id: str, version: int
    ) -> Application:
        """Undo of delete."""
        return self._act(
            Act.RESTORED, administrator, application_id, lambda one: one.restore(version)
        ).after

    def delete_errors(self, administrator: Administrator, batch_id: str) -> int:
        """Delete every application of the Error tab; returns how many there were."""
        now = self._clock.now()

        def delete(one: Application) -> Application:
            return one.delete(now, one.version) if one.state is State.ERROR else one

        def found(uow: UnitOfWork) -> tuple[Batch, None]:
            return visible_batch(uow, administrator, batch_id, self._clock), None

        changed = self._change(Act.DELETED, administrator, found, delete)
        return sum(one.after.deleted_at is not None for one in changed)

    def _act(
        self,
        what: Act,
        administrator: Administrator,
        application_id: str,
        act: Callable[[Application], Application],
    ) -> Change:
        def found(uow: UnitOfWork) -> tuple[Batch, Application]:
            one, batch = visible_application(uow, administrator, application_id, self._clock)
            return batch, one

        changed = self._change(
            what, administrator, found, lambda one: act(one) if one.id == application_id else one
        )
        return next(one for one in changed if one.after.id == application_id)

    def _change(
        self,
        what: Act,
        administrator: Administrator,
        find: Callable[[UnitOfWork], tuple[Batch, Application | None]],
        act: Callable[[Application], Application],
    ) -> Sequence[Change]:
        """Act on the applications of the batch that is found, and check them all again; returns
        all of them. An application that is found with it joins them where it was deleted."""
        now = self._clock.now()
        with self._persistence.reading() as uow:
            batch, chosen = find(uow)
            administrator.require(Role.ENROLL, batch.group_id)
            found = _with(uow.applications.of_batch(batch.id, now), chosen)
        group = self._checker.group(batch.group_id)

        def acted(stored: Sequence[Application]) -> _Acted:
            after = [act(one) for one in stored]
            return _Acted(stored, after, self._checker.read(_living(after), group))

        def held(uow: UnitOfWork) -> _Acted:
            uow.batches.lock(batch.id)
            return acted(_with(uow.applications.of_batch(batch.id, now), chosen))

        def write(uow: UnitOfWork, mended: _Acted, facts: Facts) -> Sequence[Change]:
            changes = [
                Change(old, new)
                for old, new in zip(mended.stored, mended.checked(facts), strict=True)
            ]
            uow.applications.apply([one for one in changes if one.before != one.after])
            for change, one in zip(changes, mended.acted, strict=True):
                if one != change.before:
                    told = _told(what, change)
                    uow.audit.add(of_application(what, now, administrator, change.after, **told))
            return changes

        return self._checker.write(self._persistence, group, batch.id, acted(found), held, write)


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


def _told(what: Act, change: Change) -> Mapping[str, str]:
    """What else the audit trail says: where it stands now, and which fields were typed in."""
    if what is not Act.EDITED:
        return {}
    old, new = change.before, change.after
    keys = {*old.entries, *new.entries}
    fields = sorted(key for key in keys if old.entries.get(key) != new.entries.get(key))
    return {"fields": ", ".join(fields), "verdict": new.verdict.value}


def _with(stored: Sequence[Application], chosen: Application | None) -> Sequence[Application]:
    if chosen is None or any(one.id == chosen.id for one in stored):
        return stored
    if chosen.deleted_at is None:
        raise ChangedByAnother  # It was there a moment ago and is gone or submitted now.
    return [*stored, chosen]
