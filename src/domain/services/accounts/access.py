"""Signing in and out, and staying signed in."""

from collections.abc import Callable
from datetime import timedelta
from functools import cached_property

import msgspec

from domain.accounts.access import CODE_WITHIN, Administrator, Session
from domain.accounts.passwords import long_enough_alone
from domain.accounts.throttling import Client, codes_of, password_of
from domain.audit import Act, of_visit
from domain.errors import CodeNeeded, CodeWrong, SignInEnded, SignInRefused
from domain.ports import Clock, Ids, PasswordHasher, Persistence
from domain.services.accounts.sessions import (
    Throttle,
    await_code,
    begin,
    end,
    is_recovery_code,
    take_code,
    token_hash,
)

# Being seen is written down at most this often, so that looking around costs no disk writes.
_SEEN_EVERY = timedelta(seconds=30)
_NOWHERE = Client()


ClientOf = Callable[[str], Client]
"""Where a request comes from, as a client of the person with that e-mail."""


class Entered(msgspec.Struct, frozen=True):
    """Who has signed in with a code. ``codes_left`` is how many recovery codes they have left when
    it was one of those."""

    token: str
    administrator: Administrator
    codes_left: int | None


class Access:
    """Who is signed in."""

    def __init__(
        self, persistence: Persistence, hasher: PasswordHasher, clock: Clock, ids: Ids
    ) -> None:
        self._persistence = persistence
        self._hasher = hasher
        self._clock = clock
        self._ids = ids
        self._throttle = Throttle(persistence, clock)

    @cached_property
    def _nobodys_hash(self) -> str:
        """Checked when there is no such administrator, so that both answers take as long."""
        return self._hasher.hash(self._ids.token())

    def sign_in(
        self,
        email: str,
        password: str,
        previous_token: str | None = None,
        client: Client = _NOWHERE,
    ) -> str:
        """Start a session and return its token, always a new one; the browser's former session
        ends. Raises SignInRefused, or TooManyTries whether or not there is such an administrator;
        CodeNeeded where somebody has a second factor."""
        secret = password_of(email)
        self._throttle.check(secret, client)
        with self._persistence.reading() as uow:
            credentials = uow.administrators.credentials(email.strip())
        nobodys = self._nobodys_hash  # made at the first sign-in of all, whoever it is
        known_hash = (credentials and credentials.password_hash) or nobodys
        right = self._hasher.verify(known_hash, password)
        if credentials is not None and credentials.administrator.disabled:
            right = False  # and is told the same as a stranger
        with self._persistence.writing() as uow:
            self._throttle.record(uow, secret, client, right=right and credentials is not None)
            if not right or credentials is None:
                whose = credentials.administrator.id if credentials else ""
                uow.audit.add(of_visit(Act.SIGN_IN_REFUSED, self._clock.now(), whose))
                uow.commit()
                raise SignInRefused
            administrator, now = credentials.administrator, self._clock.now()
            if administrator.second_factor:
                token = await_code(uow, self._ids, now, administrator, client)
            else:
                owes = not long_enough_alone(password)
                token = begin(
                    uow, self._ids, now, administrator, client, previous_token, owes_factor=owes
                )
            uow.commit()
        if administrator.second_factor:
            raise CodeNeeded(token)
        return token

    def enter_code(
        self, pending: str, typed: str, previous_token: str | None, client_of: ClientOf
    ) -> Entered:
        """Finish a sign-in that needed a code; ``pending`` is the token that CodeNeeded gave.
        Raises CodeWrong, TooManyTries, or SignInEnded when it is too late."""
        administrator = self._awaiting(pending)
        here, secret = client_of(administrator.email), codes_of(administrator.id)
        self._throttle.check(secret, here)
        with self._persistence.writing() as uow:
            right = take_code(uow, administrator.id, typed, self._clock.now())
            self._throttle.record(uow, secret, here, right=right)
            if not right:
                uow.audit.add(of_visit(Act.SIGN_IN_REFUSED, self._clock.now(), administrator.id))
                uow.commit()
                raise CodeWrong
            uow.sessions.remove(token_hash(pending))
            now = self._clock.now()
            token = begin(uow, self._ids, now, administrator, here, previous_token)
            left = uow.second_factors.recovery_codes_left(administrator.id)
            uow.commit()
        return Entered(token, administrator, left if is_recovery_code(typed) else None)

    def check_awaiting(self, pending: str) -> None:
        """Raises SignInEnded when no sign-in of that token waits for a code."""
        self._awaiting(pending)

    def _awaiting(self, pending: str) -> Administrator:
        with self._persistence.reading() as uow:
            found = uow.sessions.find(token_hash(pending))
        if found is None or found[1].disabled or not found[0].awaiting_code:
            raise SignInEnded
        if self._clock.now() >= found[0].started_at + CODE_WITHIN:
            raise SignInEnded
        return found[1]

    def sign_out(self, token: str) -> None:
        with self._persistence.writing() as uow:
            end(uow, token, Act.SIGNED_OUT, self._clock.now())
            uow.commit()

    def resume(self, token: str, *, active: bool = True) -> tuple[Session, Administrator] | None:
        """The live session of a token, or None. ``active`` is False for requests that the page
        makes by itself, which do not keep a session alive."""
        now = self._clock.now()
        with self._persistence.reading() as uow:
            found = uow.sessions.find(token_hash(token))
        if found is None:
            return None
        session, administrator = found
        if not session.alive(now):
            with self._persistence.writing() as uow:
                end(uow, token, Act.SESSION_ENDED, now)
                uow.commit()
            return None
        if session.awaiting_code or administrator.disabled:
            return None
        if active and now - session.seen_at >= _SEEN_EVERY:
            session = msgspec.structs.replace(session, seen_at=now)
            with self._persistence.writing() as uow:
                uow.sessions.seen(session.token_hash, now)
                uow.commit()
        return session, administrator

    def leave_notices(self, session: Session, notices: str) -> None:
        """Keep messages for the session's next page ("" once they were shown)."""
        with self._persistence.writing() as uow:
            uow.sessions.leave_notices(session.token_hash, notices)
            uow.commit()

    def seconds_left(self, session: Session) -> int:
        """Whole seconds until the session ends unless something is done before."""
        return max(0, int((session.ends_at() - self._clock.now()).total_seconds()))
