"""Second factors and recovery codes."""

from collections.abc import Sequence

from sqlalchemy import Connection, Delete, Update, delete, func, insert, select, update

from adapters.confidential import SealBroken, Vault
from adapters.persistence.accounts.tables import recovery_codes, second_factors
from domain.accounts.second_factor import SecondFactor
from domain.errors import CannotBeRead

_PLACE = "second_factors"


class SqlSecondFactors:
    """Satisfies ``domain.ports.SecondFactorRepository``."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    def get(self, administrator_id: str) -> SecondFactor | None:
        row = self._connection.execute(
            select(second_factors).where(second_factors.c.administrator_id == administrator_id)
        ).first()
        if row is None:
            return None
        try:
            secret = self._vault.unseal(_PLACE, administrator_id, "confidential", row.confidential)
        except SealBroken:
            # Without it nobody can tell whether a code is right: they are not let in.
            self._vault.note_broken(_PLACE, administrator_id)
            raise CannotBeRead(administrator_id) from None
        return SecondFactor(
            administrator_id=row.administrator_id,
            secret=secret,
            begun_at=row.begun_at,
            confirmed_at=row.confirmed_at,
            last_step=row.last_step,
        )

    def keep(self, factor: SecondFactor) -> None:
        self._connection.execute(
            delete(second_factors).where(
                second_factors.c.administrator_id == factor.administrator_id
            )
        )
        self._connection.execute(
            insert(second_factors),
            {
                "administrator_id": factor.administrator_id,
                "confidential": self._vault.seal(
                    _PLACE, factor.administrator_id, "confidential", factor.secret
                ),
                "begun_at": factor.begun_at,
                "confirmed_at": factor.confirmed_at,
                "last_step": factor.last_step,
            },
        )

    def advance(self, administrator_id: str, step: int) -> bool:
        return self._one(
            update(second_factors)
            .where(
                second_factors.c.administrator_id == administrator_id,
                second_factors.c.last_step < step,
            )
            .values(last_step=step)
        )

    def remove(self, administrator_id: str) -> None:
        for table in (recovery_codes, second_factors):
            self._connection.execute(
                delete(table).where(table.c.administrator_id == administrator_id)
            )

    def keep_recovery_codes(self, administrator_id: str, hashes: Sequence[str]) -> None:
        self._connection.execute(
            delete(recovery_codes).where(recovery_codes.c.administrator_id == administrator_id)
        )
        self._connection.execute(
            insert(recovery_codes),
            [{"administrator_id": administrator_id, "code_hash": one} for one in hashes],
        )

    def use_recovery_code(self, administrator_id: str, code_hash: str) -> bool:
        return self._one(
            delete(recovery_codes).where(
                recovery_codes.c.administrator_id == administrator_id,
                recovery_codes.c.code_hash == code_hash,
            )
        )

    def recovery_codes_left(self, administrator_id: str) -> int:
        return self._connection.execute(
            select(func.count())
            .select_from(recovery_codes)
            .where(recovery_codes.c.administrator_id == administrator_id)
        ).scalar_one()

    def _one(self, statement: Update | Delete) -> bool:
        """Whether the statement changed a row."""
        return self._connection.execute(statement).rowcount == 1
