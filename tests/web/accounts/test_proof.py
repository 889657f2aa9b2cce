"""Being asked who one is, before what matters is done."""

from datetime import timedelta

from adapters.registry.demonstration import PASSWORD
from domain.accounts.throttling import OF_A_CLIENT
from tests.web.codes import App, set_up
from tests.web.pages import Page, problems
from tests.web.site import Browser, Site, hidden

ON = "/account/second-factor"


def later(site: Site) -> None:
    site.clock.advance(timedelta(minutes=10))


def test_right_after_signing_in_nothing_is_asked(site: Site, alex: Browser) -> None:
    """Signing in is a proof itself."""
    assert len(set_up(site, alex).recovery_codes) == 10


def test_later_the_password_is_asked_for_and_what_was_typed_is_kept(
    site: Site, alex: Browser
) -> None:
    """The act is done with the proof, and not asked for again at once."""
    later(site)
    app = App(site, alex.get(ON).text)
    asked = alex.post(ON, {"code": app.code()})
    assert asked.status_code == 401
    assert Page(asked.text).labels["proof"] == "Password"
    assert app.code() not in asked.text
    before = alex.cookie
    wrong = alex.post(ON, {"code": app.code(), "proof": "not it"})
    assert wrong.status_code == 422
    assert "This is not your password." in problems(wrong.text)
    assert "not it" not in wrong.text
    anew = alex.post(ON, {"proof": PASSWORD})
    assert "Enter the code that your app shows now." in problems(anew.text)
    done = alex.post(ON, {"code": app.code()})
    assert done.text.count("<code>") == 10
    assert alex.cookie != before
    assert "HttpOnly" in anew.headers["Set-Cookie"]
    assert hidden(done.text, "csrf_token") == alex.token
    thief = site.client()
    thief.client.cookies.set("enroll", before)
    assert thief.get("/members").status_code == 303


def test_with_a_second_factor_a_code_is_asked_for(site: Site, alex: Browser) -> None:
    """Guessing has to wait."""
    app = set_up(site, alex)
    later(site)
    codes = f"{ON}/recovery-codes"
    assert Page(alex.post(codes).text).labels["proof"] == "Code"
    for _ in range(OF_A_CLIENT.free):
        assert "This code does not fit" in problems(alex.post(codes, {"proof": "000000"}).text)
    waiting = alex.post(codes, {"proof": app.code()})
    assert waiting.status_code == 429
    assert waiting.headers["Retry-After"] == "30"
    site.clock.advance(timedelta(seconds=30))
    assert alex.post(codes, {"proof": app.code()}).text.count("<code>") == 10


def test_a_proof_without_the_pages_token_is_none(site: Site, alex: Browser) -> None:
    """Nobody is made to prove anything by another site."""
    later(site)
    answer = alex.post(ON, {"code": "000000", "proof": PASSWORD}, token="guessed")
    assert answer.status_code == 403
