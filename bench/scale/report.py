"""What came of each part: for the terminal, and for docs/performance.md."""

from collections.abc import Sequence

from bench.drawing import Bar, Line, bars, lines
from bench.results import machine, markdown_table, plain_table, write_plot, write_section
from bench.scale.crowd import Waited, percentile
from bench.scale.memory import Sample
from bench.scale.registry import ROWS, Measured

Table = tuple[list[str], list[list[str]]]


def registry(measured: Measured, rounds: int, *, write: bool) -> None:
    ratios = measured.ratios()
    least = next(iter(ratios.values()))
    table: Table = (
        ["members", "upload : openpyxl's reading alone", "to the smallest"],
        [
            [f"{members:,}", f"{ratio:.2f} x", f"{ratio / least:.2f} x"]
            for members, ratio in ratios.items()
        ],
    )
    print(plain_table(*table), end="\n\n")
    if write:
        write_section(
            "registry",
            f"Medians of {rounds} rounds on {machine()}; openpyxl's read-only reading alone took"
            f" {measured.alone * 1000:.0f} ms.\n\n{markdown_table(*table)}\n\n"
            f"![An upload of {ROWS} rows by the members of the registry](performance/registry.svg)",
        )
        write_plot(
            "registry",
            bars(
                f"An upload of {ROWS} rows, by the members of the registry",
                "multiples of openpyxl's read-only reading of the same workbook",
                [Bar(f"{members:,} members", ratio) for members, ratio in ratios.items()],
            ),
        )


def crowd(waited: Sequence[Waited], seconds: float, *, write: bool) -> None:
    unit = percentile(waited[0].pages, 50)

    def times(of: Sequence[float], percent: int) -> float:
        return percentile(of, percent) / unit

    table: Table = (
        [
            *("uploads at once", "pages, p50", "pages, p99", "/health/live, p50"),
            *("/health/live, p99", "pages seen", "uploads a second", "told to wait"),
        ],
        [
            [
                str(one.uploading or ("none, afterwards" if number else "none")),
                *(f"{times(one.pages, percent):.2f} x" for percent in (50, 99)),
                *(f"{times(one.health, percent):.2f} x" for percent in (50, 99)),
                f"{len(one.pages):,}",
                f"{one.uploads_a_second:.1f}" if one.uploading else "",
                f"{one.told_busy:,}" if one.uploading else "",
            ]
            for number, one in enumerate(waited)
        ],
    )
    said = f"1 x is {unit * 1000:.1f} ms, the median of a page with no upload beside."
    print(plain_table(*table), said, sep="\n", end="\n\n")
    if write:
        write_section(
            "crowd",
            f"{seconds:g} seconds each, on {machine()}. {said}\n\n{markdown_table(*table)}\n\n"
            "![What a light page takes beside many uploads](performance/crowd.svg)",
        )
        write_plot(
            "crowd",
            bars(
                "A light page beside uploads of 250 rows: the 99th of a hundred",
                "multiples of the median with no upload beside",
                [
                    Bar(_beside(one.uploading, number), times(one.pages, 99), one.uploading > 0)
                    for number, one in enumerate(waited)
                ],
            ),
        )


def memory(samples: Sequence[Sample], told_busy: int, *, write: bool) -> None:
    early, late = samples[0], samples[-1]
    table: Table = (
        ["after uploads", "server", "its children", "together", "to the first"],
        [
            [
                f"{one.uploads:,}",
                *(f"{part:.0f} MB" for part in (one.server, one.children, one.all)),
                f"{one.all / early.all:.2f} x",
            ]
            for one in (early, samples[len(samples) // 2], late)
        ],
    )
    said = f"Told to wait {told_busy:,} times."
    print(plain_table(*table), said, sep="\n", end="\n\n")
    if write:
        write_section(
            "memory",
            f"On {machine()}. {said}\n\n{markdown_table(*table)}\n\n"
            "![Resident memory over the uploads](performance/memory.svg)",
        )
        parts = [Line("server", [(one.uploads, one.server) for one in samples])]
        if any(one.children for one in samples):
            parts += [
                Line("its children", [(one.uploads, one.children) for one in samples]),
                Line("together", [(one.uploads, one.all) for one in samples]),
            ]
        write_plot("memory", lines("Resident memory of the server", "MB", "uploads", parts))


def _beside(uploads: int, number: int) -> str:
    if not uploads:
        return "none again, afterwards" if number else "no upload beside"
    return "1 upload at once" if uploads == 1 else f"{uploads} uploads at once"
