"""Keeping things in SQLite or PostgreSQL, whichever the URL names."""

from adapters.confidential import Vault
from adapters.persistence.backup import BackupError, back_up, restore
from adapters.persistence.engine import DatabaseUnreachable, DatabaseUrlError, open_engine
from adapters.persistence.key_rotation import KeyRotation
from adapters.persistence.migrating import is_prepared, migrate, migrations_pending, prepare
from adapters.persistence.unit_of_work import SqlPersistence

__all__ = [
    "BackupError",
    "DatabaseUnreachable",
    "DatabaseUrlError",
    "KeyRotation",
    "SqlPersistence",
    "Vault",
    "back_up",
    "is_prepared",
    "migrate",
    "migrations_pending",
    "open_engine",
    "prepare",
    "restore",
]
