"""Which forms were sent, and what each made."""

from datetime import datetime

from sqlalchemy import Connection, select

from adapters.persistence.accounts.tables import sent_forms
from adapters.persistence.queries import insert_or

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
        added = self._connection.execute(
            insert_or(self._connection, sent_forms)
            .values(digest=digest, made=made, sent_at=at)
            .on_conflict_do_nothing()
            .returning(sent_forms.c.digest)
        )
        return added.first() is not None

    def keep_trying(self, at: datetime) -> None:
        """Write a row that is no form's, so that it shows whether anything can be written."""
        row = insert_or(self._connection, sent_forms).values(
            digest=_NO_FORM, made=at.isoformat(), sent_at=at
        )
        said = {"made": row.excluded.made, "sent_at": row.excluded.sent_at}
        self._connection.execute(row.on_conflict_do_update(index_elements=["digest"], set_=said))
