"""Reading, uploading, showing, submitting and delivering, each beside openpyxl's own reading.

Figures are medians of several rounds; within a round everything is measured one after the other,
so that a machine that slows down slows all of them. Run it with ``make bench``.
"""

import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable
from contextlib import nullcontext
from datetime import date
from io import BytesIO
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TypeVar

from openpyxl import load_workbook

from bench.people import people
from bench.sealing import bare
from bench.site import SiteHere, counted, running
from tests.workbooks import fill_template

SIZES = (1, 25, 250)
ROUNDS = 9
TARGETS = {
    ("upload", 1): 0.1,
    ("upload", 250): 0.6,
    ("submit all", 250): 0.5,
    ("template again", 250): 0.05,
    ("tab of 50", 250): 0.2,
}
# What encryption, and writing down who did what, may add to an upload of so many rows.
EXTRA = 1.15
T = TypeVar("T")


class Clock:
    """Times by name and number of rows, in seconds."""

    def __init__(self) -> None:
        self.times: dict[tuple[str, int], list[float]] = defaultdict(list)
        self.counts: dict[tuple[str, int], str] = {}

    def time(self, name: str, rows: int, act: Callable[[], T]) -> T:
        with counted() as counts:
            start = perf_counter()
            result = act()
            self.times[name, rows].append(perf_counter() - start)
        self.counts[name, rows] = f"{counts['statements']} / {counts['commits']}"
        return result

    def median(self, name: str, rows: int) -> float:
        return median(self.times[name, rows])

    def ratio(self, name: str, rows: int) -> float:
        """The median of the rounds' own ratios to reading the largest file."""
        alone = self.times["openpyxl alone", SIZES[-1]]
        return median(a / b for a, b in zip(self.times[name, rows], alone, strict=False))


def read_alone(workbook: bytes) -> int:
    """What every reader must at least do: all cells of the sheet, read-only, with openpyxl."""
    opened = load_workbook(BytesIO(workbook), read_only=True, data_only=True)
    sheet = opened.worksheets[0]
    sheet.reset_dimensions()
    cells = sum(len(row) for row in sheet.iter_rows(values_only=True))
    opened.close()
    return cells


def measure(site: SiteHere, clock: Clock, rounds: int) -> None:
    template = site.template()
    today = date.today()  # noqa: DTZ011 - as the site's clock has it, or a few hours off
    for number in range(rounds + 1):
        books = {
            rows: fill_template(template, list(people(rows, number * 10 + at, today)))
            for at, rows in enumerate(SIZES)
        }
        # The first round warms everything up and does not count.
        round_clock = clock if number else Clock()
        for rows, book in books.items():
            batch = ""
            round_clock.time("openpyxl alone", rows, lambda book=book: read_alone(book))
            # The same twice, once kept in the clear and written down nowhere, by turns first.
            for kept_bare in (True, False) if number % 2 else (False, True):
                with bare() if kept_bare else nullcontext():
                    name = "upload bare" if kept_bare else "upload"
                    address = round_clock.time(name, rows, lambda book=book: site.upload(book))
                batch = batch if kept_bare else address
            site.get(batch)  # the page with the result's dialog
            page = f"{batch.partition('?')[0]}?tab=ready"
            html = round_clock.time("tab of 50", rows, lambda page=page: site.get(page))
            if f"({rows})" not in html:
                sys.exit("Not every row is ready: the invented people need mending.")
            size = len(html.encode())
            address = batch.partition("?")[0] + "/submit"
            round_clock.time("submit all", rows, lambda address=address: site.post(address, {}))
            round_clock.time("deliver", rows, site.deliver)
            site.get(batch)
            round_clock.time("template again", rows, site.template)
        print(f"\rround {number} of {rounds}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    print(f"A tab of 50 rows is {size / 1024:.1f} KB before compression.\n")


def report(clock: Clock) -> bool:
    """Print the table; whether every target is met."""
    largest = SIZES[-1]
    print("x is the time of openpyxl's read-only reading of the same 250 × 42 cells, alone:")
    print(f"{clock.median('openpyxl alone', largest) * 1000:.0f} ms here.\n")
    print(f"{'what':16}{'rows':>6}{'median':>11}{'ratio':>10}{'target':>9}   statements / commits")
    met = True
    for (name, rows), _ in sorted(clock.times.items(), key=lambda one: (one[0][0], one[0][1])):
        ratio = clock.ratio(name, rows)
        target = TARGETS.get((name, rows))
        met = met and (target is None or ratio <= target)
        mark = f"{target:7.2f} x" if target else ""
        mark += " MISSED" if target and ratio > target else ""
        time = f"{clock.median(name, rows) * 1000:.1f} ms"
        print(f"{name:16}{rows:>6}{time:>11}{ratio:>8.2f} x{mark:>9}   {clock.counts[name, rows]}")
    extra = median(
        sealed / alone
        for sealed, alone in zip(
            clock.times["upload", largest], clock.times["upload bare", largest], strict=True
        )
    )
    met = met and extra <= EXTRA
    print(
        f"\nEncryption and the audit trail make an upload of {largest} rows {extra:.2f} times as"
        f" long; at most {EXTRA} is the target.{'' if extra <= EXTRA else ' MISSED'}"
    )
    return met


def main() -> None:
    clock = Clock()
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as site:
        measure(site, clock, ROUNDS)
    if not report(clock):
        sys.exit("\nA target is missed.")


if __name__ == "__main__":
    main()
