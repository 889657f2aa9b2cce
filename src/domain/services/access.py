"""Signing in and out, and staying signed in."""

import hashlib
from datetime import timedelta

import msgspec

from domain.access import Administrator, Session
from domain.errors import SignInRefused
from domain.ports import Clock, Ids, PasswordHasher, Persistence
from domain.services.throttling import Throttle
from domain.throttling import Place, password_of

# Being seen is written down at most this often, so that looking around costs no disk writes.
_SEEN_EVERY = timedelta(seconds=30)
_NOWHERE = Place()


def token_hash(token: str) -> str:
    """What is kept of a session's token: its SHA-256 in hex."""
    return hashlib.sha256(token.encode()).hexdigest()


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
        # Checked when there is no such administrator, so that both answers take as long.
        self._nobodys_hash = hasher.hash(ids.token())

    def sign_in(
        self,
        email: str,
        password: str,
        previous_token: str | None = None,
        place: Place = _NOWHERE,
    ) -> str:
        """Start a session and return its token, always a new one; the browser's former session
        ends. Raises SignInRefused, or TooManyTries whether or not there is such an administrator.
        """
        secret = password_of(email)
        self._throttle.check(secret, place)
        with self._persistence.reading() as uow:
            credentials = uow.administrators.credentials(email.strip())
        known_hash = credentials.password_hash if credentials else self._nobodys_hash
        right = self._hasher.verify(known_hash, password)
        token = self._ids.token()
        now = self._clock.now()
        with self._persistence.writing() as uow:
            self._throttle.record(uow, secret, place, right=right and credentials is not None)
            if not right or credentials is None:
                uow.commit()
                raise SignInRefused
            if previous_token:
                uow.sessions.remove(token_hash(previous_token))
            uow.sessions.add(
                Session(
                    token_hash=token_hash(token),
                    administrator_id=credentials.administrator.id,
                    started_at=now,
                    seen_at=now,
                )
            )
            uow.commit()
        return token

    def sign_out(self, token: str) -> None:
        with self._persistence.writing() as uow:
            uow.sessions.remove(token_hash(token))
            uow.commit()

    def resume(self, token: str, *, active: bool = True) -> tuple[Session, Administrator] | None:
        """The live session of a token, or None. ``active`` is False for requests that the page
        makes by itself, which do not keep a session alive."""
        now = self._clock.now()
        with self._persistence.reading() as uow:
            found = uow.sessions.find(token_hash(token))
        if found is None or not found[0].alive(now):
            return None
        session, administrator = found
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
