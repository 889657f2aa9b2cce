"""Where one is signed in, and ending it."""

import re

import pytest

from adapters.registry.demonstration import PASSWORD
from domain.accounts.access import PROOF_LASTS
from tests.web.pages import Page, said
from tests.web.site import Browser, Site
from web.security.devices import browser_of

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
EMAIL = "alex@redwood.example"


def elsewhere(site: Site) -> Browser:
    browser = site.client()
    browser.client.headers["User-Agent"] = FIREFOX
    assert browser.sign_in(EMAIL).status_code == 303
    return browser


def test_each_browser_is_listed(site: Site, alex: Browser, kim: Browser) -> None:
    """With its name, address and times; which of them is this one is said."""
    elsewhere(site)
    page = Page(alex.get("/account").text).words
    assert page.count("testclient") == 2
    assert "Firefox on Windows testclient 11/23/2026, 10:00 AM PST" in page
    assert page.count("This one") == 1
    assert "Sign Out Everywhere Else" not in kim.get("/account").text


def test_one_is_ended(site: Site, alex: Browser) -> None:
    """From another; it has no button for itself."""
    other = elsewhere(site)
    (path,) = re.findall(r'action="(/account/sessions/[0-9a-f]+/end)"', alex.get("/account").text)
    assert said(alex.follow(alex.post(path)).text) == "You were signed out there."
    assert other.get("/members").status_code == 303
    assert alex.post(path).status_code == 404


def test_nobody_ends_anothers(site: Site, alex: Browser, kim: Browser) -> None:
    """It is not there for them."""
    elsewhere(site)
    (path,) = re.findall(r'action="(/account/sessions/[0-9a-f]+/end)"', alex.get("/account").text)
    assert kim.post(path).status_code == 404


def test_all_others_are_ended(site: Site, alex: Browser) -> None:
    """At once, but this one."""
    others = [elsewhere(site), elsewhere(site)]
    answer = alex.post("/account/sessions/end-others")
    assert said(alex.follow(answer).text) == "You were signed out everywhere else."
    assert {one.get("/members").status_code for one in others} == {303}


def test_later_who_it_is_is_asked_before_one_is_ended(site: Site, alex: Browser) -> None:
    """A browser left alone signs nobody out elsewhere; with the proof the act is done at once,
    and this browser stays signed in."""
    other = elsewhere(site)
    (one,) = re.findall(r'action="(/account/sessions/[0-9a-f]+/end)"', alex.get("/account").text)
    site.clock.advance(PROOF_LASTS)
    for path in (one, "/account/sessions/end-others"):
        assert alex.post(path).status_code == 401
        assert alex.post(path, {"proof": "not it"}).status_code == 422
        assert other.get("/members").status_code == 200
    done = alex.post(one, {"proof": PASSWORD})
    assert said(alex.follow(done).text) == "You were signed out there."
    assert other.get("/members").status_code == 303


@pytest.mark.parametrize(
    ("said_to_be", "name"),
    [
        (FIREFOX, "Firefox on Windows"),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0"
            " Safari/537.36 Edg/140.0",
            "Edge on Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0"
            " Mobile/15E148 Safari/604.1",
            "Safari on iPhone",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit Chrome/140 Safari/537", "Chrome on Linux"),
        ("curl/8.0", "A browser"),
        ("", "A browser"),
        ("<script>" * 100, "A browser"),
    ],
)
def test_a_browser_is_named_in_a_few_words(said_to_be: str, name: str) -> None:
    """Nothing else of what it says is kept."""
    assert browser_of(said_to_be) == name
