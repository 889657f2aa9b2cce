"""The demonstration registry beyond its port: its tables, its log, its failures, its people."""

import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, func, select, text

from adapters.registry.contract import REDWOOD, XAVIER, enrolled, submission
from adapters.registry.demonstration import (
    DemonstrationRegistry,
    connect,
    read_data,
    seed_members,
)
from adapters.registry.demonstration.database import accepted, members
from domain.errors import RegistryUnavailable
from domain.people import Identity
from domain.submission import Submission
from tests.fakes.system import FakeClock
from tests.keys import VAULT


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = connect(f"sqlite:///{tmp_path / 'carrier.sqlite3'}")
    seed_members(engine, read_data(), VAULT)
    yield engine
    engine.dispose()


@pytest.fixture
def registry(engine: Engine) -> DemonstrationRegistry:
    return DemonstrationRegistry(engine, FakeClock(), read_data().groups, VAULT)


@pytest.fixture
def statements(engine: Engine) -> list[str]:
    """The statements sent to the database from now on, but for those that begin transactions."""
    sent: list[str] = []

    def note(*args: Any) -> None:
        if not args[2].startswith("BEGIN"):
            sent.append(args[2])

    event.listen(engine, "before_cursor_execute", note)
    return sent


def families(count: int) -> list[Submission]:
    """Submissions of subscribers, each with a child, in the order they must be handed over."""
    subscribers = [submission(number) for number in range(1, count + 1)]
    children = [
        submission(1000 + number, first_name="Luz", subscriber=subscriber)
        for number, subscriber in enumerate(subscribers)
    ]
    return [*subscribers, *children]


def test_looking_up_takes_one_statement(
    registry: DemonstrationRegistry, statements: list[str]
) -> None:
    """However many people are asked about, the database is asked once."""
    people = [
        Identity("Xavier", "Müller", XAVIER.birth_date, f"5{number:08d}") for number in range(500)
    ]
    assert len(registry.possible_matches(REDWOOD, people)) == 1
    assert len(statements) == 1


def test_looking_up_uses_the_indexes(registry: DemonstrationRegistry, engine: Engine) -> None:
    """No look-up reads all of a group's members."""
    asked: list[tuple[str, tuple[str, ...]]] = []
    event.listen(engine, "before_cursor_execute", lambda *args: asked.append(args[2:4]))
    registry.possible_matches(REDWOOD, [XAVIER, Identity("Noa", "Silva", XAVIER.birth_date)])
    statement, parameters = asked[-1]
    with engine.connect() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        steps = "\n".join(row[3] for row in plan)
    assert "members_by_ssn_key (group_id=? AND ssn_key=?)" in steps
    assert "members_by_birth (group_id=? AND birth_key=?)" in steps
    assert "SCAN members" not in steps


def test_handing_over_takes_the_same_statements(
    registry: DemonstrationRegistry, statements: list[str]
) -> None:
    """The number of statements doesn't grow with the number of submissions."""
    registry.submit(families(1))
    few = len(statements)
    registry.submit(families(125))
    assert len(statements) - few <= few == 5
    assert len(enrolled(registry)) == 50  # a page of the 250


def test_the_log_has_each_key_once(registry: DemonstrationRegistry, engine: Engine) -> None:
    """The carrier's own log names every submission taken, once, with its answer and member."""
    review = submission(3, warnings=("possible_duplicate",))
    registry.submit([*families(1), review])
    registry.submit([*families(1), review])
    with engine.connect() as connection:
        log = connection.execute(select(accepted).order_by(accepted.c.key)).all()
    assert [(row.key, row.confirmation_id, row.status, row.member_id) for row in log] == [
        ("key-1", "confirmation-1", "Completed", "000341-000120"),
        ("key-1000", "confirmation-1000", "Completed", "000341-000121"),
        ("key-3", "confirmation-3", "Needs Review", None),
    ]


def test_dependents_belong_to_their_subscriber(
    registry: DemonstrationRegistry, engine: Engine
) -> None:
    """A new member is kept with the subscriber through whom they are covered."""
    registry.submit(families(1))
    with engine.connect() as connection:
        rows = connection.execute(
            select(members.c.first_name, members.c.subscriber_id).where(
                members.c.last_key == "quispe"
            )
        )
        assert {row.first_name: row.subscriber_id for row in rows} == {
            "Ines": "000341-000120",
            "Luz": "000341-000120",
        }


def test_seeding_enrolls_everybody_of_the_file(engine: Engine) -> None:
    """Every member of the file is there, families together."""
    with engine.connect() as connection:
        rows = connection.execute(select(members)).all()
    people = {one.member_id: one for one in read_data().members}
    assert {row.member_id for row in rows} == people.keys()
    for row in rows:
        assert people[row.subscriber_id].ssn == people[row.member_id].subscriber_ssn


def test_seeding_again_keeps_what_was_done(registry: DemonstrationRegistry, engine: Engine) -> None:
    """A second seeding adds nobody, and whoever was enrolled since stays."""
    registry.submit([submission(1)])
    seed_members(engine, read_data(), VAULT)
    assert [one.member_id for one in enrolled(registry)] == ["000341-000120"]
    with engine.connect() as connection:
        count = connection.scalar(select(func.count()).select_from(members))
    assert count == len(read_data().members) + 1


def test_members_outlive_the_process(registry: DemonstrationRegistry, engine: Engine) -> None:
    """What was enrolled is there when the database is opened anew, and numbers go on."""
    registry.submit([submission(1)])
    registry.close()
    again = connect(str(engine.url))
    reopened = DemonstrationRegistry(again, FakeClock(), (), VAULT)
    reopened.submit([submission(2)])
    assert [one.member_id[-3:] for one in enrolled(reopened)] == ["120", "121"]
    reopened.close()


def test_failed_hand_over_leaves_nothing(registry: DemonstrationRegistry, engine: Engine) -> None:
    """When the log can't be written nobody was enrolled, and it can be tried again."""
    with engine.begin() as connection:
        connection.execute(
            text(
                "CREATE TRIGGER full BEFORE INSERT ON accepted "
                "BEGIN SELECT RAISE(ABORT, 'full'); END"
            )
        )
    with pytest.raises(RegistryUnavailable):
        registry.submit(families(2))
    assert enrolled(registry) == []
    with engine.begin() as connection:
        connection.execute(text("DROP TRIGGER full"))
    registry.submit([submission(1)])
    assert [one.member_id for one in enrolled(registry)] == ["000341-000120"]


@pytest.mark.parametrize("damage", ["missing", "no database", "no tables"])
def test_failing_database_is_an_unavailable_registry(tmp_path: Path, damage: str) -> None:
    """A database that can't be opened or read makes every look into it unavailable, and what is
    raised holds nobody's number."""
    path = tmp_path / "carrier.sqlite3"
    if damage == "missing":
        path = tmp_path / "nowhere" / "carrier.sqlite3"
    elif damage == "no database":
        path.write_bytes(b"This is no database. " * 100)
    registry = DemonstrationRegistry(connect(f"sqlite:///{path}"), FakeClock(), (), VAULT)
    for ask in (
        lambda: registry.possible_matches(REDWOOD, [XAVIER]),
        lambda: registry.members(REDWOOD, "", 1),
        lambda: registry.submit([submission(1)]),
    ):
        with pytest.raises(RegistryUnavailable) as caught:
            ask()
        told = "".join(traceback.format_exception(caught.value))
        assert "847240482" not in told
        assert "Quispe" not in told
    registry.close()
