"""People, and the links they are invited by."""

import re
from datetime import timedelta

import pytest

from adapters.registry.demonstration import PASSWORD
from domain.accounts.access import Role
from tests.web.pages import Page, problems, said
from tests.web.site import Browser, Site, hidden

ROBIN = "robin@cascadia.example"
JO = {"email": "jo@redwood.example", "name": "Jo Field", "group_id": "000341", "role": "enroll"}
CHOSEN = {"new_password": "a tall ladder of light", "new_password_again": "a tall ladder of light"}


def person_id(site: Site, email: str) -> str:
    return site.services.administrators.find(email).id


def invite(alex: Browser, **fields: str) -> str:
    """The path of the link that is handed over."""
    answer = alex.post("/people/invitations", JO | fields)
    assert answer.status_code == 200, answer.text
    found = re.search(r"http://enroll\.test(/invitation/[\w-]+)", answer.text)
    assert found
    return found[1]


def test_who_has_access_is_listed(alex: Browser) -> None:
    """With what they may do; the page is in the navigation of whoever administers a group."""
    assert 'href="/people"' in alex.get("/members").text
    page = Page(alex.get("/people").text).words
    assert "Alex Rivera alex@redwood.example 000341 Administer Can sign in" in page
    assert "Robin Hale robin@cascadia.example 000341 View Can sign in" in page
    assert "Kim" not in page
    assert "000512" not in page


def test_it_is_nobody_elses_page(robin: Browser, kim: Browser) -> None:
    """Who only looks or enrolls has neither the page nor a link to it."""
    for browser in (robin, kim):
        assert 'href="/people"' not in browser.get("/members").text
        assert browser.get("/people").status_code == 403
        assert browser.post("/people/invitations", JO).status_code in (403, 404)


def test_a_person_is_there_for_their_own_administrators_alone(
    site: Site, alex: Browser, kim: Browser, robin: Browser
) -> None:
    """Others' people do not exist; without the role nothing is done."""
    robins, kims = (person_id(site, one) for one in (ROBIN, "kim@evergreen.example"))
    acts = ("roles", "disable", "enable")
    for browser, whose, status in ((kim, robins, 404), (alex, kims, 404), (robin, robins, 403)):
        assert browser.get(f"/people/{whose}").status_code == status
        for act in acts:
            assert browser.post(f"/people/{whose}/{act}").status_code == status


def test_a_role_is_changed(site: Site, alex: Browser, robin: Browser) -> None:
    """With their next click they may do it."""
    path = f"/people/{person_id(site, ROBIN)}"
    page = Page(alex.get(path).text)
    assert page.labels == {"role.000341": "May in 000341"}
    assert page.values["role.000341"] == "view"
    saved = alex.post(f"{path}/roles", {"role.000341": "administer"})
    assert said(alex.follow(saved).text) == "Robin Hale’s roles are saved."
    assert robin.get("/people").status_code == 200
    gone = alex.post(f"{path}/roles", {"role.000341": "none"})
    assert said(alex.follow(gone).text) == "Robin Hale has no access any more."
    assert robin.get("/members?group=000341").status_code == 404


def test_no_role_is_given_in_a_group_of_others(site: Site, alex: Browser) -> None:
    """Whatever the form was made to say."""
    path = f"/people/{person_id(site, ROBIN)}/roles"
    for group_id, status in (("000512", 403), ("000777", 404)):
        fields = {"role.000341": "enroll", f"role.{group_id}": "administer"}
        assert alex.post(path, fields).status_code == status
    assert site.services.administrators.find(ROBIN).grants == {"000341": Role.VIEW}


def test_the_last_administrator_stays(site: Site, alex: Browser) -> None:
    """It is said what to do first; nobody finds a way to disable themselves."""
    path = f"/people/{person_id(site, 'alex@redwood.example')}"
    assert "Disable" not in Page(alex.get(path).text).words
    answer = alex.post(f"{path}/roles", {"role.000341": "view"})
    assert answer.status_code == 422
    assert "Let somebody else administer it first." in problems(answer.text)
    assert alex.post(f"{path}/disable").status_code == 403


def test_ones_own_role_is_given_up(site: Site, alex: Browser) -> None:
    """Once somebody else has it; the page is gone then."""
    alex.post(f"/people/{person_id(site, ROBIN)}/roles", {"role.000341": "administer"})
    own = f"/people/{person_id(site, 'alex@redwood.example')}/roles"
    assert alex.post(own, {"role.000341": "enroll"}).headers["Location"] == "/members"
    assert alex.get("/people").status_code == 403


def test_whoever_is_disabled_is_out(site: Site, alex: Browser, robin: Browser) -> None:
    """At once; the door says to them what it says to strangers."""
    path = f"/people/{person_id(site, ROBIN)}"
    told = said(alex.follow(alex.post(f"{path}/disable")).text)
    assert told == "Robin Hale cannot sign in any more, and was signed out."
    assert robin.get("/members").status_code == 303
    assert "do not belong together" in site.client().sign_in(ROBIN).text
    assert "Disabled" in Page(alex.get("/people").text).words
    assert said(alex.follow(alex.post(f"{path}/enable")).text) == "Robin Hale can sign in again."
    assert site.client().sign_in(ROBIN).status_code == 303


def test_whoever_has_access_elsewhere_is_not_disabled(site: Site, alex: Browser) -> None:
    """The page says why, and has no button."""
    site.services.administrators.grant(ROBIN, {"000777": Role.VIEW})
    path = f"/people/{person_id(site, ROBIN)}"
    assert "groups that you do not administer" in Page(alex.get(path).text).words
    assert alex.post(f"{path}/disable").status_code == 403


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"email": "jo"}, "Enter an e-mail address"),
        ({"name": " "}, "Enter the person’s name."),
        ({"group_id": ""}, "Choose the group."),
        ({"role": "owner"}, "Choose what the person may do."),
        ({"email": ROBIN}, "has access to the group already"),
    ],
)
def test_what_is_missing_is_said(alex: Browser, fields: dict[str, str], words: str) -> None:
    """What was typed is kept."""
    answer = alex.post("/people/invitations", JO | fields)
    assert answer.status_code == 422
    assert words in problems(answer.text)
    assert Page(answer.text).values["email"] == (JO | fields)["email"]


def test_somebody_new_comes_in(site: Site, alex: Browser) -> None:
    """By the link, which is shown once and works once."""
    link = invite(alex)
    assert link not in alex.get("/people").text
    assert (
        "Jo Field jo@redwood.example 000341 Enroll 11/30/2026"
        in Page(alex.get("/people").text).words
    )
    jo = site.client()
    page = jo.get(link)
    assert "You will sign in as jo@redwood.example." in Page(page.text).words
    token = hidden(page.text, "csrf_token")
    for fields, words in (
        ({"new_password": "short", "new_password_again": "short"}, "at least 15 characters"),
        ({"new_password_again": "another"}, "two different passwords"),
    ):
        assert words in problems(jo.post(link, CHOSEN | fields, token=token).text)
    assert jo.post(link, CHOSEN, token="guessed").status_code == 403
    assert jo.post(link, CHOSEN, token=token).headers["Location"] == "/sign-in"
    assert jo.sign_in(JO["email"], CHOSEN["new_password"]).status_code == 303
    assert jo.get("/members?group=000341").status_code == 200
    again = site.client().get(link)
    assert again.status_code == 404
    assert "This invitation is over" in again.text


def test_somebody_known_accepts_signed_in(site: Site, alex: Browser, kim: Browser) -> None:
    """As themselves, with the password that they have; as nobody else."""
    link = invite(alex, email="kim@evergreen.example", name="Kim")
    stranger = site.client()
    page = stranger.get(link)
    assert f"/sign-in?next={link.replace('/', '%2F')}" in page.text
    token = hidden(stranger.get("/sign-in").text, "csrf_token")
    sent = stranger.post(link, CHOSEN, token=token)
    assert sent.headers["Location"] == link
    assert "is for kim@evergreen.example" in Page(alex.get(link).text).words
    accepting = link.replace("/invitation/", "/accept-invitation/")
    assert alex.post(accepting).status_code == 404
    assert accepting in kim.get(link).text
    accepted = kim.post(accepting)
    assert said(kim.follow(accepted).text) == "You have access to group 000341 now."
    assert kim.get("/members?group=000341").status_code == 200


def test_an_invitation_is_withdrawn(site: Site, alex: Browser, kim: Browser) -> None:
    """By its administrators alone."""
    link = invite(alex)
    found = re.search(r"/people/invitations/[0-9a-f]+/withdraw", alex.get("/people").text)
    assert found
    assert kim.post(found[0]).status_code == 404
    withdrawn = alex.follow(alex.post(found[0]))
    assert said(withdrawn.text) == "The invitation is withdrawn. Its link lets nobody in."
    assert site.client().get(link).status_code == 404


def test_who_it_is_is_asked_before_what_matters(site: Site, alex: Browser) -> None:
    """Ten minutes after the last proof; what was typed goes on with the password."""
    site.clock.advance(timedelta(minutes=10))
    path = f"/people/{person_id(site, ROBIN)}"
    for act in ("roles", "disable", "enable"):
        assert alex.post(f"{path}/{act}", {"role.000341": "enroll"}).status_code == 401
    asked = alex.post("/people/invitations", JO)
    assert hidden(asked.text, "name") == "Jo Field"
    assert "/invitation/" in alex.post("/people/invitations", JO | {"proof": PASSWORD}).text
    assert alex.post(f"{path}/disable").status_code == 303
