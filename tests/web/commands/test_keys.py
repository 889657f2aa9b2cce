"""``enroll keys``: making, listing, changing and removing keys while a site runs."""

import re
from pathlib import Path

import pytest

from adapters.persistence.sealed_tables import SEALED_TABLES
from adapters.registry.demonstration import read_data
from tests.web.commands.conftest import Enroll
from web import bootstrap


def listed(enroll: Enroll) -> list[list[str]]:
    """Each key's row."""
    lines = enroll("keys", "list").out.splitlines()[1:]
    return [re.split(r"\s{2,}", line.strip()) for line in lines]


def test_keys_are_made(enroll: Enroll, tmp_path: Path) -> None:
    """In a new file for its owner alone, which is never written over."""
    path = tmp_path / "new.json"
    ended = enroll("keys", "make", path)
    assert ended.status == 0
    assert "lost without them" in ended.out
    assert path.stat().st_mode & 0o777 == 0o600
    assert "is there already" in enroll("keys", "make", path).err


def test_keys_are_printed_for_a_variable(
    enroll: Enroll, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """What is printed is what the variable takes, on a new site."""
    printed = enroll("keys", "make", "-").out
    monkeypatch.delenv("ENROLL_KEYS_FILE")
    monkeypatch.setenv("ENROLL_KEYS", printed)
    monkeypatch.setenv("ENROLL_DATABASE_URL", f"sqlite:///{tmp_path / 'other.sqlite3'}")
    assert enroll("migrate").status == 0
    assert [row[1] for row in listed(enroll)] == ["data", "lookup"]
    assert "cannot be changed from here" in enroll("keys", "rotate").err


def test_a_rotation_from_end_to_end(enroll: Enroll, clean: Path) -> None:
    """A site that runs goes on; the old key goes when it is no longer needed, and not before."""
    batch = enroll.uploaded(clean)
    with bootstrap.opened(enroll.settings) as running:
        old = listed(enroll)[0][0]
        ended = enroll("keys", "rotate")
        assert ended.status == 0, ended.err
        # Eight applications and their batch; the carrier's members who have a number; and of each
        # table, that it is sealed.
        members = sum(one.ssn is not None for one in read_data().members)
        assert f"{9 + members + len(SEALED_TABLES)} rows written anew" in ended.out
        rows = listed(enroll)
        assert [row[2] for row in rows if row[1] == "data"] == ["current", "replaced"]
        assert [row[-1] for row in rows if row[0] == old] == ["0"]
        who = running.administrators.find("alex@redwood.example")
        assert running.looking.batch(who, batch).tally.ready == 8
    assert "less than an hour ago" in enroll("keys", "retire", old).err


def test_several_machines_get_a_key_before_it_is_used(enroll: Enroll) -> None:
    """It waits until the rotation, which takes it."""
    ended = enroll("keys", "add", "--lookup")
    assert "enroll keys rotate --lookup" in ended.out
    (name,) = (row[0] for row in listed(enroll) if row[2] == "waits for its turn")
    assert enroll("keys", "rotate", "--lookup").status == 0
    assert [row[2] for row in listed(enroll) if row[0] == name] == ["current"]


def test_nothing_starts_without_the_keys_it_needs(
    enroll: Enroll, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """What is missing is named: the variable, the file, or the key."""
    path = tmp_path / "others.json"
    enroll("keys", "make", path)
    monkeypatch.setenv("ENROLL_KEYS_FILE", str(path))
    assert re.search(r"The data key [0-9a-f]{8} is missing", enroll("serve").err)
    monkeypatch.setenv("ENROLL_KEYS_FILE", str(tmp_path / "none.json"))
    assert "cannot be read" in enroll("serve").err
    monkeypatch.delenv("ENROLL_KEYS_FILE")
    assert "ENROLL_KEYS_FILE is not set" in enroll("serve").err
    monkeypatch.setenv("ENROLL_KEYS", path.read_text())
    monkeypatch.setenv("ENROLL_KEYS_FILE", str(path))
    assert "are both set" in enroll("serve").err
