"""Too many tries to sign in."""

from datetime import timedelta

from domain.accounts.throttling import OF_A_CLIENT, OF_A_PERSON
from tests.web.site import Browser, Site, hidden
from web.security.devices import Devices

ALEX = "alex@redwood.example"


def use_up(site: Site, email: str = ALEX) -> Browser:
    """A browser in which somebody has guessed as often as they may."""
    browser = site.client()
    for _ in range(OF_A_CLIENT.free):
        assert browser.sign_in(email, "a wrong password").status_code == 422
    return browser


def test_how_long_to_wait_is_said(site: Site) -> None:
    """With a reference number; what was typed, but for the password, is kept."""
    answer = use_up(site).sign_in(ALEX)
    assert answer.status_code == 429
    assert "Wait 30 seconds, then try again" in answer.text
    assert answer.headers["Retry-After"] == "30"
    assert f'value="{ALEX}"' in answer.text
    assert "Reference number" in answer.text
    site.clock.advance(timedelta(seconds=30))
    assert site.client().sign_in(ALEX).status_code == 303


def test_nobody_learns_whether_there_is_such_an_administrator(site: Site) -> None:
    """The answers are the same but for what was typed."""
    first, second = ALEX, "nobody@redwood.example"
    answers = [use_up(site, email).sign_in(email) for email in (first, second)]
    assert {answer.status_code for answer in answers} == {429}
    differing = [hidden(answer.text, "csrf_token") for answer in answers]
    references = [answer.headers["X-Request-ID"] for answer in answers]
    texts = [
        answer.text.replace(email, "").replace(token, "").replace(reference, "")
        for answer, email, token, reference in zip(
            answers, (first, second), differing, references, strict=True
        )
    ]
    assert texts[0] == texts[1]


def test_a_browser_that_has_signed_in_is_let_in(site: Site) -> None:
    """While a stranger at the same address has to wait; signing out does not change that."""
    alex = site.signed_in(ALEX)
    alex.post("/sign-out")
    stranger = use_up(site)
    assert stranger.sign_in(ALEX).status_code == 429
    assert alex.sign_in(ALEX).status_code == 303


def test_a_browser_is_known_for_its_own_person_alone(site: Site) -> None:
    """Having signed in oneself gives no further tries at others' passwords."""
    kim = site.signed_in("kim@evergreen.example")
    kim.post("/sign-out")
    use_up(site)
    assert kim.sign_in(ALEX).status_code == 429


def test_a_long_wait_is_told_in_minutes(site: Site) -> None:
    """Rounded up."""
    browser = use_up(site)
    for _ in range(4):
        site.clock.advance(timedelta(minutes=15))
        assert browser.sign_in(ALEX, "a wrong password").status_code == 422
    assert "Wait 8 minutes, then try again" in browser.sign_in(ALEX).text
    assert OF_A_PERSON.free > OF_A_CLIENT.free + 4


def test_a_browsers_cookie_cannot_be_made_up() -> None:
    """It is signed, for one e-mail in any case; it says nothing of whose it is."""
    devices = Devices("a secret")
    cookie = devices.cookie(ALEX)
    known = devices.recognise(cookie, f" {ALEX.upper()} ")
    assert len(known) == 32
    assert "alex" not in cookie
    assert devices.recognise(devices.cookie(ALEX, known), ALEX) == known
    for wrong in (None, "", cookie[:-1], cookie[1:], "0" * len(cookie), cookie[:32] + "é" * 64):
        assert devices.recognise(wrong, ALEX) == ""
    assert devices.recognise(cookie, "kim@evergreen.example") == ""
    assert Devices("another secret").recognise(cookie, ALEX) == ""
