"""The keys that Social Security and Medicare numbers are kept under, and the file they stand in.

There are two kinds: data keys encrypt what is stored; lookup keys make the hashes by which a number
is found. One of each kind is current, and older ones stay until nothing needs them. No key is ever
part of a sentence, a representation or an exception.
"""

import fcntl
import hmac
import os
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum
from pathlib import Path

import msgspec

_BYTES = 32
_ID_BYTES = 4
_OTHERS = 0o077


class KeyKind(StrEnum):
    DATA = "data"
    LOOKUP = "lookup"


class KeysError(Exception):
    """The keys cannot be used as they are; a sentence that says what to do."""


class Key(msgspec.Struct, frozen=True):
    """A key: 32 bytes, when it was made, and when another took its place."""

    secret: bytes
    made: datetime
    replaced: datetime | None = None

    def __repr__(self) -> str:
        return "Key(…)"


class Keyset(msgspec.Struct, frozen=True):
    """The keys of one kind by id. Those that are neither current nor replaced wait for their
    turn."""

    current: str
    keys: Mapping[str, Key]

    def __repr__(self) -> str:
        return f"Keyset({self.current}, {sorted(self.keys)})"

    @property
    def key(self) -> Key:
        return self.keys[self.current]

    @property
    def next(self) -> str | None:
        """The newest that has never been current."""
        waiting = [
            (key.made, name)
            for name, key in self.keys.items()
            if name != self.current and key.replaced is None
        ]
        return max(waiting)[1] if waiting else None

    def add(self, now: datetime) -> "Keyset":
        """These and one more, which waits for its turn."""
        return msgspec.structs.replace(self, keys={**self.keys, _new_id(): _new_key(now)})

    def turn_to(self, name: str, now: datetime) -> "Keyset":
        """These, with this key as the current one."""
        replaced = msgspec.structs.replace(self.key, replaced=now)
        chosen = msgspec.structs.replace(self.keys[name], replaced=None)
        return Keyset(name, {**self.keys, self.current: replaced, name: chosen})

    def without(self, name: str) -> "Keyset":
        return Keyset(self.current, {key: self.keys[key] for key in self.keys if key != name})


class Keyring(msgspec.Struct, frozen=True):
    """All keys of an installation."""

    data: Keyset
    lookup: Keyset

    def of(self, kind: KeyKind) -> Keyset:
        return self.data if kind is KeyKind.DATA else self.lookup

    def having(self, kind: KeyKind, keyset: Keyset) -> "Keyring":
        return Keyring(keyset, self.lookup) if kind is KeyKind.DATA else Keyring(self.data, keyset)

    def follows(self, before: "Keyring") -> bool:
        """Whether these may have come of those: their current keys are here, and no key of a name
        is another one."""
        return all(
            old.current in new.keys
            and all(
                new.keys[name].secret == old.keys[name].secret
                for name in old.keys
                if name in new.keys
            )
            for old, new in ((before.of(kind), self.of(kind)) for kind in KeyKind)
        )


def new_keyring(now: datetime) -> Keyring:
    """A key of each kind."""
    sets = []
    for _ in KeyKind:
        name = _new_id()
        sets.append(Keyset(name, {name: _new_key(now)}))
    return Keyring(*sets)


def read_keyring(text: str, where: str) -> Keyring:
    """The keys in the text of a file, or of a variable. Raises KeysError."""
    mistake = KeysError(
        f"{where} does not hold keys as enroll keys make writes them. Bring back the copy of those"
        " that this site's data were kept with."
    )
    try:
        ring = msgspec.json.decode(text, type=Keyring)
    except msgspec.MsgspecError:
        raise mistake from None
    for kind in KeyKind:
        keyset = ring.of(kind)
        if keyset.current not in keyset.keys or not all(map(_usable, keyset.keys.items())):
            raise mistake
    return ring


def text_of(ring: Keyring) -> str:
    """What ``read_keyring`` reads."""
    return msgspec.json.encode(ring).decode() + "\n"


def make_keys_file(path: Path, ring: Keyring) -> None:
    """A new file for its owner alone to read. Raises KeysError where there is one already."""
    if path.exists():
        raise KeysError(
            f"{path} is there already. Name a new file: keys in use are never replaced."
        )
    write_keys_file(path, ring)


def write_keys_file(path: Path, ring: Keyring) -> None:
    """Have the file hold these keys, all or nothing, and durably. Raises KeysError."""
    unfinished = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    try:
        handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(handle, "w", encoding="ascii") as file:
            file.write(text_of(ring))
            file.flush()
            os.fsync(file.fileno())
        os.replace(unfinished, path)
        folder = os.open(path.absolute().parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except OSError as error:
        raise KeysError(f"{path} cannot be written: {error.strerror}.") from None


class KeySource:
    """Where the keys come from. A file is read again when it has changed, so that running processes
    get new keys without a restart. ``is_ours`` says whether it can be read, and has keys that
    follow those in use: of any others nothing is used."""

    def __init__(self, read: Callable[[], str], where: str, path: Path | None = None) -> None:
        self._read = read
        self._where = where
        self.path = path
        self._seen = self._state()
        self.is_ours = True
        self.ring = read_keyring(read(), where)

    @classmethod
    def in_file(cls, path: Path) -> "KeySource":
        """Raises KeysError."""
        return cls(lambda: _contents(path), str(path), path)

    @classmethod
    def in_variable(cls, text: str) -> "KeySource":
        """Raises KeysError."""
        return cls(lambda: text, "ENROLL_KEYS")

    def refresh(self) -> bool:
        """Pick up what has changed, and say whether anything had. Where the file cannot be read
        now, or has other keys, those that were read before stay in use."""
        state = self._state()
        if state == self._seen:
            return False
        try:
            ring = read_keyring(self._read(), self._where)
        except KeysError:
            self.is_ours = False
            return False
        self.is_ours = ring.follows(self.ring)
        self._seen = state
        if self.is_ours:
            self.ring = ring
        return self.is_ours

    @contextmanager
    def changing(self) -> Iterator[None]:
        """While the file is changed: nobody else changes it, and what others did before is read.
        Raises KeysError where it is not ours any more."""
        assert self.path is not None
        lock = os.open(self.path.with_name(f"{self.path.name}.lock"), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self.refresh()
            if not self.is_ours:
                raise KeysError(
                    f"{self.path} has other keys than before. Bring back the copy of those that"
                    " this site's data were kept with."
                )
            yield
        finally:
            os.close(lock)

    def _state(self) -> tuple[int, int, int] | None:
        if self.path is None:
            return None
        try:
            found = self.path.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_ino, found.st_size


def _contents(path: Path) -> str:
    try:
        if path.stat().st_mode & _OTHERS:
            raise KeysError(
                f"{path} holds keys, and others than its owner may read it. Run: chmod 600 {path}"
            )
        return path.read_text(encoding="ascii")
    except OSError as error:
        raise KeysError(
            f"{path} cannot be read: {error.strerror}. It holds the keys; make one with: enroll"
            f" keys make {path}"
        ) from None
    except UnicodeError:
        return ""


def _new_id() -> str:
    return secrets.token_hex(_ID_BYTES)


def _new_key(now: datetime) -> Key:
    return Key(secrets.token_bytes(_BYTES), now)


def _usable(item: tuple[str, Key]) -> bool:
    name, key = item
    known = len(name) == 2 * _ID_BYTES and set(name) <= set("0123456789abcdef")
    return known and len(key.secret) == _BYTES and key.made.tzinfo is not None


def fingerprint(name: str, key: Key) -> str:
    """By this a key is recognised; it tells nothing else."""
    return hmac.digest(key.secret, f"known by {name}".encode(), "sha256").hex()
