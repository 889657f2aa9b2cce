"""What goes on until it is stopped: the demonstration, servers, workers."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from tests.ports import reserved_port
from tests.web.commands.conftest import Enroll
from web.commands.serving import listen

ENROLL = [sys.executable, "-c", "import sys; from web.cli import main; sys.exit(main())"]


def rarely(*values: object) -> Any:
    """Much like another, and seconds to start once more."""
    return pytest.param(*values, marks=pytest.mark.rare)


@contextmanager
def running(*arguments: str, **variables: str) -> Iterator[subprocess.Popen[str]]:
    """``enroll`` as a process of its own, as a terminal or a supervisor starts it."""
    process = subprocess.Popen(
        [*ENROLL, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, **variables},
        start_new_session=True,
        # Whoever runs the tests in the background has told all of them to ignore Ctrl+C.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    with process:
        try:
            yield process
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)  # those that it has started, too


def printed(process: subprocess.Popen[str], last: str) -> str:
    """What it prints up to the line that has these words."""
    assert process.stdout is not None
    said = ""
    while last not in said:
        line = process.stdout.readline()
        assert line, said
        said += line
    return said


# The demonstration


@pytest.mark.slow
def test_the_demonstration_serves_and_stops(tmp_path: Path) -> None:
    """One command prints where it is and who may sign in; Ctrl+C ends it."""
    with running("demo", PORT="0", DEMO_DIR=str(tmp_path / "demo")) as run:
        said = printed(run, "Press Ctrl+C")
        address = re.search(r"http://localhost:\d+", said)
        assert address
        for words in ("alex@redwood.example", "robin@cascadia.example", "correct horse battery"):
            assert words in said
        with urllib.request.urlopen(f"{address[0]}/sign-in", timeout=300) as answer:
            assert "This is a demonstration" in answer.read().decode()
        run.send_signal(signal.SIGINT)
        assert run.wait(timeout=300) == 130


def test_a_taken_port_is_said_in_a_sentence(
    enroll: Enroll, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is made when there is no port to serve on."""
    with listen("127.0.0.1", 0, "") as taken:
        port = taken.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))
        monkeypatch.setenv("DEMO_DIR", str(tmp_path / "demo"))
        ended = enroll("demo")
        assert ended.status == 1
        assert f"Port {port} on localhost cannot be used" in ended.err
        assert f"PORT={port + 1} make demo" in ended.err
        assert not (tmp_path / "demo").exists()
        ended = enroll("serve", "--port", port)
        assert (ended.status, ended.out) == (1, "")
        assert f"Port {port} on localhost cannot be used" in ended.err
        assert f"--port {port + 1}" in ended.err


@pytest.mark.parametrize("text", ["eighty", "65536", "-1"])
def test_a_port_is_a_number(enroll: Enroll, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """What is none is shown."""
    monkeypatch.setenv("PORT", text)
    assert enroll("demo").err == f"PORT is {text!r}. Set it to a number from 1 to 65535.\n"


# A server


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_nothing_starts_without_settings_and_tables(
    enroll: Enroll, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    """It says which variables are missing and how to make a secret, then how to make tables."""
    monkeypatch.setenv("ENROLL_DATABASE_URL", f"sqlite:///{tmp_path / 'new.sqlite3'}")
    assert "Run: enroll migrate" in enroll(command).err
    monkeypatch.delenv("ENROLL_SECRET_KEY")
    ended = enroll(command)
    assert ended.status == 1
    assert "ENROLL_SECRET_KEY is not set" in ended.err
    assert "secrets.token_urlsafe" in ended.err


def test_several_processes_are_not_started_in_vain(
    enroll: Enroll, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the settings lack is said once, before any of them starts."""
    monkeypatch.setenv("ENROLL_REGISTRY", "telegraph")
    ended = enroll("serve", "--workers", "2", "--port", "0")
    assert ended.status == 1
    assert ended.err.count("ENROLL_REGISTRY is 'telegraph'") == 1


def test_answers_are_sent_at_once() -> None:
    """What has been accepted doesn't wait for more to send along."""
    with (
        listen("127.0.0.1", 0, "") as listener,
        socket.create_connection(listener.getsockname()[:2]),
    ):
        accepted, _ = listener.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


@pytest.mark.slow
@pytest.mark.parametrize("workers", [rarely(1), 2])
def test_a_site_is_served_and_stopped(variables: dict[str, str], workers: int) -> None:
    """By one process or several, and nobody is left behind."""
    with (
        reserved_port() as port,
        running("serve", "--port", str(port), "--workers", str(workers)) as run,
    ):
        connection = answering(port, run)
        connection.request("GET", "/sign-in")
        assert connection.getresponse().read()
        connection.close()
        run.send_signal(signal.SIGTERM)
        assert run.wait(timeout=300) == 0
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port))


@pytest.mark.slow
def test_nobody_serves_on_whose_parent_was_killed(variables: dict[str, str]) -> None:
    """Processes that nobody looks after end, and let go of the port."""
    with (
        reserved_port() as port,
        running("serve", "--port", str(port), "--workers", "2") as run,
    ):
        answering(port, run).close()
        run.kill()
        run.wait(timeout=300)
        late = time.monotonic() + 300
        while True:
            try:
                socket.create_connection(("127.0.0.1", port)).close()
            except ConnectionRefusedError:
                return
            assert time.monotonic() < late
            time.sleep(0.1)


def answering(port: int, run: subprocess.Popen[str]) -> http.client.HTTPConnection:
    """A connection to the server, once it answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
    late = time.monotonic() + 300
    while True:
        try:
            connection.request("GET", "/health/live")
            assert connection.getresponse().read()
        except OSError:
            connection.close()
            assert run.poll() is None
            assert time.monotonic() < late
            time.sleep(0.1)
        else:
            return connection


# A worker


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGTERM, rarely(signal.SIGINT)])
def test_a_worker_delivers_and_stops(enroll: Enroll, clean: Path, number: signal.Signals) -> None:
    """Whatever is submitted while it runs, without a server; asked to stop, it ends well."""
    with running("worker") as run:
        printed(run, "Delivering submissions.")
        first, *_ = enroll.submitted(clean)
        late = time.monotonic() + 300
        while enroll("status", first, "--json").json["stage"] == "waiting":
            assert time.monotonic() < late
            time.sleep(0.1)
        run.send_signal(number)
        assert run.wait(timeout=300) == 0


# Stopped before they are set up

# Tells itself to stop when something happens for the first time, as Python calls it.
STOPPING_ITSELF = """
import os, signal, sys
number, happening, about = int(sys.argv[1]), *sys.argv[2:4]
del sys.argv[1:4]
signal.signal(signal.SIGINT, signal.default_int_handler)
def look(event, facts):
    global happening
    if event == happening and any(str(one).endswith(about) for one in facts):
        happening = ""
        os.kill(os.getpid(), number)
sys.addaudithook(look)
from web.cli import main
sys.exit(main())
"""
LOADING = ("import", "litestar")
ASKING_THE_DATABASE = ("sqlite3.connect", "site.sqlite3")
TAKING_ITS_ADDRESS = ("socket.bind", "")
STARTING_A_READER = ("subprocess.Popen", "")
STARTING_A_SERVER = ("import", "multiprocessing.popen_spawn_posix")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("moment", "command"),
    [
        (LOADING, "serve"),
        rarely(TAKING_ITS_ADDRESS, "serve"),
        rarely(STARTING_A_READER, "serve"),
        (STARTING_A_SERVER, "serve --workers 2"),
        rarely(LOADING, "worker"),
        (ASKING_THE_DATABASE, "worker"),
        rarely(LOADING, "demo"),
    ],
)
def test_a_stop_ends_well_at_any_moment(
    variables: dict[str, str], moment: tuple[str, str], command: str
) -> None:
    """Also before there is anything that could be ended."""
    port = ["--port", "0"] if command.startswith("serve") else []
    ended = stopping_itself(signal.SIGTERM, moment, *command.split(), *port)
    assert (ended.returncode, "Traceback" in ended.stderr) == (0, False)


@pytest.mark.slow
def test_a_stop_is_no_success_of_what_ends_by_itself(variables: dict[str, str]) -> None:
    """Whoever runs it has to know that it did not do what it was for."""
    ended = stopping_itself(signal.SIGTERM, LOADING, "migrate")
    assert ended.returncode == -signal.SIGTERM


@pytest.mark.slow
@pytest.mark.parametrize("command", ["worker", rarely("serve"), rarely("migrate")])
def test_ctrl_c_is_quiet_at_any_moment(variables: dict[str, str], command: str) -> None:
    """Nobody has to read a traceback."""
    ended = stopping_itself(signal.SIGINT, LOADING, command)
    assert (ended.returncode, ended.stderr) == (130, "")


def stopping_itself(
    number: signal.Signals, moment: tuple[str, str], *arguments: str
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", STOPPING_ITSELF, str(int(number)), *moment, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)


# What goes to other programs


@pytest.mark.slow
def test_a_template_goes_to_another_program(variables: dict[str, str]) -> None:
    """Nothing but the workbook is on standard output."""
    ended = subprocess.run(
        [*ENROLL, "template", "000341", "-o", "-"], capture_output=True, check=True
    )
    assert ended.stdout.startswith(b"PK")
    assert ended.stderr == b""


@pytest.mark.slow
def test_who_reads_no_further_is_no_failure(variables: dict[str, str], mixed: Path) -> None:
    """As with `head`: there is no traceback."""
    check = [*ENROLL, "check", str(mixed), "--group", "000341"]
    with subprocess.Popen(check, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as run:
        assert run.stdout is not None
        assert run.stderr is not None
        run.stdout.close()
        assert run.stderr.read() == b""
        assert run.wait() == 141
