"""What a command says: tables and progress bars on a terminal, plain lines elsewhere, and JSON
for programs."""

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TextIO

import msgspec
from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from web.commands.exits import Failure

# Names come from other people's workbooks: what would steer a terminal is not for it to obey.
_STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")

Report = Callable[[int, int], None]
"""Is told how much is done, of how much."""


def say(text: str) -> None:
    _write(sys.stdout, text)


def complain(text: str) -> None:
    _write(sys.stderr, text)


def say_json(value: object) -> None:
    """For programs: one JSON value, indented, in UTF-8."""
    sys.stdout.write(msgspec.json.format(msgspec.json.encode(value), indent=2).decode() + "\n")


def say_table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Drawn to the terminal's width, or a plain line a row with columns two spaces apart."""
    shown = [[_shown(cell) for cell in row] for row in rows]
    console = Console(highlight=False)
    if console.is_terminal:
        table = Table(*headings, box=SIMPLE_HEAD)
        for row in shown:
            table.add_row(*map(Text, row))
        console.print(table)
    else:
        _write_plainly([list(headings), *shown])


def say_facts(facts: Sequence[tuple[str, str]]) -> None:
    """What there is to say of one thing; what has nothing to say is left out."""
    _write_plainly([[f"{name}:", _shown(value)] for name, value in facts if value])


def agreed(question: str, yes: bool) -> bool:
    """Whether whoever is at the terminal says yes; ``yes`` is whether they have already."""
    if yes:
        return True
    if not sys.stdin.isatty():
        raise Failure(f"{question} Nobody is there to ask. Add --yes to say so beforehand.")
    _write(sys.stderr, f"{question} [y/N]")
    return sys.stdin.readline().strip().lower() in ("y", "yes")


@contextmanager
def progress(label: str) -> Iterator[Report]:
    """A bar on the terminal while something goes on; nothing anywhere else."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda done, total: None
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _write_plainly(rows: Sequence[Sequence[str]]) -> None:
    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        padded = [
            cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True)
        ]
        sys.stdout.write("  ".join(padded).rstrip() + "\n")


def _write(stream: TextIO, text: str) -> None:
    stream.write(_shown(text) + "\n")
    stream.flush()


def _shown(text: str) -> str:
    return _STEERING.sub("\ufffd", text)
