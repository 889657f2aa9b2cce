"""Browsers that are away at the identity provider, told by a cookie that only we can have given.

It holds what nobody but that browser may have: whoever comes back without it, too late, or a second
time, did not leave from here.
"""

import hashlib
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime

import msgspec

from domain.accounts.single_sign_on import AWAY_FOR_AT_MOST, Departure
from domain.ports import Clock

_SIGNATURE = hashlib.sha256().digest_size
_LONGEST_ONWARD = 1000  # characters; a cookie is at most 4 KB


class Leaving(msgspec.Struct, frozen=True):
    """Who is away. ``onward`` is where they were going when they were asked to sign in."""

    departure: Departure
    onward: str
    until: datetime


class Away:
    """Gives and recognises the cookies."""

    def __init__(self, secret_key: str, clock: Clock) -> None:
        self._key = hashlib.sha256(b"away\0" + secret_key.encode()).digest()
        self._clock = clock

    def cookie(self, departure: Departure, onward: str) -> str:
        until = self._clock.now().astimezone(UTC) + AWAY_FOR_AT_MOST
        # The address is used at once, and by the browser alone.
        kept = msgspec.structs.replace(departure, address="")
        onward = onward if len(onward) <= _LONGEST_ONWARD else ""
        content = msgspec.json.encode(Leaving(kept, onward, until))
        return urlsafe_b64encode(self._signature(content) + content).decode().rstrip("=")

    def back(self, cookie: str) -> Leaving | None:
        """Who has come back, in time; None for anybody else."""
        try:
            content = urlsafe_b64decode(cookie.encode() + b"=" * (-len(cookie) % 4))
        except ValueError:
            return None
        signature, content = content[:_SIGNATURE], content[_SIGNATURE:]
        if not hmac.compare_digest(signature, self._signature(content)):
            return None
        leaving = msgspec.json.decode(content, type=Leaving)
        return leaving if self._clock.now() < leaving.until else None

    def _signature(self, content: bytes) -> bytes:
        return hmac.digest(self._key, content, "sha256")
