"""Who may sign in, and what they may do for which group."""

from collections.abc import Callable, Collection, Mapping, Sequence

import msgspec

from domain.accounts.access import Administrator, Role
from domain.accounts.passwords import PasswordRules
from domain.audit import Act, of_user
from domain.errors import EmailTaken, NotFound
from domain.ports import Clock, Conflict, Ids, PasswordHasher, Persistence, UnitOfWork


class Administrators:
    """For the installation's operators. Each act raises NotFound when nobody has the e-mail."""

    def __init__(
        self,
        persistence: Persistence,
        hasher: PasswordHasher,
        ids: Ids,
        clock: Clock,
        rules: PasswordRules | None = None,
    ) -> None:
        self._persistence = persistence
        self._hasher = hasher
        self._ids = ids
        self._clock = clock
        self._rules = rules or PasswordRules()

    def all(self) -> Sequence[Administrator]:
        """By e-mail."""
        with self._persistence.reading() as uow:
            return uow.administrators.all()

    def find(self, email: str) -> Administrator:
        with self._persistence.reading() as uow:
            return _found(uow, email)

    def add(
        self, email: str, name: str, grants: Mapping[str, Role], password: str
    ) -> Administrator:
        """Let somebody sign in. Raises EmailTaken, or as ``PasswordRules.check`` does."""
        self._rules.check(password, email, name)
        password_hash = self._hasher.hash(password)
        (own_id,) = self._ids.new()
        added = Administrator(own_id, email.strip(), name.strip(), grants)
        try:
            with self._persistence.writing() as uow:
                uow.administrators.add(added, password_hash)
                self._note(uow, Act.USER_ADDED, added)
                self._note_roles(uow, added, {}, grants)
                uow.commit()
        except Conflict:
            raise EmailTaken from None
        return added

    def grant(self, email: str, grants: Mapping[str, Role]) -> Administrator:
        """Give roles for groups, instead of those they may have there; from their next click on."""
        return self._regrant(email, lambda held: {**held, **grants})

    def revoke(self, email: str, group_ids: Collection[str] | None = None) -> Administrator:
        """Take their roles for these groups, or for all when None; from their next click on."""
        return self._regrant(
            email,
            lambda held: {
                one: role
                for one, role in held.items()
                if group_ids is not None and one not in group_ids
            },
        )

    def set_password(self, email: str, password: str) -> None:
        """From now on. Whoever is signed in as them is signed out. Raises as
        ``PasswordRules.check`` does."""
        known = self.find(email)
        self._rules.check(password, known.email, known.name, second_factor=known.second_factor)
        password_hash = self._hasher.hash(password)
        with self._persistence.writing() as uow:
            found = _found(uow, email)
            uow.administrators.set_password(found.id, password_hash)
            uow.sessions.remove_all(found.id)
            self._note(uow, Act.PASSWORD_SET, found)
            uow.commit()

    def set_disabled(self, email: str, *, disabled: bool) -> None:
        """Whether they are kept from signing in. Whoever is disabled is signed out everywhere."""
        with self._persistence.writing() as uow:
            found = _found(uow, email)
            uow.administrators.set_disabled(found.id, disabled=disabled)
            if disabled:
                uow.sessions.remove_all(found.id)
            self._note(uow, Act.DISABLED if disabled else Act.ENABLED, found)
            uow.commit()

    def _regrant(
        self, email: str, change: Callable[[Mapping[str, Role]], Mapping[str, Role]]
    ) -> Administrator:
        with self._persistence.writing() as uow:
            uow.administrators.hold_grants()
            found = _found(uow, email)
            after = msgspec.structs.replace(found, grants=change(found.grants))
            uow.administrators.set_grants(after.id, after.grants)
            self._note_roles(uow, after, found.grants, after.grants)
            uow.commit()
        return after

    def _note(
        self, uow: UnitOfWork, act: Act, whose: Administrator, group_id: str = "", **facts: str
    ) -> None:
        uow.audit.add(of_user(act, self._clock.now(), "", whose.id, group_id, **facts))

    def _note_roles(
        self,
        uow: UnitOfWork,
        whose: Administrator,
        before: Mapping[str, Role],
        after: Mapping[str, Role],
    ) -> None:
        """An event for each group, so that whoever administers it sees who came and went."""
        for group_id in sorted({*before, *after}):
            role, former = after.get(group_id), before.get(group_id)
            if role is None:
                self._note(uow, Act.ROLE_TAKEN, whose, group_id)
            elif role is not former:
                self._note(uow, Act.ROLE_GIVEN, whose, group_id, role=role.name.lower())


def _found(uow: UnitOfWork, email: str) -> Administrator:
    credentials = uow.administrators.credentials(email)
    if credentials is None:
        raise NotFound
    return credentials.administrator
