"""The main job over a carrier's own registry, from the template to the clerk's decision."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.keys import TEXT
from tests.packaging.test_carrier_plugin import EXAMPLE, install
from tests.web.uploads import a_person
from tests.workbooks import fill_template

pytestmark = pytest.mark.rare

ALEX = "alex@redwood.example"
PASSWORD = "correct horse battery staple"


class Lighthouse:
    """The carrier's system in a folder, and a site beside it that is used by command."""

    def __init__(self, folder: Path, installed: Path) -> None:
        self.database = folder / "lighthouse.sqlite3"
        self._folder = folder
        self._environ = {
            **os.environ,
            "PYTHONPATH": str(installed),
            "ENROLL_CARRIER_FILE": str(EXAMPLE / "carrier.toml"),
            "ENROLL_REGISTRY": "lighthouse",
            "ENROLL_REGISTRY_URL": str(self.database),
            "ENROLL_DATABASE_URL": f"sqlite:///{folder / 'site.sqlite3'}",
            "ENROLL_SECRET_KEY": "a secret for tests alone, known to everybody",
            "ENROLL_KEYS": TEXT,
            "ENROLL_ALLOWED_HOSTS": "localhost",
            "ENROLL_TIME_ZONE": "America/Los_Angeles",
            "ENROLL_RETRY_SECONDS": "0.5",
        }
        making = "import sys, pathlib; from lighthouse_registry import create_database as make;"
        self._run(
            [sys.executable, "-c", f"{making} make(pathlib.Path(sys.argv[1]))", self.database]
        )
        self.execute("INSERT INTO employer VALUES ('000341', 'Redwood Manufacturing', 'NCAL')")
        self.execute(
            "INSERT INTO division VALUES"
            " ('000341', '0001', 'Salaried', 'HMO 20', '2015-01-01', NULL)"
        )

    def execute(self, statement: str) -> None:
        """What a clerk does in the carrier's own system."""
        with closing(sqlite3.connect(self.database)) as system:
            system.execute(statement)
            system.commit()

    def enroll(self, *arguments: str, typed: str = "") -> str:
        return self._run([self._program, *arguments], typed)

    def status(self, confirmation: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.enroll("status", confirmation, "--json"))
        return found

    @contextmanager
    def worker(self) -> Iterator[None]:
        process = subprocess.Popen(
            [self._program, "worker"], env=self._environ, stderr=subprocess.DEVNULL
        )
        try:
            yield
        finally:
            process.send_signal(signal.SIGTERM)
            assert process.wait(60) == 0

    @property
    def _program(self) -> str:
        return str(Path(sys.executable).with_name("enroll"))

    def _run(self, command: list[Any], typed: str = "") -> str:
        done = subprocess.run(
            command, env=self._environ, input=typed, capture_output=True, text=True, timeout=300
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture
def lighthouse(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Lighthouse:
    return Lighthouse(tmp_path, install(tmp_path_factory))


def test_a_clerk_decides_about_what_was_submitted(lighthouse: Lighthouse, tmp_path: Path) -> None:
    """Uploaded, submitted and delivered by command; the clerk's words come back to the site, and
    the carrier's own table has each confirmation once."""
    lighthouse.enroll("migrate")
    lighthouse.enroll("user", "add", ALEX, "Alex Rivera", "000341=enroll", typed=f"{PASSWORD}\n")
    template, workbook = tmp_path / "template.xlsx", tmp_path / "hires.xlsx"
    lighthouse.enroll("template", "000341", "-o", str(template))
    rows = [a_person("Ana", "Silva"), a_person("Ben", "Ruiz", Family_Number="2")]
    for row in rows:
        row |= {"Enrollment Reason": "Open enrollment", "Effective Date": _first_of_next_month()}
    workbook.write_bytes(fill_template(template.read_bytes(), rows))
    on_behalf = ("--as", ALEX, "--json")
    batch = json.loads(lighthouse.enroll("upload", str(workbook), "--group", "000341", *on_behalf))
    with lighthouse.worker():
        sent = json.loads(
            lighthouse.enroll("submit", batch["batch"], "--yes", "--wait", *on_behalf)
        )
        confirmations = [one["confirmation_id"] for one in sent["submitted"]]
        assert [lighthouse.status(one)["status"] for one in confirmations] == ["Processing"] * 2
        lighthouse.execute("UPDATE intake SET decision = 'declined', remark = 'Not eligible.'")
        late = time.monotonic() + 300
        while lighthouse.status(confirmations[0])["status"] != "Declined":
            assert time.monotonic() < late
            time.sleep(0.1)
        assert lighthouse.status(confirmations[0])["carrier_words"] == "Not eligible."
    with closing(sqlite3.connect(lighthouse.database)) as system:
        taken = [row[0] for row in system.execute("SELECT confirmation FROM intake")]
    assert sorted(taken) == sorted(confirmations)


def _first_of_next_month() -> str:
    """The site's commands go by the machine's clock."""
    now = time.localtime()
    year, month = divmod(now.tm_year * 12 + now.tm_mon, 12)
    return f"{month + 1:02}/01/{year}"
