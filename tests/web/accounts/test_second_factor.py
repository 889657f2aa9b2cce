"""The pages of a second factor: setting up, signing in, recovery codes, turning off."""

import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.registry.demonstration import PASSWORD
from domain.accounts.throttling import OF_A_CLIENT
from tests.web.codes import App, give_code, give_password, set_up
from tests.web.pages import Page, problems, said
from tests.web.site import Browser, Site, a_site, hidden
from web.settings import SettingsError, from_environment

EMAIL = "alex@redwood.example"


@pytest.fixture
def app(site: Site, alex: Browser) -> App:
    return set_up(site, alex)


@pytest.fixture
def strict(site_folder: Path) -> Iterator[Site]:
    """A site where everybody has to have a second factor."""
    site = a_site(site_folder, second_factor="required")
    yield site
    site.close()


def test_setting_up(site: Site, alex: Browser) -> None:
    """From Your Account; the codes on paper are shown once, and this browser stays signed in."""
    assert "/account/second-factor" in alex.get("/account").text
    page = alex.get("/account/second-factor").text
    wrong = alex.post("/account/second-factor", {"code": "000000"})
    assert wrong.status_code == 422
    assert "This code does not fit" in problems(wrong.text)
    app = App(site, page)
    on = alex.post("/account/second-factor", {"code": app.code()})
    assert on.text.count("<code>") == 10
    account = Page(alex.get("/account").text).words
    assert "Signing in takes a code from your app" in account
    assert "10 recovery codes left." in account
    assert alex.follow(alex.get("/account/second-factor")).status_code == 200


def test_the_picture_holds_the_secret(site: Site, alex: Browser) -> None:
    """As a file of the site's own, without styles, while it is set up only."""
    assert alex.get("/account/second-factor/picture").status_code == 404
    alex.get("/account/second-factor")
    picture = alex.get("/account/second-factor/picture")
    assert picture.headers["Content-Type"].startswith("image/svg+xml")
    assert picture.headers["Cache-Control"] == "no-store"
    drawn = ElementTree.fromstring(picture.text)
    assert drawn.tag == "{http://www.w3.org/2000/svg}svg"
    assert "style" not in picture.text
    set_up(site, alex)
    assert alex.get("/account/second-factor/picture").status_code == 404


def test_a_code_is_asked_for_on_a_second_page(site: Site, app: App) -> None:
    """It leads to where one was going."""
    browser = site.client()
    asked = browser.follow(browser.get("/transactions"))
    answer = browser.post(
        "/sign-in",
        {"email": EMAIL, "password": PASSWORD, "next": hidden(asked.text, "next")},
        token=hidden(asked.text, "csrf_token"),
    )
    assert answer.headers["Location"] == "/sign-in/code?next=%2Ftransactions"
    assert browser.get("/members").status_code == 303
    page = browser.follow(answer)
    assert Page(page.text).labels["code"] == "Code"
    form = {"code": app.next_code(), "next": hidden(page.text, "next")}
    entered = browser.post("/sign-in/code", form, token=hidden(page.text, "csrf_token"))
    assert entered.headers["Location"] == "/transactions"
    assert browser.follow(entered).status_code == 200


def test_a_wrong_code_is_told(site: Site, app: App) -> None:
    """The page stays; the same code a second time is a wrong one."""
    browser = site.client()
    page = give_password(browser, EMAIL)
    code = app.next_code()
    assert "This code does not fit" in problems(give_code(browser, page, "000000").text)
    assert give_code(browser, page, code).status_code == 303
    other = site.client()
    assert give_code(other, give_password(other, EMAIL), code).status_code == 422


def test_a_recovery_code_is_as_good_once(site: Site, app: App) -> None:
    """How many are left is said on the next page."""
    browser = site.client()
    entered = give_code(browser, give_password(browser, EMAIL), app.recovery_codes[0].lower())
    assert said(browser.follow(entered).text).startswith("9 recovery codes are left.")


def test_guessing_has_to_wait(site: Site, app: App) -> None:
    """With the time to wait."""
    browser = site.client()
    page = give_password(browser, EMAIL)
    for _ in range(OF_A_CLIENT.free):
        assert give_code(browser, page, "000000").status_code == 422
    answer = give_code(browser, page, app.next_code())
    assert answer.status_code == 303  # half a minute went by
    other = site.client()
    page = give_password(other, EMAIL)
    for _ in range(OF_A_CLIENT.free):
        give_code(other, page, "000000")
    answer = give_code(other, page, app.code())
    assert answer.status_code == 429
    assert "Wait 30 seconds" in problems(answer.text)
    assert answer.headers["Retry-After"] == "30"


def test_whoever_takes_too_long_begins_anew(site: Site, app: App) -> None:
    """So does whoever comes without having given a password."""
    browser = site.client()
    assert browser.get("/sign-in/code").headers["Location"] == "/sign-in"
    page = give_password(browser, EMAIL)
    site.clock.advance(timedelta(minutes=10))
    ended = give_code(browser, page, app.code())
    assert ended.headers["Location"] == "/sign-in?ended=true"


def test_what_was_typed_is_kept_through_both_pages(site: Site, app: App, alex: Browser) -> None:
    """Carried by the browser itself, and sent when its person says so."""
    site.clock.advance(timedelta(hours=1))
    ended = alex.post("/applications/abc?v=3", {"first_name": "Ana <b>"})
    kept = {"kept_action": "/applications/abc?v=3", "kept.first_name": "Ana <b>"}
    second = alex.post(
        "/sign-in",
        {"email": EMAIL, "password": PASSWORD, **kept},
        token=hidden(ended.text, "csrf_token"),
    )
    assert second.status_code == 200
    assert hidden(second.text, "kept.first_name") == "Ana <b>"
    carried = alex.post(
        "/sign-in/code",
        {"code": app.code(), **kept},
        token=hidden(second.text, "csrf_token"),
    )
    assert hidden(carried.text, "first_name") == "Ana <b>"


def test_new_recovery_codes(alex: Browser, app: App) -> None:
    """Ten others."""
    answer = alex.post("/account/second-factor/recovery-codes")
    assert answer.text.count("<code>") == 10
    assert app.recovery_codes[0] not in answer.text


def test_turning_it_off(site: Site, alex: Browser, app: App) -> None:
    """With password and code; then the password is enough."""
    path = "/account/second-factor/off"
    assert "Turn off your second factor" in alex.get(path).text
    for fields, words in (
        ({"current_password": "wrong", "code": app.next_code()}, "not your current password"),
        ({"current_password": PASSWORD, "code": "000000"}, "This code does not fit"),
    ):
        assert words in problems(alex.post(path, fields).text)
    off = alex.post(path, {"current_password": PASSWORD, "code": app.next_code()})
    assert said(alex.follow(off).text).startswith("Your second factor is off.")
    assert site.client().sign_in(EMAIL).headers["Location"] == "/members"
    assert alex.get(path).headers["Location"] == "/account"
    assert alex.post("/account/second-factor/recovery-codes").status_code == 404


def test_a_password_may_be_shorter_beside_it(alex: Browser, app: App) -> None:
    """8 characters; turning the factor off then asks for a longer one first."""
    short = "xq7 tulip"
    fields = {"current_password": PASSWORD, "new_password": short, "new_password_again": short}
    assert "At least 8 characters" in Page(alex.get("/account").text).words
    assert alex.post("/account/password", fields).status_code == 303
    off = alex.post(
        "/account/second-factor/off", {"current_password": short, "code": app.next_code()}
    )
    assert "at least 15 characters" in problems(off.text)


def test_where_it_is_required_it_is_set_up_first(strict: Site) -> None:
    """Nothing else is reached before, but the way out."""
    alex = strict.signed_in(EMAIL)
    for path in ("/members", "/transactions", "/account"):
        assert alex.get(path).headers["Location"] == "/account/second-factor"
    assert alex.part("/members").headers["HX-Redirect"] == "/account/second-factor"
    page = alex.get("/account/second-factor")
    assert "One more step before you go on" in page.text
    assert alex.post("/session/stay").status_code == 303
    set_up(strict, alex)
    assert alex.get("/members").status_code == 200
    assert strict.signed_in("kim@evergreen.example").post("/sign-out").status_code == 303


def test_the_setting_is_one_of_two() -> None:
    """Anything else is named at the start."""
    with pytest.raises(SettingsError) as caught:
        from_environment({"ENROLL_SECOND_FACTOR": "maybe"})
    assert "ENROLL_SECOND_FACTOR is 'maybe'." in "\n".join(caught.value.problems)
