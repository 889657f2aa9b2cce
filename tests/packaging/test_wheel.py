"""The wheel, installed on its own and run away from the checkout as an operator runs it."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import distribution
from pathlib import Path

import httpx
import pytest

from adapters.registry.demonstration import CARRIER_FILE
from tests.keys import TEXT

pytestmark = pytest.mark.rare

TOP = Path(__file__).parents[2]
MADE_FROM = ("LICENSE", "migrations", "pyproject.toml", "src", "templates")
PIP = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "--no-input"]
Run = Callable[..., subprocess.Popen[str]]
_WHERE = (
    "import adapters, domain, web; from adapters.registry.plugins import installed;"
    "print(adapters.__file__, domain.__file__, web.__file__, *installed())"
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from a copy, so that building leaves nothing in the tree."""
    copy, built = tmp_path_factory.mktemp("copy"), tmp_path_factory.mktemp("built")
    for name in MADE_FROM:
        if (TOP / name).is_dir():
            shutil.copytree(
                TOP / name, copy / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info")
            )
        else:
            shutil.copy(TOP / name, copy)
    options = ["--no-build-isolation", "--no-deps", "--no-index", "--wheel-dir", str(built)]
    subprocess.run([*PIP, "wheel", *options, str(copy)], check=True)
    (wheel,) = built.glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty environment with the wheel and the packages of its lock: nothing that only tests
    need, and not this checkout, which is installed beside them there."""
    folder = tmp_path_factory.mktemp("installed") / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    (packages,) = folder.glob("lib/python*/site-packages")
    for name in re.findall(r"^([a-z0-9.-]+)==", (TOP / "requirements.lock").read_text(), re.M):
        link(name, packages)
    # pip of these tests, told to work on the other environment.
    pip = [*PIP, "--python", str(folder / "bin" / "python")]
    subprocess.run([*pip, "install", "--no-index", "--no-deps", str(wheel)], check=True)
    subprocess.run([*pip, "check"], check=True)
    return folder


def link(name: str, packages: Path) -> None:
    """As if installed there: what the package is made of, where it is for these tests."""
    package = distribution(name)
    for top in {file.parts[0] for file in package.files or ()} - {"..", "__pycache__"}:
        (packages / top).symlink_to(str(package.locate_file(top)))


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """The settings of a site over files in a folder of the test's own."""
    shutil.copy(CARRIER_FILE, tmp_path / "carrier.toml")
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return kept | {
        "ENROLL_CARRIER_FILE": str(tmp_path / "carrier.toml"),
        "ENROLL_DATABASE_URL": f"sqlite:///{tmp_path / 'site.sqlite3'}",
        "ENROLL_REGISTRY": "demonstration",
        "ENROLL_REGISTRY_URL": f"sqlite:///{tmp_path / 'registry.sqlite3'}",
        "ENROLL_SECRET_KEY": "a secret for tests alone, known to everybody",
        "ENROLL_KEYS": TEXT,
        "ENROLL_ALLOWED_HOSTS": "127.0.0.1",
        "ENROLL_TIME_ZONE": "America/Los_Angeles",
        "ENROLL_HTTPS": "no",
    }


@pytest.fixture
def run(installed: Path, environ: Mapping[str, str], tmp_path: Path) -> Run:
    """Runs a program of the environment, away from the checkout, with these settings."""

    def start(program: str, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [installed / "bin" / program, *arguments],
            env=environ,
            cwd=tmp_path,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    return start


def said(program: subprocess.Popen[str], typed: str = "") -> str:
    """What it wrote, once it has ended well."""
    out, errors = program.communicate(typed, timeout=300)
    assert program.returncode == 0, errors
    return out


@contextmanager
def running(program: subprocess.Popen[str]) -> Iterator[None]:
    """Until the end, when it is told to stop, and stops well."""
    try:
        yield
        program.send_signal(signal.SIGTERM)
        _, errors = program.communicate(timeout=300)
        assert program.returncode == 0, errors
        assert "Traceback" not in errors
    finally:
        program.kill()
        program.communicate()


def test_it_holds_all_that_is_read_at_run_time(wheel: Path) -> None:
    """Pages, migrations, static files and data; and of the checkout nothing else."""
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder, inside in (("templates", "web/templates"), ("src/web/static", "web/static")):
        for path in (TOP / folder).rglob("*"):
            if path.is_file():
                assert f"{inside}/{path.relative_to(TOP / folder).as_posix()}" in names
    assert "web/py.typed" in names
    assert "adapters/registry/demonstration/members.json" in names
    assert "adapters/common_passwords/vendor/common-passwords.txt.gz" in names
    tops = {name.split("/")[0] for name in names}
    assert {one for one in tops if not one.endswith(".dist-info")} == {"adapters", "domain", "web"}


def test_it_is_itself_that_runs(run: Run, installed: Path) -> None:
    """Not the checkout, which would have what the wheel lacks; its registries are found."""
    *files, first, second, third = said(run("python", "-c", _WHERE)).split()
    assert all(Path(one).is_relative_to(installed) for one in files)
    assert [first, second, third] == ["demonstration", "http", "x12-834"]


def test_the_site_runs_from_it(run: Run) -> None:
    """From an empty database to a page with its style, with somebody who may sign in and a worker
    beside it; both end when they are told to."""
    assert said(run("enroll", "migrate")) == "The database is up to date.\n"
    added = run("enroll", "user", "add", "jo@example.com", "Jo Doe", "000341=enroll")
    assert "jo@example.com can sign in now." in said(added, "a long enough password\n")
    port = free_port()
    server = run("enroll", "serve", "--port", str(port))
    worker = run("enroll", "worker")
    with running(server), running(worker):
        assert worker.stdout is not None
        assert worker.stdout.readline().startswith("Delivering submissions.")
        address = f"http://127.0.0.1:{port}"
        with httpx.Client(base_url=address, trust_env=False, timeout=300) as browser:
            wait_for(browser, server)
            page = browser.get("/sign-in")
            assert page.status_code == 200
            (style, *_) = re.findall(r'<link rel="stylesheet" href="([^"]+)"', page.text)
            answer = browser.get(style)
            assert answer.status_code == 200
            assert answer.headers["Content-Type"].startswith("text/css")
            assert browser.get("/health/ready").json()["checks"]["migrations"] == "ok"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def wait_for(browser: httpx.Client, server: subprocess.Popen[str]) -> None:
    """Until the server answers."""
    end = time.monotonic() + 300
    while server.poll() is None and time.monotonic() < end:
        try:
            browser.get("/health/live").raise_for_status()
            return
        except httpx.TransportError:
            time.sleep(0.1)
    pytest.fail("the server does not answer")
