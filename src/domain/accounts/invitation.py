"""An invitation: a link that lets somebody in once."""

from datetime import datetime, timedelta

import msgspec

from domain.accounts.access import Role

VALID_FOR = timedelta(days=7)


class Invitation(msgspec.Struct, frozen=True, kw_only=True):
    """For one person, one group and one role. ``token_hash`` is the SHA-256 of the link's secret,
    in hex; ``invited_by`` is the id of whoever answers for it."""

    token_hash: str
    email: str
    name: str
    group_id: str
    role: Role
    invited_by: str
    expires_at: datetime

    @property
    def reference(self) -> str:
        """What it is called on pages: it lets nobody in."""
        return self.token_hash[:16]
