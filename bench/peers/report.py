"""What came of the race: for the terminal, and for docs/performance.md."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from bench.drawing import Bar, bars
from bench.results import machine, markdown_table, plain_table, write_plot, write_section

if TYPE_CHECKING:
    from bench.peers.__main__ import Times
    from bench.peers.sides import Counts

UPLOAD, SUBMIT, CHECK = "ours: upload", "ours: submit", "ours: check alone"
PREVIEW, CONFIRM = "django-import-export: preview", "django-import-export: confirm"
VALIDATE = "Frictionless: validate"
ALONE = "openpyxl: read alone"
NAMES = (UPLOAD, SUBMIT, PREVIEW, CONFIRM, CHECK, VALIDATE, ALONE)

# What is held against what: a heading, the times above and those below.
RATIOS = (
    ("preview : our upload", (PREVIEW,), (UPLOAD,)),
    ("confirm : our submit", (CONFIRM,), (SUBMIT,)),
    ("both : both of ours", (PREVIEW, CONFIRM), (UPLOAD, SUBMIT)),
    ("Frictionless : our check alone", (VALIDATE,), (CHECK,)),
    ("Frictionless : our upload", (VALIDATE,), (UPLOAD,)),
)


def show(times: Times, counts: Mapping[str, Mapping[int, Counts]], sizes: Sequence[int]) -> None:
    for table in (_ratios(times, sizes), _times(times, sizes), _counts(counts, sizes)):
        print(plain_table(*table), end="\n\n")


def write(
    times: Times, counts: Mapping[str, Mapping[int, Counts]], sizes: Sequence[int], rounds: int
) -> None:
    largest = sizes[-1]
    alone = f"{times.median(ALONE, largest) * 1000:.0f} ms"
    write_section(
        "peers",
        f"Medians of {rounds} rounds on {machine()}.\n\n"
        f"{markdown_table(*_ratios(times, sizes))}\n\n"
        f"Each, as a multiple of openpyxl's read-only reading of the workbook of {largest} rows"
        f" alone, which took {alone}:\n\n"
        f"{markdown_table(*_times(times, sizes))}\n\n"
        "Statements sent to the database / commits, the pages that show the result included:\n\n"
        f"{markdown_table(*_counts(counts, sizes))}\n\n"
        f"![Each step with {largest} rows as a multiple of openpyxl's reading alone]"
        "(performance/peers.svg)",
    )
    write_plot(
        "peers",
        bars(
            f"{largest} rows of 42 columns",
            "multiples of openpyxl's read-only reading of the same workbook",
            [
                Bar(name, _multiple(times, name, largest, largest), ours=name.startswith("ours"))
                for name in NAMES
            ],
        ),
    )


Table = tuple[list[str], list[list[str]]]


def _ratios(times: Times, sizes: Sequence[int]) -> Table:
    return (
        ["time of one : time of the other", *(_rows(size) for size in sizes)],
        [
            [heading, *(f"{times.ratio(over, under, size):.2f}" for size in sizes)]
            for heading, over, under in RATIOS
        ],
    )


def _times(times: Times, sizes: Sequence[int]) -> Table:
    return (
        ["step", *(_rows(size) for size in sizes)],
        [
            [name, *(f"{_multiple(times, name, size, sizes[-1]):.2f} x" for size in sizes)]
            for name in NAMES
        ],
    )


def _counts(counts: Mapping[str, Mapping[int, Counts]], sizes: Sequence[int]) -> Table:
    return (
        ["step", *(_rows(size) for size in sizes)],
        [
            [name, *("{} / {}".format(*found[size]) for size in sizes)]
            for name, found in counts.items()
        ],
    )


def _multiple(times: Times, name: str, rows: int, largest: int) -> float:
    return times.multiple(name, rows, ALONE, largest)


def _rows(size: int) -> str:
    return "1 row" if size == 1 else f"{size} rows"
