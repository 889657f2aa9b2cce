"""How often secrets may be guessed at, without anybody being locked out by somebody else.

Failures are counted by what was guessed at and where from. Past a few, each makes the next try
wait twice as long. A browser, or an address, that has signed in as somebody before is judged by its
own failures alone: a stranger who guesses slows down himself and other strangers.
"""

import hashlib
import ipaddress
from collections.abc import Mapping
from datetime import datetime, timedelta

import msgspec

from domain.accounts.access import CLOCKS_DIFFER, email_key

FORGOTTEN_AFTER = timedelta(hours=24)
KNOWN_FOR = timedelta(days=90)


class Client(msgspec.Struct, frozen=True):
    """Where a try comes from: a network address, and the id of a browser that has proved to have
    signed in as this very person before, or "". ``browser`` says in a few words which one it is,
    for people to read."""

    address: str = ""
    device: str = ""
    browser: str = ""


class Limit(msgspec.Struct, frozen=True):
    """So many failures are ``free``; the next try after them waits ``first``, and then twice as
    long after each, up to ``longest``."""

    free: int
    first: timedelta
    longest: timedelta


OF_A_CLIENT = Limit(5, timedelta(seconds=30), timedelta(hours=1))
"""From one address or browser, at one person's secret."""
OF_AN_ADDRESS = Limit(50, timedelta(seconds=30), timedelta(minutes=15))
"""From one address, at anybody's."""
OF_A_PERSON = Limit(30, timedelta(seconds=60), timedelta(minutes=15))
"""At one person's, from wherever they are not known."""

_DOUBLINGS = 20  # more than any limit needs, so that numbers stay small


class Attempts(msgspec.Struct, frozen=True):
    """What is known of the tries under one key."""

    failures: int = 0
    failed_at: datetime | None = None
    succeeded_at: datetime | None = None

    def wait(self, limit: Limit, now: datetime) -> timedelta:
        """How long until the next try; none when it may be made now."""
        if self.failed_at is None or self._forgotten(now) or self.failures < limit.free:
            return timedelta(0)
        doublings = min(self.failures - limit.free, _DOUBLINGS)
        pause = min(limit.first * (1 << doublings), limit.longest)
        if self.failed_at > now + CLOCKS_DIFFER:
            # By a clock that was ahead: it would go on being a pause away until that moment comes.
            return timedelta(0)
        return min(max(self.failed_at + pause - now, timedelta(0)), pause)

    def known(self, now: datetime) -> bool:
        """Whether a try has succeeded that still counts."""
        return self.succeeded_at is not None and abs(now - self.succeeded_at) < KNOWN_FOR

    def failed(self, now: datetime) -> "Attempts":
        before = 0 if self._forgotten(now) else self.failures
        return Attempts(before + 1, now, self.succeeded_at)

    def succeeded(self, now: datetime) -> "Attempts":
        return Attempts(0, None, now)

    def kept_until(self) -> datetime | None:
        """When nothing of it counts any more; None when nothing does already."""
        moments = [
            *([self.failed_at + FORGOTTEN_AFTER] if self.failed_at else ()),
            *([self.succeeded_at + KNOWN_FOR] if self.succeeded_at else ()),
        ]
        return max(moments, default=None)

    def _forgotten(self, now: datetime) -> bool:
        return self.failed_at is not None and abs(now - self.failed_at) >= FORGOTTEN_AFTER


class Keys(msgspec.Struct, frozen=True):
    """What attempts are counted under, for a try at somebody's secret from a client: digests, which
    tell neither who nor where. ``own`` is the browser's where it is known, and otherwise the same
    as ``there``, which is of the address and the person."""

    own: str
    there: str
    address: str
    person: str

    def all(self) -> tuple[str, ...]:
        return tuple(sorted({self.own, self.there, self.address, self.person}))


def password_of(email: str) -> str:
    """What is guessed at where somebody's password is."""
    return f"password {email_key(email)}"


def codes_of(administrator_id: str) -> str:
    """What is guessed at where codes of somebody's second factor are."""
    return f"code {administrator_id}"


def keys_of(secret: str, client: Client) -> Keys:
    """``secret`` says what is guessed at: the kind, and whose."""
    network = _network(client.address)
    there = _digest("there", secret, network)
    return Keys(
        own=_digest("browser", secret, client.device) if client.device else there,
        there=there,
        address=_digest("address", network),
        person=_digest("person", secret),
    )


def wait(keys: Keys, tallies: Mapping[str, Attempts], now: datetime) -> timedelta:
    """How long a try with these keys has to wait."""
    own = tallies[keys.own].wait(OF_A_CLIENT, now)
    if keys.own != keys.there or tallies[keys.there].known(now):
        return own
    return max(
        own,
        tallies[keys.address].wait(OF_AN_ADDRESS, now),
        tallies[keys.person].wait(OF_A_PERSON, now),
    )


def after(
    keys: Keys, tallies: Mapping[str, Attempts], now: datetime, *, right: bool
) -> Mapping[str, Attempts]:
    """The attempts as they are after a try. Success takes back no failure elsewhere: it may be
    another one's who succeeded."""
    if right:
        return {key: tallies[key].succeeded(now) for key in {keys.own, keys.there}}
    failing = [keys.own] if keys.own != keys.there else [keys.there, keys.address, keys.person]
    return {key: tallies[key].failed(now) for key in failing}


def _network(address: str) -> str:
    """An IPv4 address, or the network of an IPv6 one: whoever has one of those has all of it."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped is None:
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(getattr(parsed, "ipv4_mapped", None) or parsed)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode(errors="replace")).hexdigest()
