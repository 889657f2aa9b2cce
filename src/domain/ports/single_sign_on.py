"""Who somebody is with an identity provider, and who they are here."""

from collections.abc import Mapping
from typing import Protocol

from domain.single_sign_on import Departure, Vouched


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


class SubjectRepository(Protocol):
    """Who is whom of a provider's: a subject is one administrator, who is no other subject of the
    same provider."""

    def find(self, issuer: str, subject: str) -> str | None:
        """The administrator's id."""
        ...

    def link(self, issuer: str, subject: str, administrator_id: str) -> bool:
        """False when either is linked already, and stays so."""
        ...

    def unlink(self, administrator_id: str) -> bool:
        """From all; False when there was none."""
        ...
