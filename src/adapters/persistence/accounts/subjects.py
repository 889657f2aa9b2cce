"""Which administrator is which subject of an identity provider."""

from sqlalchemy import Connection, delete, select

from adapters.persistence.accounts.tables import subjects
from adapters.persistence.queries import insert_or


class SqlSubjects:
    """Satisfies ``domain.ports.SubjectRepository``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, issuer: str, subject: str) -> str | None:
        return self._connection.execute(
            select(subjects.c.administrator_id).where(
                subjects.c.issuer == issuer, subjects.c.subject == subject
            )
        ).scalar_one_or_none()

    def link(self, issuer: str, subject: str, administrator_id: str) -> bool:
        linked = self._connection.execute(
            insert_or(self._connection, subjects)
            .values(issuer=issuer, subject=subject, administrator_id=administrator_id)
            .on_conflict_do_nothing()
            .returning(subjects.c.subject)
        )
        return linked.first() is not None

    def is_linked(self, issuer: str, administrator_id: str) -> bool:
        found = select(subjects.c.subject).where(
            subjects.c.issuer == issuer, subjects.c.administrator_id == administrator_id
        )
        return self._connection.execute(found).first() is not None

    def unlink(self, administrator_id: str) -> bool:
        gone = self._connection.execute(
            delete(subjects).where(subjects.c.administrator_id == administrator_id)
        )
        return gone.rowcount > 0
