"""What people do about their own account."""

from datetime import timedelta

import pytest

from domain.accounts.access import Session
from domain.accounts.passwords import PasswordRules
from domain.accounts.throttling import OF_A_CLIENT, Client
from domain.audit import Act
from domain.errors import NotFound, PasswordTooShort, PasswordWrong, SignInRefused, TooManyTries
from domain.services.accounts.own_account import OwnAccount
from domain.services.accounts.sessions import token_hash
from tests.fakes.accounts.passwords import FakeHasher
from tests.unit.services.site import ALEX, KIM, PASSWORD, Site

NEW = "a new way to say it"
HERE = Client("192.0.2.1")


@pytest.fixture
def account(site: Site) -> OwnAccount:
    return OwnAccount(site.persistence, site.clock, site.ids, FakeHasher(), PasswordRules())


def session(site: Site, token: str) -> Session:
    found = site.access.resume(token)
    assert found is not None
    return found[0]


def test_a_new_password_ends_all_other_sessions(site: Site, account: OwnAccount) -> None:
    """This one goes on by another token; nobody else's ends."""
    here, there = (site.access.sign_in(ALEX.email, PASSWORD) for _ in range(2))
    kims = site.access.sign_in(KIM.email, PASSWORD)
    renewed = account.change_password(ALEX, session(site, here), PASSWORD, NEW, HERE)
    assert site.access.resume(renewed)
    assert site.access.resume(here) is None
    assert site.access.resume(kims)
    assert site.access.resume(there) is None
    with pytest.raises(SignInRefused):
        site.access.sign_in(ALEX.email, PASSWORD)
    assert site.access.sign_in(ALEX.email, NEW)


def test_it_is_written_down(site: Site, account: OwnAccount) -> None:
    """Who did it, and that alone."""
    token = site.access.sign_in(ALEX.email, PASSWORD)
    account.change_password(ALEX, session(site, token), PASSWORD, NEW, HERE)
    with site.persistence.reading() as uow:
        events = [entry.event for entry in uow.audit.all()]
    (event,) = [one for one in events if one.act == Act.PASSWORD_CHANGED]
    assert (event.administrator_id, event.subject) == (ALEX.id, f"administrator {ALEX.id}")


def test_the_current_password_is_asked_for(site: Site, account: OwnAccount) -> None:
    """Guessing at it is slowed down as at the door, and together with it."""
    token = site.access.sign_in(ALEX.email, PASSWORD)
    for _ in range(OF_A_CLIENT.free):
        with pytest.raises(PasswordWrong):
            account.change_password(ALEX, session(site, token), "wrong", NEW, HERE)
    with pytest.raises(TooManyTries):
        account.change_password(ALEX, session(site, token), PASSWORD, NEW, HERE)
    with pytest.raises(TooManyTries):
        site.access.sign_in(ALEX.email, PASSWORD, client=HERE)


def test_the_new_one_is_held_to_the_rules(site: Site, account: OwnAccount) -> None:
    """Before anything else."""
    token = site.access.sign_in(ALEX.email, PASSWORD)
    with pytest.raises(PasswordTooShort):
        account.change_password(ALEX, session(site, token), PASSWORD, "short", HERE)
    assert site.access.sign_in(ALEX.email, PASSWORD)


def test_sessions_are_listed_and_ended_by_their_owner(site: Site, account: OwnAccount) -> None:
    """The last seen first; nobody else's are there to be ended."""
    first = site.access.sign_in(ALEX.email, PASSWORD, client=HERE)
    site.clock.advance(timedelta(minutes=1))
    second = site.access.sign_in(ALEX.email, PASSWORD)
    kims = session(site, site.access.sign_in(KIM.email, PASSWORD))
    listed = account.sessions(ALEX)
    assert [one.token_hash for one in listed] == [token_hash(second), token_hash(first)]
    assert listed[1].address == HERE.address
    for reference in (kims.reference, "", "guess"):
        with pytest.raises(NotFound):
            account.end_session(ALEX, reference)
    account.end_session(ALEX, listed[1].reference)
    assert site.access.resume(first) is None
    assert account.sessions(KIM) == [kims]
    assert site.acts()[-1] == ("Sessions ended", "alex", "administrator alex")


def test_all_others_are_ended_at_once(site: Site, account: OwnAccount) -> None:
    """This one stays."""
    here, there, kims = (site.access.sign_in(one.email, PASSWORD) for one in (ALEX, ALEX, KIM))
    account.end_others(ALEX, session(site, here))
    assert [bool(site.access.resume(one)) for one in (here, there, kims)] == [True, False, True]


def test_what_has_ended_by_itself_is_not_listed(site: Site, account: OwnAccount) -> None:
    """Nor is it there to be ended."""
    ended = session(site, site.access.sign_in(ALEX.email, PASSWORD))
    site.clock.advance(timedelta(minutes=15))
    assert account.sessions(ALEX) == []
    with pytest.raises(NotFound):
        account.end_session(ALEX, ended.reference)
