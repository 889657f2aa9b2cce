"""What was typed into a form whose session had ended, or that asks who it is."""

from html import unescape

import pytest

from domain.accounts.access import ABSOLUTE_LIMIT
from tests.web.site import Site, hidden

ALEX = "alex@redwood.example"
SECRET = "tell-nobody-7f3a"
FORMS = {
    "/account/password": ("current_password", "new_password", "new_password_again"),
    "/account/second-factor": ("code",),
    "/account/second-factor/off": ("current_password", "code"),
    "/people/invitations": ("proof", "once"),
}


@pytest.mark.parametrize("path", FORMS)
def test_secrets_are_not_carried_through_signing_in(site: Site, path: str) -> None:
    """Nobody who sits down at the browser later finds them in the page; the person is led back to
    type them once more."""
    alex = site.signed_in(ALEX)
    site.clock.advance(ABSOLUTE_LIMIT)
    answer = alex.post(path, dict.fromkeys(FORMS[path], SECRET))
    assert answer.status_code in (303, 401)
    page = alex.follow(answer) if answer.status_code == 303 else answer
    assert SECRET not in unescape(page.text)


def test_what_is_no_secret_is_carried(site: Site) -> None:
    """As before: nobody types it twice."""
    alex = site.signed_in(ALEX)
    site.clock.advance(ABSOLUTE_LIMIT)
    answer = alex.post("/people/invitations", {"name": "New Person", "once": SECRET})
    assert hidden(answer.text, "kept.name") == "New Person"
    assert SECRET not in answer.text


def test_a_secret_that_was_carried_is_dropped_on_the_way(site: Site) -> None:
    """Whatever page it came from."""
    visitor = site.client()
    token = hidden(visitor.get("/sign-in").text, "csrf_token")
    fields = {"kept_action": "/people/invitations", "kept.name": "New Person"}
    answer = visitor.post(
        "/sign-in", {**fields, "kept.proof": SECRET, "kept.password": SECRET}, token=token
    )
    assert "New Person" in answer.text
    assert SECRET not in answer.text
