"""Invitations in memory."""

from collections.abc import Collection, Sequence
from datetime import datetime

from domain.accounts.invitation import Invitation
from tests.fakes.kept import Kept, add


class FakeInvitations:
    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    def add(self, invitation: Invitation) -> None:
        add(self._kept.invitations, invitation.token_hash, invitation)

    def find(self, token_hash: str, now: datetime) -> Invitation | None:
        found = self._kept.invitations.get(token_hash)
        return found if found and found.expires_at > now else None

    def of_groups(self, group_ids: Collection[str], now: datetime) -> Sequence[Invitation]:
        found = [
            one
            for one in self._kept.invitations.values()
            if one.group_id in group_ids and one.expires_at > now
        ]
        return sorted(found, key=lambda one: (one.expires_at, one.token_hash))

    def remove(self, token_hash: str) -> bool:
        return self._kept.invitations.pop(token_hash, None) is not None
