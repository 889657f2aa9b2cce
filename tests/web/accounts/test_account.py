"""Your Account: a new password."""

import httpx
import pytest

from adapters.registry.demonstration import PASSWORD
from domain.accounts.throttling import OF_A_CLIENT
from tests.web.pages import Page, problems, said
from tests.web.site import Browser, Site

NEW = "a new way to say it"


def change(browser: Browser, **fields: str) -> httpx.Response:
    form = {"current_password": PASSWORD, "new_password": NEW, "new_password_again": NEW}
    return browser.post("/account/password", form | fields)


def test_ones_name_leads_to_ones_account(alex: Browser) -> None:
    """On every page."""
    assert 'class="who" href="/account"' in alex.get("/members").text
    page = Page(alex.get("/account").text)
    assert "Your Account You sign in as alex@redwood.example." in page.words
    assert page.labels["current_password"] == "Current password"


def test_a_new_password(site: Site, alex: Browser) -> None:
    """This browser stays signed in, every other one is out, and only the new one is right."""
    elsewhere = site.signed_in("alex@redwood.example")
    page = alex.follow(change(alex))
    assert said(page.text) == "You have a new password. You were signed out everywhere else."
    assert elsewhere.get("/members").status_code == 303
    assert site.client().sign_in("alex@redwood.example").status_code == 422
    assert site.client().sign_in("alex@redwood.example", NEW).status_code == 303


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"current_password": "not it"}, "This is not your current password."),
        ({"new_password_again": "something else"}, "These are two different passwords."),
        ({"new_password": "short", "new_password_again": "short"}, "has at least 15 characters"),
        ({"new_password": "x" * 129, "new_password_again": "x" * 129}, "at most 128 characters"),
        (
            {"new_password": "redwood password", "new_password_again": "redwood password"},
            "among those that are guessed first",
        ),
    ],
)
def test_what_was_not_taken_is_said(
    site: Site, alex: Browser, fields: dict[str, str], words: str
) -> None:
    """At its field, and on top; no password comes back with the page."""
    answer = change(alex, **fields)
    assert answer.status_code == 422
    assert words in problems(answer.text)
    assert answer.text.count("field-error") == 1
    assert NEW not in answer.text
    assert site.client().sign_in("alex@redwood.example").status_code == 303


def test_guessing_at_the_current_password_has_to_wait(alex: Browser) -> None:
    """Whoever finds a browser unattended does not find out the password."""
    for _ in range(OF_A_CLIENT.free):
        assert change(alex, current_password="a guess").status_code == 422
    assert "too many tries" in problems(change(alex).text)
