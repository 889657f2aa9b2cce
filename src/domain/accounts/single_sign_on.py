"""Signing in through the organization's own identity provider, by OpenID Connect."""

from datetime import timedelta

import msgspec

from domain.accounts.access import ABSOLUTE_LIMIT
from domain.errors import DomainError

AWAY_FOR_AT_MOST = timedelta(minutes=10)
"""How long somebody may take at the provider before they have to begin anew."""

AUTHENTICATED_WITHIN = ABSOLUTE_LIMIT
"""How long ago somebody may have shown the provider who they are: a session there that goes on for
weeks does not begin one here day after day."""

SEVERAL_FACTORS = "mfa"
"""What a provider says of how somebody showed who they are (``amr``, RFC 8176) when it was by more
than one thing."""


class Departure(msgspec.Struct, frozen=True):
    """Somebody leaves for the provider. Their browser goes to ``address``, and keeps the rest until
    it comes back: ``state`` shows that it is the same browser, ``nonce`` that what the provider
    vouches for was asked for now, ``verifier`` that whoever left is who fetches it."""

    address: str
    state: str
    nonce: str
    verifier: str


class Vouched(msgspec.Struct, frozen=True):
    """Whom the provider vouches for: ``subject`` is who they are with it, for ever, ``issuer``
    which provider it is. ``email`` is "" unless the provider has verified it.
    ``several_factors`` is whether they showed more than a password there."""

    issuer: str
    subject: str
    email: str = ""
    several_factors: bool = False


class FirstTime(msgspec.Struct, frozen=True):
    """Somebody comes through the provider for the first time: the subject that they are there, the
    administrator that others have made for their e-mail, and what may be answered about it once."""

    issuer: str
    subject: str
    administrator_id: str
    reference: str


class FirstSignOn(DomainError):
    """They are asked first whether they know of the access that others gave to their e-mail."""

    def __init__(self, first_time: FirstTime) -> None:
        super().__init__("first sign-on")
        self.first_time = first_time
