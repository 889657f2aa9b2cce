"""What administrators do about their own account."""

from collections.abc import Sequence

from domain.accounts.access import Administrator, Session
from domain.accounts.passwords import PasswordRules
from domain.accounts.throttling import Client, password_of
from domain.audit import Act, of_user
from domain.errors import NotFound, PasswordWrong
from domain.ports import Clock, Ids, PasswordHasher, Persistence, UnitOfWork
from domain.services.accounts.proving import password_fits
from domain.services.accounts.sessions import Throttle, token_hash


class OwnAccount:
    """Acts of somebody who is signed in, on themselves."""

    def __init__(
        self,
        persistence: Persistence,
        clock: Clock,
        ids: Ids,
        hasher: PasswordHasher,
        rules: PasswordRules,
    ) -> None:
        self._persistence = persistence
        self._clock = clock
        self._ids = ids
        self._hasher = hasher
        self._rules = rules
        self._throttle = Throttle(persistence, clock)

    def change_password(
        self, administrator: Administrator, session: Session, current: str, new: str, client: Client
    ) -> str:
        """From now on. All of their other sessions end, and this one goes by the new token that is
        returned. Raises PasswordWrong, TooManyTries, or as ``PasswordRules.check`` does."""
        self._rules.check(
            new,
            administrator.email,
            administrator.name,
            second_factor=administrator.second_factor,
        )
        secret = password_of(administrator.email)
        self._throttle.check(secret, client)
        right = password_fits(self._persistence, self._hasher, administrator, current)
        new_hash = self._hasher.hash(new) if right else ""
        token = self._ids.token()
        with self._persistence.writing() as uow:
            self._throttle.record(uow, secret, client, right=right)
            if not right:
                uow.commit()
                raise PasswordWrong
            uow.administrators.set_password(administrator.id, new_hash)
            uow.sessions.remove_all(administrator.id, but=session.token_hash)
            uow.sessions.renew(session.token_hash, token_hash(token), self._clock.now())
            self._note(uow, Act.PASSWORD_CHANGED, administrator)
            uow.commit()
        return token

    def sessions(self, administrator: Administrator) -> Sequence[Session]:
        """Where they are signed in, the last seen first."""
        with self._persistence.reading() as uow:
            return self._alive(uow, administrator)

    def end_session(self, administrator: Administrator, reference: str) -> None:
        """Raises NotFound when they have none of that reference any more."""
        with self._persistence.writing() as uow:
            for one in self._alive(uow, administrator):
                if one.reference == reference:
                    uow.sessions.remove(one.token_hash)
                    self._note(uow, Act.SESSIONS_ENDED, administrator)
                    uow.commit()
                    return
        raise NotFound

    def end_others(self, administrator: Administrator, session: Session) -> None:
        """All of their sessions but this one."""
        with self._persistence.writing() as uow:
            uow.sessions.remove_all(administrator.id, but=session.token_hash)
            self._note(uow, Act.SESSIONS_ENDED, administrator)
            uow.commit()

    def _alive(self, uow: UnitOfWork, administrator: Administrator) -> Sequence[Session]:
        now = self._clock.now()
        every = uow.sessions.of(administrator.id)
        return [one for one in every if one.alive(now) and not one.awaiting_code]

    def _note(self, uow: UnitOfWork, act: Act, administrator: Administrator) -> None:
        uow.audit.add(of_user(act, self._clock.now(), administrator.id, administrator.id))
