"""Second factors and recovery codes."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from msgspec.structs import replace
from sqlalchemy import Engine

from adapters.persistence import SqlPersistence
from domain.accounts.access import Administrator
from domain.accounts.second_factor import SecondFactor, secret_of
from domain.ports import Persistence
from tests.builders import LATER, NOW, a_session, an_administrator
from tests.contract.persistence.acts import keep_administrator
from tests.keys import VAULT

SECRET = secret_of(bytes(range(20)))


def a_factor(administrator: Administrator) -> SecondFactor:
    return SecondFactor(administrator_id=administrator.id, secret=SECRET, begun_at=NOW)


@pytest.fixture
def kim(persistence: Persistence) -> Administrator:
    kim = an_administrator(email="kim@b.example")
    keep_administrator(persistence, kim)
    return kim


def keep(persistence: Persistence, factor: SecondFactor) -> None:
    with persistence.writing() as uow:
        uow.second_factors.keep(factor)
        uow.commit()


def test_a_factor_is_kept_in_place_of_the_one_before(
    persistence: Persistence, kim: Administrator
) -> None:
    """For its person alone."""
    keep(persistence, a_factor(kim))
    after = replace(a_factor(kim), confirmed_at=LATER, last_step=58_000_000)
    keep(persistence, after)
    with persistence.reading() as uow:
        assert uow.second_factors.get(kim.id) == after
        assert uow.second_factors.get("lee") is None


def test_who_has_one_is_told_with_them(persistence: Persistence, kim: Administrator) -> None:
    """Once it is confirmed, wherever they are found."""
    session = a_session(kim)
    for confirmed_at in (None, NOW):
        keep(persistence, replace(a_factor(kim), confirmed_at=confirmed_at))
        with persistence.writing() as uow:
            uow.sessions.remove(session.token_hash)
            uow.sessions.add(session)
            uow.commit()
        with persistence.reading() as uow:
            credentials = uow.administrators.credentials(kim.email)
            found = uow.sessions.find(session.token_hash)
            everybody = uow.administrators.all()
        assert credentials is not None
        assert found is not None
        has = {credentials.administrator.second_factor, found[1].second_factor}
        assert has | {everybody[0].second_factor} == {confirmed_at is not None}


def test_a_step_is_taken_once(persistence: Persistence, kim: Administrator) -> None:
    """And none before it."""
    keep(persistence, a_factor(kim))
    with persistence.writing() as uow:
        taken = [uow.second_factors.advance(kim.id, step) for step in (7, 7, 6, 8)]
        assert not uow.second_factors.advance("lee", 9)
        uow.commit()
    assert taken == [True, False, False, True]
    with persistence.reading() as uow:
        factor = uow.second_factors.get(kim.id)
    assert factor is not None
    assert factor.last_step == 8


def test_a_recovery_code_is_used_once(persistence: Persistence, kim: Administrator) -> None:
    """New ones take the place of all."""
    with persistence.writing() as uow:
        uow.second_factors.keep_recovery_codes(kim.id, ["a", "b"])
        uow.second_factors.keep_recovery_codes(kim.id, ["c", "d", "e"])
        used = [uow.second_factors.use_recovery_code(kim.id, one) for one in ("a", "c", "c", "d")]
        assert not uow.second_factors.use_recovery_code("lee", "e")
        uow.commit()
    assert used == [False, True, False, True]
    with persistence.reading() as uow:
        assert uow.second_factors.recovery_codes_left(kim.id) == 1


def test_a_factor_goes_with_its_recovery_codes(
    persistence: Persistence, kim: Administrator
) -> None:
    """And nobody is told to have one."""
    keep(persistence, replace(a_factor(kim), confirmed_at=NOW))
    with persistence.writing() as uow:
        uow.second_factors.keep_recovery_codes(kim.id, ["a"])
        uow.second_factors.remove(kim.id)
        uow.commit()
    with persistence.reading() as uow:
        assert uow.second_factors.get(kim.id) is None
        assert uow.second_factors.recovery_codes_left(kim.id) == 0
        assert uow.administrators.all() == [kim]


def test_sessions_say_what_they_wait_for(persistence: Persistence, kim: Administrator) -> None:
    """A code, a second factor, or nothing."""
    waiting = a_session(kim, awaiting_code=True)
    owing = a_session(kim, owes_factor=True)
    with persistence.writing() as uow:
        uow.sessions.add(waiting)
        uow.sessions.add(owing)
        uow.commit()
    with persistence.writing() as uow:
        assert uow.sessions.find(waiting.token_hash) == (waiting, kim)
        assert uow.sessions.find(owing.token_hash) == (owing, kim)
        uow.sessions.owes_nothing(owing.token_hash)
        uow.commit()
    with persistence.reading() as uow:
        found = uow.sessions.find(owing.token_hash)
    assert found == (replace(owing, owes_factor=False), kim)


def test_of_many_at_once_one_takes_the_code(engine: Engine) -> None:
    """However close they come."""
    persistence = SqlPersistence(engine, vault=VAULT)
    kim = an_administrator()
    keep_administrator(persistence, kim)
    keep(persistence, a_factor(kim))

    def take(_: int) -> bool:
        with persistence.writing() as uow:
            taken = uow.second_factors.advance(kim.id, 7)
            uow.commit()
            return taken

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(take, range(16))) == 1
