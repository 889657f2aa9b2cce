"""Showing again, before acts that matter, that the person at the browser is the one who signed
in."""

from domain.accounts.access import Administrator, Session
from domain.accounts.throttling import Client, codes_of, password_of
from domain.audit import Act, of_visit
from domain.errors import CodeWrong, PasswordWrong
from domain.ports import Clock, Ids, PasswordHasher, Persistence
from domain.services.accounts.sessions import Throttle, take_code, token_hash


class Proving:
    """By a code, where there is a second factor, and otherwise by the password."""

    def __init__(
        self, persistence: Persistence, clock: Clock, ids: Ids, hasher: PasswordHasher
    ) -> None:
        self._persistence = persistence
        self._clock = clock
        self._ids = ids
        self._hasher = hasher
        self._throttle = Throttle(persistence, clock)

    def proved(self, session: Session) -> bool:
        """Whether it was shown lately."""
        return session.proved(self._clock.now())

    def prove(
        self, administrator: Administrator, session: Session, typed: str, client: Client
    ) -> str:
        """The session's new token; the old one is worth nothing any more. Raises CodeWrong,
        PasswordWrong or TooManyTries."""
        coded = administrator.second_factor
        secret = codes_of(administrator.id) if coded else password_of(administrator.email)
        self._throttle.check(secret, client)
        right = not coded and password_fits(self._persistence, self._hasher, administrator, typed)
        token, now = self._ids.token(), self._clock.now()
        with self._persistence.writing() as uow:
            if coded:
                right = take_code(uow, administrator.id, typed, now)
            self._throttle.record(uow, secret, client, right=right)
            if right:
                uow.sessions.renew(session.token_hash, token_hash(token), now)
            act = Act.PROVED if right else Act.PROOF_REFUSED
            uow.audit.add(of_visit(act, now, administrator.id))
            uow.commit()
        if not right:
            raise CodeWrong if coded else PasswordWrong
        return token


def password_fits(
    persistence: Persistence, hasher: PasswordHasher, administrator: Administrator, typed: str
) -> bool:
    """Whether it is the password of somebody who is signed in."""
    with persistence.reading() as uow:
        known = uow.administrators.credentials(administrator.email)
    return known is not None and hasher.verify(known.password_hash, typed)
