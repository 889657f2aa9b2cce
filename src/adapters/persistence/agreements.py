"""Arbitration agreements."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, Connection, insert, select

from adapters.confidential import Vault
from adapters.persistence.mappers import agreement_values, shown_agreement
from adapters.persistence.tables import agreements as table
from domain.agreement import Agreement


class SqlAgreements:
    """Satisfies ``domain.ports.AgreementRepository``."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    def add(self, agreements: Sequence[Agreement]) -> None:
        if agreements:
            rows = [agreement_values(one, self._vault) for one in agreements]
            self._connection.execute(insert(table), rows)

    def of_batch(self, batch_id: str) -> Sequence[Agreement]:
        return self._where(table.c.batch_id == batch_id)

    def of_application(self, application_id: str) -> Sequence[Agreement]:
        return self._where(table.c.application_id == application_id)

    def get(self, agreement_id: str) -> Agreement | None:
        found = self._where(table.c.id == agreement_id)
        return found[0] if found else None

    def named(self, stored_names: Sequence[str]) -> Collection[str]:
        asked = table.c.stored_name.in_(stored_names)
        return set(self._connection.scalars(select(table.c.stored_name).where(asked)))

    def _where(self, condition: ColumnElement[bool]) -> Sequence[Agreement]:
        rows = self._connection.execute(
            select(table).where(condition).order_by(table.c.uploaded_at, table.c.id)
        )
        return [shown_agreement(row, self._vault) for row in rows]
