"""Inviting people into a group."""

from datetime import timedelta

import pytest

from domain.accounts.access import Administrator, Role
from domain.accounts.invitation import VALID_FOR
from domain.accounts.passwords import PasswordRules
from domain.errors import EmailTaken, NotAllowed, NotFound, PasswordTooCommon, PasswordTooShort
from domain.services.accounts.invitations import Invitations
from domain.services.accounts.sessions import token_hash
from tests.fakes.accounts.passwords import FakeHasher
from tests.unit.services.accounts.test_people import MINE, alex, grant, now
from tests.unit.services.site import ALEX, KIM, PASSWORD, ROBIN, Site

__all__ = ["alex"]  # a fixture

JO = "Jo@redwood.example"
CHOSEN = "a tall ladder of light"


@pytest.fixture
def invitations(site: Site, alex: Administrator) -> Invitations:
    return Invitations(site.persistence, site.clock, site.ids, FakeHasher(), PasswordRules())


@pytest.fixture
def token(invitations: Invitations, alex: Administrator) -> str:
    """Of Jo's invitation, who is not known yet."""
    return invitations.invite(alex, f" {JO} ", " Jo Field ", MINE, Role.ENROLL)


def test_somebody_new_comes_in_once(site: Site, invitations: Invitations, token: str) -> None:
    """With the password they chose, and the role they were invited to."""
    opened = invitations.open(token)
    assert (opened.invitation.email, opened.invitation.name) == (JO, "Jo Field")
    assert not opened.known
    added = invitations.accept_as_new(token, CHOSEN)
    resumed = site.access.resume(site.access.sign_in(JO, CHOSEN))
    assert resumed is not None
    assert resumed[1] == added
    assert added.grants == {MINE: Role.ENROLL}
    for use in (lambda: invitations.open(token), lambda: invitations.accept_as_new(token, CHOSEN)):
        with pytest.raises(NotFound):
            use()
    assert [act for act, _, of in site.acts() if of.startswith("invitation")] == [
        "Invited",
        "Invitation accepted",
    ]


def test_only_the_links_hash_is_kept(
    site: Site, alex: Administrator, invitations: Invitations, token: str
) -> None:
    """Who reads the store comes in with nothing."""
    (kept,) = invitations.pending(alex)
    assert kept.token_hash == token_hash(token)
    assert kept.reference not in token


def test_the_password_is_held_to_the_rules(invitations: Invitations, token: str) -> None:
    """The invitation is still good then."""
    with pytest.raises(PasswordTooShort):
        invitations.accept_as_new(token, "short")
    with pytest.raises(PasswordTooCommon):
        invitations.accept_as_new(token, "jo field redwood jo")
    assert invitations.accept_as_new(token, CHOSEN)


def test_a_link_is_good_for_seven_days(site: Site, invitations: Invitations, token: str) -> None:
    """Not a second longer."""
    site.clock.advance(VALID_FOR - timedelta(seconds=1))
    assert invitations.open(token)
    site.clock.advance(timedelta(seconds=1))
    with pytest.raises(NotFound):
        invitations.accept_as_new(token, CHOSEN)


def test_whoever_is_known_accepts_as_themselves(
    site: Site, invitations: Invitations, alex: Administrator
) -> None:
    """Signed in; what they may do elsewhere stays, and no password is set."""
    token = invitations.invite(alex, KIM.email.upper(), "Kim", MINE, Role.VIEW)
    assert invitations.open(token).known
    with pytest.raises(EmailTaken):
        invitations.accept_as_new(token, CHOSEN)
    with pytest.raises(NotFound):
        invitations.accept(ROBIN, token)
    invitations.accept(KIM, token)
    assert now(site, KIM).grants == {**KIM.grants, MINE: Role.VIEW}
    assert site.access.sign_in(KIM.email, PASSWORD)
    with pytest.raises(NotFound):
        invitations.accept(KIM, token)


def test_an_invitation_takes_no_role(
    site: Site, invitations: Invitations, alex: Administrator
) -> None:
    """Whoever was given a higher one meanwhile keeps it."""
    token = invitations.invite(alex, KIM.email, "Kim", MINE, Role.VIEW)
    kim = grant(site, KIM, g000341=Role.ENROLL)
    invitations.accept(kim, token)
    assert now(site, KIM).grants == {MINE: Role.ENROLL}


def test_whoever_has_access_is_not_invited(invitations: Invitations, alex: Administrator) -> None:
    """Their role is changed instead."""
    with pytest.raises(EmailTaken):
        invitations.invite(alex, ROBIN.email.upper(), "Robin", MINE, Role.ADMINISTER)


@pytest.mark.parametrize(
    ("group_id", "refusal"), [("000512", NotAllowed), ("000777", NotFound), ("", NotFound)]
)
def test_nobody_is_invited_elsewhere(
    invitations: Invitations, alex: Administrator, group_id: str, refusal: type[Exception]
) -> None:
    """A group has to be one's own to administer."""
    with pytest.raises(refusal):
        invitations.invite(alex, JO, "Jo", group_id, Role.VIEW)


def test_an_invitation_is_good_for_as_long_as_its_host_is(
    site: Site, invitations: Invitations, token: str
) -> None:
    """Who does not administer the group any more lets nobody in."""
    grant(site, ALEX, g000341=Role.ENROLL)
    with pytest.raises(NotFound):
        invitations.open(token)
    grant(site, ALEX, g000341=Role.ADMINISTER)
    assert invitations.open(token)
    with site.persistence.writing() as uow:
        uow.administrators.set_disabled(ALEX.id, disabled=True)
        uow.commit()
    with pytest.raises(NotFound):
        invitations.accept_as_new(token, CHOSEN)


def test_an_invitation_is_withdrawn(
    site: Site, invitations: Invitations, alex: Administrator, token: str
) -> None:
    """By whoever administers the group; to others it is not there."""
    (kept,) = invitations.pending(alex)
    for who, reference in ((KIM, kept.reference), (ROBIN, kept.reference), (alex, "guess")):
        with pytest.raises(NotFound):
            invitations.withdraw(who, reference)
    invitations.withdraw(alex, kept.reference)
    assert invitations.pending(alex) == []
    with pytest.raises(NotFound):
        invitations.open(token)
    assert site.acts()[-1][0] == "Invitation withdrawn"
