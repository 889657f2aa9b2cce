"""A hundred batches submitted to two web servers and delivered by two workers, over PostgreSQL and
over SQLite, one after the other in one run; the carrier's own log is the judge.

Run it with ``make bench-delivery``; ``python -m bench.delivery --batches 10`` is a quick look.
"""

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from time import monotonic, sleep

from bench.machines import Machines
from bench.people import people
from bench.site import Site
from tests.postgresql import PostgresqlServer
from tests.workbooks import fill_template

SERVERS = WORKERS = 2
BROWSERS = 4
PATIENCE = 900.0


class Result:
    """What one database's run came to, in submissions and seconds."""

    def __init__(self, submitted: int, submitting: float, delivered_after: float) -> None:
        self.submitted = submitted
        self.submitting = submitting
        self.delivered_after = delivered_after

    @property
    def rate(self) -> float:
        """Submissions a second, from the first one's sending to the carrier's last acceptance."""
        return self.submitted / self.delivered_after


def run(url: str, folder: Path, batches: int, rows: int) -> Result:
    """Upload everything, then submit it all at once. Exits when anything is lost or doubled."""
    with Machines(url, folder, servers=SERVERS, workers=WORKERS) as machines:
        browsers = [machines.browser(number % SERVERS) for number in range(min(BROWSERS, batches))]
        books = _workbooks(browsers[0], batches, rows)
        addresses = _share(browsers, books, lambda site, book: site.upload(book).partition("?")[0])
        started = monotonic()
        _share(browsers, addresses, lambda site, batch: site.post(f"{batch}/submit", {}))
        submitting = monotonic() - started
        expected = Counter(machines.confirmation_ids())
        while len(machines.carrier.accepted()) < expected.total():
            if monotonic() - started > PATIENCE:
                sys.exit("Not everything was delivered.")
            sleep(0.05)
        delivered_after = monotonic() - started
        log = machines.carrier.accepted()
        if Counter(confirmation for _, confirmation in log) != expected:
            sys.exit("The carrier's log is not what was submitted.")
        if max(Counter(key for key, _ in log).values()) != 1 or max(expected.values()) != 1:
            sys.exit("Something was taken twice.")
        if expected.total() < 0.95 * batches * rows:
            sys.exit("Too few rows were ready: the invented people need mending.")
        return Result(expected.total(), submitting, delivered_after)


def _workbooks(site: Site, batches: int, rows: int) -> list[bytes]:
    template, today = site.template(), date.today()  # noqa: DTZ011 - as the site has it, nearly
    return [fill_template(template, list(people(rows, number, today))) for number in range(batches)]


def _share(browsers: list[Site], work: list, act: Callable) -> list:
    """Let the browsers work at once, each on its share; what came of each in order."""
    shares = [list(range(at, len(work), len(browsers))) for at in range(len(browsers))]

    def do(browser: Site, share: list[int]) -> list:
        return [(number, act(browser, work[number])) for number in share]

    with ThreadPoolExecutor(len(browsers)) as threads:
        done = [one for part in threads.map(do, browsers, shares) for one in part]
    return [result for _, result in sorted(done, key=lambda one: one[0])]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--batches", type=int, default=100)
    parser.add_argument("--rows", type=int, default=250)
    options = parser.parse_args()
    print(
        f"{options.batches} batches of {options.rows}, {SERVERS} web servers, {WORKERS} workers,"
        f" {BROWSERS} browsers at once.\n"
    )
    print(
        f"{'database':12}{'submissions':>12}{'all answered':>15}{'all delivered':>16}"
        f"{'a second':>10}"
    )
    rates = {}
    postgresql = PostgresqlServer()
    try:
        for name in ("postgresql", "sqlite"):
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder)
                is_sqlite = name == "sqlite"
                url = (
                    f"sqlite:///{path / 'site.sqlite3'}" if is_sqlite else postgresql.new_database()
                )
                result = run(url, path, options.batches, options.rows)
            rates[name] = result.rate
            print(
                f"{name:12}{result.submitted:>12}{result.submitting:>13.1f} s"
                f"{result.delivered_after:>14.1f} s{result.rate:>10.0f}",
                flush=True,
            )
    finally:
        postgresql.close()
    print(
        f"\nPostgreSQL delivers {rates['postgresql'] / rates['sqlite']:.2f} times what SQLite does."
    )
    print("Every confirmation ID is in the carrier's log once.")


if __name__ == "__main__":
    main()
