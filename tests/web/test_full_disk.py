"""A disk that is full: a real one, small enough to fill."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.persistence import SqlPersistence
from tests.web.site import Site, a_site
from tests.web.test_database_away import ALEX, SAID
from tests.web.uploads import a_person, administrator, application, only_application, upload
from tests.workbooks import fill_template

MEGABYTES = 3


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A folder on a disk of its own."""
    folder = tmp_path / "disk"
    folder.mkdir()
    how = ["-t", "tmpfs", "-o", f"size={MEGABYTES}m", "tmpfs", str(folder)]
    mounted = subprocess.run(["mount", *how], capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip("no disk can be mounted here; a database without room was tried in its stead")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.fixture
def small(disk: Path, new_database: Path) -> Iterator[Site]:
    """A site whose database is there."""
    shutil.copy(new_database, disk)
    site = a_site(disk)
    yield site
    site.close()


def fill(disk: Path) -> Path:
    """Leave no room at all; what takes it."""
    rest = disk / "something else"
    with rest.open("wb", buffering=0) as file:
        try:
            while file.write(b"\0" * 4096):
                pass
        except OSError:
            return rest


def test_nothing_is_lost_on_a_full_disk(small: Site, disk: Path) -> None:
    """What was kept stays, what cannot be kept is told with a 503, and all goes on by itself once
    there is room."""
    batch_id = upload(small, a_person("Ana", "Silva"))
    ana = only_application(small, batch_id)
    alex = small.signed_in(ALEX)
    rows = [a_person(f"Ana {n}", "Silva", Family_Number=str(n)) for n in range(1, 101)]
    _, template = small.services.groups.template(administrator(small), "NCAL", "000341")
    files = {"file": ("hires.xlsx", fill_template(template, rows))}
    rest = fill(disk)
    fields = {"region": "NCAL", "group_id": "000341", "group_name": "000341"}
    told = alex.post("/mass-enrollment/upload", fields, files=files)
    assert (told.status_code, SAID in told.text) == (503, True)
    said = alex.post(f"/applications/{ana.id}/delete?v={ana.version}")
    rest.unlink()
    if said.status_code == 503:  # not where a little room was left in the journal
        assert SAID in said.text
        assert application(small, ana.id) == ana
    assert alex.post("/mass-enrollment/upload", fields, files=files).status_code == 303
    kept: SqlPersistence = small.persistence  # type: ignore[assignment]
    with kept._reader.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
