"""Tries at secrets, counted."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from sqlalchemy import Engine

from adapters.persistence import SqlPersistence
from domain.accounts.throttling import FORGOTTEN_AFTER, KNOWN_FOR, Attempts
from domain.ports import Persistence
from tests.builders import NOW
from tests.keys import VAULT

MOMENT = timedelta(microseconds=1)


def keep(persistence: Persistence, **tallies: Attempts) -> None:
    with persistence.writing() as uow:
        uow.attempts.hold(tallies)
        uow.attempts.keep(tallies)
        uow.commit()


def kept(persistence: Persistence, *keys: str) -> dict[str, Attempts]:
    with persistence.reading() as uow:
        return dict(uow.attempts.tallies(keys))


def test_tallies_are_kept_by_key(persistence: Persistence) -> None:
    """Of a key that nothing is known of there is the empty one."""
    one, two = Attempts(3, NOW), Attempts(0, None, NOW)
    keep(persistence, one=one, two=two)
    assert kept(persistence, "one", "two", "three") == {"one": one, "two": two, "three": Attempts()}
    keep(persistence, one=two)
    assert kept(persistence, "one", "two") == {"one": two, "two": two}


def test_holding_shows_what_is_kept(persistence: Persistence) -> None:
    """And changes nothing."""
    keep(persistence, one=Attempts(3, NOW))
    with persistence.writing() as uow:
        assert uow.attempts.hold(["one", "two"]) == {"one": Attempts(3, NOW), "two": Attempts()}
        uow.commit()
    assert kept(persistence, "one", "two") == {"one": Attempts(3, NOW), "two": Attempts()}


def test_what_counts_no_more_is_removed(persistence: Persistence) -> None:
    """At its very moment."""
    keep(persistence, failed=Attempts(9, NOW), succeeded=Attempts(0, None, NOW))
    persistence.purge(NOW + FORGOTTEN_AFTER - MOMENT)
    assert kept(persistence, "failed")["failed"].failures == 9
    persistence.purge(NOW + FORGOTTEN_AFTER)
    assert kept(persistence, "failed")["failed"] == Attempts()
    persistence.purge(NOW + KNOWN_FOR - MOMENT)
    assert kept(persistence, "succeeded")["succeeded"] == Attempts(0, None, NOW)
    persistence.purge(NOW + KNOWN_FOR)
    assert kept(persistence, "succeeded")["succeeded"] == Attempts()


def test_no_try_is_lost_when_many_come_at_once(engine: Engine) -> None:
    """Whoever holds a tally is waited for, also when it is not there yet."""
    persistence = SqlPersistence(engine, vault=VAULT)

    def fail(_: int) -> None:
        with persistence.writing() as uow:
            held = uow.attempts.hold(["b", "a"])
            uow.attempts.keep({key: tally.failed(NOW) for key, tally in held.items()})
            uow.commit()

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(fail, range(40)))
    assert {tally.failures for tally in kept(persistence, "a", "b").values()} == {40}
