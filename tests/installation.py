"""A site as an operator runs it: processes of ``enroll`` over a folder of their own."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any

import httpx

from adapters.registry.demonstration import CARRIER_FILE
from adapters.system import SystemClock
from domain.accounts.access import Role
from tests.forks import Fork
from tests.keys import TEXT
from tests.ports import reserved_port
from tests.web.site import hidden
from tests.workbooks import Value, fill_template
from tools.samples import employee
from web import bootstrap, maintenance
from web.security.csrf import Tokens
from web.settings import from_environment

_ENROLL = (sys.executable, "-c", "import sys; from web.cli import main; sys.exit(main())")
SECRET = "a secret for tests alone, known to everybody"
EMAIL, PASSWORD = "jo@redwood.example", "a password of some length"
GROUP = {"region": "NCAL", "group_id": "000341", "group_name": "000341"}
_SLOWEST = 300.0
_DATABASE = "site.sqlite3"

TODAY = SystemClock().today()


def person(number: int, **fields: Value) -> Mapping[str, Value]:
    """A row that is ready to submit today."""
    return employee(number, TODAY, **fields)


class Installation:
    """Its database has its tables, and Jo, who may enroll in group 000341. ``settings`` are
    variables without their ENROLL_. Its processes are ``forked``, unless they are to begin and to
    end as Python does, or start others."""

    forked = True

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder = folder
        own = {
            "CARRIER_FILE": str(CARRIER_FILE),
            "DATABASE_URL": f"sqlite:///{folder / _DATABASE}",
            "SECRET_KEY": SECRET,
            "KEYS": TEXT,
            "ALLOWED_HOSTS": "localhost",
            "TIME_ZONE": "America/Los_Angeles",
            "HTTPS": "no",
        }
        said = {f"ENROLL_{name}": value for name, value in (own | settings).items()}
        self.environment = {"PATH": os.environ["PATH"], **said}
        if "DATABASE_URL" in settings:
            _prepare(said)
        else:
            (folder / _DATABASE).write_bytes(_prepared())

    @contextmanager
    def server(self, *options: str) -> Iterator["Server"]:
        """A running server, once it answers."""
        with (
            reserved_port() as port,
            self._running("serve", "--port", str(port), *options) as process,
        ):
            server = Server(process, f"http://localhost:{port}")
            late = time.monotonic() + _SLOWEST
            while not server.answers():
                assert process.popen.poll() is None, process.log
                assert time.monotonic() < late, process.log
                time.sleep(0.05)
            yield server

    @contextmanager
    def worker(self, *options: str) -> Iterator["Process"]:
        with self._running("worker", *options) as process:
            yield process

    @contextmanager
    def _running(self, *arguments: str) -> Iterator["Process"]:
        path = self.folder / f"{arguments[0]}.log"
        how: Any = {"cwd": self.folder, "env": self.environment}
        popen: subprocess.Popen[bytes] | Fork
        with path.open("a") as log:
            how |= {"stdout": log.fileno(), "stderr": log.fileno()}
            if self.forked and "--workers" not in arguments:
                popen = Fork("web.cli", arguments, **how)
            else:
                popen = subprocess.Popen([*_ENROLL, *arguments], start_new_session=True, **how)
        try:
            yield Process(popen, path)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(popen.pid, signal.SIGKILL)  # those that it has started, too
            popen.kill()
            popen.wait()


def _prepare(variables: Mapping[str, str]) -> None:
    known = from_environment(variables)
    maintenance.migrate_database(known)
    with bootstrap.opened(known) as services:
        services.administrators.add(EMAIL, "Jo Field", {"000341": Role.ENROLL}, PASSWORD)


@cache
def _prepared() -> bytes:
    """A prepared database, to be copied."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/{_DATABASE}"
        own = {"DATABASE_URL": url, "REGISTRY": "demonstration", "REGISTRY_URL": f"{url}-members"}
        site = Installation(Path(folder), **own)
        return (site.folder / _DATABASE).read_bytes()


class Process:
    """A process, and all that it and those before it in its place have printed."""

    def __init__(self, popen: "subprocess.Popen[bytes] | Fork", path: Path) -> None:
        self.popen = popen
        self._path = path

    @property
    def log(self) -> str:
        return self._path.read_text()

    def will_log(self, words: str) -> bool:
        late = time.monotonic() + _SLOWEST
        while words not in self.log:
            if time.monotonic() > late:
                return False
            time.sleep(0.05)
        return True

    def ask_to_stop(self) -> None:
        self.popen.send_signal(signal.SIGTERM)

    def stopped(self, within: float = _SLOWEST) -> int:
        """Its exit status, once it has ended by itself. Raises TimeoutError."""
        try:
            return self.popen.wait(within)
        except subprocess.TimeoutExpired:
            raise TimeoutError(self.log) from None


class Server:
    def __init__(self, process: Process, url: str) -> None:
        self.process = process
        self.url = url

    def answers(self, within: float = 60.0) -> bool:
        live = f"{self.url}/health/live"
        try:
            return httpx.get(live, timeout=within, trust_env=False).status_code == 200
        except httpx.TransportError:
            return False

    def refuses(self) -> bool:
        """Nobody new is let in, soon if not at once."""
        late = time.monotonic() + _SLOWEST
        # Several processes' supervisor keeps their address, and lets whoever comes wait in vain.
        while self.answers(within=1.0):
            if time.monotonic() > late:
                return False
            time.sleep(0.05)
        return True

    @contextmanager
    def jo(self) -> Iterator["Visitor"]:
        """Jo, signed in."""
        with httpx.Client(base_url=self.url, timeout=_SLOWEST, trust_env=False) as client:
            page = client.get("/sign-in")
            fields = {"email": EMAIL, "password": PASSWORD, "next": "/members"}
            fields["csrf_token"] = hidden(page.text, "csrf_token")
            assert client.post("/sign-in", data=fields).status_code == 303
            yield Visitor(client)


class Visitor:
    """Somebody's browser, which follows nothing by itself."""

    def __init__(self, client: httpx.Client) -> None:
        self._client = client
        self._token = Tokens(SECRET).token(client.cookies["enroll"])

    @property
    def cookies(self) -> str:
        """As the header that a browser sends."""
        return "; ".join(f"{name}={value}" for name, value in self._client.cookies.items())

    def get(self, path: str) -> httpx.Response:
        return self._client.get(path)

    def post(self, path: str, fields: Mapping[str, str] | None = None, **more: Any) -> Any:
        data = {"csrf_token": self._token, **(fields or {})}
        return self._client.post(path, data=data, **more)

    def workbook(self, *people: Mapping[str, Value]) -> bytes:
        """The group's own workbook, filled in."""
        answer = self._client.get("/mass-enrollment/template", params=GROUP)
        assert answer.status_code == 200, answer.text
        return fill_template(answer.content, people)

    def upload(self, workbook: bytes, name: str = "hires.xlsx") -> str:
        """The batch's id."""
        answer = self.send(workbook, name)
        assert answer.status_code == 303, answer.text
        location: str = answer.headers["Location"]
        return location.rpartition("/")[2]

    def send(self, workbook: bytes, name: str = "hires.xlsx") -> httpx.Response:
        answer: httpx.Response = self.post(
            "/mass-enrollment/upload", GROUP, files={"file": (name, workbook)}
        )
        return answer
