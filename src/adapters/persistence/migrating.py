"""Bringing a database to the tables' present shape."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text

from adapters.persistence.engine import connected, open_engine, writer

# Any number, as long as every server of this product takes the same.
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
