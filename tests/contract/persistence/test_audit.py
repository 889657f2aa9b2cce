"""The audit trail: added to with each act, chained, and never changed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DatabaseError

from adapters.persistence import SqlPersistence
from domain.audit import Act, Event, digest_of
from domain.ports import Persistence
from tests.builders import GROUP, NOW
from tests.keys import VAULT


def an_event(**fields: object) -> Event:
    given = {"at": NOW, "act": Act.UPLOADED, "administrator_id": "alex", "group_id": GROUP}
    return Event(**(given | fields))  # type: ignore[arg-type]


def keep(persistence: Persistence, *events: Event) -> None:
    with persistence.writing() as uow:
        for event in events:
            uow.audit.add(event)
        uow.commit()


def test_events_come_back_newest_first(persistence: Persistence) -> None:
    """Each with its place and all of its fields."""
    first = an_event(subject="batch 5xxyttx4xeo53zvt", facts={"ready": 3, "how": "again"})
    second = an_event(at=NOW + timedelta(microseconds=1), administrator_id="")
    keep(persistence, first, second)
    with persistence.reading() as uow:
        found = uow.audit.page([GROUP])
        last = uow.audit.last()
    assert [(one.sequence, one.event) for one in found.items] == [(2, second), (1, first)]
    assert last == found.items[0]


def test_what_is_not_committed_is_not_said_to_have_happened(persistence: Persistence) -> None:
    """An event is of its act's transaction."""
    with persistence.writing() as uow:
        uow.audit.add(an_event())
    with persistence.reading() as uow:
        assert uow.audit.last() is None


def test_events_are_chained(persistence: Persistence) -> None:
    """Each digest is over the one before it."""
    keep(persistence, an_event(), an_event(subject="batch b"))
    keep(persistence, an_event(subject="batch c"))
    with persistence.reading() as uow:
        previous = ""
        for place, entry in enumerate(uow.audit.all(), start=1):
            assert entry.sequence == place
            assert entry.digest == digest_of(previous, place, entry.event)
            previous = entry.digest
        assert place == 3


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"act": Act.SIGNED_IN}, [2]),
        ({"administrator_id": "kim"}, [3]),
        ({"subject": "batch b"}, [1]),
        ({"since": NOW + timedelta(hours=1)}, [3]),
        ({"until": NOW + timedelta(hours=1)}, [2, 1]),
        ({"group_ids": ["000512"]}, [4]),
        ({"group_ids": []}, []),
    ],
)  # fmt: skip
def test_events_are_found(
    persistence: Persistence, filters: dict[str, object], found: list[int]
) -> None:
    """By group, act, person, what it was done to, and time."""
    keep(
        persistence,
        an_event(subject="batch b"),
        an_event(act=Act.SIGNED_IN),
        an_event(administrator_id="kim", at=NOW + timedelta(hours=1)),
        an_event(group_id="000512"),
    )
    with persistence.reading() as uow:
        page = uow.audit.page(**({"group_ids": [GROUP]} | filters))  # type: ignore[arg-type]
    assert [one.sequence for one in page.items] == found


@pytest.mark.parametrize("act", ["UPDATE audit SET act = 'Nothing'", "DELETE FROM audit"])
def test_the_database_lets_nobody_change_it(engine: Engine, act: str) -> None:
    """Not even with SQL: triggers refuse."""
    persistence = SqlPersistence(engine, vault=VAULT)
    keep(persistence, an_event())
    with pytest.raises(DatabaseError, match="only added to"), engine.begin() as connection:
        connection.execute(text(act))
    with persistence.reading() as uow:
        assert uow.audit.last() is not None


def test_the_source_is_that_of_the_request(engine: Engine) -> None:
    """Filled in when the event is added."""
    keep(SqlPersistence(engine, lambda: "192.0.2.7", vault=VAULT), an_event())
    with SqlPersistence(engine, vault=VAULT).reading() as uow:
        entry = uow.audit.last()
    assert entry is not None
    assert entry.event.source == "192.0.2.7"


def test_many_at_once_make_one_chain(engine: Engine) -> None:
    """Writers take turns at its end."""
    persistence = SqlPersistence(engine, vault=VAULT)
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda n: keep(persistence, an_event(subject=f"{n}")), range(40)))
    with persistence.reading() as uow:
        entries = list(uow.audit.all())
    assert [one.sequence for one in entries] == list(range(1, 41))
    previous = ""
    for entry in entries:
        assert entry.digest == digest_of(previous, entry.sequence, entry.event)
        previous = entry.digest
