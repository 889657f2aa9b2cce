"""Signing in and out, and a session's two ends."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from tests.web.site import Browser, Site, hidden
from web.settings import SettingsError, from_environment


def test_signing_in_leads_to_manage_members(site: Site) -> None:
    """The right password opens Manage Members."""
    browser = site.client()
    page = browser.follow(browser.sign_in("alex@redwood.example"))
    assert "<h1>Manage Members</h1>" in page.text
    assert "Alex Rivera" in page.text


def test_the_email_is_taken_in_any_case(site: Site) -> None:
    """Capitals and spaces around the e-mail make no difference."""
    assert site.client().sign_in(" ALEX@Redwood.example ").status_code == 303


@pytest.mark.parametrize("email", ["alex@redwood.example", "nobody@redwood.example"])
def test_a_refusal_says_the_same_for_every_email(site: Site, email: str) -> None:
    """Nobody learns from the answer whether there is such an administrator."""
    answer = site.client().sign_in(email, "a wrong password")
    assert answer.status_code == 422
    assert "That e-mail and password do not belong together" in answer.text
    assert f'value="{email}"' in answer.text
    assert "a wrong password" not in answer.text
    assert "enroll" not in {
        cookie.split("=")[0] for cookie in answer.headers.get_list("Set-Cookie")
    }


def test_a_page_asked_for_without_a_session_is_reached_after_signing_in(site: Site) -> None:
    """The address asked for comes back after signing in, query and all."""
    browser = site.client()
    asked = browser.get("/members?group=000512&page=1")
    assert asked.status_code == 303
    assert asked.headers["Location"] == "/sign-in?next=%2Fmembers%3Fgroup%3D000512%26page%3D1"
    page = browser.follow(asked)
    assert hidden(page.text, "next") == "/members?group=000512&page=1"


def test_what_was_searched_for_is_not_carried_into_another_address(site: Site) -> None:
    """A name typed into a search does not travel on to the sign-in page's address."""
    asked = site.client().get("/members?group=000512&search=Lovelace")
    assert "Lovelace" not in asked.headers["Location"]
    assert "000512" in asked.headers["Location"]


def test_an_e_mail_is_judged_by_the_site_alone(site: Site) -> None:
    """The browser's own sentence about it would stand in the way of ours."""
    browser = site.client()
    assert re.search(r"<form[^>]* novalidate>", browser.get("/sign-in").text)
    answer = browser.sign_in("alex")
    assert "That e-mail and password do not belong together" in answer.text


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "/\t/evil.example",
        "javascript:alert(1)",
        "members",
        "/members\r\nSet-Cookie: a=b",
    ],
)
def test_signing_in_never_leads_to_another_site(site: Site, elsewhere: str) -> None:
    """Only paths of this site are followed after signing in."""
    browser = site.client()
    page = browser.get("/sign-in", params={"next": elsewhere})
    assert hidden(page.text, "next") == "/members"
    answer = browser.post(
        "/sign-in",
        {"email": "alex@redwood.example", "password": "correct horse battery", "next": elsewhere},
        token=hidden(page.text, "csrf_token"),
    )
    assert answer.headers["Location"] == "/members"


def test_an_id_that_the_visitor_brings_is_never_adopted(site: Site) -> None:
    """Signing in makes a new id, whatever the cookie said before."""
    browser = site.client()
    browser.client.cookies.set("enroll", "a" * 43)
    browser.sign_in("alex@redwood.example")
    fresh = browser.get("/members").request.headers["Cookie"]
    other = site.client()
    other.client.cookies.set("enroll", "a" * 43)
    assert other.get("/members").status_code == 303
    assert "enroll=" in fresh


def test_signing_in_again_ends_the_session_before(site: Site) -> None:
    """One browser has one session: the former cookie is worth nothing afterwards."""
    browser = site.signed_in("alex@redwood.example")
    former = browser.cookie
    site.clock.advance(timedelta(minutes=16))
    browser.sign_in("alex@redwood.example")
    assert browser.cookie != former
    with site.persistence.reading() as uow:
        from domain.services.accounts.sessions import token_hash

        assert uow.sessions.find(token_hash(former)) is None


def test_signing_out_ends_the_session_on_the_server(site: Site, alex: Browser) -> None:
    """A copied cookie is worth nothing after signing out."""
    copied = alex.cookie
    answer = alex.post("/sign-out")
    assert answer.headers["Location"] == "/sign-in"
    assert alex.cookie == ""
    thief = site.client()
    thief.client.cookies.set("enroll", copied)
    assert thief.get("/members").status_code == 303


def test_a_visitor_writes_nothing(site: Site) -> None:
    """Looking at pages without trying to sign in leaves no row in the database."""
    folder = Path(site.settings.database_url.removeprefix("sqlite:///")).parent
    before = {path.name: path.stat().st_size for path in folder.glob("site.sqlite3*")}
    browser = site.client()
    for path in ("/sign-in", "/members", "/nowhere"):
        browser.get(path)
    assert {path.name: path.stat().st_size for path in folder.glob("site.sqlite3*")} | before == {
        path.name: path.stat().st_size for path in folder.glob("site.sqlite3*")
    }


@pytest.mark.parametrize(
    ("idle", "status"), [(timedelta(minutes=14, seconds=59), 200), (timedelta(minutes=15), 303)]
)
def test_a_session_ends_after_15_idle_minutes(
    site: Site, alex: Browser, idle: timedelta, status: int
) -> None:
    """A second before, it still lives."""
    site.clock.advance(idle)
    assert alex.get("/members").status_code == status


def test_a_session_ends_after_12_hours_whatever_is_done(site: Site, alex: Browser) -> None:
    """Being active does not keep it alive for ever."""
    for _ in range(12 * 6 - 1):
        site.clock.advance(timedelta(minutes=10))
        assert alex.get("/members").status_code == 200
    site.clock.advance(timedelta(minutes=10))
    asked = alex.get("/members")
    assert asked.status_code == 303
    assert "Your session has ended" in alex.follow(asked).text


def test_staying_keeps_the_session_alive(site: Site, alex: Browser) -> None:
    """The warning's button counts as activity, and every page says how long is left."""
    site.clock.advance(timedelta(minutes=14))
    stayed = alex.post("/session/stay")
    assert "You are still signed in" in alex.follow(stayed).text
    site.clock.advance(timedelta(minutes=14))
    page = alex.get("/members")
    assert page.status_code == 200
    assert page.headers["X-Session-Seconds"] == "900"


def test_a_script_that_stays_gets_no_page(alex: Browser) -> None:
    """Staying from a script uses up no message that a page should show."""
    token = {"Sec-Fetch-Dest": "empty", "Sec-Fetch-Site": "same-origin", "X-CSRF-Token": alex.token}
    assert alex.client.post("/session/stay", headers=token).status_code == 204


def test_what_was_typed_is_kept_through_sign_in(site: Site, alex: Browser) -> None:
    """A form sent after the session's end is carried by the sign-in page, and sent on request."""
    site.clock.advance(timedelta(hours=1))
    sent = {"first_name": "Ana <b>", "several": ["one", "two"]}
    ended = alex.post("/applications/abc?v=3", sent)
    assert ended.status_code == 401
    assert "Your session has ended" in ended.text
    assert hidden(ended.text, "kept.first_name") == "Ana <b>"
    assert "csrf_token" not in ended.text.replace('name="csrf_token"', "", 1)

    kept = {
        "kept_action": hidden(ended.text, "kept_action"),
        "kept.first_name": "Ana <b>",
        "kept.several": ["one", "two"],
    }
    refused = alex.post(
        "/sign-in",
        {"email": "alex@redwood.example", "password": "a wrong password", **kept},
        token=hidden(ended.text, "csrf_token"),
    )
    assert hidden(refused.text, "kept.first_name") == "Ana <b>"
    carried = alex.post(
        "/sign-in",
        {"email": "alex@redwood.example", "password": "correct horse battery", **kept},
        token=hidden(refused.text, "csrf_token"),
    )
    assert carried.status_code == 200
    assert '<form class="card" method="post" action="/applications/abc?v=3">' in carried.text
    assert hidden(carried.text, "first_name") == "Ana <b>"
    assert carried.text.count('name="several"') == 2
    assert hidden(carried.text, "csrf_token") == alex.token


SENT = [
    (
        "/account/password",
        {"current_password": "s-1", "new_password": "s-2", "new_password_again": "s-3"},
    ),
    ("/account/second-factor", {"code": "s-1", "proof": "s-2"}),
    ("/account/second-factor/off", {"current_password": "s-1", "code": "s-2"}),
    ("/people/invitations", {"name": "Jo Kept", "proof": "s-1"}),
]


@pytest.mark.parametrize(("path", "sent"), SENT)
def test_secrets_are_not_kept(site: Site, alex: Browser, path: str, sent: dict[str, str]) -> None:
    """No page has a password, a code or a proof in its source; what else was typed stays."""
    site.clock.advance(timedelta(hours=1))
    ended = alex.post(path, sent)
    shown = ended.text + alex.follow(ended).text if ended.status_code == 303 else ended.text
    assert "s-" not in "".join(re.findall(r'value="([^"]*)"', shown))
    assert ("Jo Kept" in shown) is ("name" in sent)
    posted = {"email": "a@b.example", "password": "x", "kept_action": path}
    carried = alex.post("/sign-in", posted | {f"kept.{one}": text for one, text in sent.items()})
    assert "s-" not in "".join(re.findall(r'name="kept[^>]*value="([^"]*)"', carried.text))


def test_only_what_a_page_of_ours_sent_is_kept(site: Site, alex: Browser) -> None:
    """Another site cannot plant fields to be sent after signing in."""
    site.clock.advance(timedelta(hours=1))
    planted = alex.post("/applications/abc", {"first_name": "Mallory"}, token="guessed")
    assert planted.status_code == 303
    assert "Mallory" not in alex.follow(planted).text


@pytest.mark.parametrize(
    ("said", "kept"), [("same-origin", True), ("same-site", False), ("cross-site", False)]
)
def test_what_was_typed_is_kept_after_signing_out_elsewhere(
    site: Site, said: str, kept: bool
) -> None:
    """Without a cookie left to check, the browser's own word that it was our page counts."""
    answer = site.client().client.post(
        "/applications/abc?v=3",
        data={"first_name": "Ana"},
        headers={"Sec-Fetch-Site": said},
        follow_redirects=False,
    )
    assert answer.status_code == (401 if kept else 303)
    assert ("Ana" in answer.text) is kept


def test_a_file_is_asked_for_again_but_the_choices_are_kept(site: Site, alex: Browser) -> None:
    """After the session's end an upload leads back to its page, with region and group chosen."""
    site.clock.advance(timedelta(hours=1))
    ended = alex.post(
        "/mass-enrollment/upload",
        {"region": "CA", "group_id": "000512"},
        files={"file": ("Ana Lopez.xlsx", b"not read")},
    )
    assert ended.status_code == 303
    page = alex.follow(ended)
    assert hidden(page.text, "next") == "/mass-enrollment/upload?region=CA&group_id=000512"


def test_cookies_are_bound_to_the_host_over_https(site_folder: object) -> None:
    """Over HTTPS the cookies are Secure and HttpOnly and carry the prefix that binds them."""
    from tests.web.site import a_site

    site = a_site(site_folder, https=True)  # type: ignore[arg-type]
    page = site.client().get("/sign-in")
    cookie = page.headers["Set-Cookie"]
    assert cookie.startswith("__Host-enroll-visit=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=lax"} <= set(cookie.split("; "))
    assert "Domain" not in cookie
    assert "max-age" in page.headers["Strict-Transport-Security"]
    site.close()


def test_nothing_starts_without_its_secrets() -> None:
    """Each missing setting is named, and how to make a secret is said."""
    with pytest.raises(SettingsError) as caught:
        from_environment({"ENROLL_SECRET_KEY": "too short"})
    problems = "\n".join(caught.value.problems)
    assert "shorter than 32 characters" in problems
    assert "secrets.token_urlsafe" in problems
    for name in ("CARRIER_FILE", "DATABASE_URL", "ALLOWED_HOSTS", "REGISTRY", "TIME_ZONE"):
        assert f"ENROLL_{name} is not set" in problems
