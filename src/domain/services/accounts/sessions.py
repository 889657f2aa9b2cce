"""What every way in shares: slowing down whoever guesses, taking codes, and beginning and ending
sessions, within the unit of work of whoever lets somebody in or out."""

import hashlib
from datetime import datetime, timedelta

from domain.accounts.access import Administrator, Session
from domain.accounts.second_factor import DIGITS, recovery_hash
from domain.accounts.throttling import Client, after, keys_of, wait
from domain.audit import Act, of_visit
from domain.errors import TooManyTries
from domain.ports import Clock, Ids, Persistence, UnitOfWork


def token_hash(token: str) -> str:
    """What is kept of a session's token: its SHA-256 in hex."""
    return hashlib.sha256(token.encode()).hexdigest()


def begin(
    uow: UnitOfWork,
    ids: Ids,
    now: datetime,
    administrator: Administrator,
    client: Client,
    previous_token: str | None,
    *,
    owes_factor: bool = False,
    through: str = "",
) -> str:
    """The new session's token; the browser's former session ends. ``through`` is how they came in
    where it was not with a secret of ours."""
    if previous_token:
        end(uow, previous_token, Act.SESSION_ENDED, now)
    token = _add(uow, ids, now, administrator, client, owes_factor=owes_factor)
    facts = {"through": through} if through else {}
    uow.audit.add(of_visit(Act.SIGNED_IN, now, administrator.id, **facts))
    return token


def await_code(
    uow: UnitOfWork, ids: Ids, now: datetime, administrator: Administrator, client: Client
) -> str:
    """The token of a sign-in that a code is still missing for: it opens nothing."""
    return _add(uow, ids, now, administrator, client, awaiting_code=True)


def end(uow: UnitOfWork, token: str, act: Act, at: datetime) -> None:
    """End the token's session, if it has one still."""
    if found := uow.sessions.find(token_hash(token)):
        uow.sessions.remove(token_hash(token))
        uow.audit.add(of_visit(act, at, found[1].id))


def _add(
    uow: UnitOfWork,
    ids: Ids,
    now: datetime,
    administrator: Administrator,
    client: Client,
    *,
    awaiting_code: bool = False,
    owes_factor: bool = False,
) -> str:
    token = ids.token()
    uow.sessions.add(
        Session(
            token_hash=token_hash(token),
            administrator_id=administrator.id,
            started_at=now,
            seen_at=now,
            awaiting_code=awaiting_code,
            address=client.address,
            browser=client.browser,
            owes_factor=owes_factor,
        )
    )
    return token


def take_code(uow: UnitOfWork, administrator_id: str, typed: str, now: datetime) -> bool:
    """Whether what was typed is a code of their app, or a recovery code, that was not used yet. It
    is used now."""
    factor = uow.second_factors.get(administrator_id)
    if factor is None or factor.confirmed_at is None:
        return False
    step = factor.step_of(typed, now)
    if step is not None:
        return uow.second_factors.advance(administrator_id, step)
    return uow.second_factors.use_recovery_code(administrator_id, recovery_hash(typed))


def is_recovery_code(typed: str) -> bool:
    """Whether it looks like one, and not like an app's."""
    return sum(one.isalnum() for one in typed) > DIGITS


class Throttle:
    """Tries at secrets, counted where all servers see them."""

    def __init__(self, persistence: Persistence, clock: Clock) -> None:
        self._persistence = persistence
        self._clock = clock

    def check(self, secret: str, client: Client) -> None:
        """Before anything is compared. Raises TooManyTries."""
        keys = keys_of(secret, client)
        with self._persistence.reading() as uow:
            tallies = uow.attempts.tallies(keys.all())
        _refuse(wait(keys, tallies, self._clock.now()))

    def record(self, uow: UnitOfWork, secret: str, client: Client, *, right: bool) -> None:
        """Count a try, in the unit of work that acts on it. Raises TooManyTries, whatever was
        tried, when others have used up the tries in the meantime: many guesses at once tell no
        more than as many one by one."""
        keys, now = keys_of(secret, client), self._clock.now()
        tallies = uow.attempts.hold(keys.all())
        _refuse(wait(keys, tallies, now))
        uow.attempts.keep(after(keys, tallies, now, right=right))


def _refuse(left: timedelta) -> None:
    if left > timedelta(0):
        raise TooManyTries(left)
