"""Keeping things in SQLite or PostgreSQL, whichever the URL names."""

from adapters.persistence.backup import BackupError, back_up, restore
from adapters.persistence.engine import DatabaseUnreachable, DatabaseUrlError, open_engine
from adapters.persistence.migrating import migrate, migrations_pending
from adapters.persistence.unit_of_work import SqlPersistence

__all__ = [
    "BackupError",
    "DatabaseUnreachable",
    "DatabaseUrlError",
    "SqlPersistence",
    "back_up",
    "migrate",
    "migrations_pending",
    "open_engine",
    "restore",
]
