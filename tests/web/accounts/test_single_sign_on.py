"""Signing in through the organization's identity provider."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from domain.accounts.single_sign_on import AWAY_FOR_AT_MOST, Vouched
from tests.fakes.accounts.single_sign_on import ISSUER, FakeProvider
from tests.web.codes import give_code, set_up
from tests.web.site import HOST, Browser, Site, a_site, hidden
from web.settings import SettingsError, from_environment

THERE, BACK = "/sign-in/single-sign-on", "/sign-in/single-sign-on/back"
FIRST = "/sign-in/single-sign-on/first"
ALEX = "alex@redwood.example"
HOME = f"{BACK}?state=s&code=alex"


@pytest.fixture
def provider() -> FakeProvider:
    return FakeProvider(alex=Vouched(ISSUER, "7", ALEX), jo=Vouched(ISSUER, "8", "jo@x.example"))


@pytest.fixture
def sso(site_folder: Path, provider: FakeProvider) -> Iterator[Site]:
    """A site with a provider."""
    site = a_site(site_folder, provider=provider)
    yield site
    site.close()


def come_back(browser: Browser, address: str = HOME) -> httpx.Response:
    """Back from the provider; whoever comes for the first time keeps all that they were given."""
    back = browser.get(address)
    if back.headers.get("Location") != FIRST:
        return back
    page = browser.follow(back)
    groups = re.findall(r'name="group"\s+type="checkbox"\s+value="(\w+)"', page.text)
    return browser.post(FIRST, {"group": groups}, token=hidden(page.text, "csrf_token"))


def refused(answer: httpx.Response, *words: str) -> None:
    """On the page of signing in, without a session."""
    assert answer.status_code in (422, 503), answer.text
    assert "<h1>Sign in</h1>" in answer.text
    for one in words:
        assert one in answer.text
    set_now = {one.split("=")[0] for one in answer.headers.get_list("Set-Cookie")}
    assert "enroll" not in set_now


def test_there_and_back(sso: Site, provider: FakeProvider) -> None:
    """The provider is told this site's own address, and whoever comes back is signed in."""
    browser = sso.client()
    page = browser.get("/sign-in")
    assert f'href="{THERE}?next=%2Fmembers"' in page.text
    assert "Sign in with Redwood ID" in page.text
    away = browser.get(THERE)
    assert away.status_code == 303
    assert away.headers["Location"] == f"{ISSUER}/login?state=s1"
    assert provider.left_for == [f"http://{HOST}{BACK}"]
    back = come_back(browser)
    assert "Alex Rivera" in browser.follow(back).text


def test_the_page_that_was_asked_for_is_reached(sso: Site) -> None:
    """However far the way was; and never another site's."""
    browser = sso.client()
    browser.get(f"{THERE}?next=/transactions%3Fstatus%3Dpending")
    assert come_back(browser).headers["Location"] == "/transactions?status=pending"
    for elsewhere in ("//evil.example", "https://evil.example", "/x" * 2000):
        other = sso.client()
        other.get(THERE, params={"next": elsewhere})
        assert come_back(other).headers["Location"] == "/members"


def test_the_cookie_of_who_is_away_is_kept_from_pages(
    site_folder: Path, provider: FakeProvider
) -> None:
    """It is for this very site alone, and until the browser closes."""
    site = a_site(site_folder, provider=provider, https=True)
    (cookie,) = site.client().get(THERE).headers.get_list("Set-Cookie")
    site.close()
    assert cookie.startswith("__Host-enroll-away=")
    assert {"Secure", "HttpOnly", "SameSite=lax", "Path=/"} <= {
        one.strip() for one in cookie.split(";")
    }
    assert "Max-Age" not in cookie
    assert provider.left_for == [f"https://{HOST}{BACK}"]


def test_what_somebody_left_with_is_good_once(sso: Site) -> None:
    """And in the browser that left alone, within ten minutes."""
    browser = sso.client()
    browser.get(THERE)
    assert come_back(browser).status_code == 303
    sentence = "Signing in with Redwood ID took too long, or began in another browser."
    again = sso.client()
    refused(again.get(HOME), sentence)
    again.get(THERE)
    cookie = again.client.cookies["enroll-away"]
    refused(again.get(f"{BACK}?state=other&code=alex"), "did not succeed")
    refused(again.get(HOME), sentence)
    for planted in ("", "x", "!", cookie[:-4] + "AAAA", cookie[:50]):
        again.client.cookies.set("enroll-away", planted)
        refused(again.get(HOME), sentence)
    again.client.cookies.clear()
    again.client.cookies.set("enroll-away", cookie)  # a copy of what was used
    refused(again.get(HOME), sentence)
    again.get(THERE)
    sso.clock.advance(AWAY_FOR_AT_MOST - timedelta(seconds=1))
    assert again.get(HOME).status_code == 303
    late = sso.client()
    late.get(THERE)
    sso.clock.advance(AWAY_FOR_AT_MOST)
    refused(late.get(HOME), sentence)


def test_access_is_asked_about_the_first_time(sso: Site) -> None:
    """The page says which, and of whom; what has no tick is not theirs any more, a copy of the
    answer opens nothing, and the password of before neither."""
    browser = sso.client()
    browser.get(THERE)
    back = browser.get(HOME)
    assert back.headers["Location"] == FIRST
    assert browser.get("/members").status_code == 303  # nobody is signed in yet
    page = browser.follow(back)
    assert "in the name of Alex Rivera" in page.text
    assert "group 000341, Redwood Manufacturing" in page.text
    cookie = browser.client.cookies["enroll-first"]
    token = hidden(page.text, "csrf_token")
    joined = browser.post(FIRST, {"group": "000999"}, token=token)
    assert joined.headers["Location"] == "/members"
    assert "Redwood Manufacturing" not in browser.follow(joined).text
    browser.client.cookies.set("enroll-first", cookie)
    refused(browser.post(FIRST, {}, token=token), "took too long")
    refused(sso.client().get(FIRST), "took too long")
    assert sso.client().sign_in(ALEX).status_code == 422


def test_whom_nobody_knows_here_is_told_so(sso: Site, provider: FakeProvider) -> None:
    """With what the provider calls them, and what to do."""
    browser = sso.client()
    browser.get(THERE)
    answer = browser.get(f"{BACK}?state=s&code=jo")
    refused(answer, "knows you as jo@x.example", "invite you")
    provider.people["jo"] = Vouched(ISSUER, "8")
    browser.get(THERE)
    refused(browser.get(f"{BACK}?state=s&code=jo"), "has not verified your e-mail")


@pytest.mark.parametrize(
    "query",
    [
        "",
        "state=s",
        "state=s&error=access_denied",
        "state=%FF&code=%00",
        "code=alex",
        "state=s&state=t",
    ],
)
def test_an_answer_that_says_nothing_lets_nobody_in(sso: Site, query: str) -> None:
    """They may try again, or sign in otherwise."""
    browser = sso.client()
    browser.get(THERE)
    refused(browser.get(f"{BACK}?{query}"), "did not succeed")


def test_a_provider_that_is_away(sso: Site, provider: FakeProvider) -> None:
    """Says so with what else there is, on the way there and on the way back."""
    browser = sso.client()
    browser.get(THERE)
    provider.away = True
    for answer in (browser.get(HOME), browser.get(THERE)):
        refused(answer, "Redwood ID does not answer now", "with your password")
        assert answer.status_code == 503
        assert answer.headers["Retry-After"] == "60"


def test_a_code_of_ours_is_asked_for_after_it(sso: Site) -> None:
    """From whoever has a second factor, if the provider asked for none."""
    browser = sso.client()
    browser.get(THERE)
    come_back(browser)
    app = set_up(sso, browser)
    browser = sso.client()
    browser.get(f"{THERE}?next=/transactions")
    asked = browser.get(HOME)
    assert asked.headers["Location"] == "/sign-in/code?next=%2Ftransactions"
    assert give_code(browser, browser.follow(asked), app.next_code()).status_code == 303
    assert browser.get("/members").status_code == 200


def test_what_was_being_sent_waits_while_somebody_signs_in_in_another_tab(sso: Site) -> None:
    """The page with it stays where it is, and carries on afterwards."""
    browser = sso.signed_in(ALEX)
    sso.clock.advance(timedelta(hours=1))
    ended = browser.post("/people/invitations", {"name": "typed", "email": "nobody"})
    assert ended.status_code == 401
    assert f'href="{THERE}" target="_blank"' in ended.text
    fields = {
        "next": "/members",
        "kept_action": hidden(ended.text, "kept_action"),
        "kept.name": hidden(ended.text, "kept.name"),
        "carry_on": "yes",
    }
    token = hidden(ended.text, "csrf_token")
    soon = browser.post("/sign-in", fields, token=token)
    assert soon.status_code == 422
    assert "You are not signed in yet" in soon.text
    assert hidden(soon.text, "kept.name") == "typed"
    browser.get(THERE)
    come_back(browser)
    carried = browser.post("/sign-in", fields, token=token)
    assert "You are signed in" in carried.text
    assert hidden(carried.text, "name") == "typed"


def test_without_a_provider_there_is_nothing_of_it(site: Site) -> None:
    """No button, and no such pages."""
    browser = site.client()
    assert "single-sign-on" not in browser.get("/sign-in").text
    assert browser.get(THERE).status_code == browser.get(HOME).status_code == 404


GOOD = {"ISSUER": "https://id.redwood.example", "CLIENT_ID": "ours", "CLIENT_SECRET": "hush"}


def settings_problems(**oidc: str) -> list[str]:
    said = {f"ENROLL_OIDC_{name}": value for name, value in oidc.items()}
    with pytest.raises(SettingsError) as refusal:
        from_environment(said)
    return [one for one in refusal.value.problems if "OIDC" in one]


@pytest.mark.parametrize("missing", GOOD)
def test_settings_of_a_provider_go_together(missing: str) -> None:
    """A site that lacks one does not start, and says which."""
    given = {name: value for name, value in GOOD.items() if name != missing}
    (problem,) = settings_problems(**given)
    assert problem.startswith(f"ENROLL_OIDC_{missing} must be set too")
    assert "hush" not in problem
    assert settings_problems(**GOOD) == settings_problems() == []
