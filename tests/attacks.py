"""Attacks the site in every way that there is a test of, and prints what was tried and what failed
as the table of docs/reliability.md."""

import sys
from collections import Counter
from collections.abc import Mapping, Sequence

import pytest

ATTACKS: Mapping[str, Sequence[str]] = {
    "every route, parameter, field and body spoilt in turn": (
        "tests/web/matrix/test_odd_requests.py",
        "tests/web/matrix/test_who.py",
        "tests/web/test_crawl.py",
        "tests/web/test_raw_requests.py",
        "tests/web/test_slow_senders.py",
    ),
    "texts, workbooks and documents built to be slow or to do something": (
        "tests/growth",
        "tests/fuzz",
        "tests/unit/adapters/readers",
        "tests/contract/test_document_reader.py",
    ),
    "two acts at once, on SQLite and PostgreSQL": (
        "tests/contract/persistence/test_pairs_of_acts.py",
        "tests/contract/persistence/test_at_once.py",
        "tests/web/test_once.py",
        "tests/faults/test_races.py",
    ),
    "servers and workers killed": ("tests/faults/test_killed_at_each_point.py",),
    "keys changed at once, killed meanwhile, and of another site": (
        "tests/contract/persistence/test_rotation.py",
        "tests/contract/test_sealed_members.py",
    ),
    "a database that is full, read-only, locked or stopped": (
        "tests/web/test_full_disk.py",
        "tests/web/test_database_away.py",
        "tests/faults/test_databases_that_stop.py",
    ),
    "clocks a day ahead and behind": (
        "tests/web/test_clock_set.py",
        "tests/unit/domain/accounts/test_throttling.py",
    ),
    "rows spoilt, moved, and put there in clear text": (
        "tests/contract/persistence/test_broken_rows.py",
        "tests/contract/persistence/test_sealing.py",
        "tests/web/test_broken_rows.py",
    ),
    "lying identity providers, and sign-in": (
        "tests/unit/adapters/openid",
        "tests/web/accounts",
    ),
    "neighbours that hang, and many at once": (
        "tests/web/test_bulkheads.py",
        "tests/web/test_upload_slots.py",
    ),
}


class Tally:
    """Counts by attack. A test that tries many things says how many in a property ``tried``."""

    def __init__(self) -> None:
        self.tried: Counter[str] = Counter()
        self.failed: Counter[str] = Counter()
        self.skipped: Counter[str] = Counter()
        self._left_out: set[str] = set()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        attack = next(
            name for name, places in ATTACKS.items() if report.nodeid.startswith(tuple(places))
        )
        if report.skipped:
            self.skipped[attack] += 1
            self._left_out.add(report.nodeid)
        elif report.failed:
            self.failed[attack] += 1
        if report.when == "teardown" and report.nodeid not in self._left_out:
            (*_, tried) = (1, *(value for name, value in report.user_properties if name == "tried"))
            self.tried[attack] += int(str(tried))

    def table(self) -> str:
        lines = ["| What was tried | Tried | Failed | Skipped |", "| --- | ---: | ---: | ---: |"]
        lines += [
            f"| {one} | {self.tried[one]:,} | {self.failed[one]} | {self.skipped[one]} |"
            for one in ATTACKS
        ]
        return "\n".join(lines)


def main(arguments: Sequence[str]) -> int:
    tally = Tally()
    places = [place for places in ATTACKS.values() for place in places]
    how = ["--quiet", "--numprocesses", "auto", "--dist", "worksteal"]
    ended = pytest.main([*how, *arguments, *places], plugins=[tally])
    sys.stdout.write(f"\n{tally.table()}\n")
    return int(ended)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
