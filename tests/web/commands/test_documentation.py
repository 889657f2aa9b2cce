"""The page about the command line is of the commands that there are."""

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from web.commands.exits import Exit
from web.commands.line import parser

PAGE = (Path(__file__).parents[3] / "docs" / "command-line.md").read_text(encoding="utf-8")


def commands(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """Each that does something."""
    families = [one for one in parser._actions if isinstance(one, argparse._SubParsersAction)]
    if not families:
        yield parser
    for one in families:
        for command in one.choices.values():
            yield from commands(command)


COMMANDS = {one.prog: one for one in commands(parser())}


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_is_explained(name: str) -> None:
    """In a row of its own, and each of its options by one of its names."""
    assert re.search(rf"^\| `{name}\b", PAGE, re.MULTILINE)
    for action in COMMANDS[name]._actions:
        names = action.option_strings
        assert not names or "--help" in names or any(one in PAGE for one in names), names


def test_nothing_else_is_explained() -> None:
    """What is in the tables are commands."""
    named = re.findall(r"^\| `(enroll [a-z -]*[a-z])", PAGE, re.MULTILINE)
    assert sorted(named) == sorted(COMMANDS)


def test_each_exit_status_is_explained() -> None:
    """With what it means; 2 is argparse's own."""
    explained = re.findall(r"^\| (\d+) \|", PAGE, re.MULTILINE)
    assert [int(one) for one in explained] == sorted([2, *Exit])
