"""The command ``enroll``."""

import io
import os
import re
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from domain.access import Role
from web import bootstrap, cli, demo
from web.settings import Settings

ENROLL = [sys.executable, "-c", "import sys; from web.cli import main; sys.exit(main())"]


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An environment that says all that a server needs to know."""
    for name, value in {
        "DATABASE_URL": f"sqlite:///{tmp_path / 'site.sqlite3'}",
        "SECRET_KEY": "s" * 48,
        "FILES_DIR": str(tmp_path / "documents"),
        "REGISTRY": "demonstration",
        "REGISTRY_URL": f"sqlite:///{tmp_path / 'registry.sqlite3'}",
        "ALLOWED_HOSTS": "enroll.example.com",
        "TIME_ZONE": "America/Chicago",
    }.items():
        monkeypatch.setenv(f"ENROLL_{name}", value)
    return tmp_path


@pytest.mark.slow
def test_the_demonstration_serves_and_stops(tmp_path: Path) -> None:
    """One command prints where it is and who may sign in; Ctrl+C ends it."""
    variables = {**os.environ, "PORT": "0", "DEMO_DIR": str(tmp_path / "demo")}
    with subprocess.Popen(
        [*ENROLL, "demo"],
        stdout=subprocess.PIPE,
        text=True,
        env=variables,
        # Whoever runs the tests in the background has told all of them to ignore Ctrl+C.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as run:
        assert run.stdout is not None
        printed = ""
        while "Press Ctrl+C" not in printed:
            line = run.stdout.readline()
            assert line, printed
            printed += line
        address = re.search(r"http://localhost:\d+", printed)
        assert address
        for words in ("alex@redwood.example", "robin@cascadia.example", "correct horse battery"):
            assert words in printed
        with urllib.request.urlopen(f"{address[0]}/sign-in", timeout=10) as answer:
            assert "This is a demonstration" in answer.read().decode()
        run.send_signal(signal.SIGINT)
        assert run.wait(timeout=20) == 130


def test_a_second_run_keeps_the_data_and_a_reset_does_not(tmp_path: Path) -> None:
    """Who was given a role keeps it, until the demonstration starts over."""
    settings = demo.settings_in(tmp_path)
    demo.prepare(settings)
    added = ("new@redwood.example", "New Person", {"000341": Role.VIEW}, "p" * 20)
    bootstrap.add_administrator(settings, *added)
    again = demo.settings_in(tmp_path)
    demo.prepare(again)
    assert again == settings
    assert can_sign_in(again, "new@redwood.example", "p" * 20)

    foreign = tmp_path / "notes.txt"
    foreign.write_text("not the demonstration's")
    demo.reset(tmp_path)
    anew = demo.settings_in(tmp_path)
    demo.prepare(anew)
    assert anew.secret_key != settings.secret_key
    assert not can_sign_in(anew, "new@redwood.example", "p" * 20)
    assert can_sign_in(anew, "alex@redwood.example", "correct horse battery")
    assert foreign.exists()


@pytest.mark.parametrize("name", ["a b", "c%20d", "e#f", "g?h", "i%(x)s", "o'neil"])
def test_the_folder_may_have_any_name(tmp_path: Path, name: str) -> None:
    """All that the demonstration keeps is in its folder, whatever that is called."""
    settings = demo.settings_in(tmp_path / name)
    demo.prepare(settings)
    assert [one.name for one in tmp_path.iterdir()] == [name]
    assert {"site.sqlite3", "registry.sqlite3"} <= {one.name for one in (tmp_path / name).iterdir()}
    assert can_sign_in(settings, "alex@redwood.example", "correct horse battery")


def can_sign_in(settings: Settings, email: str, password: str) -> bool:
    services = bootstrap.services(settings)
    try:
        services.access.sign_in(email, password)
    except Exception:
        return False
    finally:
        services.upkeep.close()
    return True


def test_the_secret_is_for_its_owner_alone(tmp_path: Path) -> None:
    """Nobody else on the machine can read the file, nor look into the folder."""
    demo.settings_in(tmp_path / "demo")
    assert (tmp_path / "demo").stat().st_mode & 0o077 == 0
    assert (tmp_path / "demo" / "secret-key").stat().st_mode & 0o077 == 0


def test_a_taken_port_is_said_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is made when there is no port to serve on."""
    with cli._listen(0) as taken:
        port = taken.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))
        monkeypatch.setenv("DEMO_DIR", str(tmp_path / "demo"))
        assert cli.main(["demo"]) == 1
    assert f"Port {port} on localhost cannot be used" in capsys.readouterr().err
    assert not (tmp_path / "demo").exists()


def test_a_server_without_secrets_does_not_start(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It says which variables are missing, and how to make a secret."""
    for name in [name for name in os.environ if name.startswith("ENROLL_")]:
        monkeypatch.delenv(name)
    assert cli.main(["serve"]) == 1
    said = capsys.readouterr().err
    assert "ENROLL_SECRET_KEY is not set" in said
    assert "secrets.token_urlsafe" in said


def test_a_server_does_not_start_on_an_old_database(
    environment: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It names the command that brings the database up to date."""
    assert cli.main(["serve"]) == 1
    assert "Run: enroll migrate" in capsys.readouterr().err


def test_a_migrated_site_has_no_user_until_one_is_added(
    environment: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """There is no default password; each person is added by name, with a long one of their own."""
    assert cli.main(["migrate"]) == 0
    settings = cli.from_environment(os.environ)
    assert not can_sign_in(settings, "alex@redwood.example", "correct horse battery")

    command = ["administrator", "jo@redwood.example", "Jo Field", "000341=enroll"]
    monkeypatch.setattr("sys.stdin", io.StringIO("too short\n"))
    assert cli.main(command) == 1
    assert "at least 15 characters" in capsys.readouterr().err
    monkeypatch.setattr("sys.stdin", io.StringIO("a password of some length\n"))
    assert cli.main(command) == 0
    assert can_sign_in(settings, "JO@redwood.example", "a password of some length")
    monkeypatch.setattr("sys.stdin", io.StringIO("a password of some length\n"))
    assert cli.main(command) == 1
    assert "is an administrator already" in capsys.readouterr().err
    assert cli.main(["purge"]) == 0


def test_an_unknown_registry_is_refused(
    environment: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A registry there is no adapter for is named, with those there are."""
    cli.main(["migrate"])
    monkeypatch.setenv("ENROLL_REGISTRY", "telegraph")
    assert cli.main(["purge"]) == 1
    assert "ENROLL_REGISTRY is 'telegraph'" in capsys.readouterr().err
