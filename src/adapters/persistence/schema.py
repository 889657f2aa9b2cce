"""What all tables share: how things in them are named, types of columns that mean the same on
SQLite and PostgreSQL, and what a row is."""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy
from sqlalchemy import DateTime, Dialect, MetaData, Row, TypeDecorator

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Moment(TypeDecorator[datetime]):
    """An aware moment, kept in UTC to the microsecond; SQLite keeps it as sortable text."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Text(TypeDecorator[str]):
    """Text with a replacement character for each NUL, which PostgreSQL keeps none of. A search for
    text with a NUL in it therefore finds nothing."""

    impl = sqlalchemy.Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return value.replace("\0", "\ufffd") if value is not None and "\0" in value else value


# Compared and sorted by code point on either database, whatever the locale of the server.
Plain = Text().with_variant(Text(collation="C"), "postgresql")

Values = dict[str, Any]
"""A row to write: values by column name."""

AnyRow = Row[*tuple[Any, ...]]
"""A row that was read, columns as attributes."""
