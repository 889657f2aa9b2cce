"""Looking after a site's data from the command line."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from adapters.persistence.migrating import migrations_known
from adapters.registry.contract import MEMBERS
from adapters.registry.demonstration import CARRIER_FILE
from tests.unit.adapters.x12.carrier import FileCarrier
from tests.web.commands.conftest import ALEX, Enroll
from tools.samples import GROUP


def test_a_new_site_is_migrated_and_has_no_user(
    enroll: Enroll, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing else works on a database without its tables; there is no default user then."""
    monkeypatch.setenv("ENROLL_DATABASE_URL", f"sqlite:///{tmp_path / 'new.sqlite3'}")
    ended = enroll("user", "list")
    assert (ended.status, ended.out) == (1, "")
    assert ended.err.endswith("Run: enroll migrate\n")
    ended = enroll("migrate")
    assert (ended.status, ended.out) == (0, "The database is up to date.\n")
    assert enroll("user", "list", "--json").json == []


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("ENROLL_SECRET_KEY", "", "ENROLL_SECRET_KEY is not set"),
        ("ENROLL_REGISTRY", "telegraph", "ENROLL_REGISTRY is 'telegraph'"),
        ("ENROLL_DATABASE_URL", "mysql://x", "The database's address cannot be read."),
        ("ENROLL_DATABASE_URL", "sqlite:////no/folder/x", "cannot be reached"),
        ("ENROLL_CARRIER_FILE", "/no/carrier.toml", "/no/carrier.toml cannot be read"),
    ],
)
def test_settings_at_fault_are_said(
    enroll: Enroll, monkeypatch: pytest.MonkeyPatch, name: str, value: str, words: str
) -> None:
    """In sentences, whatever the command."""
    monkeypatch.setenv(name, value)
    ended = enroll("purge")
    assert (ended.status, ended.out) == (1, "")
    assert words in ended.err


def test_a_database_that_fails_meanwhile_is_said(enroll: Enroll) -> None:
    """In a sentence too, though everything was right at the start."""
    with closing(sqlite3.connect(enroll.folder / "site.sqlite3")) as database:
        database.execute("DROP TABLE grants")
    ended = enroll("user", "list")
    assert (ended.status, ended.out) == (1, "")
    assert ended.err.endswith("cannot be reached: no such table: grants\n")


def test_a_purge_says_what_went(enroll: Enroll) -> None:
    """Of a site on which nothing is old, nothing."""
    ended = enroll("purge")
    assert (ended.status, ended.err) == (0, "")
    assert ended.out == "What was past its retention is gone, 0 documents among it.\n"


# Copies


def test_a_copy_is_made_and_brought_back(enroll: Enroll, mixed: Path, tmp_path: Path) -> None:
    """What happened since is gone then."""
    copy = tmp_path / "monday.sqlite3"
    ended = enroll("backup", copy)
    assert (ended.status, ended.err) == (0, "")
    assert ended.out.startswith(f"{copy} is a copy of the database, checked.")
    assert enroll("upload", mixed, "--group", GROUP, "--as", ALEX).status == 0
    ended = enroll("restore", copy)
    assert (ended.status, ended.out) == (1, "")
    assert "enroll restore --force" in ended.err
    ended = enroll("restore", copy, "--force")
    assert (ended.status, ended.out) == (0, f"The database is now what {copy} is.\n")
    assert enroll("upload", mixed, "--group", GROUP, "--as", ALEX).status == 0


def test_a_copy_is_never_written_over(enroll: Enroll, tmp_path: Path) -> None:
    """Neither it nor another file."""
    copy = tmp_path / "monday.sqlite3"
    copy.write_text("mine")
    ended = enroll("backup", copy)
    assert (ended.status, ended.err) == (1, f"{copy} is there already. Name a new file.\n")
    assert copy.read_text() == "mine"


def test_a_copy_of_an_older_version_needs_a_migration(enroll: Enroll, tmp_path: Path) -> None:
    """Which is said when it is brought back."""
    copy = tmp_path / "monday.sqlite3"
    enroll("backup", copy)
    with closing(sqlite3.connect(copy)) as database:
        database.execute("UPDATE alembic_version SET version_num = ?", [min(migrations_known())])
        database.commit()
    ended = enroll("restore", copy, "--force")
    assert ended.status == 0
    assert ended.out.endswith("Before you start the site, run: enroll migrate\n")


def test_documents_kept_elsewhere_are_not_in_a_copy(
    enroll: Enroll, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Which is said when it is made."""
    monkeypatch.setenv("ENROLL_DOCUMENTS", "s3://enroll/documents")
    ended = enroll("backup", tmp_path / "monday.sqlite3")
    assert "Uploaded documents are not in it. They are in s3://enroll/documents." in ended.out


def test_postgresql_is_copied_by_its_own_tools(
    enroll: Enroll, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are named."""
    monkeypatch.setenv(
        "ENROLL_DATABASE_URL", "postgresql+psycopg://enroll:secret@db/enroll?sslmode=require"
    )
    ended = enroll("backup", tmp_path / "monday")
    assert (ended.status, ended.out) == (1, "")
    assert "pg_dump" in ended.err
    assert "secret" not in ended.err


# The roster


def test_only_a_registry_of_files_takes_a_roster(enroll: Enroll, tmp_path: Path) -> None:
    """Others know their members themselves."""
    ended = enroll("roster", tmp_path / "members.csv")
    assert (ended.status, ended.out) == (1, "")
    assert ended.err.startswith("The registry 'demonstration' takes no roster.")


def test_a_roster_is_taken_over(
    enroll: Enroll, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From then on its members are known; a file that is wrong is refused with what is wrong."""
    folder = tmp_path / "carrier"
    folder.mkdir()
    carrier = FileCarrier(folder)
    options = "\n".join(f"{key} = {value!r}" for key, value in carrier.setup.options.items())
    (folder / "carrier.toml").write_text(f"{CARRIER_FILE.read_text()}\n[registry]\n{options}\n")
    monkeypatch.setenv("ENROLL_CARRIER_FILE", str(folder / "carrier.toml"))
    monkeypatch.setenv("ENROLL_REGISTRY", "x12-834")
    monkeypatch.setenv("ENROLL_REGISTRY_URL", carrier.setup.url)
    ended = enroll("roster", carrier.roster())
    groups = len({one.group_id for one in MEMBERS})
    assert (ended.status, ended.err) == (0, "")
    assert ended.out == f"{len(MEMBERS):,} members of {groups} groups taken over.\n"
    wrong = folder / "wrong.csv"
    wrong.write_text("name\nAna\n")
    ended = enroll("roster", wrong)
    assert (ended.status, ended.out) == (5, "")
    assert ended.err
    assert "Ana" not in ended.err
    ended = enroll("roster", folder / "missing.csv")
    assert (ended.status, ended.out) == (5, "")
    assert "missing.csv" in ended.err
