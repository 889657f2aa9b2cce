"""Administrators, their grants, and their sessions."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby

import msgspec
from sqlalchemy import Connection, delete, insert, select, text, update

from adapters.confidential import SealBroken, Vault
from adapters.persistence.accounts.tables import administrators, grants, second_factors, sessions
from adapters.persistence.queries import conflicts
from adapters.persistence.schema import AnyRow, Values
from domain.accounts.access import Administrator, Credentials, Role, Session, email_key

_WITH_GRANTS = administrators.outerjoin(grants).outerjoin(
    second_factors, second_factors.c.administrator_id == administrators.c.id
)
_COLUMNS = (administrators, grants.c.group_id, grants.c.role, second_factors.c.confirmed_at)
_GRANTED = select(*_COLUMNS).select_from(_WITH_GRANTS)

# The number of this lock in the database: "grants" in ASCII.
_LOCK = text(f"SELECT pg_advisory_xact_lock({int.from_bytes(b'grants')})")


class SqlAdministrators:
    """Satisfies ``domain.ports.AdministratorRepository``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, administrator: Administrator, password_hash: str) -> None:
        with conflicts():
            self._connection.execute(
                insert(administrators),
                {
                    "id": administrator.id,
                    "email": administrator.email,
                    "email_key": email_key(administrator.email),
                    "name": administrator.name,
                    "password_hash": password_hash,
                },
            )
        self._grant(administrator.id, administrator.grants)

    def credentials(self, email: str) -> Credentials | None:
        rows = self._connection.execute(
            _GRANTED.where(administrators.c.email_key == email_key(email))
        ).all()
        if not rows:
            return None
        return Credentials(_administrator_of(rows), rows[0].password_hash)

    def all(self) -> Sequence[Administrator]:
        rows = self._connection.execute(
            _GRANTED.order_by(administrators.c.email_key, grants.c.group_id)
        )
        return [_administrator_of(list(own)) for _, own in groupby(rows, key=lambda row: row.id)]

    def set_grants(self, administrator_id: str, granted: Mapping[str, Role]) -> None:
        self._connection.execute(
            delete(grants).where(grants.c.administrator_id == administrator_id)
        )
        self._grant(administrator_id, granted)

    def get(self, administrator_id: str) -> Administrator | None:
        rows = self._connection.execute(
            _GRANTED.where(administrators.c.id == administrator_id)
        ).all()
        return _administrator_of(rows) if rows else None

    def hold_grants(self) -> None:
        # On SQLite whoever writes waits for everybody else who does.
        if self._connection.dialect.name == "postgresql":
            self._connection.execute(_LOCK)

    def set_disabled(self, administrator_id: str, *, disabled: bool) -> None:
        self._connection.execute(
            update(administrators)
            .where(administrators.c.id == administrator_id)
            .values(disabled=disabled)
        )

    def set_password(self, administrator_id: str, password_hash: str) -> None:
        self._connection.execute(
            update(administrators)
            .where(administrators.c.id == administrator_id)
            .values(password_hash=password_hash)
        )

    def _grant(self, administrator_id: str, granted: Mapping[str, Role]) -> None:
        if granted:
            rows = [
                {"administrator_id": administrator_id, "group_id": group_id, "role": role.value}
                for group_id, role in granted.items()
            ]
            with conflicts():
                self._connection.execute(insert(grants), rows)

    def names(self, administrator_ids: Sequence[str]) -> Mapping[str, str]:
        rows = self._connection.execute(
            select(administrators.c.id, administrators.c.name).where(
                administrators.c.id.in_(set(administrator_ids))
            )
        )
        return {row.id: row.name for row in rows}


class SqlSessions:
    """Satisfies ``domain.ports.SessionRepository``."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    def add(self, session: Session) -> None:
        self._connection.execute(insert(sessions), _session_values(session, self._vault))

    def find(self, token_hash: str) -> tuple[Session, Administrator] | None:
        rows = self._connection.execute(
            select(sessions, *_COLUMNS)
            .select_from(
                sessions.join(_WITH_GRANTS, sessions.c.administrator_id == administrators.c.id)
            )
            .where(sessions.c.token_hash == token_hash)
        ).all()
        if not rows:
            return None
        return _session_of(rows[0], self._vault), _administrator_of(rows)

    def of(self, administrator_id: str) -> Sequence[Session]:
        rows = self._connection.execute(
            select(sessions)
            .where(sessions.c.administrator_id == administrator_id)
            .order_by(sessions.c.seen_at.desc(), sessions.c.token_hash)
        )
        return [_session_of(row, self._vault) for row in rows]

    def renew(self, token_hash: str, new_hash: str, proved_at: datetime) -> None:
        kept = self._connection.execute(
            select(sessions.c.notices).where(sessions.c.token_hash == token_hash)
        ).scalar_one_or_none()
        # What is sealed is bound to the session's row, which this hash names.
        notices = _notices(token_hash, kept or "", self._vault)
        self._write(
            token_hash,
            token_hash=new_hash,
            proved_at=proved_at,
            notices=sealed_notices(new_hash, notices, self._vault),
        )

    # Each is written by itself, so that simultaneous requests of one browser do not undo one
    # another.
    def seen(self, token_hash: str, at: datetime) -> None:
        self._write(token_hash, seen_at=at)

    def leave_notices(self, token_hash: str, notices: str) -> None:
        self._write(token_hash, notices=sealed_notices(token_hash, notices, self._vault))

    def owes_nothing(self, token_hash: str) -> None:
        self._write(token_hash, owes_factor=False)

    def _write(self, known_hash: str, **values: object) -> None:
        self._connection.execute(
            update(sessions).where(sessions.c.token_hash == known_hash).values(**values)
        )

    def remove(self, token_hash: str) -> None:
        self._connection.execute(delete(sessions).where(sessions.c.token_hash == token_hash))

    def remove_all(self, administrator_id: str, but: str = "") -> None:
        self._connection.execute(
            delete(sessions).where(
                sessions.c.administrator_id == administrator_id, sessions.c.token_hash != but
            )
        )


def _administrator_of(rows: Sequence[AnyRow]) -> Administrator:
    """An administrator from their rows: one for each grant, or a single row without a grant."""
    first = rows[0]
    grants = {row.group_id: Role(row.role) for row in rows if row.group_id is not None}
    return Administrator(
        first.id, first.email, first.name, grants, first.confirmed_at is not None, first.disabled
    )


def _session_of(row: AnyRow, vault: Vault) -> Session:
    values = {name: getattr(row, name) for name in Session.__struct_fields__}
    notices = _notices(row.token_hash, row.notices, vault)
    return Session(**values | {"notices": notices})


def _notices(token_hash: str, kept: str, vault: Vault) -> str:
    """What a session is to be told; nothing where it cannot be read."""
    try:
        return vault.unseal("sessions", token_hash, "notices", kept)
    except SealBroken:
        return ""


def sealed_notices(token_hash: str, notices: str, vault: Vault) -> str:
    """What a session is to be told; that there is nothing is no secret."""
    return vault.seal("sessions", token_hash, "notices", notices) if notices else ""


def _session_values(session: Session, vault: Vault) -> Values:
    notices = sealed_notices(session.token_hash, session.notices, vault)
    return msgspec.structs.asdict(session) | {"notices": notices}
