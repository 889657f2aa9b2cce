"""Lighthouse Mutual's member registry for Mass Enrollment.

An example to start from: a carrier whose system is a database of its own shape, in which a clerk
decides about what comes in. What a registry must do stands in ``domain.ports.MemberRegistry``, and
``tests/test_registry.py`` holds this one to it.
"""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import msgspec

from adapters.registry.plugins import RegistrySetup, SetupError
from domain.carrier import Group, Subgroup
from domain.errors import NothingArrived, RegistryUnavailable
from domain.matching import fold
from domain.people import Identity, Member
from domain.ports import PAGE_SIZE, Page
from domain.submission import Answer, Status, Submission


class Options(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The table ``[registry]`` of carrier.toml."""

    intake_open: bool = True  # False while the clerks are closed: submissions wait with the site


def open_lighthouse(setup: RegistrySetup) -> "LighthouseRegistry":
    """What the entry point names. ENROLL_REGISTRY_URL is the path of Lighthouse's database."""
    options = setup.read_options(Options)
    path = Path(setup.required_url("the path of Lighthouse's database"))
    if not path.is_file():
        raise SetupError(f"ENROLL_REGISTRY_URL is {str(path)!r}, and there is no such file.")
    return LighthouseRegistry(path, intake_open=options.intake_open)


def create_database(path: Path) -> None:
    """An empty system, for tests and for trying out."""
    with closing(sqlite3.connect(path)) as database:
        database.executescript(files(__package__).joinpath("schema.sql").read_text("utf-8"))


class LighthouseRegistry:
    """``domain.ports.MemberRegistry`` over Lighthouse's database."""

    def __init__(self, path: Path, *, intake_open: bool = True) -> None:
        self._path = path
        self._intake_open = intake_open

    def ping(self) -> None:
        with self._database() as database:
            database.execute("SELECT 1 FROM employer")

    def close(self) -> None:
        """Nothing stays open between two calls."""

    # Who is there

    def groups(self, group_ids: Sequence[str]) -> Sequence[Group]:
        with self._database() as database:
            return [
                Group(row["number"], row["name"], row["area"], self._subgroups(database, row))
                for row in database.execute(
                    "SELECT * FROM employer WHERE number IN (SELECT value FROM json_each(?))"
                    " ORDER BY number",
                    [json.dumps(list(group_ids))],
                )
            ]

    def possible_matches(self, group_id: str, people: Sequence[Identity]) -> Sequence[Member]:
        numbers = [one.ssn for one in people if one.ssn]
        births = {(str(one.birth_date), fold(one.first_name)) for one in people if one.birth_date}
        with self._database() as database:
            found = database.execute(
                "SELECT * FROM insured WHERE employer = :employer AND tax_number IN"
                " (SELECT value FROM json_each(:numbers))"
                " UNION SELECT * FROM insured WHERE employer = :employer AND born IN"
                " (SELECT value FROM json_each(:days))",
                {
                    "employer": group_id,
                    "numbers": json.dumps(numbers),
                    "days": json.dumps([day for day, _ in births]),
                },
            )
            return [
                _member(row)
                for row in found
                if row["tax_number"] in numbers or (row["born"], fold(row["given_name"])) in births
            ]

    def members(self, group_id: str, search: str, page: int) -> Page[Member]:
        words = search[:200].split()
        with self._database() as database:
            rows = database.execute("SELECT * FROM insured WHERE employer = ?", [group_id])
            found = [one for one in map(_member, rows) if _found(one, words)]
        found.sort(key=lambda one: (fold(one.last_name), fold(one.first_name), one.member_id))
        number = min(max(page, 1), Page[Member]((), len(found)).pages)
        start = (number - 1) * PAGE_SIZE
        return Page(found[start : start + PAGE_SIZE], len(found), number)

    # What comes in

    def submit(self, submissions: Sequence[Submission]) -> Sequence[Answer]:
        if not self._intake_open:
            raise NothingArrived(retry_after=600)
        with self._database() as database:
            # One transaction: all of it is in, or, if this raises, nothing is.
            database.execute("BEGIN IMMEDIATE")
            for one in submissions:
                database.execute(
                    "INSERT INTO intake (idempotency_key, confirmation, employer, subscriber_key,"
                    " enrollment) VALUES (?, ?, ?, ?, ?) ON CONFLICT (idempotency_key) DO NOTHING",
                    [
                        one.key,
                        one.confirmation_id,
                        one.group_id,
                        one.subscriber_key,
                        msgspec.json.encode(one.answers).decode(),
                    ],
                )
            database.execute("COMMIT")
        return self.ask([one.key for one in submissions])

    def ask(self, keys: Sequence[str]) -> Sequence[Answer]:
        with self._database() as database:
            return [
                _answer(row)
                for row in database.execute(
                    "SELECT * FROM intake WHERE idempotency_key IN"
                    " (SELECT value FROM json_each(?))",
                    [json.dumps(list(keys))],
                )
            ]

    @contextmanager
    def _database(self) -> Iterator[sqlite3.Connection]:
        """A connection for one call. Whatever goes wrong, the registry was not available: after
        that the site asks before it sends anything again."""
        try:
            # Not made anew where it is missing.
            database = sqlite3.connect(
                f"{self._path.absolute().as_uri()}?mode=rw",
                uri=True,
                timeout=10,
                isolation_level=None,
            )
            with closing(database):
                database.row_factory = sqlite3.Row
                yield database
        except sqlite3.Error as error:
            raise RegistryUnavailable from error

    def _subgroups(self, database: sqlite3.Connection, employer: Any) -> tuple[Subgroup, ...]:
        rows = database.execute(
            "SELECT * FROM division WHERE employer = ? ORDER BY code", [employer["number"]]
        )
        return tuple(
            Subgroup(
                row["code"],
                row["name"],
                tuple(row["products"].splitlines()),
                date.fromisoformat(row["opened"]),
                date.fromisoformat(row["closed"]) if row["closed"] else None,
            )
            for row in rows
        )


_DECISIONS = {
    None: Status.PROCESSING,
    "accepted": Status.COMPLETED,
    "declined": Status.DECLINED,
    "manual": Status.NEEDS_REVIEW,
}


def _answer(row: Any) -> Answer:
    words = row["remark"] or ("A clerk will look at it." if row["decision"] is None else "")
    return Answer(row["idempotency_key"], _DECISIONS[row["decision"]], words)


def _member(row: Any) -> Member:
    return Member(
        member_id=row["policy"],
        group_id=row["employer"],
        subgroup_id=row["division"],
        relationship=row["kinship"],
        first_name=row["given_name"],
        last_name=row["family_name"],
        birth_date=date.fromisoformat(row["born"]),
        ssn=row["tax_number"],
        enrolled_on=date.fromisoformat(row["since"]),
    )


def _found(member: Member, words: Sequence[str]) -> bool:
    """Whether each word is part of a name, or, having a digit, of the member id."""
    name = f"{fold(member.first_name)} {fold(member.last_name)}"
    numbers = [word.casefold() for word in words if any(map(str.isdigit, word))]
    letters = [key for word in words if not any(map(str.isdigit, word)) and (key := fold(word))]
    if words and not numbers and not letters:
        return False  # nothing but punctuation, which is nobody's name
    return all(one in member.member_id.casefold() for one in numbers) and all(
        one in name for one in letters
    )
