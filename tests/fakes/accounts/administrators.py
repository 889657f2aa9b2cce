"""Administrators and sessions in memory."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from msgspec.structs import replace

from domain.accounts.access import Administrator, Credentials, Role, Session, email_key
from domain.ports import Conflict
from tests.fakes.kept import Kept, add


def whole(kept: Kept, one: Administrator) -> Administrator:
    """With what is kept of them elsewhere."""
    factor = kept.second_factors.get(one.id)
    return replace(one, second_factor=factor is not None and factor.confirmed_at is not None)


class FakeAdministrators:
    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    def add(self, administrator: Administrator, password_hash: str) -> None:
        if self.credentials(administrator.email):
            raise Conflict
        add(self._kept.administrators, administrator.id, administrator)
        self._kept.password_hashes[administrator.id] = password_hash

    def credentials(self, email: str) -> Credentials | None:
        for one in self._kept.administrators.values():
            if email_key(one.email) == email_key(email):
                return Credentials(self._whole(one), self._kept.password_hashes[one.id])
        return None

    def all(self) -> Sequence[Administrator]:
        every = map(self._whole, self._kept.administrators.values())
        return sorted(every, key=lambda one: email_key(one.email))

    def _whole(self, one: Administrator) -> Administrator:
        return whole(self._kept, one)

    def set_grants(self, administrator_id: str, grants: Mapping[str, Role]) -> None:
        if kept := self._kept.administrators.get(administrator_id):
            self._kept.administrators[administrator_id] = replace(kept, grants=grants)

    def get(self, administrator_id: str) -> Administrator | None:
        found = self._kept.administrators.get(administrator_id)
        return self._whole(found) if found else None

    def hold_grants(self) -> None:
        """Whoever writes waits for everybody else who does."""

    def set_disabled(self, administrator_id: str, *, disabled: bool) -> None:
        if kept := self._kept.administrators.get(administrator_id):
            self._kept.administrators[administrator_id] = replace(kept, disabled=disabled)

    def set_password(self, administrator_id: str, password_hash: str) -> None:
        self._kept.password_hashes[administrator_id] = password_hash

    def names(self, administrator_ids: Sequence[str]) -> Mapping[str, str]:
        every = self._kept.administrators.values()
        return {one.id: one.name for one in every if one.id in administrator_ids}


class FakeSessions:
    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    def add(self, session: Session) -> None:
        add(self._kept.sessions, session.token_hash, session)

    def find(self, token_hash: str) -> tuple[Session, Administrator] | None:
        session = self._kept.sessions.get(token_hash)
        if session is None:
            return None
        return session, whole(self._kept, self._kept.administrators[session.administrator_id])

    def of(self, administrator_id: str) -> Sequence[Session]:
        every = self._kept.sessions.values()
        own = [one for one in every if one.administrator_id == administrator_id]
        own.sort(key=lambda one: one.token_hash)
        return sorted(own, key=lambda one: one.seen_at, reverse=True)

    def renew(self, token_hash: str, new_hash: str, proved_at: datetime) -> None:
        if kept := self._kept.sessions.pop(token_hash, None):
            renewed = replace(kept, token_hash=new_hash, proved_at=proved_at)
            self._kept.sessions[new_hash] = renewed

    def seen(self, token_hash: str, at: datetime) -> None:
        self._write(token_hash, seen_at=at)

    def leave_notices(self, token_hash: str, notices: str) -> None:
        self._write(token_hash, notices=notices)

    def owes_nothing(self, token_hash: str) -> None:
        self._write(token_hash, owes_factor=False)

    def _write(self, token_hash: str, **values: object) -> None:
        if kept := self._kept.sessions.get(token_hash):
            self._kept.sessions[token_hash] = replace(kept, **values)

    def remove(self, token_hash: str) -> None:
        self._kept.sessions.pop(token_hash, None)

    def remove_all(self, administrator_id: str, but: str = "") -> None:
        for one in list(self._kept.sessions.values()):
            if one.administrator_id == administrator_id and one.token_hash != but:
                self.remove(one.token_hash)
