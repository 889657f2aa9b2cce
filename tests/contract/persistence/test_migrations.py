"""Bringing a database to the present shape of the tables."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine

from adapters.persistence import migrate, migrations_pending, open_engine
from adapters.persistence.tables import metadata
from tests.contract.persistence.shapes import shape


def test_migrations_make_the_tables(engine: Engine) -> None:
    """From nothing, the migrations lead to exactly what the product expects."""
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        assert compare_metadata(context, metadata) == []


def test_names_of_indexes_and_constraints(empty: Callable[[str], Engine], nothing: str) -> None:
    """Indexes and constraints made by the migrations are those that the tables declare."""
    declared = open_engine(nothing)
    metadata.create_all(declared)
    assert shape(empty(declared.dialect.name)) == shape(declared)
    declared.dispose()


def test_pending_until_migrated(nothing: str) -> None:
    """A new database lacks migrations, a migrated one none; migrating again changes nothing."""
    engine = open_engine(nothing)
    assert migrations_pending(engine)
    migrate(nothing)
    assert not migrations_pending(engine)
    migrate(nothing)
    assert not migrations_pending(engine)
    engine.dispose()


def test_servers_that_start_together(nothing: str) -> None:
    """Several migrations of one database at once do it once, and none fails."""
    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(migrate, [nothing] * 3)) == [None] * 3
