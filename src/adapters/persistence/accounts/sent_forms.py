"""Which forms were sent, and what each made."""

from datetime import datetime

from sqlalchemy import Connection, select
from sqlalchemy.dialects import postgresql, sqlite

from adapters.persistence.accounts.tables import sent_forms

_NO_FORM = "readiness"


class SqlSentForms:
    """Satisfies ``domain.ports.SentFormRepository``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def made(self, digest: str) -> str | None:
        return self._connection.execute(
            select(sent_forms.c.made).where(sent_forms.c.digest == digest)
        ).scalar_one_or_none()

    def add(self, digest: str, made: str, at: datetime) -> bool:
        on_postgresql = self._connection.dialect.name == "postgresql"
        insert = postgresql.insert if on_postgresql else sqlite.insert
        added = self._connection.execute(
            insert(sent_forms)
            .values(digest=digest, made=made, sent_at=at)
            .on_conflict_do_nothing()
            .returning(sent_forms.c.digest)
        )
        return added.first() is not None

    def keep_trying(self, at: datetime) -> None:
        """Write a row that is no form's, so that it shows whether anything can be written."""
        on_postgresql = self._connection.dialect.name == "postgresql"
        insert = postgresql.insert if on_postgresql else sqlite.insert
        row = insert(sent_forms).values(digest=_NO_FORM, made=at.isoformat(), sent_at=at)
        said = {"made": row.excluded.made, "sent_at": row.excluded.sent_at}
        self._connection.execute(row.on_conflict_do_update(index_elements=["digest"], set_=said))
