"""Keys for tests alone, known to everybody."""

from datetime import UTC, datetime

from adapters.keyring import Key, Keyring, Keyset, KeySource, text_of
from adapters.persistence import Vault

_MADE = datetime(2026, 1, 2, tzinfo=UTC)


def a_keyset(name: str) -> Keyset:
    return Keyset(name, {name: Key(name.encode() * 4, _MADE)})


RING = Keyring(a_keyset("0d0d0d0d"), a_keyset("1e1e1e1e"))
TEXT = text_of(RING)
"""As a file of keys has them, or ENROLL_KEYS."""

VAULT = Vault(KeySource.in_variable(TEXT))
