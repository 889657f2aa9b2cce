"""What an operator does with the keys of an installation, while it runs."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from enum import StrEnum

import msgspec
from sqlalchemy import Engine

from adapters.confidential import Vault
from adapters.keyring import KeyKind, Keyring, KeysError, Keyset, KeySource, write_keys_file
from adapters.persistence.engine import writer
from adapters.persistence.keys_used import check_keys, forget_key, note_keys
from adapters.persistence.resealing import (
    ReportProgress,
    Resealed,
    SealedTables,
    reseal,
    values_by_key,
)
from adapters.persistence.sealed_tables import sealed_tables

# By then, whatever was begun with the former keys has ended, and every process has the new ones.
SETTLED = timedelta(hours=1)


class KeyStatus(StrEnum):
    CURRENT = "current"
    WAITING = "waits for its turn"
    REPLACED = "replaced"


class KeyStanding(msgspec.Struct, frozen=True):
    """A key, and how many values are kept with it."""

    kind: KeyKind
    id: str
    standing: KeyStatus
    made: datetime
    values: int


class KeyRotation:
    """Works on the file that the keys come from, on the site's database, and on what ``others``
    have sealed with the same keys. Every method raises KeysError."""

    def __init__(
        self,
        engine: Engine,
        keys: KeySource,
        now: Callable[[], datetime],
        others: Sequence[SealedTables] = (),
    ) -> None:
        self._engine = engine
        self._kept = [sealed_tables(engine), *others]
        self._keys = keys
        self._now = now

    def close(self) -> None:
        self._engine.dispose()

    def standings(self) -> Sequence[KeyStanding]:
        """Every key, the current one of each kind first."""
        self._keys.refresh()
        ring, counts = self._keys.ring, values_by_key(self._kept)
        found = [
            KeyStanding(kind, name, _standing(keyset, name), key.made, counts.get((kind, name), 0))
            for kind in KeyKind
            for keyset in [ring.of(kind)]
            for name, key in keyset.keys.items()
        ]
        order = list(KeyStatus)
        return sorted(found, key=lambda one: (one.kind, order.index(one.standing), one.made))

    def add(self, *, lookup: bool) -> str:
        """A new key that waits for its turn; its id."""
        kind = _kind(lookup)
        with self._changing() as ring:
            keyset = ring.of(kind).add(self._now())
            self._write(ring.having(kind, keyset))
        return keyset.next or ""

    def turn(self, *, lookup: bool) -> str:
        """Make the newest key that waits the current one, or a new key where none waits; returns
        its id. This alone rewrites nothing that is sealed with other keys."""
        kind = _kind(lookup)
        with self._changing() as ring:
            keyset = ring.of(kind)
            if keyset.next is None:
                keyset = keyset.add(self._now())
            # Every process can read what is sealed with it before anything is.
            self._write(ring.having(kind, keyset))
            name = keyset.next or ""
            turned = ring.having(kind, keyset.turn_to(name, self._now()))
            note_keys(self._engine, turned)
            self._write(turned)
        return name

    def reseal(self, report: ReportProgress) -> Resealed:
        """Rewrite what is sealed with other keys, with the current ones."""
        self._keys.refresh()
        check_keys(self._engine, self._keys.ring)
        note_keys(self._engine, self._keys.ring)
        return reseal(self._kept, Vault(self._keys), report)

    def retire(self, name: str) -> None:
        """Remove a key that nothing needs any more."""
        with self._changing() as ring:
            self._retire(ring, name)

    def _retire(self, ring: Keyring, name: str) -> None:
        kind = next((kind for kind in KeyKind if name in ring.of(kind).keys), None)
        if kind is None:
            raise KeysError(f"There is no key {name}. See which there are: enroll keys list")
        keyset = ring.of(kind)
        if name == keyset.current:
            raise KeysError(f"The key {name} is the current one. Replace it: enroll keys rotate")
        if values_by_key(self._kept).get((kind, name)):
            raise KeysError(
                f"Something is still kept with the key {name}. Have it kept with the current one:"
                " enroll keys reseal"
            )
        replaced = keyset.keys[name].replaced
        if replaced is not None and self._now() - replaced < SETTLED:
            raise KeysError(
                f"The key {name} was replaced less than an hour ago, and something may still be"
                " written with it. Try again later."
            )
        with writer(self._engine).begin() as connection:
            forget_key(connection, kind, name)
        self._write(ring.having(kind, keyset.without(name)))

    @contextmanager
    def _changing(self) -> Iterator[Keyring]:
        """The keys as they stand, which nobody else changes meanwhile."""
        if self._keys.path is None:
            raise KeysError(
                "The keys stand in ENROLL_KEYS, which cannot be changed from here. Have them in a"
                " file, and name it in ENROLL_KEYS_FILE."
            )
        with self._keys.changing():
            check_keys(self._engine, self._keys.ring, all_sealed=False)
            yield self._keys.ring

    def _write(self, ring: Keyring) -> None:
        if self._keys.path is not None:
            write_keys_file(self._keys.path, ring)
        self._keys.refresh()


def _kind(lookup: bool) -> KeyKind:
    return KeyKind.LOOKUP if lookup else KeyKind.DATA


def _standing(keyset: Keyset, name: str) -> KeyStatus:
    if name == keyset.current:
        return KeyStatus.CURRENT
    return KeyStatus.REPLACED if keyset.keys[name].replaced else KeyStatus.WAITING
