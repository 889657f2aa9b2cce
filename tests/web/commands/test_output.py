"""What commands say: to people at a terminal, to other programs, and in whose letters."""

import os
import pty
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest

from domain.errors import DomainError
from tests.forks import Fork
from tests.web.commands.conftest import ALEX, Enroll
from tests.web.commands.test_serving import ENROLL
from tests.workbooks import Value
from tools.samples import GROUP, employee
from web.commands.exits import failure_of
from web.commands.output import complain, say, say_facts, say_table


def at_a_terminal(command: Sequence[str], *answers: tuple[str, str]) -> tuple[int, str]:
    """Run ``enroll`` where its input and all that it says are a terminal's, 100 columns wide; each
    answer is typed once its question is there."""
    ours, its = pty.openpty()
    environment = {**os.environ, "COLUMNS": "100", "TERM": "xterm-256color"}
    with Fork("web.cli", command, stdin=its, stdout=its, stderr=its, env=environment) as run:
        os.close(its)
        said, left = "", list(answers)
        while piece := _read(ours):
            said += piece.decode(errors="replace")
            if left and left[0][0] in said:
                os.write(ours, left.pop(0)[1].encode())
        os.close(ours)
        return run.wait(), said


def _read(terminal: int) -> bytes:
    """What is said next; nothing once the program has ended, and its side of it with it."""
    try:
        return os.read(terminal, 4096)
    except OSError:
        return b""


@pytest.mark.slow
def test_a_table_is_drawn_at_a_terminal(variables: dict[str, str], mixed: Path) -> None:
    """To its width: what is longer goes on below."""
    status, said = at_a_terminal(["check", str(mixed), "--group", GROUP])
    assert status == 4
    assert "─" in said
    assert max(len(line) for line in said.splitlines() if "\x1b" not in line) <= 100
    assert "4 ready to submit, 5 with errors, 3 rejected." in said


@pytest.mark.slow
@pytest.mark.parametrize(("answer", "status"), [("y\n", 0), ("\n", 1)])
def test_somebody_is_asked_at_a_terminal(
    enroll: Enroll, mixed: Path, answer: str, status: int
) -> None:
    """Anything but yes is no, and nothing is submitted then."""
    batch = enroll.uploaded(mixed)
    ended, said = at_a_terminal(["submit", batch, "--as", ALEX], ("[y/N]", answer))
    assert ended == status
    assert "Submit 4 applications? [y/N]" in said
    assert ("4 applications submitted." in said) == (status == 0)
    assert ("Nothing was submitted." in said) == (status == 1)


@pytest.mark.slow
def test_a_bar_is_shown_at_a_terminal(enroll: Enroll, clean: Path) -> None:
    """While it is waited for the carrier."""
    batch = enroll.uploaded(clean)
    how = ["--as", ALEX, "--yes", "--wait", "--timeout", "1"]
    status, said = at_a_terminal(["submit", batch, *how])
    assert status == 7
    assert "Delivering" in said
    assert "━" in said
    assert "The carrier has not got all of them yet." in said


@pytest.mark.slow
def test_a_password_is_asked_for_twice_at_a_terminal(variables: dict[str, str]) -> None:
    """It isn't shown; two that differ are none."""
    command = ["user", "password", ALEX]

    def typed(first: str, second: str) -> list[tuple[str, str]]:
        return [("Password:", f"{first}\n"), ("The same again:", f"{second}\n")]

    right, wrong = "a password of some length", "a passwort of some length"
    status, said = at_a_terminal(command, *typed(right, wrong))
    assert status == 1
    assert "These were two different passwords." in said
    assert right not in said
    status, said = at_a_terminal(command, *typed(right, right))
    assert status == 0
    assert "has a new password" in said


def test_plain_columns_are_aligned(capsys: pytest.CaptureFixture[str]) -> None:
    """By how wide letters are, and never cut."""
    say_table(("Person", "ID"), [("Li 李", "1"), ("Zoë" + "ë" * 90, "2"), ("", "3")])
    lines = capsys.readouterr().out.splitlines()
    assert [line[-1] for line in lines[1:]] == ["1", "2", "3"]
    assert lines[0].index("ID") == lines[2].index("2") == lines[1].index("1") + 1
    say_facts([("Status", "Completed"), ("Nothing", ""), ("Next", "-")])
    assert capsys.readouterr().out == "Status:  Completed\nNext:    -\n"


def test_a_name_cannot_steer_a_terminal(
    enroll: Enroll,
    workbook: Callable[..., Path],
    today: date,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Names come from other people's workbooks, and words from other people's systems."""
    steering = "\x1b[2J\x07\u202egnp\n\x9b1m"
    say(steering)
    complain(steering)
    say_table(("Person",), [(steering,)])
    said = capsys.readouterr()
    for text in (said.out, said.err):
        assert not set(steering) & set(text) - set("[2Jgnp1m\n")
    assert said.out.count("\n") == 3
    row: dict[str, Value] = employee(1, today) | {"First Name": "A_x001B_[2Jna"}
    assert "\x1b" not in enroll("check", workbook(row), "--group", GROUP).out


@pytest.mark.slow
def test_letters_that_a_terminal_lacks_stop_nothing(
    enroll: Enroll, workbook: Callable[..., Path], today: date
) -> None:
    """Others stand in their place."""
    row: dict[str, Value] = employee(1, today) | {"First Name": "Zoë", "Last Name": "Łuczak"}
    check = [*ENROLL, "check", str(workbook(row)), "--group", GROUP]
    said = subprocess.run(
        check,
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"},
        check=True,
    )
    assert "Zoë ?uczak" in said.stdout.decode("latin-1")


def test_a_defect_is_not_dressed_up() -> None:
    """What nobody foresaw is for programmers, and stays as it is."""

    class Unforeseen(DomainError):
        pass

    with pytest.raises(Unforeseen):
        failure_of(Unforeseen())


@pytest.mark.slow
def test_ctrl_c_ends_a_command_quietly(variables: dict[str, str], mixed: Path) -> None:
    """Without a word, wherever it is."""
    interrupted = (
        "import sys, web.commands.workbooks as w; from web.cli import main\n"
        "def interrupt(*_): raise KeyboardInterrupt\n"
        "w.group_of = interrupt\n"
        "sys.exit(main())"
    )
    command = [sys.executable, "-c", interrupted, "check", str(mixed), "--group", GROUP]
    ended = subprocess.run(command, capture_output=True, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (130, b"", b"")
