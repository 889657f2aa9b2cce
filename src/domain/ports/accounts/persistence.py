"""Keeping people who sign in, and what they sign in with."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from domain.accounts.access import Administrator, Credentials, Role, Session
from domain.accounts.invitation import Invitation
from domain.accounts.second_factor import SecondFactor
from domain.accounts.throttling import Attempts


class AdministratorRepository(Protocol):
    def add(self, administrator: Administrator, password_hash: str) -> None:
        """Raises Conflict when the e-mail (in any case) is taken."""
        ...

    def credentials(self, email: str) -> Credentials | None:
        """By e-mail, in any case."""
        ...

    def all(self) -> Sequence[Administrator]:
        """By e-mail, in any case."""
        ...

    def set_grants(self, administrator_id: str, grants: Mapping[str, Role]) -> None:
        """What they may do from now on, instead of what they could. Raises Conflict when somebody
        else is just saying so too."""
        ...

    def get(self, administrator_id: str) -> Administrator | None: ...

    def hold_grants(self) -> None:
        """Lock everybody's grants until the unit of work ends: others that lock them wait."""
        ...

    def set_disabled(self, administrator_id: str, *, disabled: bool) -> None: ...

    def set_password(self, administrator_id: str, password_hash: str) -> None: ...

    def names(self, administrator_ids: Sequence[str]) -> Mapping[str, str]: ...


class SessionRepository(Protocol):
    def add(self, session: Session) -> None: ...

    def find(self, token_hash: str) -> tuple[Session, Administrator] | None:
        """In one query."""
        ...

    def seen(self, token_hash: str, at: datetime) -> None: ...

    def of(self, administrator_id: str) -> Sequence[Session]:
        """All of theirs, ended ones too, the last seen first."""
        ...

    def renew(self, token_hash: str, new_hash: str, proved_at: datetime) -> None:
        """Its owner has shown who they are: from now on it goes by another token."""
        ...

    def leave_notices(self, token_hash: str, notices: str) -> None: ...

    def owes_nothing(self, token_hash: str) -> None:
        """Its administrator has set up their second factor."""
        ...

    def remove(self, token_hash: str) -> None: ...

    def remove_all(self, administrator_id: str, but: str = "") -> None:
        """End all of theirs, but the one with that hash."""
        ...


class InvitationRepository(Protocol):
    """Never shows what has expired (``expires_at <= now``)."""

    def add(self, invitation: Invitation) -> None: ...

    def find(self, token_hash: str, now: datetime) -> Invitation | None: ...

    def of_groups(self, group_ids: Collection[str], now: datetime) -> Sequence[Invitation]:
        """Those to these groups, the first to expire first."""
        ...

    def remove(self, token_hash: str) -> bool:
        """Use it up; False when it was before."""
        ...


class SecondFactorRepository(Protocol):
    """One a person at most, with recovery codes of which only hashes are kept."""

    def get(self, administrator_id: str) -> SecondFactor | None: ...

    def keep(self, factor: SecondFactor) -> None:
        """In place of the one that the person had."""
        ...

    def advance(self, administrator_id: str, step: int) -> bool:
        """Take a code of that step; False when one of it, or of a later one, was taken before."""
        ...

    def remove(self, administrator_id: str) -> None:
        """Remove it, and all recovery codes."""
        ...

    def keep_recovery_codes(self, administrator_id: str, hashes: Sequence[str]) -> None:
        """In place of those that the person had."""
        ...

    def use_recovery_code(self, administrator_id: str, code_hash: str) -> bool:
        """Take a recovery code, once; False when there is none such."""
        ...

    def recovery_codes_left(self, administrator_id: str) -> int: ...


class SubjectRepository(Protocol):
    """Which administrator is which subject of a provider: a subject is one administrator, and an
    administrator is one subject of each provider at most."""

    def find(self, issuer: str, subject: str) -> str | None:
        """The administrator's id."""
        ...

    def link(self, issuer: str, subject: str, administrator_id: str) -> bool:
        """False when either is linked already, and stays so."""
        ...

    def is_linked(self, issuer: str, administrator_id: str) -> bool:
        """Whether the administrator is some subject of this provider."""
        ...

    def unlink(self, administrator_id: str) -> bool:
        """From the subjects of all providers; False when there was none."""
        ...


class SentFormRepository(Protocol):
    """Forms that were sent, by a digest of each, for a day."""

    def made(self, digest: str) -> str | None:
        """What the form has made; None while it has made nothing."""
        ...

    def add(self, digest: str, made: str, at: datetime) -> bool:
        """The form makes this now, unless it has made something before: False then."""
        ...


class AttemptRepository(Protocol):
    """Attempts by key; empty ones for a key that is not kept."""

    def tallies(self, keys: Collection[str]) -> Mapping[str, Attempts]:
        """All of them, as they are."""
        ...

    def hold(self, keys: Collection[str]) -> Mapping[str, Attempts]:
        """The same; others that hold one of these wait until the unit of work ends."""
        ...

    def keep(self, tallies: Mapping[str, Attempts]) -> None:
        """Write down attempts that are held."""
        ...
