"""Uploads against registries of up to ten million members, in turns.

All members are of the very group that is enrolled in, where there is most to look through; what was
looked up lately is in the machine's memory, as it is in a registry that is in use.
"""

import sqlite3
import sys
from collections import defaultdict
from collections.abc import Sequence
from contextlib import ExitStack, closing
from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter

from sqlalchemy import Row, select
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex

from adapters.registry.demonstration import connect, read_data, seed_members
from adapters.registry.demonstration.database import family_row, members
from bench.__main__ import read_alone
from bench.people import people
from bench.site import GROUP, SiteHere, running
from domain.people import Member
from tests.keys import VAULT
from tests.workbooks import fill_template

ROWS = 250
FIRST_NAMES, LAST_NAMES = 1_000, 10_000

# Numbers that nobody in bench.people has: those begin with 8.
_FILL = """
INSERT INTO members (
    member_id, group_id, subgroup_id, relationship, first_name, last_name, birth_date, ssn,
    ssn_key, enrolled_on, first_key, last_key, birth_key, search_text, subscriber_id
)
WITH RECURSIVE numbers (n) AS (VALUES (:first) UNION ALL SELECT n + 1 FROM numbers WHERE n < :last),
invented AS (
    SELECT :group_id || '-' || printf('%06d', n) AS member_id,
        first_names.name AS first_name,
        last_names.name AS last_name,
        date('1950-01-01', (n % 20011) || ' days') AS birth_date,
        printf('%09d', 100000000 + n * 7654321 % 600000000) AS ssn
    FROM numbers
    JOIN first_names ON first_names.id = n % :first_names
    JOIN last_names ON last_names.id = n / :first_names % :last_names
)
SELECT member_id, :group_id, '0001', 'Subscriber', first_name, last_name, birth_date,
    sealed(member_id, ssn), lookup(ssn), '2020-01-01', lower(first_name), lower(last_name),
    birth_date || '|' || lower(first_name),
    lower(first_name) || ' ' || lower(last_name) || ' ' || member_id, member_id
FROM invented
"""


class Measured:
    """Ratios of an upload to openpyxl's reading alone, a round after the other, by members."""

    def __init__(self) -> None:
        self._ratios: dict[int, list[float]] = defaultdict(list)
        self._alone: list[float] = []

    def add(self, members_there: int, upload: float, alone: float) -> None:
        self._ratios[members_there].append(upload / alone)
        self._alone.append(alone)

    def ratios(self) -> dict[int, float]:
        return {size: median(ratios) for size, ratios in sorted(self._ratios.items())}

    @property
    def alone(self) -> float:
        return median(self._alone)


def measure(folder: Path, sizes: Sequence[int], rounds: int) -> Measured:
    """Upload to each in turns; among them the demonstration's own few members."""
    measured = Measured()
    today = date.today()  # noqa: DTZ011 - as the site's clock has it, or a few hours off
    with ExitStack() as stack:
        sites = []
        for size in (0, *sizes):
            place = folder / str(size)
            place.mkdir()
            there = fill(place / "registry.sqlite3", size)
            sites.append((there, stack.enter_context(running(place))))
        template = sites[0][1].template()
        for number in range(rounds + 1):
            # The first round warms everything up and does not count.
            kept = measured if number else Measured()
            turn = number % len(sites)
            for at, (there, site) in enumerate(sites[turn:] + sites[:turn]):
                seed = number * len(sites) + at
                book = fill_template(template, list(people(ROWS, seed, today)))
                kept.add(there, *_upload(site, book))
            print(f"\rround {number} of {rounds}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return measured


def _upload(site: SiteHere, book: bytes) -> tuple[float, float]:
    """Seconds of an upload, and of reading the same alone."""
    start = perf_counter()
    batch = site.upload(book)
    uploaded = perf_counter()
    read_alone(book)
    alone = perf_counter() - uploaded
    if f"({ROWS})" not in site.get(f"{batch.partition('?')[0]}?tab=ready"):
        sys.exit("Not every row is ready: the invented people need mending.")
    return uploaded - start, alone


def fill(file: Path, more: int) -> int:
    """A registry with the demonstration's first members and so many more; how many there are."""
    engine = connect(f"sqlite:///{file}")
    seed_members(engine, read_data(), VAULT)
    engine.dispose()
    if more:
        print(f"Filling a registry with {more:,} members", file=sys.stderr, flush=True)
        start = perf_counter()
        _insert(file, more)
        with engine.connect() as connection:
            wanted = [f"{GROUP}-{1_000 + number:06d}" for number in (0, more // 2, more - 1)]
            found = list(connection.execute(select(members).where(members.c.member_id.in_(wanted))))
        if [_read(row) for row in found] != [_as_written_by_the_adapter(row) for row in found]:
            sys.exit("Members are not filled in as the registry itself would.")
        print(f"took {perf_counter() - start:.0f} s", file=sys.stderr)
    with engine.connect() as connection:
        there = connection.exec_driver_sql("SELECT count(*) FROM members").scalar_one()
    engine.dispose()
    return there


def _insert(file: Path, count: int) -> None:
    """All at once, and the indexes afterwards: nothing here need outlive a crash."""
    with closing(sqlite3.connect(file, isolation_level=None)) as database:
        for pragma in (
            *("journal_mode = OFF", "synchronous = OFF", "locking_mode = EXCLUSIVE"),
            *("cache_size = -1000000", "threads = 2"),
        ):
            database.execute(f"PRAGMA {pragma}").close()
        for index in members.indexes:
            database.execute(f"DROP INDEX {index.name}")
        for table, names in (("first_names", FIRST_NAMES), ("last_names", LAST_NAMES)):
            database.execute(f"CREATE TEMP TABLE {table} (id INTEGER PRIMARY KEY, name TEXT)")
            database.executemany(
                f"INSERT INTO {table} VALUES (?, ?)",
                [(number, _name(number)) for number in range(names)],
            )
        database.create_function("sealed", 2, _sealed, deterministic=True)
        database.create_function("lookup", 1, VAULT.lookup, deterministic=True)
        names = {"first_names": FIRST_NAMES, "last_names": LAST_NAMES}
        reach = {"first": 1_000, "last": 999 + count, "group_id": GROUP}
        database.execute(_FILL, names | reach)
        database.execute(
            "UPDATE group_numbers SET last_number = :last WHERE group_id = :group_id", reach
        )
        for index in members.indexes:
            database.execute(str(CreateIndex(index).compile(dialect=sqlite.dialect())))
        database.execute("ANALYZE")


def _sealed(member_id: str, ssn: str) -> str:
    return VAULT.seal("members", f"{GROUP} {member_id}", "ssn", ssn)


def _read(row: Row) -> dict[str, object]:
    """All of a row, with the number as it was before it was sealed."""
    number = VAULT.unseal("members", f"{GROUP} {row.member_id}", "ssn", row.ssn)
    return {**row._mapping, "ssn": number}


def _as_written_by_the_adapter(row: Row) -> dict[str, object]:
    shown = _read(row)
    member = Member(**{field: shown[field] for field in Member.__struct_fields__})
    return {**family_row(member, member.member_id, VAULT), "ssn": member.ssn}


def _name(number: int) -> str:
    """A number as a capital and small letters."""
    letters = ""
    for _ in range(4):
        number, letter = divmod(number, 26)
        letters += "abcdefghijklmnopqrstuvwxyz"[letter]
    return letters.capitalize()
