"""Bringing a database to the present shape of the tables."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, inspect

from adapters.persistence import migrate, migrations_pending, open_engine
from adapters.persistence.tables import metadata


def test_migrations_make_the_tables(engine: Engine) -> None:
    """From nothing, the migrations lead to exactly what the product expects."""
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        assert compare_metadata(context, metadata) == []


def test_names_of_indexes_and_constraints(empty: Callable[[str], Engine], tmp_path: Path) -> None:
    """Indexes and constraints made by the migrations are those that the tables declare."""
    declared = open_engine(f"sqlite:///{tmp_path / 'declared.sqlite3'}")
    metadata.create_all(declared)
    assert _shape(empty("sqlite")) == _shape(declared)
    declared.dispose()


def test_pending_until_migrated(tmp_path: Path) -> None:
    """A new database lacks migrations, a migrated one none; migrating again changes nothing."""
    url = f"sqlite:///{tmp_path / 'new.sqlite3'}"
    engine = open_engine(url)
    assert migrations_pending(engine)
    migrate(url)
    assert not migrations_pending(engine)
    migrate(url)
    assert not migrations_pending(engine)
    engine.dispose()


def test_servers_that_start_together(tmp_path: Path) -> None:
    """Several migrations of one database at once do it once, and none fails."""
    url = f"sqlite:///{tmp_path / 'new.sqlite3'}"
    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(migrate, [url] * 3)) == [None] * 3


def _shape(engine: Engine) -> dict[str, object]:
    found = inspect(engine)
    return {
        table: (
            sorted((one["name"], str(one["type"]), one["nullable"]) for one in columns),
            sorted((one["name"], one["column_names"]) for one in found.get_indexes(table)),
            sorted(
                (one["name"], one["column_names"]) for one in found.get_unique_constraints(table)
            ),
            sorted(
                (one["name"], one["referred_table"], str(one["options"]))
                for one in found.get_foreign_keys(table)
            ),
        )
        for table in metadata.tables
        for columns in [found.get_columns(table)]
    }
