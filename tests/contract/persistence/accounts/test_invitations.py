"""Invitations, and who is disabled."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import count

from msgspec.structs import replace
from sqlalchemy import Engine

from adapters.persistence import SqlPersistence
from domain.accounts.access import Role
from domain.accounts.invitation import Invitation
from domain.ports import Persistence
from tests.builders import GROUP, LATER, NOW, a_session, an_administrator
from tests.contract.persistence.acts import keep_administrator
from tests.keys import VAULT

MOMENT = timedelta(microseconds=1)
_numbers = count(1)


def an_invitation(**fields: object) -> Invitation:
    invitation = Invitation(
        token_hash=f"{next(_numbers):064x}",
        email="jo@redwood.example",
        name="Jo Field",
        group_id=GROUP,
        role=Role.ENROLL,
        invited_by="alex",
        expires_at=LATER,
    )
    return replace(invitation, **fields)


def keep(persistence: Persistence, *invitations: Invitation) -> None:
    with persistence.writing() as uow:
        for one in invitations:
            uow.invitations.add(one)
        uow.commit()


def test_an_invitation_is_found_by_its_token(persistence: Persistence) -> None:
    """Until it expires."""
    one = an_invitation()
    keep(persistence, one, an_invitation())
    with persistence.reading() as uow:
        assert uow.invitations.find(one.token_hash, LATER - MOMENT) == one
        assert uow.invitations.find(one.token_hash, LATER) is None
        assert uow.invitations.find("guess", NOW) is None


def test_invitations_are_listed_by_group(persistence: Persistence) -> None:
    """The first to expire first; what has expired is not there."""
    late, soon = an_invitation(), an_invitation(expires_at=NOW + MOMENT, role=Role.VIEW)
    over, other = an_invitation(expires_at=NOW), an_invitation(group_id="000777")
    keep(persistence, late, soon, over, other)
    with persistence.reading() as uow:
        assert uow.invitations.of_groups([GROUP, "000512"], NOW) == [soon, late]
        assert uow.invitations.of_groups([], NOW) == []


def test_an_invitation_is_used_once(persistence: Persistence) -> None:
    """And gone then."""
    one = an_invitation()
    keep(persistence, one)
    with persistence.writing() as uow:
        assert uow.invitations.remove(one.token_hash)
        assert not uow.invitations.remove(one.token_hash)
        uow.commit()
    with persistence.reading() as uow:
        assert uow.invitations.find(one.token_hash, NOW) is None


def test_what_has_expired_is_removed(persistence: Persistence) -> None:
    """Personal data of somebody who never came are not kept."""
    one = an_invitation(expires_at=NOW)
    keep(persistence, one)
    persistence.purge(NOW)
    with persistence.reading() as uow:
        assert uow.invitations.find(one.token_hash, NOW - MOMENT) is None


def test_whoever_is_disabled_is_told_with_them(persistence: Persistence) -> None:
    """Wherever they are found, until they are enabled."""
    kim = an_administrator()
    session = a_session(kim)
    keep_administrator(persistence, kim)
    with persistence.writing() as uow:
        uow.sessions.add(session)
        uow.commit()
    for disabled in (True, False):
        with persistence.writing() as uow:
            uow.administrators.hold_grants()
            uow.administrators.set_disabled(kim.id, disabled=disabled)
            uow.commit()
        after = replace(kim, disabled=disabled)
        with persistence.reading() as uow:
            credentials = uow.administrators.credentials(kim.email)
            assert credentials is not None
            assert credentials.administrator == after
            assert uow.administrators.get(kim.id) == after
            assert uow.administrators.all() == [after]
            assert uow.sessions.find(session.token_hash) == (session, after)
            assert uow.administrators.get("nobody") is None


def test_who_holds_grants_is_waited_for(engine: Engine) -> None:
    """Of several who each leave one administrator, one does."""
    persistence = SqlPersistence(engine, vault=VAULT)
    people = [
        an_administrator(email=f"{number}@b.example", grants={GROUP: Role.ADMINISTER})
        for number in range(6)
    ]
    for one in people:
        keep_administrator(persistence, one)

    def step_down(number: int) -> None:
        with persistence.writing() as uow:
            uow.administrators.hold_grants()
            held = [one for one in uow.administrators.all() if one.may(Role.ADMINISTER, GROUP)]
            if len(held) > 1:
                uow.administrators.set_grants(people[number].id, {})
            uow.commit()

    with ThreadPoolExecutor(6) as threads:
        list(threads.map(step_down, range(6)))
    with persistence.reading() as uow:
        assert len([one for one in uow.administrators.all() if one.grants]) == 1
