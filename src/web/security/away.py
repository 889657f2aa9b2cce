"""Browsers that are away at the identity provider, and people who have come from it for the first
time, told by cookies that only we can have given.

They hold what nobody but that browser may have: whoever comes without one, too late, or a second
time, did not begin here. That one was used is kept by the services.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime
from typing import TypeVar

import msgspec

from domain.accounts.single_sign_on import AWAY_FOR_AT_MOST, Departure, FirstTime
from domain.ports import Clock
from web.security.signing import Signer

_LONGEST_ONWARD = 1000  # characters; a cookie is at most 4 KB


class Leaving(msgspec.Struct, frozen=True):
    """Who is away. ``onward`` is where they were going when they were asked to sign in."""

    departure: Departure
    onward: str
    until: datetime


class Arriving(msgspec.Struct, frozen=True):
    """Who has come for the first time, and is asked about their access."""

    first_time: FirstTime
    onward: str
    until: datetime


Told = TypeVar("Told", Leaving, Arriving)


class Away:
    """Gives and recognises the cookies."""

    def __init__(self, secret_key: str, clock: Clock) -> None:
        self._leaving = Signer("away", secret_key)
        self._arriving = Signer("first sign-on", secret_key)
        self._clock = clock

    def cookie(self, departure: Departure, onward: str) -> str:
        # The address is used at once, and by the browser alone.
        kept = msgspec.structs.replace(departure, address="")
        return _signed(Leaving(kept, _short(onward), self._until()), self._leaving)

    def back(self, cookie: str) -> Leaving | None:
        """Who has come back, in time; None for anybody else."""
        return self._in_time(cookie, self._leaving, Leaving)

    def first_time_cookie(self, first_time: FirstTime, onward: str) -> str:
        return _signed(Arriving(first_time, _short(onward), self._until()), self._arriving)

    def arriving(self, cookie: str) -> Arriving | None:
        """Who answers about their access, in time; None for anybody else."""
        return self._in_time(cookie, self._arriving, Arriving)

    def _until(self) -> datetime:
        return self._clock.now().astimezone(UTC) + AWAY_FOR_AT_MOST

    def _in_time(self, cookie: str, signer: Signer, kind: type[Told]) -> Told | None:
        told, _, signature = cookie.partition(".")
        if not signer.match(told, signature):
            return None
        content = urlsafe_b64decode(told + "=" * (-len(told) % 4))
        found = msgspec.json.decode(content, type=kind)
        return found if self._clock.now() < found.until else None


def _short(onward: str) -> str:
    return onward if len(onward) <= _LONGEST_ONWARD else ""


def _signed(content: Leaving | Arriving, signer: Signer) -> str:
    told = urlsafe_b64encode(msgspec.json.encode(content)).decode().rstrip("=")
    return f"{told}.{signer.signature(told)}"
