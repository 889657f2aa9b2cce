"""Which tables are sealed throughout.

A site that has them from a time before there were keys seals them first, in ``enroll migrate``, and
only there clear text is read. From then on clear text in them was put there by somebody else.
"""

from collections.abc import Sequence

from sqlalchemy import Engine, select

from adapters.confidential import SealBroken, Vault
from adapters.keyring import KeysError
from adapters.persistence.engine import connected, writer
from adapters.persistence.resealing import SealedTable
from adapters.persistence.sealed_tables import ALL_SEALED, SEALED_TABLES, level_row
from adapters.persistence.tables import sealed_levels as table


def not_sealed_yet(engine: Engine, vault: Vault) -> Sequence[SealedTable]:
    """The tables that may hold clear text."""
    with connected(engine) as connection:
        levels = {row.table_name: row.level for row in connection.execute(select(table))}

    def is_sealed(name: str) -> bool:
        try:
            return vault.unseal(table.name, name, "level", levels.get(name, "")) == ALL_SEALED
        except SealBroken:
            return False

    return [one for one in SEALED_TABLES if not is_sealed(one.table.name)]


def require_sealed(engine: Engine, vault: Vault) -> None:
    """Raises KeysError where some table may hold clear text."""
    if not_sealed_yet(engine, vault):
        raise KeysError(
            "There may be Social Security numbers in the database that are not encrypted yet. Run:"
            " enroll migrate"
        )


def note_sealed(engine: Engine, vault: Vault, tables: Sequence[SealedTable]) -> None:
    """Write down that these tables are sealed throughout, from now on."""
    names = [one.table.name for one in tables]
    with writer(engine).begin() as connection:
        connection.execute(table.delete().where(table.c.table_name.in_(names)))
        connection.execute(table.insert(), [level_row(name, vault) for name in names])
