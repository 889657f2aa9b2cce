"""How the site, and registries that keep members, store what people typed. Nothing else decides it.

Whatever may hold a Social Security or Medicare number, in the column meant for it or in a wrong
one, is encrypted before it reaches the database, and bound to its table, column and row. Where a
number must be found again it is found by a keyed hash of it, whose key is another. What stands
there in clear text was not written by the site, and is not believed: only ``persistence.resealing``
reads what was kept before there were keys, once.
"""

import base64
import binascii
import hmac
import logging
import secrets
import time
from collections.abc import Sequence
from threading import Lock

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV

from adapters.keyring import Keyring, KeySource

MARK = "s1"
"""Everything sealed begins with this version of the format. Then follow, separated by points, the
key's id, and the nonce and ciphertext in base64."""

log = logging.getLogger("enroll.keys")

_NONCE = 12
_SHORTEST = -(-(_NONCE + 16) * 4 // 3)
# 144 bits: no two numbers of a carrier's will ever share a value.
_LOOKUP_BYTES = 18

_NOTHING = ("", "[]")  # that there is nothing is no secret
# So long after it was last met, something unreadable may have been mended or removed.
_STILL_BROKEN = 600.0
_MOST_BROKEN = 1_000


class SealBroken(Exception):
    """What is kept cannot be read: it was changed, moved from where it was kept, put there in clear
    text, or encrypted with a key that is not here."""


class Vault:
    """Seals with the keys of an installation. Safe to use from several threads."""

    def __init__(self, keys: KeySource, *, believes_clear_text: bool = False) -> None:
        self._keys = keys
        self._ciphers: dict[str, tuple[bytes, AESGCMSIV]] = {}
        self._broken: dict[tuple[str, str], float] = {}
        self._noting = Lock()
        self.believes_clear_text = believes_clear_text

    def of_older_site(self) -> "Vault":
        """One that also reads what was kept before there were keys."""
        return Vault(self._keys, believes_clear_text=True)

    @property
    def ring(self) -> Keyring:
        return self._keys.ring

    @property
    def has_our_keys(self) -> bool:
        """Whether the file of keys is the one that this process works with."""
        return self._keys.is_ours

    def refresh(self) -> None:
        """Pick up keys that have changed since."""
        was_ours = self._keys.is_ours
        self._keys.refresh()
        if was_ours and not self._keys.is_ours:
            log.error(
                "the file of keys cannot be read, or has other keys; those before stay in use"
            )

    def seal(self, table: str, row_id: str, column: str, text: str) -> str:
        """The text as it is stored in this place; it can be read from no other."""
        name = self._keys.ring.data.current
        nonce = secrets.token_bytes(_NONCE)
        cipher = self._cipher(name)
        sealed = cipher.encrypt(nonce, text.encode(), _place(table, row_id, column, name))
        return f"{MARK}.{name}.{base64.urlsafe_b64encode(nonce + sealed).decode()}"

    def unseal(self, table: str, row_id: str, column: str, stored: str) -> str:
        """The text that was sealed in this place. Raises SealBroken."""
        name = key_of(stored)
        if name is None:
            if stored in _NOTHING or self.believes_clear_text:
                return stored
            raise SealBroken(f"{table}.{column} of a row, not sealed")
        try:
            content = base64.b64decode(stored[len(MARK) + len(name) + 2 :], b"-_", validate=True)
            place = _place(table, row_id, column, name)
            return self._cipher(name).decrypt(content[:_NONCE], content[_NONCE:], place).decode()
        except (InvalidTag, binascii.Error, ValueError, KeyError):
            raise SealBroken(f"{table}.{column} of a row, key {name}") from None

    def note_broken(self, table: str, row_id: str) -> None:
        """A row was met that cannot be read."""
        with self._noting:
            known = self._broken.pop((table, row_id), None)
            self._broken[table, row_id] = time.monotonic()
            if len(self._broken) > _MOST_BROKEN:
                del self._broken[next(iter(self._broken))]
        if known is None:
            log.error("a row cannot be read", extra={"facts": {"table": table, "row": row_id}})

    @property
    def broken(self) -> Sequence[tuple[str, str]]:
        """The table and id of each row that was met lately and cannot be read."""
        since = time.monotonic() - _STILL_BROKEN
        with self._noting:
            return [row for row, at in self._broken.items() if at > since]

    def lookup(self, text: str) -> str:
        """The keyed hash by which a number, or a text that holds one, is found again."""
        return _lookup(self._keys.ring, self._keys.ring.lookup.current, text)

    def lookups(self, text: str) -> Sequence[str]:
        """Every hash that it may be stored under, the current key's first: there are several while
        lookup keys are being changed."""
        ring = self._keys.ring
        current = ring.lookup.current
        names = [current, *(name for name in ring.lookup.keys if name != current)]
        return [_lookup(ring, name, text) for name in names]

    def _cipher(self, name: str) -> AESGCMSIV:
        ring = self._keys.ring
        if name not in ring.data.keys and self._keys.refresh():
            ring = self._keys.ring
        secret = ring.data.keys[name].secret
        known = self._ciphers.get(name)
        if known is None or known[0] != secret:
            known = self._ciphers[name] = (secret, AESGCMSIV(secret))
        return known[1]


def key_of(stored: str) -> str | None:
    """The id of the key that something is sealed with; None for what is not sealed."""
    if not stored.startswith(f"{MARK}."):
        return None
    _, _, rest = stored.partition(".")
    name, point, content = rest.partition(".")
    return name if point and len(name) == 8 and len(content) >= _SHORTEST else None


def _place(table: str, row_id: str, column: str, name: str) -> bytes:
    return "\0".join((MARK, table, row_id, column, name)).encode()


def _lookup(ring: Keyring, name: str, text: str) -> str:
    digest = hmac.digest(ring.lookup.keys[name].secret, text.encode(), "sha256")
    return f"{name}.{base64.urlsafe_b64encode(digest[:_LOOKUP_BYTES]).decode()}"
