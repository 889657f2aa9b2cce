"""Bringing a database to what this version of the site needs: its shape, and its keys."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text

from adapters.confidential import Vault
from adapters.persistence.engine import connected, open_engine, writer
from adapters.persistence.keys_used import (
    all_is_sealed,
    check_keys,
    note_all_is_sealed,
    note_keys,
)
from adapters.persistence.resealing import ReportProgress, SealedTables, reseal
from adapters.persistence.sealed_levels import not_sealed_yet, note_sealed, require_sealed


def prepare(url: str, vault: Vault, report: ReportProgress = lambda done, of: None) -> None:
    """Run the migrations that the database lacks, then encrypt what was kept before there were
    keys. Raises DatabaseUrlError, DatabaseUnreachable, and KeysError where it needs others."""
    migrate(url)
    engine = open_engine(url)
    try:
        check_keys(engine, vault.ring, all_sealed=False)
        note_keys(engine, vault.ring)
        if lacking := not_sealed_yet(engine, vault):
            older = vault if all_is_sealed(engine) else vault.of_older_site()
            reseal([SealedTables(engine, lacking)], older, report)
            note_sealed(engine, vault, lacking)
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
        require_sealed(engine, vault)
        note_keys(engine, vault.ring)
        return True
    finally:
        engine.dispose()


# Any number will do, as long as every server of this product uses the same one.
_MIGRATION_LOCK = 7_236_411_905


def migrate(url: str) -> None:
    """Run what the database lacks, all or nothing; servers that start together take turns.
    Raises DatabaseUrlError and DatabaseUnreachable."""
    engine = open_engine(url)
    try:
        with connected(writer(engine)) as connection, connection.begin():
            if connection.dialect.name == "postgresql":
                connection.execute(
                    text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _MIGRATION_LOCK}
                )
            config = _config()
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    finally:
        engine.dispose()


def migrations_pending(engine: Engine) -> bool:
    """Whether the database lacks a migration that this version of the product needs.
    Raises DatabaseUnreachable."""
    with connected(engine) as connection:
        return MigrationContext.configure(connection).get_current_heads() != _heads()


def migrations_known() -> frozenset[str]:
    """Every migration that this version of the product has."""
    scripts = ScriptDirectory.from_config(_config())
    return frozenset(one.revision for one in scripts.walk_revisions())


def _folder() -> Path:
    """Beside this module in a wheel, at the top of the tree in a checkout."""
    packaged = Path(__file__).parent / "migrations"
    return packaged if packaged.is_dir() else Path(__file__).parents[3] / "migrations"


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_folder()).replace("%", "%%"))
    return config


@cache
def _heads() -> tuple[str, ...]:
    return tuple(ScriptDirectory.from_config(_config()).get_heads())
