"""Having a database be as this version of the site needs it: its shape, and its keys."""

from adapters.confidential import Vault
from adapters.persistence.engine import open_engine
from adapters.persistence.keys_used import (
    all_is_sealed,
    check_keys,
    note_all_is_sealed,
    note_keys,
)
from adapters.persistence.migrating import migrate, migrations_pending
from adapters.persistence.resealing import ReportProgress, reseal
from adapters.persistence.sealed_tables import sealed_tables


def prepare(url: str, vault: Vault, report: ReportProgress = lambda done, of: None) -> None:
    """Run the migrations that the database lacks, then encrypt what was kept before there were
    keys. Raises DatabaseUrlError and DatabaseUnreachable."""
    migrate(url)
    engine = open_engine(url)
    try:
        note_keys(engine, vault.ring)
        if not all_is_sealed(engine):
            reseal([sealed_tables(engine)], vault, report)
            note_all_is_sealed(engine)
    finally:
        engine.dispose()


def is_prepared(url: str, vault: Vault) -> bool:
    """Whether it has its present shape. From then on it needs the keys that are here. Raises
    KeysError where it needs others."""
    engine = open_engine(url)
    try:
        if migrations_pending(engine):
            return False
        check_keys(engine, vault.ring)
        note_keys(engine, vault.ring)
        return True
    finally:
        engine.dispose()
