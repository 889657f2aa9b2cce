"""Administrators, what they may do for which group, and their sessions."""

import string
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from enum import IntEnum

import idna
import msgspec

from domain.errors import NotAllowed, NotFound

IDLE_LIMIT = timedelta(minutes=15)
ABSOLUTE_LIMIT = timedelta(hours=12)
CODE_WITHIN = timedelta(minutes=10)
PROOF_LASTS = timedelta(minutes=10)
CLOCKS_DIFFER = timedelta(minutes=5)  # at most, between machines or since a clock was set


_SMALL = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)


_LONGEST_DOMAIN = 253  # characters, by RFC 1035


def email_key(email: str) -> str:
    """What tells whose an e-mail is: the case of A to Z makes no difference, every other character
    does. Any further folding makes two people's addresses one. A domain in other letters is the one
    that it is written as in the network (RFC 5891, mapped as by UTS 46)."""
    name, at, domain = email.strip().rpartition("@")
    if not domain.isascii() and len(domain) <= _LONGEST_DOMAIN:
        with suppress(UnicodeError):  # no domain: nobody gets mail there
            domain = idna.encode(domain, uts46=True).decode()
    return f"{name}{at}{domain}".translate(_SMALL)


class Role(IntEnum):
    """What an administrator may do for a group; each includes those below it."""

    VIEW = 1
    ENROLL = 2
    ADMINISTER = 3


class Administrator(msgspec.Struct, frozen=True):
    """A person who signs in. ``grants`` is the role by Group ID; no group is theirs by default.
    ``second_factor`` is whether they need a code beside their password; who is ``disabled`` cannot
    sign in."""

    id: str
    email: str
    name: str
    grants: Mapping[str, Role]
    second_factor: bool = False
    disabled: bool = False

    def may(self, role: Role, group_id: str) -> bool:
        return self.grants.get(group_id, 0) >= role

    def require(self, role: Role, group_id: str) -> None:
        """Raise NotFound for a group that is not theirs, NotAllowed where the role is too low."""
        if group_id not in self.grants:
            raise NotFound
        if not self.may(role, group_id):
            raise NotAllowed

    @property
    def administers(self) -> bool:
        """Whether there is a group where they decide who may do what."""
        return Role.ADMINISTER in self.grants.values()

    def group_ids(self, role: Role = Role.VIEW) -> tuple[str, ...]:
        """The Group IDs where they have at least the role, sorted."""
        return tuple(sorted(one for one, held in self.grants.items() if held >= role))


NO_PASSWORD = ""
"""Where a password's hash stands: that there is none, so none signs in."""


class Credentials(msgspec.Struct, frozen=True):
    """An administrator with the hash their password is checked against."""

    administrator: Administrator
    password_hash: str


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """A signed-in browser. ``token_hash`` is the SHA-256 of the cookie's value, in hex.

    ``notices`` are messages for the next page, JSON text that only the web layer reads.
    ``awaiting_code`` is a sign-in under way: it opens nothing yet. ``owes_factor`` is that of
    somebody whose password is too short to be alone: they set up a second factor before they go on.
    ``address`` and ``browser`` are where it was started, for its owner to recognise; at
    ``proved_at`` they last showed anew who they are.
    """

    token_hash: str
    administrator_id: str
    started_at: datetime
    seen_at: datetime
    notices: str = ""
    awaiting_code: bool = False
    owes_factor: bool = False
    address: str = ""
    browser: str = ""
    proved_at: datetime | None = None

    def ends_at(self) -> datetime:
        """When it ends unless something is done before."""
        return min(self.seen_at + IDLE_LIMIT, self.started_at + ABSOLUTE_LIMIT)

    @property
    def reference(self) -> str:
        """What it is called on its owner's page: it opens nothing."""
        return self.token_hash[:16]

    def proved(self, now: datetime) -> bool:
        """Whether its owner has shown lately who they are."""
        moment = self.proved_at or self.started_at
        return moment - CLOCKS_DIFFER <= now < moment + PROOF_LASTS

    def alive(self, now: datetime) -> bool:
        """Not where it began, or was seen, by a clock that was ahead: nobody could tell for how
        long it would last."""
        latest = max(self.started_at, self.seen_at)
        return latest - CLOCKS_DIFFER <= now < self.ends_at()
