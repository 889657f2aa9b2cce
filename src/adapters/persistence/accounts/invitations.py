"""Invitations."""

from collections.abc import Collection, Sequence
from datetime import datetime

from msgspec.structs import asdict
from sqlalchemy import Connection, delete, insert, select

from adapters.persistence.accounts.tables import invitations
from adapters.persistence.schema import AnyRow
from domain.accounts.access import Role
from domain.accounts.invitation import Invitation


class SqlInvitations:
    """Satisfies ``domain.ports.InvitationRepository``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, invitation: Invitation) -> None:
        values = asdict(invitation) | {"role": invitation.role.value}
        self._connection.execute(insert(invitations), values)

    def find(self, token_hash: str, now: datetime) -> Invitation | None:
        row = self._connection.execute(
            select(invitations).where(
                invitations.c.token_hash == token_hash, invitations.c.expires_at > now
            )
        ).first()
        return _invitation_of(row) if row else None

    def of_groups(self, group_ids: Collection[str], now: datetime) -> Sequence[Invitation]:
        rows = self._connection.execute(
            select(invitations)
            .where(invitations.c.group_id.in_(group_ids), invitations.c.expires_at > now)
            .order_by(invitations.c.expires_at, invitations.c.token_hash)
        )
        return [_invitation_of(row) for row in rows]

    def remove(self, token_hash: str) -> bool:
        gone = self._connection.execute(
            delete(invitations).where(invitations.c.token_hash == token_hash)
        )
        return gone.rowcount == 1


def _invitation_of(row: AnyRow) -> Invitation:
    return Invitation(**(dict(row._mapping) | {"role": Role(row.role)}))
