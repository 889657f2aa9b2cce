"""What shows who somebody is: a password's hash, or a provider that vouches for them."""

from collections.abc import Mapping
from typing import Protocol

from domain.accounts.single_sign_on import Departure, Vouched


class PasswordHasher(Protocol):
    def hash(self, password: str) -> str: ...

    def verify(self, password_hash: str, password: str) -> bool:
        """Takes the same time whether or not they belong together."""
        ...


class IdentityProvider(Protocol):
    """An identity provider, which administrators may sign in through."""

    @property
    def name(self) -> str:
        """What people call it."""
        ...

    def departure(self, back: str) -> Departure:
        """The way there, for a browser that is to come back to the address ``back``. Raises
        ProviderUnavailable."""
        ...

    def vouched(self, departure: Departure, back: str, answer: Mapping[str, str]) -> Vouched:
        """Who came back; ``answer`` is what their browser brought. Raises ProviderRefused,
        ProviderUnavailable."""
        ...
