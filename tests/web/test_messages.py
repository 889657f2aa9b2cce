"""What the site says back after an action."""

import pytest

from tests.web.pages import said
from tests.web.reading import dialog
from tests.web.site import Browser, Site
from tests.web.uploads import a_person, administrator
from tests.workbooks import fill_template
from web.messages import done, failed, from_text, to_text


def test_a_message_is_shown_once_on_the_next_page(alex: Browser) -> None:
    """It survives the redirect, and a reload does not repeat it."""
    stayed = alex.post("/session/stay")
    page = alex.follow(stayed)
    assert said(page.text, "status") == "You are still signed in."
    assert said(page.text, "alert") == ""
    assert said(alex.get("/members").text, "status") == ""


def test_a_message_comes_with_the_part_that_htmx_swaps(alex: Browser) -> None:
    """The part brings both message regions along, so that old messages go away too."""
    part = alex.follow(alex.post("/session/stay", htmx=True), htmx=True)
    assert "You are still signed in." in part.text
    assert "You are still signed in." not in alex.part("/members").text


def test_messages_of_two_actions_are_both_shown(alex: Browser) -> None:
    """An action that is not followed at once does not lose what was said before."""
    alex.post("/session/stay")
    alex.post("/session/stay")
    assert alex.get("/members").text.count("You are still signed in.") == 2


def test_nobody_elses_messages_are_shown(site: Site, alex: Browser) -> None:
    """They belong to the session, not to the administrator."""
    alex.post("/session/stay")
    other = site.signed_in("alex@redwood.example")
    assert "You are still signed in." not in other.get("/members").text


def test_messages_come_back_as_they_were_kept() -> None:
    """Kind, words and undo survive the session's row."""
    messages = (done("Ana “A” <Silva> was deleted.", "/applications/a/restore?v=2"), failed("No."))
    assert from_text(to_text(messages)) == messages


@pytest.mark.parametrize("text", ["", "{}", "[1]", '[{"words": "of an older version"}]', "[[["])
def test_what_cannot_be_read_is_no_message(text: str) -> None:
    """A new version of the site may find what an older one has left."""
    assert from_text(text) == ()


def test_each_of_two_uploads_says_how_it_went(site: Site, alex: Browser) -> None:
    """With files uploaded in two windows, neither page takes the other's dialog away, and nor does
    another page or a part of one."""
    answers = []
    for name in ("one.xlsx", "two.xlsx"):
        who = administrator(site)
        _, template = site.services.groups.template(who, "NCAL", "000341")
        content = fill_template(template, [a_person("Ana", "Ruiz", Middle_Name=name[0])])
        choices = {"region": "NCAL", "group_id": "000341", "group_name": "000341"}
        files = {"file": (name, content)}
        answers.append(alex.post("/mass-enrollment/upload", choices, files=files))
    first, second = answers
    alex.get("/members")
    alex.part(first.headers["Location"])
    for answer in (second, first):
        assert dialog(alex.follow(answer).text).startswith("Upload complete")
        assert dialog(alex.follow(answer).text) == ""
