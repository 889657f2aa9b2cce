"""Lighthouse's registry does what Mass Enrollment asks of every registry."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from lighthouse_registry import LighthouseRegistry, create_database

from adapters.registry.contract import GROUPS, MEMBERS, MemberRegistryContract, submission
from domain.errors import NothingArrived, RegistryUnavailable
from domain.submission import Answer, Status


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Lighthouse's system with the groups and members that the suite asks about."""
    path = tmp_path / "lighthouse.sqlite3"
    create_database(path)
    with closing(sqlite3.connect(path)) as system:
        for group in GROUPS:
            system.execute(
                "INSERT INTO employer VALUES (?, ?, ?)", [group.id, group.name, group.region]
            )
            system.executemany(
                "INSERT INTO division VALUES (?, ?, ?, ?, ?, ?)",
                [
                    (
                        group.id,
                        one.id,
                        one.name,
                        "\n".join(one.plans),
                        str(one.active_from),
                        one.active_to and str(one.active_to),
                    )
                    for one in group.subgroups
                ],
            )
        system.executemany(
            "INSERT INTO insured VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    one.member_id,
                    one.group_id,
                    one.subgroup_id,
                    one.relationship,
                    one.first_name,
                    one.last_name,
                    str(one.birth_date),
                    one.ssn,
                    str(one.enrolled_on),
                )
                for one in MEMBERS
            ],
        )
        system.commit()
    return path


@pytest.fixture
def registry(database: Path) -> Iterator[LighthouseRegistry]:
    opened = LighthouseRegistry(database)
    yield opened
    opened.close()


class TestLighthouse(MemberRegistryContract):
    """The suite that every registry must pass."""

    @pytest.fixture
    def registry(self, database: Path) -> LighthouseRegistry:
        return LighthouseRegistry(database)


def test_a_clerk_decides(registry: LighthouseRegistry, database: Path) -> None:
    """Until then it is being processed; afterwards the clerk's remark is what people read."""
    assert registry.submit([submission(1)]) == [
        Answer("key-1", Status.PROCESSING, "A clerk will look at it.")
    ]
    with closing(sqlite3.connect(database)) as system:
        system.execute("UPDATE intake SET decision = 'declined', remark = 'Not eligible.'")
        system.commit()
    assert registry.ask(["key-1"]) == [Answer("key-1", Status.DECLINED, "Not eligible.")]


def test_nothing_comes_in_while_the_clerks_are_closed(database: Path) -> None:
    """The site is told that surely nothing arrived, and tries again later."""
    closed = LighthouseRegistry(database, intake_open=False)
    with pytest.raises(NothingArrived):
        closed.submit([submission(1)])
    assert closed.ask(["key-1"]) == []


def test_a_system_that_is_gone_is_unavailable(database: Path) -> None:
    """Whatever is asked."""
    registry = LighthouseRegistry(database)
    database.unlink()
    with pytest.raises(RegistryUnavailable):
        registry.ping()
    with pytest.raises(RegistryUnavailable):
        registry.groups(["000341"])
