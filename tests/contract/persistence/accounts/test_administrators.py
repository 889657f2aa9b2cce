"""Administrators, what they are granted, and their sessions."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from domain.accounts.access import Credentials, Role
from domain.ports import Conflict, Persistence
from tests.builders import GROUP, NOW, a_session, an_administrator
from tests.contract.persistence.acts import keep_administrator


def test_an_administrator_is_found_by_e_mail(persistence: Persistence) -> None:
    """The e-mail is found in any case, with the hash and the grants; another one is not."""
    kim = an_administrator(
        email="Kim@Evergreen.example", grants={"000777": Role.ENROLL, "000778": Role.VIEW}
    )
    ungranted = an_administrator(email="lee@evergreen.example", grants={})
    keep_administrator(persistence, kim)
    keep_administrator(persistence, ungranted)
    with persistence.reading() as uow:
        found = uow.administrators.credentials(" kim@evergreen.EXAMPLE ")
        assert found == Credentials(kim, "a hash")
        assert uow.administrators.credentials(ungranted.email).administrator == ungranted
        assert uow.administrators.credentials("kim@evergreen.exampl") is None


def test_an_e_mail_has_one_administrator(persistence: Persistence) -> None:
    """Adding an e-mail again, in another case, is a conflict."""
    keep_administrator(persistence, an_administrator(email="kim@evergreen.example"))
    with pytest.raises(Conflict):
        keep_administrator(persistence, an_administrator(email="KIM@evergreen.example"))


def test_all_administrators(persistence: Persistence) -> None:
    """Everybody with all that they are granted, by e-mail in any case."""
    kim = an_administrator(
        email="kim@evergreen.example", grants={"000777": Role.ENROLL, "000778": Role.VIEW}
    )
    lee, ana = an_administrator(email="Lee@b.example", grants={}), an_administrator(email="Ana@b.c")
    for one in (lee, kim, ana):
        keep_administrator(persistence, one)
    with persistence.reading() as uow:
        assert uow.administrators.all() == [ana, kim, lee]


@pytest.mark.parametrize("grants", [{}, {GROUP: Role.ADMINISTER, "000777": Role.VIEW}])
def test_grants_are_set(persistence: Persistence, grants: dict[str, Role]) -> None:
    """They replace what was granted before; nobody else's change."""
    kim, lee = (an_administrator(email=f"{name}@b.example") for name in ("kim", "lee"))
    for one in (kim, lee):
        keep_administrator(persistence, one)
    with persistence.writing() as uow:
        uow.administrators.set_grants(kim.id, grants)
        uow.commit()
    with persistence.reading() as uow:
        assert uow.administrators.all() == [replace(kim, grants=grants), lee]


def test_a_password_is_set(persistence: Persistence) -> None:
    """For one administrator alone."""
    kim, lee = (an_administrator(email=f"{name}@b.example") for name in ("kim", "lee"))
    for one in (kim, lee):
        keep_administrator(persistence, one)
    with persistence.writing() as uow:
        uow.administrators.set_password(kim.id, "another hash")
        uow.commit()
    with persistence.reading() as uow:
        assert uow.administrators.credentials(kim.email) == Credentials(kim, "another hash")
        assert uow.administrators.credentials(lee.email) == Credentials(lee, "a hash")


def test_names(persistence: Persistence) -> None:
    """Names are given by id, unknown ids left out."""
    kim, lee = an_administrator(name="Kim Ahn"), an_administrator(name="Lee Boone")
    for one in (kim, lee, an_administrator()):
        keep_administrator(persistence, one)
    with persistence.reading() as uow:
        names = uow.administrators.names([kim.id, lee.id, lee.id, "nobody"])
    assert names == {kim.id: "Kim Ahn", lee.id: "Lee Boone"}


@pytest.mark.parametrize("grants", [{}, {GROUP: Role.ENROLL, "000777": Role.VIEW}])
def test_a_session_is_found_with_its_administrator(
    persistence: Persistence, grants: dict[str, Role]
) -> None:
    """A session's token gives the session and who it belongs to, whatever they are granted."""
    kim = an_administrator(grants=grants)
    session = a_session(kim, notices='["Saved"]')
    keep_administrator(persistence, kim)
    with persistence.writing() as uow:
        uow.sessions.add(session)
        uow.sessions.add(a_session(kim))
        uow.commit()
    with persistence.reading() as uow:
        assert uow.sessions.find(session.token_hash) == (session, kim)
        assert uow.sessions.find("another") is None


def test_a_session_goes_on_and_ends(persistence: Persistence) -> None:
    """What was seen and is to be said is written; a removed session is found no more."""
    kim = an_administrator()
    session, other = a_session(kim), a_session(kim)
    keep_administrator(persistence, kim)
    with persistence.writing() as uow:
        uow.sessions.add(session)
        uow.sessions.add(other)
        uow.commit()
    later = a_session(
        kim, token_hash=session.token_hash, seen_at=NOW + timedelta(minutes=5), notices="[]"
    )
    with persistence.writing() as uow:
        uow.sessions.seen(later.token_hash, later.seen_at)
        uow.sessions.leave_notices(later.token_hash, later.notices)
        uow.commit()
    with persistence.reading() as uow:
        assert uow.sessions.find(session.token_hash) == (later, kim)
    with persistence.writing() as uow:
        uow.sessions.remove(session.token_hash)
        uow.sessions.remove(session.token_hash)
        uow.commit()
    with persistence.reading() as uow:
        assert uow.sessions.find(session.token_hash) is None
        assert uow.sessions.find(other.token_hash) == (other, kim)


def test_all_sessions_of_one_end(persistence: Persistence) -> None:
    """Wherever they are signed in; others stay."""
    kim, lee = an_administrator(), an_administrator()
    theirs, others = [a_session(kim), a_session(kim)], a_session(lee)
    for one in (kim, lee):
        keep_administrator(persistence, one)
    with persistence.writing() as uow:
        for session in (*theirs, others):
            uow.sessions.add(session)
        uow.sessions.remove_all(kim.id)
        uow.commit()
    with persistence.reading() as uow:
        assert [uow.sessions.find(one.token_hash) for one in theirs] == [None, None]
        assert uow.sessions.find(others.token_hash) == (others, lee)


def test_ones_sessions_come_the_last_seen_first(persistence: Persistence) -> None:
    """With all that is known of them; nobody else's."""
    kim, lee = (an_administrator(email=f"{name}@b.example") for name in ("kim", "lee"))
    for one in (kim, lee):
        keep_administrator(persistence, one)
    old = a_session(kim, address="192.0.2.1", browser="Firefox on Windows")
    new = a_session(kim, seen_at=NOW + timedelta(seconds=1), proved_at=NOW)
    with persistence.writing() as uow:
        for session in (old, new, a_session(lee)):
            uow.sessions.add(session)
        uow.commit()
    with persistence.reading() as uow:
        assert uow.sessions.of(kim.id) == [new, old]
        assert uow.sessions.of("nobody") == []


def test_a_session_goes_on_by_another_token(persistence: Persistence) -> None:
    """The old one finds nothing any more; all else stays."""
    kim = an_administrator()
    keep_administrator(persistence, kim)
    session = a_session(kim, notices="some words")
    with persistence.writing() as uow:
        uow.sessions.add(session)
        uow.commit()
    with persistence.writing() as uow:
        uow.sessions.renew(session.token_hash, "f" * 64, NOW)
        uow.commit()
    with persistence.reading() as uow:
        assert uow.sessions.find(session.token_hash) is None
        assert uow.sessions.find("f" * 64) == (
            replace(session, token_hash="f" * 64, proved_at=NOW),
            kim,
        )


def test_all_sessions_but_one_are_ended(persistence: Persistence) -> None:
    """Of one administrator."""
    kim, lee = (an_administrator(email=f"{name}@b.example") for name in ("kim", "lee"))
    for one in (kim, lee):
        keep_administrator(persistence, one)
    stays, goes, others = a_session(kim), a_session(kim), a_session(lee)
    with persistence.writing() as uow:
        for session in (stays, goes, others):
            uow.sessions.add(session)
        uow.sessions.remove_all(kim.id, but=stays.token_hash)
        uow.commit()
    with persistence.reading() as uow:
        assert [*uow.sessions.of(kim.id), *uow.sessions.of(lee.id)] == [stays, others]
