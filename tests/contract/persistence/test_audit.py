"""The audit trail: added to with each act, chained, and never changed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DatabaseError

from adapters.persistence import SqlPersistence
from domain.audit import Act, Entry, Event, UnreadableEntry, digest_of, moment_text
from domain.audit_chain import Checked, check
from domain.ports import AuditQuery, Persistence
from tests.builders import (
    GROUP,
    LATER,
    NOW,
    a_batch,
    a_session,
    an_administrator,
    an_application,
)
from tests.contract.persistence.acts import keep_administrator, keep_batch
from tests.keys import VAULT

HOUR = timedelta(hours=1)


def an_event(**fields: object) -> Event:
    given = {"at": NOW, "act": Act.UPLOADED, "administrator_id": "alex", "group_id": GROUP}
    return Event(**(given | fields))  # type: ignore[arg-type]


def keep(persistence: Persistence, *events: Event) -> None:
    with persistence.writing() as uow:
        for event in events:
            uow.audit.add(event)
        uow.commit()


def everything(persistence: Persistence) -> list[Entry | UnreadableEntry]:
    with persistence.reading() as uow:
        return list(uow.audit.all())


def found(persistence: Persistence, **wanted: object) -> list[int | None]:
    """The places of what is found."""
    with persistence.reading() as uow:
        entries = uow.audit.find(AuditQuery(**wanted)).entries  # type: ignore[arg-type]
    return [one.sequence for one in entries]


def test_events_come_back_newest_first(persistence: Persistence) -> None:
    """Each with its place and all of its fields; a moment in UTC, wherever it was told."""
    first = an_event(
        subject="application 5xxyttx4xeo53zvt", batch_id="b", facts={"ready": 3, "how": "again"}
    )
    second = an_event(at=NOW + timedelta(microseconds=1), administrator_id="")
    keep(persistence, first, second)
    keep(persistence, an_event(at=NOW.astimezone(ZoneInfo("Pacific/Honolulu"))))
    with persistence.reading() as uow:
        entries = uow.audit.find(AuditQuery(group_ids=[GROUP])).entries
        last = uow.audit.last()
    assert [one.event for one in entries if isinstance(one, Entry)] == [an_event(), second, first]
    assert [one.sequence for one in entries] == [3, 2, 1]
    assert last == entries[0]
    assert check(everything(persistence)) == Checked(3)


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
    previous = ""
    for place, entry in enumerate(everything(persistence), start=1):
        assert isinstance(entry, Entry)
        assert entry.sequence == place
        assert entry.digest == digest_of(previous, place, entry.event)
        previous = entry.digest
    assert place == 3


@pytest.mark.parametrize(
    ("wanted", "places"),
    [
        ({}, [6, 5, 4, 3, 2, 1]),
        ({"group_ids": [GROUP]}, [5, 3, 2, 1]),
        ({"group_ids": [GROUP], "people": ["kim"]}, [6, 5, 3, 2, 1]),
        ({"group_ids": [GROUP], "people": ["alex"]}, [5, 3, 2, 1]),
        ({"group_ids": ["000512"]}, [4]),
        ({"group_ids": []}, []),
        ({"act": Act.SIGNED_IN}, [6, 2]),
        ({"administrator_ids": ["kim"]}, [6, 3]),
        ({"administrator_ids": []}, []),
        ({"about": "b"}, [5, 1]),
        ({"about": "a"}, [5]),
        ({"about": "application a"}, []),
        ({"since": NOW + HOUR}, [3]),
        ({"until": NOW + HOUR}, [6, 5, 4, 2, 1]),
        ({"since": NOW, "until": NOW + HOUR, "about": "b", "act": Act.EDITED}, [5]),
    ],
)
def test_events_are_found(
    persistence: Persistence, wanted: dict[str, object], places: list[int]
) -> None:
    """By group, by who did what of no group, by act, person, what it was done to, and time."""
    keep(
        persistence,
        an_event(subject="batch b", batch_id="b"),
        an_event(act=Act.SIGNED_IN),
        an_event(administrator_id="kim", at=NOW + HOUR),
        an_event(group_id="000512"),
        an_event(act=Act.EDITED, subject="application a", batch_id="b"),
        an_event(act=Act.SIGNED_IN, administrator_id="kim", group_id=""),
    )
    assert found(persistence, **wanted) == places


def test_what_is_further_back_is_found_page_by_page(persistence: Persistence) -> None:
    """Each once, though more is added meanwhile; the last page says that it is."""
    keep(persistence, *(an_event(subject=f"batch {number}") for number in range(1, 8)))
    pages, before = [], None
    while True:
        with persistence.reading() as uow:
            page = uow.audit.find(AuditQuery(group_ids=[GROUP]), before, 3)
        pages.append([one.sequence for one in page.entries])
        keep(persistence, an_event())
        before = page.before
        if before is None:
            break
    assert pages == [[7, 6, 5], [4, 3, 2], [1]]


def test_a_page_that_is_just_full_is_the_last(persistence: Persistence) -> None:
    """Nothing further back is promised that is not there."""
    keep(persistence, an_event(), an_event())
    with persistence.reading() as uow:
        assert uow.audit.find(AuditQuery(), size=2).before is None


def test_the_purge_says_what_went(persistence: Persistence) -> None:
    """How many applications of which batch, and whose sessions ended; never of nothing."""
    batch, kim = a_batch(), an_administrator()
    keep_batch(persistence, batch, [an_application(batch, row) for row in (2, 3, 4)])
    keep_administrator(persistence, kim)
    with persistence.writing() as uow:
        uow.sessions.add(a_session(kim))
        uow.commit()
    persistence.purge(LATER)
    persistence.purge(LATER)
    purged, ended = (one.event for one in everything(persistence) if isinstance(one, Entry))
    assert (purged.act, purged.group_id, purged.batch_id) == (Act.PURGED, GROUP, batch.id)
    assert purged.facts == {"applications": 3}
    assert (ended.act, ended.administrator_id) == (Act.SESSION_ENDED, kim.id)


@pytest.mark.parametrize("act", ["UPDATE audit SET act = 'Nothing'", "DELETE FROM audit"])
def test_the_database_lets_nobody_change_it(engine: Engine, act: str) -> None:
    """Not even with SQL: triggers refuse."""
    persistence = SqlPersistence(engine, vault=VAULT)
    keep(persistence, an_event())
    with pytest.raises(DatabaseError, match="only added to"), engine.begin() as connection:
        connection.execute(text(act))
    assert check(everything(persistence)) == Checked(1)


def test_nothing_is_put_in_another_ones_place(engine: Engine) -> None:
    """Neither by adding it again nor, on SQLite, by replacing it, which removes without a word."""
    persistence = SqlPersistence(engine, vault=VAULT)
    keep(persistence, an_event())
    ways = ["INSERT", "INSERT OR REPLACE"] if engine.dialect.name == "sqlite" else ["INSERT"]
    for way in ways:
        with pytest.raises(DatabaseError), engine.begin() as connection:
            connection.execute(text(f"{way} INTO audit SELECT * FROM audit"))
    assert check(everything(persistence)) == Checked(1)


def test_the_source_is_that_of_the_request(engine: Engine) -> None:
    """Filled in when the event is added."""
    keep(SqlPersistence(engine, lambda: "192.0.2.7", vault=VAULT), an_event())
    with SqlPersistence(engine, vault=VAULT).reading() as uow:
        entry = uow.audit.last()
    assert isinstance(entry, Entry)
    assert entry.event.source == "192.0.2.7"


def test_many_at_once_make_one_chain(engine: Engine) -> None:
    """Writers take turns at its end."""
    persistence = SqlPersistence(engine, vault=VAULT)
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda n: keep(persistence, an_event(subject=f"{n}")), range(40)))
    assert check(everything(persistence)) == Checked(40)


def test_texts_sort_as_moments() -> None:
    """Also where a moment is a whole second, or told in another zone."""
    moments = [NOW + timedelta(microseconds=many) for many in (0, 1, 10, 999_999, 1_000_000)]
    elsewhere = [one.astimezone(ZoneInfo("Asia/Tokyo")) for one in moments]
    assert [moment_text(one) for one in elsewhere] == sorted(map(moment_text, moments))
    assert datetime.fromisoformat(moment_text(NOW)) == NOW
