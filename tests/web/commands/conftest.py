"""A demonstration of the test's own, and the command line over it."""

import io
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from adapters.keyring import KeySource
from adapters.persistence import Vault
from adapters.system import SystemClock
from tests.workbooks import Value, fill_template
from tools.samples import GROUP, SAMPLES, content
from web import bootstrap, cli, demo
from web.settings import Settings

ALEX = "alex@redwood.example"
ROBIN = "robin@cascadia.example"
PAT = "pat@peachtree.example"


class Ended(msgspec.Struct, frozen=True):
    """How a command ended, and what it said."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return msgspec.json.decode(self.out)


class Enroll:
    """``enroll`` over the demonstration in a folder, which the environment describes too."""

    def __init__(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.folder = folder
        self._monkeypatch = monkeypatch
        self._capsys = capsys

    def __call__(self, *arguments: object, stdin: str = "") -> Ended:
        self._capsys.readouterr()
        self._monkeypatch.setattr("sys.stdin", io.StringIO(stdin))
        try:
            status = cli.main([str(one) for one in arguments])
        except SystemExit as ended:  # argparse
            status = ended.code if isinstance(ended.code, int) else 1
        said = self._capsys.readouterr()
        return Ended(status, said.out, said.err)

    def uploaded(self, file: Path) -> str:
        """Upload it for the samples' group; the batch."""
        how = ("--group", GROUP, "--as", ALEX, "--json", "--again")
        return str(self("upload", file, *how).json["batch"])

    def submitted(self, file: Path) -> list[str]:
        """Upload it and submit what is ready; the confirmation IDs."""
        ended = self("submit", self.uploaded(file), "--as", ALEX, "--yes", "--json")
        return [one["confirmation_id"] for one in ended.json["submitted"]]

    @property
    def settings(self) -> Settings:
        return demo.settings_in(self.folder)

    @property
    def vault(self) -> Vault:
        """With the demonstration's keys."""
        assert self.settings.keys_file
        return Vault(KeySource.in_file(self.settings.keys_file))

    def deliver(self) -> None:
        """Deliver all that is due."""
        with bootstrap.opened(self.settings) as services:
            while services.delivering.round():
                pass


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demonstration's folder, to be copied."""
    folder = tmp_path_factory.mktemp("demonstration")
    demo.prepare(demo.settings_in(folder))
    return folder


@pytest.fixture
def variables(
    demonstration: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> dict[str, str]:
    """What the environment says of a site whose data are a demonstration's."""
    folder = tmp_path / "site"
    shutil.copytree(demonstration, folder)
    settings = demo.settings_in(folder)
    said = {
        "ENROLL_DATABASE_URL": settings.database_url,
        "ENROLL_SECRET_KEY": settings.secret_key,
        "ENROLL_KEYS_FILE": str(settings.keys_file),
        "ENROLL_CARRIER_FILE": str(settings.carrier_file),
        "ENROLL_REGISTRY": "demonstration",
        "ENROLL_REGISTRY_URL": settings.registry_url,
        "ENROLL_ALLOWED_HOSTS": "localhost",
        "ENROLL_TIME_ZONE": settings.time_zone,
        "ENROLL_HTTPS": "no",
        "DEMO_DIR": str(folder),
    }
    for name, value in said.items():
        monkeypatch.setenv(name, value)
    return said


@pytest.fixture
def enroll(
    variables: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Enroll:
    return Enroll(Path(variables["DEMO_DIR"]), monkeypatch, capsys)


@pytest.fixture(scope="session")
def today() -> date:
    return SystemClock().today()


@pytest.fixture(scope="session")
def mixed(tmp_path_factory: pytest.TempPathFactory, today: date) -> Path:
    """Four rows that are ready, five with errors, three rejected."""
    path = tmp_path_factory.mktemp("mixed") / "mixed.xlsx"
    path.write_bytes(content(SAMPLES["mixed.xlsx"], today))
    return path


@pytest.fixture(scope="session")
def clean(tmp_path_factory: pytest.TempPathFactory, today: date) -> Path:
    """Eight rows that are ready."""
    path = tmp_path_factory.mktemp("clean") / "clean.xlsx"
    path.write_bytes(content(SAMPLES["clean.xlsx"], today))
    return path


@pytest.fixture
def workbook(enroll: Enroll, tmp_path: Path) -> Callable[..., Path]:
    """Makes a workbook of these rows for the samples' group."""

    def make(*rows: dict[str, Value]) -> Path:
        template = tmp_path / "template.xlsx"
        assert enroll("template", GROUP, "-o", template, "--force").status == 0
        path = tmp_path / "filled.xlsx"
        path.write_bytes(fill_template(template.read_bytes(), rows))
        return path

    return make
