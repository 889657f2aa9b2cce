"""Sessions begin and end, within the unit of work of whoever lets somebody in or out."""

import hashlib
from datetime import datetime

from domain.accounts.access import Administrator, Session
from domain.accounts.throttling import Place
from domain.audit import Act, of_visit
from domain.ports import Ids, UnitOfWork


def token_hash(token: str) -> str:
    """What is kept of a session's token: its SHA-256 in hex."""
    return hashlib.sha256(token.encode()).hexdigest()


def begin(
    uow: UnitOfWork,
    ids: Ids,
    now: datetime,
    administrator: Administrator,
    place: Place,
    previous_token: str | None,
    *,
    owes_factor: bool = False,
    through: str = "",
) -> str:
    """The new session's token; the browser's former session ends. ``through`` is how they came in
    where it was not with a secret of ours."""
    if previous_token:
        end(uow, previous_token, Act.SESSION_ENDED, now)
    token = _add(uow, ids, now, administrator, place, owes_factor=owes_factor)
    facts = {"through": through} if through else {}
    uow.audit.add(of_visit(Act.SIGNED_IN, now, administrator.id, **facts))
    return token


def await_code(
    uow: UnitOfWork, ids: Ids, now: datetime, administrator: Administrator, place: Place
) -> str:
    """The token of a sign-in that a code is still missing for: it opens nothing."""
    return _add(uow, ids, now, administrator, place, awaiting_code=True)


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
    place: Place,
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
            address=place.address,
            browser=place.browser,
            owes_factor=owes_factor,
        )
    )
    return token
