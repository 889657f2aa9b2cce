"""The file of keys: what it must be, what is said of it, and what is never shown."""

import os
import traceback
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from adapters.keyring import (
    KeyKind,
    KeysError,
    Keyset,
    KeySource,
    make_keys_file,
    new_keyring,
    read_keyring,
    text_of,
    write_keys_file,
)

NOW = datetime(2026, 11, 16, 18, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=90)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "keys.json"
    make_keys_file(path, new_keyring(NOW))
    return path


def test_a_file_comes_back_as_it_was(path: Path) -> None:
    """Its owner alone may read it."""
    ring = KeySource.in_file(path).ring
    assert read_keyring(text_of(ring), "here") == ring
    assert path.stat().st_mode & 0o777 == 0o600
    assert {len(ring.of(kind).key.secret) for kind in KeyKind} == {32}
    assert ring.data.key.secret != ring.lookup.key.secret


def test_a_file_that_others_may_read_is_refused(path: Path) -> None:
    """With the command that mends it."""
    path.chmod(0o640)
    with pytest.raises(KeysError, match=f"chmod 600 {path}"):
        KeySource.in_file(path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    """And how to make one."""
    with pytest.raises(KeysError, match="enroll keys make"):
        KeySource.in_file(tmp_path / "none.json")


def test_keys_in_use_are_not_written_over(path: Path) -> None:
    """Whatever is kept with them would be lost."""
    before = path.read_bytes()
    with pytest.raises(KeysError, match="is there already"):
        make_keys_file(path, new_keyring(NOW))
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace('"current"', '"currant"'),
        lambda text: text.replace("2026", "20x6"),
        lambda text: text[:-20],
        lambda text: "",
        lambda text: text.replace(msgspec.json.decode(text)["data"]["current"], "0123456z"),
        lambda text: text.replace(msgspec.json.decode(text)["lookup"]["current"], "ffffffff", 1),
        lambda text: text.replace('"secret":"', '"secret":"AAAA'),
    ],
)
def test_what_cannot_be_keys_is_refused_without_being_shown(path: Path, change) -> None:  # type: ignore[no-untyped-def]
    """Neither in the sentence nor in anything that a traceback would print."""
    secret = msgspec.json.decode(path.read_bytes())["data"]
    secret = secret["keys"][secret["current"]]["secret"]
    with pytest.raises(KeysError, match="does not hold keys") as caught:
        read_keyring(change(path.read_text()), "the file")
    assert secret[:10] not in "".join(traceback.format_exception(caught.value))


def test_nothing_shows_a_key(path: Path) -> None:
    """However it is printed."""
    source = KeySource.in_file(path)
    secret = source.ring.data.key.secret
    for shown in (
        repr(source),
        repr(source.ring),
        str(source.ring.data),
        f"{source.ring.data.key}",
    ):
        assert repr(secret)[2:12] not in shown
        assert "secret" not in shown


def test_a_key_waits_is_current_and_is_replaced(path: Path) -> None:
    """In this order; the one before stays to read with."""
    keyset = KeySource.in_file(path).ring.data
    first = keyset.current
    assert keyset.next is None
    waiting = keyset.add(LATER)
    assert waiting.current == first
    assert waiting.next is not None
    turned = waiting.turn_to(waiting.next, LATER)
    assert turned.current == waiting.next
    assert turned.next is None
    assert turned.keys[first].replaced == LATER
    assert list(turned.without(first).keys) == [turned.current]


def test_a_changed_file_is_taken_over(path: Path) -> None:
    """At the next look; one that cannot be read changes nothing."""
    source = KeySource.in_file(path)
    assert not source.refresh()
    ring = source.ring.having(KeyKind.DATA, source.ring.data.add(LATER))
    write_keys_file(path, ring)
    assert source.refresh()
    assert source.ring == ring
    path.write_text("half a fi")
    assert not source.refresh()
    assert source.ring == ring
    os.unlink(path)
    assert not source.refresh()
    assert source.ring == ring
    assert not source.is_ours


def test_keys_that_do_not_follow_are_never_used(path: Path) -> None:
    """Another site's, or one of the same name that is another; the right file brought back is."""
    source = KeySource.in_file(path)
    ring, right = source.ring, path.read_bytes()
    of_the_same_name = Keyset(ring.data.current, {ring.data.current: new_keyring(LATER).data.key})
    for other in (
        new_keyring(LATER),
        ring.having(KeyKind.DATA, new_keyring(LATER).data),
        ring.having(KeyKind.LOOKUP, new_keyring(LATER).lookup),
        ring.having(KeyKind.DATA, of_the_same_name),
    ):
        write_keys_file(path, other)
        assert not source.refresh()
        assert source.ring == ring
        assert not source.is_ours
        with pytest.raises(KeysError, match="has other keys"), source.changing():
            pass
    path.write_bytes(right)
    source.refresh()
    assert source.is_ours


def test_rotations_at_once_lose_no_key(path: Path) -> None:
    """Each reads what the one before has written."""

    def add(_: int) -> str:
        source = KeySource.in_file(path)
        with source.changing():
            keyset = source.ring.data.add(LATER)
            write_keys_file(path, source.ring.having(KeyKind.DATA, keyset))
        return next(name for name in keyset.keys if name not in source.ring.data.keys)

    with ThreadPoolExecutor(8) as operators:
        added = set(operators.map(add, range(24)))
    assert added <= KeySource.in_file(path).ring.data.keys.keys()
