"""Browsers that are away at the identity provider, told by a cookie that only we can have given.

It holds what nobody but that browser may have: whoever comes back without it, too late, or a second
time, did not leave from here.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime

import msgspec

from domain.accounts.single_sign_on import AWAY_FOR_AT_MOST, Departure
from domain.ports import Clock
from web.security.signing import Signer

_LONGEST_ONWARD = 1000  # characters; a cookie is at most 4 KB


class Leaving(msgspec.Struct, frozen=True):
    """Who is away. ``onward`` is where they were going when they were asked to sign in."""

    departure: Departure
    onward: str
    until: datetime


class Away:
    """Gives and recognises the cookies."""

    def __init__(self, secret_key: str, clock: Clock) -> None:
        self._signer = Signer("away", secret_key)
        self._clock = clock

    def cookie(self, departure: Departure, onward: str) -> str:
        until = self._clock.now().astimezone(UTC) + AWAY_FOR_AT_MOST
        # The address is used at once, and by the browser alone.
        kept = msgspec.structs.replace(departure, address="")
        onward = onward if len(onward) <= _LONGEST_ONWARD else ""
        content = msgspec.json.encode(Leaving(kept, onward, until))
        told = urlsafe_b64encode(content).decode().rstrip("=")
        return f"{told}.{self._signer.signature(told)}"

    def back(self, cookie: str) -> Leaving | None:
        """Who has come back, in time; None for anybody else."""
        told, _, signature = cookie.partition(".")
        if not self._signer.match(told, signature):
            return None
        content = urlsafe_b64decode(told + "=" * (-len(told) % 4))
        leaving = msgspec.json.decode(content, type=Leaving)
        return leaving if self._clock.now() < leaving.until else None
