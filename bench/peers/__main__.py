"""The same rows through ours, django-import-export and Frictionless, in turns, in one run.

Within a round every side is asked for the same workbook, one after the other, in an order that
turns round with every round; a ratio is taken within a round, and the median of the rounds is what
counts. Run it with ``make bench-peers``.
"""

import argparse
import sys
import tempfile
from collections import defaultdict
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from statistics import median

from bench.__main__ import read_alone
from bench.peers import report
from bench.peers.sides import (
    Counts,
    DjangoSite,
    Frictionless,
    Ours,
    counts_of_ours,
    django_site,
    frictionless,
    ours,
    require_peers,
    timed,
)
from bench.people import people
from tests.workbooks import fill_template

SIZES = (1, 25, 250)
ROUNDS = 15


class Times:
    """Seconds by what was done and number of rows, a round after the other."""

    def __init__(self) -> None:
        self._of: dict[tuple[str, int], list[float]] = defaultdict(list)

    def add(self, name: str, rows: int, seconds: float) -> None:
        self._of[name, rows].append(seconds)

    def median(self, name: str, rows: int) -> float:
        return median(self._of[name, rows])

    def multiple(self, name: str, rows: int, unit: str, unit_rows: int) -> float:
        """The median of the rounds' own ratios of a time to another with so many rows."""
        pairs = zip(self._of[name, rows], self._of[unit, unit_rows], strict=True)
        return median(time / one for time, one in pairs)

    def ratio(self, over: tuple[str, ...], under: tuple[str, ...], rows: int) -> float:
        """The median of the rounds' own ratios of one sum of times to another."""
        return median(
            sum(above) / sum(below)
            for above, below in zip(
                zip(*(self._of[name, rows] for name in over), strict=True),
                zip(*(self._of[name, rows] for name in under), strict=True),
                strict=True,
            )
        )


class Race:
    """All sides, ready; each takes its turn with a workbook."""

    def __init__(self, stack: ExitStack, folder: Path) -> None:
        for name in ("ours", "counted", "django", "frictionless"):
            (folder / name).mkdir()
        self._folder = folder
        self.ours: Ours = stack.enter_context(ours(folder / "ours"))
        self.django: DjangoSite = stack.enter_context(django_site(folder / "django"))
        self.frictionless: Frictionless = stack.enter_context(frictionless(folder / "frictionless"))
        self._template = self.ours.site.template()
        self._today = date.today()  # noqa: DTZ011 - as the site's clock has it, or a few hours off
        self._books = 0

    def workbook(self, rows: int) -> bytes:
        """Of people who are in no other."""
        self._books += 1
        return fill_template(self._template, list(people(rows, self._books, self._today)))

    def round(self, rows: int, times: Times, turn: int) -> None:
        """Every side does all it does with one workbook."""
        book = self.workbook(rows)
        turns = [self._ours, self._django, self._frictionless, self._check, self._alone]
        for side in turns[turn % len(turns) :] + turns[: turn % len(turns)]:
            side(book, rows, times)

    def _ours(self, book: bytes, rows: int, times: Times) -> None:
        seconds, batch = timed(self.ours.upload, book)
        times.add(report.UPLOAD, rows, seconds)
        if f"({rows})" not in self.ours.site.get(f"{batch}?tab=ready"):
            sys.exit("Not every row is ready: the invented people need mending.")
        times.add(report.SUBMIT, rows, timed(self.ours.submit, batch)[0])

    def _django(self, book: bytes, rows: int, times: Times) -> None:
        seconds, preview = timed(self.django.preview, book)
        times.add(report.PREVIEW, rows, seconds)
        times.add(report.CONFIRM, rows, timed(self.django.confirm, preview)[0])

    def _frictionless(self, book: bytes, rows: int, times: Times) -> None:
        self.frictionless.put(book)
        seconds, errors = self.frictionless.validate()
        if errors:
            sys.exit(f"Frictionless finds {errors} errors where there are none.")
        times.add(report.VALIDATE, rows, seconds)

    def _check(self, book: bytes, rows: int, times: Times) -> None:
        seconds, not_ready = timed(self.ours.check, book)
        if not_ready:
            # The same people were submitted to the site that is served, whose data is its own.
            sys.exit(f"{not_ready} rows are not ready when checked alone.")
        times.add(report.CHECK, rows, seconds)

    def _alone(self, book: bytes, rows: int, times: Times) -> None:
        times.add(report.ALONE, rows, timed(read_alone, book)[0])

    def show_that_all_check(self) -> None:
        """Exits unless each side finds each of five faults."""
        rows = list(people(25, 0, self._today))
        rows[3]["Gender"] = "Mal"
        rows[7]["Birth Date"] = "31 June 1980"
        rows[11]["SSN or ITIN"] = "123-45"
        rows[15]["SSN or ITIN"] = rows[16]["SSN or ITIN"]
        del rows[20]["Last Name"]
        book = fill_template(self._template, rows)
        self.frictionless.put(book)
        found = {
            "ours": self.ours.check(book),
            "django-import-export": self.django.faulty_rows(book),
            "Frictionless": self.frictionless.validate()[1],
        }
        if missed := [name for name, faults in found.items() if faults < 5]:
            sys.exit(f"Not all of five faults are found by {', '.join(missed)}: {found}")

    def counts(self) -> dict[str, dict[int, Counts]]:
        """Statements and commits by what is done and number of rows."""
        books = {rows: self.workbook(rows) for rows in SIZES}
        mine = counts_of_ours(self._folder / "counted", books)
        theirs = {rows: self.django.counts(book) for rows, book in books.items()}
        return {
            name: {rows: found[rows][step] for rows in SIZES}
            for name, found, step in (
                (report.UPLOAD, mine, 0),
                (report.SUBMIT, mine, 1),
                (report.PREVIEW, theirs, 0),
                (report.CONFIRM, theirs, 1),
            )
        }


def measure(race: Race, rounds: int) -> Times:
    times = Times()
    for number in range(rounds + 1):
        for rows in SIZES:
            # The first round warms everything up and does not count.
            race.round(rows, times if number else Times(), number)
        print(f"\rround {number} of {rounds}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return times


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.peers", description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument(
        "--write", action="store_true", help="write the figures into docs/performance.md"
    )
    options = parser.parse_args()
    require_peers()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        race = Race(stack, Path(folder))
        race.show_that_all_check()
        times = measure(race, options.rounds)
        counts = race.counts()
    report.show(times, counts, SIZES)
    if options.write:
        report.write(times, counts, SIZES, options.rounds)


if __name__ == "__main__":
    main()
