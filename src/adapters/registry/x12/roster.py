"""Taking over a roster: who is a member, as a file of the carrier's says."""

import io
from collections.abc import Callable, Iterator
from datetime import date
from itertools import islice
from pathlib import Path

import msgspec
from sqlalchemy import delete, insert
from sqlalchemy.exc import IntegrityError

from adapters.registry.members import member_row
from adapters.registry.x12.ledger import Ledger
from adapters.registry.x12.ledger_transaction import LedgerTransaction
from adapters.registry.x12.roster_csv import read_csv
from adapters.registry.x12.roster_x12 import read_x12
from adapters.registry.x12.tables import members
from domain.people import Member

# Bytes read and to be read, in all.
ReportProgress = Callable[[int, int], None]
_AT_ONCE = 1_000
_MOST_PROBLEMS = 20


class RosterRefused(Exception):
    """Nothing of the file was taken over; ``problems`` are sentences without personal data."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Taken(msgspec.Struct, frozen=True):
    """How many members were taken over, and of which groups."""

    members: int
    group_ids: frozenset[str]


def take_over(
    ledger: Ledger, path: Path, known: frozenset[str], today: date, report: ReportProgress
) -> Taken:
    """Have the groups that the file covers consist of the file's members, all or nothing. Raises
    RosterRefused, and RegistryUnavailable when the database fails.

    The file is read twice, first to see whether all of it is right, so that others who write to
    the ledger wait no longer than they must.
    """
    try:
        problems = list(islice(_problems(_read(path, today, report, 0), known), _MOST_PROBLEMS))
        if problems:
            raise RosterRefused(*problems)
        with ledger.writing() as book:
            return _write(book, _read(path, today, report, 1))
    except UnicodeDecodeError:
        raise RosterRefused("The file is not UTF-8 text.") from None
    except OSError as error:
        raise RosterRefused(f"{path} cannot be read: {error.strerror}.") from None


def _read(path: Path, today: date, report: ReportProgress, time: int) -> Iterator[Member | str]:
    """Members, and sentences about what is not one."""
    size = path.stat().st_size
    with path.open("rb") as raw, io.TextIOWrapper(raw, encoding="utf-8-sig", newline="") as text:
        begin = text.read(3)
        text.seek(0)
        people = read_x12(text, today) if begin == "ISA" else read_csv(text)
        for number, one in enumerate(people):
            yield one
            if number % _AT_ONCE == 0:
                report(time * size + raw.tell(), 2 * size)
    report((time + 1) * size, 2 * size)


def _problems(people: Iterator[Member | str], known: frozenset[str]) -> Iterator[str]:
    """That there is at least one member, and that the groups of all are known."""
    group_ids: set[str] = set()
    empty = True
    for one in people:
        empty = False
        if isinstance(one, str):
            yield one
        elif one.group_id not in group_ids:
            group_ids.add(one.group_id)
            if one.group_id not in known:
                yield f"Group {one.group_id} is not in the groups file."
    if empty:
        yield "There is no member in the file."


def _write(book: LedgerTransaction, people: Iterator[Member | str]) -> Taken:
    group_ids: set[str] = set()
    count = 0
    # The whole file has just been read, and everybody in it is a member; unless it was changed
    # meanwhile.
    while some := list(islice(people, _AT_ONCE)):
        rows = []
        for one in some:
            if isinstance(one, str):
                raise RosterRefused(one)
            if one.group_id not in group_ids:
                group_ids.add(one.group_id)
                book.connection.execute(delete(members).where(members.c.group_id == one.group_id))
            rows.append(member_row(one, book.vault))
        try:
            book.connection.execute(insert(members), rows)
        except IntegrityError:
            raise RosterRefused(
                f"Among members {count + 1:,} to {count + len(rows):,} of the file is one whose"
                " group and member id are there twice."
            ) from None
        count += len(rows)
    return Taken(count, frozenset(group_ids))
