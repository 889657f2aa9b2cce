"""The site without what protects what it keeps, to see what that costs."""

from collections.abc import Iterator
from contextlib import contextmanager

from adapters.confidential import key_of
from adapters.persistence import Vault
from adapters.persistence.audit import SqlAuditTrail

_unseal = Vault.unseal


def _unseal_or_leave(self: Vault, table: str, row_id: str, column: str, stored: str) -> str:
    return _unseal(self, table, row_id, column, stored) if key_of(stored) else stored


# What was kept without, is met afterwards too.
Vault.unseal = _unseal_or_leave  # type: ignore[method-assign]


@contextmanager
def bare() -> Iterator[None]:
    """Meanwhile nothing is encrypted, no number is hashed, and no event is written."""
    kept = Vault.seal, Vault.lookups, SqlAuditTrail.write
    Vault.seal = lambda self, table, row_id, column, text: text  # type: ignore[method-assign]
    Vault.lookups = lambda self, text: [text]  # type: ignore[method-assign]
    SqlAuditTrail.write = lambda self: self._events.clear()  # type: ignore[method-assign]
    try:
        yield
    finally:
        Vault.seal, Vault.lookups, SqlAuditTrail.write = kept  # type: ignore[method-assign]
