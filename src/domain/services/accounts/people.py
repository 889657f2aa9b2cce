"""Who may do what in the groups that somebody administers."""

from collections.abc import Mapping, Sequence

import msgspec

from domain.accounts.access import Administrator, Role
from domain.audit import Act, of_user
from domain.errors import AlsoElsewhere, LastAdministrator, NotAllowed, NotFound, NotYourself
from domain.ports import Clock, Persistence, UnitOfWork


class People:
    """For whoever administers a group. They see and change what others may do in those groups
    alone, and learn nothing of people who have nothing there."""

    def __init__(self, persistence: Persistence, clock: Clock) -> None:
        self._persistence = persistence
        self._clock = clock

    def all(self, administrator: Administrator) -> Sequence[Administrator]:
        """Everybody with a role in the groups they administer, by e-mail; with those roles alone.
        Raises NotAllowed when they administer none."""
        groups = _administered(administrator)
        if not groups:
            raise NotAllowed
        with self._persistence.reading() as uow:
            everybody = uow.administrators.all()
        return [_seen(one, groups) for one in everybody if groups & one.grants.keys()]

    def find(self, administrator: Administrator, person_id: str) -> Administrator:
        """One of them. Raises NotFound when they share no group, NotAllowed when they administer
        none of those that they share."""
        with self._persistence.reading() as uow:
            person = _shared(uow, administrator, person_id)
        return _seen(person, _administered(administrator))

    def may_disable(self, administrator: Administrator, person_id: str) -> bool:
        """Whether all that the person may do is in groups that they administer."""
        with self._persistence.reading() as uow:
            person = _shared(uow, administrator, person_id)
        return person.id != administrator.id and _all_mine(administrator, person)

    def set_roles(
        self, administrator: Administrator, person_id: str, roles: Mapping[str, Role | None]
    ) -> Administrator:
        """Roles by Group ID, None for no access any more; from their next click on. Groups that are
        not named stay as they are. Raises NotFound or NotAllowed for a group that is not theirs to
        administer, NotFound for one where the person has no access, LastAdministrator."""
        with self._persistence.writing() as uow:
            uow.administrators.hold_grants()
            administrator = _now(uow, administrator)
            person = _shared(uow, administrator, person_id)
            for group_id in roles:
                administrator.require(Role.ADMINISTER, group_id)
                if group_id not in person.grants:
                    raise NotFound
            wanted = {**person.grants, **roles}
            grants = {one: role for one, role in wanted.items() if role is not None}
            after = msgspec.structs.replace(person, grants=grants)
            _keep_administered(uow, after, roles)
            for group_id, role in roles.items():
                if role is not person.grants[group_id]:
                    told = role.name.lower() if role else "none"
                    now = self._clock.now()
                    whose = (administrator.id, person.id, group_id)
                    uow.audit.add(of_user(Act.ROLE_CHANGED, now, *whose, role=told))
            uow.administrators.set_grants(person.id, grants)
            uow.commit()
        return _seen(after, _administered(administrator))

    def disable(self, administrator: Administrator, person_id: str) -> None:
        """They cannot sign in any more, and are signed out everywhere. Raises as ``find`` does,
        NotYourself, AlsoElsewhere when they have access to a group that is not theirs to
        administer, LastAdministrator."""
        self._set_disabled(administrator, person_id, disabled=True)

    def enable(self, administrator: Administrator, person_id: str) -> None:
        """They can sign in again. Raises as ``disable`` does."""
        self._set_disabled(administrator, person_id, disabled=False)

    def _set_disabled(
        self, administrator: Administrator, person_id: str, *, disabled: bool
    ) -> None:
        with self._persistence.writing() as uow:
            uow.administrators.hold_grants()
            administrator = _now(uow, administrator)
            person = _shared(uow, administrator, person_id)
            if person.id == administrator.id:
                raise NotYourself
            if not _all_mine(administrator, person):
                raise AlsoElsewhere
            after = msgspec.structs.replace(person, disabled=disabled)
            _keep_administered(uow, after, person.grants)
            uow.administrators.set_disabled(person.id, disabled=disabled)
            if disabled:
                uow.sessions.remove_all(person.id)
            act = Act.DISABLED if disabled else Act.ENABLED
            now = self._clock.now()
            for group_id in person.grants:
                uow.audit.add(of_user(act, now, administrator.id, person.id, group_id))
            uow.commit()


def _administered(administrator: Administrator) -> set[str]:
    return set(administrator.group_ids(Role.ADMINISTER))


def _seen(person: Administrator, groups: set[str]) -> Administrator:
    """A person with what they may do in these groups."""
    grants = {one: role for one, role in person.grants.items() if one in groups}
    return msgspec.structs.replace(person, grants=grants)


def _now(uow: UnitOfWork, administrator: Administrator) -> Administrator:
    """What they may do at this very moment. Raises NotFound when they are gone."""
    known = uow.administrators.get(administrator.id)
    if known is None or known.disabled:
        raise NotFound
    return known


def _shared(uow: UnitOfWork, administrator: Administrator, person_id: str) -> Administrator:
    person = uow.administrators.get(person_id)
    if person is None or not person.grants.keys() & administrator.grants.keys():
        raise NotFound
    if not _administered(administrator) & person.grants.keys():
        raise NotAllowed
    return person


def _all_mine(administrator: Administrator, person: Administrator) -> bool:
    return person.grants.keys() <= _administered(administrator)


def _keep_administered(
    uow: UnitOfWork, after: Administrator, group_ids: Mapping[str, object]
) -> None:
    """Somebody who can sign in administers each of the groups, with the person as they will be. A
    group that nobody administered before is left as it is."""
    able = [one for one in uow.administrators.all() if not one.disabled]
    for group_id in group_ids:
        before = {one.id for one in able if one.may(Role.ADMINISTER, group_id)}
        left = before - {after.id}
        if not after.disabled and after.may(Role.ADMINISTER, group_id):
            left.add(after.id)
        if before and not left:
            raise LastAdministrator
