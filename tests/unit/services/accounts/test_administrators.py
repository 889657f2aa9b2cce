"""Who may sign in, and for what, as the operators say."""

import pytest

from domain.accounts.access import Role
from domain.errors import EmailTaken, NotFound, PasswordTooShort, SignInRefused
from domain.services.accounts.administrators import Administrators
from tests.fakes.accounts.passwords import FakeHasher
from tests.unit.services.site import ALEX, KIM, PASSWORD, ROBIN, Site

LONG_ENOUGH = "fifteen letters"


@pytest.fixture
def people(site: Site) -> Administrators:
    return Administrators(site.persistence, FakeHasher(), site.ids, site.clock)


def test_who_is_added_can_sign_in(site: Site, people: Administrators) -> None:
    """With the password and the roles they were given."""
    added = people.add(" Jo@redwood.example ", "Jo Field ", {"000341": Role.ENROLL}, LONG_ENOUGH)
    assert (added.email, added.name) == ("Jo@redwood.example", "Jo Field")
    resumed = site.access.resume(site.access.sign_in("jo@redwood.example", LONG_ENOUGH))
    assert resumed is not None
    assert resumed[1] == added == people.find("JO@redwood.example")
    assert people.all() == [ALEX, added, KIM, ROBIN]


def test_an_e_mail_is_one_persons(people: Administrators) -> None:
    """Whatever its case."""
    with pytest.raises(EmailTaken):
        people.add("ALEX@redwood.example", "Another Alex", {}, LONG_ENOUGH)
    assert people.find(ALEX.email) == ALEX


def test_a_short_password_is_refused(site: Site, people: Administrators) -> None:
    """For somebody new as for somebody who is there; nothing changes."""
    with pytest.raises(PasswordTooShort):
        people.add("jo@redwood.example", "Jo Field", {}, LONG_ENOUGH[1:])
    with pytest.raises(NotFound):
        people.find("jo@redwood.example")
    with pytest.raises(PasswordTooShort):
        people.set_password(ALEX.email, LONG_ENOUGH[1:])
    assert site.access.sign_in(ALEX.email, PASSWORD)


def test_roles_are_given_and_taken(people: Administrators) -> None:
    """For the groups that are named; what was said before of others stays."""
    after = people.grant(ALEX.email, {"000512": Role.VIEW, "000777": Role.ADMINISTER})
    assert after == people.find(ALEX.email)
    assert after.grants == {
        "000341": Role.ENROLL,
        "000512": Role.VIEW,
        "000777": Role.ADMINISTER,
    }
    people.revoke(ALEX.email, ["000512", "000888"])
    assert people.find(ALEX.email).grants == {"000341": Role.ENROLL, "000777": Role.ADMINISTER}
    people.revoke(ALEX.email)
    assert people.find(ALEX.email).grants == {}
    assert people.find(ROBIN.email) == ROBIN


def test_a_new_password_ends_all_sessions(site: Site, people: Administrators) -> None:
    """Whoever knew the old one is out; others stay signed in."""
    token, other = (site.access.sign_in(one.email, PASSWORD) for one in (ALEX, KIM))
    people.set_password("ALEX@redwood.example", LONG_ENOUGH)
    assert site.access.resume(token) is None
    assert site.access.resume(other) is not None
    with pytest.raises(SignInRefused):
        site.access.sign_in(ALEX.email, PASSWORD)
    assert site.access.sign_in(ALEX.email, LONG_ENOUGH)


def test_whoever_is_disabled_is_out(site: Site, people: Administrators) -> None:
    """At once, and until they are enabled again; they are told what strangers are."""
    token = site.access.sign_in(ROBIN.email, PASSWORD)
    people.set_disabled(ROBIN.email.upper(), disabled=True)
    assert people.find(ROBIN.email).disabled
    assert site.access.resume(token) is None
    with pytest.raises(SignInRefused):
        site.access.sign_in(ROBIN.email, PASSWORD)
    people.set_disabled(ROBIN.email, disabled=False)
    assert site.access.resume(token) is None
    assert site.access.sign_in(ROBIN.email, PASSWORD)
    assert [act for act, _, of in site.acts() if of == "administrator robin"] == [
        "Disabled",
        "Enabled",
    ]


def test_nobody_of_that_name(people: Administrators) -> None:
    """There is nothing to do for an e-mail that nobody has."""
    nobody = "nobody@redwood.example"
    for act in (
        lambda: people.find(nobody),
        lambda: people.grant(nobody, {"000341": Role.VIEW}),
        lambda: people.revoke(nobody),
        lambda: people.set_disabled(nobody, disabled=True),
        lambda: people.set_password(nobody, LONG_ENOUGH),
    ):
        with pytest.raises(NotFound):
            act()
