"""What a database looks like."""

from typing import Any

from sqlalchemy import Engine, inspect


def shape(engine: Engine) -> dict[str, object]:
    """Its tables by name: columns, indexes, unique constraints and foreign keys, each sorted."""
    found = inspect(engine)
    return {
        table: (
            sorted(
                (one["name"], str(one["type"]), one["nullable"], str(one["default"]))
                for one in found.get_columns(table)
            ),
            sorted(
                (one["name"], one["column_names"], bool(one["unique"]), _where(one))
                for one in found.get_indexes(table)
            ),
            sorted(
                (one["name"], one["column_names"]) for one in found.get_unique_constraints(table)
            ),
            sorted(
                (one["name"], one["referred_table"], str(one["options"]))
                for one in found.get_foreign_keys(table)
            ),
        )
        for table in found.get_table_names()
        if table != "alembic_version"
    }


def _where(index: Any) -> list[str]:
    """Which rows a partial index is of."""
    options = index.get("dialect_options", {})
    return [str(words) for name, words in options.items() if name.endswith("_where")]
