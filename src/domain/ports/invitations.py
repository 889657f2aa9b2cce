"""Keeping invitations."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from domain.invitation import Invitation


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
