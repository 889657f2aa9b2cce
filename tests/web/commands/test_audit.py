"""Looking through the audit trail from the command line, and checking it."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from domain.accounts.access import Role
from tests.web.commands.conftest import ALEX, ROBIN, Enroll
from tools.samples import GROUP
from web import bootstrap, demo
from web.origin import coming_from

PLACE = 4


@pytest.fixture(scope="module")
def eight_entries(demonstration: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of a site on which something was done, to be copied."""
    folder = tmp_path_factory.mktemp("busy") / "site"
    shutil.copytree(demonstration, folder)
    with bootstrap.opened(demo.settings_in(folder)) as services, coming_from("command line"):
        for number in range(8):
            role = (Role.VIEW, Role.ENROLL)[number % 2]
            services.administrators.grant(ROBIN, {"000777": role})
    return folder / "site.sqlite3"


@pytest.fixture
def busy(enroll: Enroll, eight_entries: Path) -> Enroll:
    """A site on which something was done: eight entries."""
    shutil.copy(eight_entries, enroll.folder)
    return enroll


def damage(enroll: Enroll, *statements: str) -> None:
    """What somebody does who has the file: triggers first."""
    with closing(sqlite3.connect(enroll.folder / "site.sqlite3")) as database:
        for trigger in ("update", "delete", "insert"):
            database.execute(f"DROP TRIGGER audit_stays_{trigger}")
        for statement in statements:
            database.execute(statement)
        database.commit()


def said(enroll: Enroll, *options: object) -> tuple[int, str, str]:
    ended = enroll("audit", "verify", *options)
    return ended.status, ended.out, ended.err


def test_a_trail_that_holds(busy: Enroll, enroll: Enroll) -> None:
    """How many entries were checked."""
    assert said(busy) == (0, "8 entries checked. Nothing was changed, removed or put in.\n", "")


CHANGES = {
    "at": "'2026-01-01T00:00:00.000000+00:00'",
    "act": "'Viewed'",
    "administrator_id": "'kim'",
    "group_id": "'000341'",
    "subject": "''",
    "batch_id": "'b'",
    "facts": """'{"role":"administer"}'""",
    "source": "'192.0.2.7'",
    "digest": "printf('%064d', 0)",
}


@pytest.mark.parametrize("column", CHANGES)
def test_a_changed_field_is_found(busy: Enroll, column: str) -> None:
    """In each column, by its entry."""
    damage(busy, f"UPDATE audit SET {column} = {CHANGES[column]} WHERE sequence = {PLACE}")
    wrong = f"Entry {PLACE} was changed after it was written.\n"
    assert said(busy) == (8, "3 entries before it hold.\n", wrong)


def test_every_column_is_tried(busy: Enroll) -> None:
    """Above, and the place itself below."""
    with closing(sqlite3.connect(busy.folder / "site.sqlite3")) as database:
        columns = {row[1] for row in database.execute("PRAGMA table_info(audit)")}
    assert columns == {*CHANGES, "sequence"}


UNREADABLE = {
    "a date that is none": "at = 'yesterday'",
    "a date written otherwise": "at = substr(at, 1, 19) || 'Z'",
    "half a JSON": "facts = substr(facts, 1, 5)",
    "JSON of another kind": "facts = '[1]'",
    "JSON written otherwise": "facts = ' ' || facts",
    "bytes that are no text": "source = x'ff'",
    "text that is none": "source = CAST(x'ff' AS TEXT)",
    "a number written otherwise": "sequence = 'four'",
}


@pytest.mark.parametrize("how", UNREADABLE)
def test_an_unreadable_entry_is_named(busy: Enroll, how: str) -> None:
    """Never a traceback; it does not stop the others from being listed."""
    damage(busy, f"UPDATE audit SET {UNREADABLE[how]} WHERE sequence = {PLACE}")
    status, out, err = said(busy)
    number = "is missing" if "sequence" in UNREADABLE[how] else "cannot be read"
    assert (status, out) == (8, "3 entries before it hold.\n")
    assert err == f"Entry {PLACE} {number}.\n"
    listed = busy("audit", "list")
    assert (listed.status, listed.err) == (0, "")
    assert listed.out.count("This entry cannot be read") == 1
    assert listed.out.count("Gave a role") == 7
    assert busy("audit", "list", "--json").status == 0


OTHERS = "sequence, at, act, administrator_id, group_id, subject, batch_id, facts, source, digest"


def test_a_removed_entry_is_found(busy: Enroll) -> None:
    """Whether the others keep their places or move up."""
    damage(busy, f"DELETE FROM audit WHERE sequence = {PLACE}")
    assert said(busy) == (8, "3 entries before it hold.\n", f"Entry {PLACE} is missing.\n")


def test_a_removed_entry_whose_place_was_taken_is_found(busy: Enroll) -> None:
    """What stands there now is not what was written there."""
    damage(
        busy,
        f"DELETE FROM audit WHERE sequence = {PLACE}",
        f"UPDATE audit SET sequence = -sequence WHERE sequence > {PLACE}",
        "UPDATE audit SET sequence = -sequence - 1 WHERE sequence < 0",
    )
    status, _, err = said(busy)
    assert (status, err) == (8, f"Entry {PLACE} was changed after it was written.\n")


def test_an_entry_put_in_is_found(busy: Enroll) -> None:
    """The others moved down for it."""
    copied = OTHERS.replace("sequence", str(PLACE), 1)
    damage(
        busy,
        f"UPDATE audit SET sequence = -sequence WHERE sequence >= {PLACE}",
        "UPDATE audit SET sequence = 1 - sequence WHERE sequence < 0",
        f"INSERT INTO audit ({OTHERS}) SELECT {copied} FROM audit WHERE sequence = 1",
    )
    status, out, err = said(busy)
    assert (status, out) == (8, "3 entries before it hold.\n")
    assert err.startswith(f"Entry {PLACE} does not belong where it stands")


def test_exchanged_entries_are_found(busy: Enroll) -> None:
    """The first of the two is named."""
    damage(
        busy,
        f"UPDATE audit SET sequence = 0 WHERE sequence = {PLACE}",
        f"UPDATE audit SET sequence = {PLACE} WHERE sequence = {PLACE + 1}",
        f"UPDATE audit SET sequence = {PLACE + 1} WHERE sequence = 0",
    )
    status, _, err = said(busy)
    assert status == 8
    assert err.startswith(f"Entry {PLACE} does not belong where it stands")


# Anchors


def test_what_is_gone_from_the_end_is_found_by_an_anchor(busy: Enroll, tmp_path: Path) -> None:
    """And by nothing else."""
    path = tmp_path / "monday.json"
    ended = busy("audit", "anchor", "-o", path)
    assert (ended.status, ended.err) == (0, "")
    assert ended.out.startswith(f"{path} says what entry 8 is.")
    busy("user", "grant", ROBIN, "000777=view")
    held = " The entry that the anchor was made of is among them.\n"
    whole = "9 entries checked. Nothing was changed, removed or put in."
    assert said(busy, "--anchor", path) == (0, whole + held, "")
    damage(busy, "DELETE FROM audit WHERE sequence > 6")
    assert said(busy)[0] == 0
    missing = "Entry 7 is missing.\n"
    assert said(busy, "--anchor", path) == (8, "6 entries before it hold.\n", missing)


def test_an_anchor_is_of_one_trail(busy: Enroll, tmp_path: Path) -> None:
    """Another entry in its place is not what it was made of."""
    path = tmp_path / "monday.json"
    anchor = busy("audit", "anchor").json
    path.write_bytes(msgspec.json.encode({**anchor, "digest": "0" * 64}))
    status, _, err = said(busy, "--anchor", path)
    assert (status, err) == (8, "Entry 8 is not the one that the anchor was made of.\n")


def test_an_anchor_is_never_written_over(busy: Enroll, tmp_path: Path) -> None:
    """It is worth what it was then."""
    path = tmp_path / "monday.json"
    path.write_text("mine")
    ended = busy("audit", "anchor", "-o", path)
    assert (ended.status, ended.err) == (1, f"{path} is there already. Name a new file.\n")
    assert busy("audit", "anchor", "-o", tmp_path / "no" / "x").status == 1
    assert path.read_text() == "mine"


def test_an_anchor_that_cannot_be_read_is_said(busy: Enroll, tmp_path: Path) -> None:
    """It says nothing about the trail."""
    path = tmp_path / "monday.json"
    assert busy("audit", "verify", "--anchor", path).status == 1
    path.write_text("{}")
    ended = busy("audit", "verify", "--anchor", path)
    assert (ended.status, ended.err) == (1, f"{path} is not what enroll audit anchor writes.\n")


def test_nothing_can_be_anchored_where_nothing_was_done(enroll: Enroll) -> None:
    """Which is said."""
    ended = enroll("audit", "anchor")
    assert (ended.status, ended.out) == (1, "")
    assert ended.err == "There is no entry that an anchor could be made of.\n"


# Looking


def test_what_was_done_is_listed(enroll: Enroll, mixed: Path) -> None:
    """Of all groups, the newest first: by whom, to what, from where."""
    batch = enroll.uploaded(mixed)
    enroll("user", "grant", ROBIN, "000777=view")
    listed = enroll("audit", "list").out
    headings, granted, uploaded = listed.splitlines()
    assert headings.split() == [
        *("Number", "When", "Who", "What", "To", "what", "From", "where", "Group")
    ]
    for word in ("An operator", "Gave a role (role: view)", "administrator Robin Hale", "000777"):
        assert word in granted
    for word in ("Alex Rivera", "Uploaded", f"batch {batch}", "command line", GROUP):
        assert word in uploaded
    (one,) = enroll("audit", "list", "--act", "uploaded", "--json").json
    assert (one["who"], one["subject"], one["group_id"]) == ("Alex Rivera", f"batch {batch}", GROUP)
    assert one["at"].endswith("Z")


def test_the_list_is_narrowed(enroll: Enroll, clean: Path) -> None:
    """By group, act, person, what it was done to, days and number."""
    confirmation, *_ = enroll.submitted(clean)
    enroll("user", "grant", ROBIN, "000777=view")

    def listed(*options: object) -> int:
        return len(enroll("audit", "list", "--json", *options).json)

    assert listed() == 10
    assert listed("--group", "000777") == 1
    assert listed("--group", GROUP) == 9
    assert listed("--act", "Submitted") == 8
    assert listed("--person", ALEX) == 9
    assert listed("--about", confirmation) == 1
    assert listed("--since", "1/1/2020", "--until", "12/31/2199") == 10
    assert listed("--until", "1/1/2020") == 0
    assert listed("--limit", 3) == 3
    assert "There are more." in enroll("audit", "list", "--limit", 3).out
    for wrong in (("--act", "Flew"), ("--since", "Monday"), ("--limit", "0")):
        assert enroll("audit", "list", *wrong).status == 2
