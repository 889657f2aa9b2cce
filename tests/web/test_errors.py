"""Error pages and their parts."""

import json
import re

import pytest

from domain import errors
from tests.web.logged import logged
from tests.web.site import HTMX, Browser, Site
from web.errors import problem_of


def test_an_unknown_address_has_a_page_with_a_next_step(site: Site, alex: Browser) -> None:
    """It is a 404 for visitors too, and whoever is signed in keeps the navigation."""
    page = alex.get("/nowhere")
    assert page.status_code == 404
    assert "There is nothing at this address" in page.text
    assert 'href="/members">Go to Manage Members' in page.text
    assert "Sign out" in page.text
    visitor = site.client()
    assert visitor.get("/nowhere").status_code == 404
    assert visitor.client.post("/nowhere").status_code == 404


def test_a_method_that_an_address_does_not_take_is_said_so(alex: Browser) -> None:
    """Opening the address of a button says where the button is."""
    page = alex.get("/sign-out")
    assert page.status_code == 405
    assert page.headers["Allow"]
    assert "use the button" in page.text


def test_what_could_not_be_read_is_told_for_what_it_is(alex: Browser) -> None:
    """An address that was tampered with is not called a form, and a form is."""
    address = alex.get("/members?page=abc")
    assert address.status_code == 400
    assert "Something in its address is not as this site makes it" in address.text
    form = alex.post("/session/stay", {"a": ["1"] * 1001})
    assert form.status_code == 400
    assert "What arrived was not a form" in form.text


def test_the_reference_number_stands_in_the_log(alex: Browser) -> None:
    """Support finds what happened by the number on the page."""
    with logged() as lines:
        page = alex.get("/members?group=000999&search=Lovelace")
    reference = re.search(r'<span class="number">(\w{4}-\w{4})</span>', page.text)
    assert reference
    line = next(one for one in lines if one.get("reference") == reference[1])
    assert (line["method"], line["route"], line["status"]) == ("GET", "/members", 404)
    assert line["milliseconds"] > 0
    assert "Lovelace" not in json.dumps(lines)


def test_htmx_gets_an_error_for_the_alert_region(alex: Browser) -> None:
    """A part of a page has no place for an error page."""
    part = alex.get("/members?group=000999", headers=HTMX)
    assert part.status_code == 404
    assert part.headers["HX-Retarget"] == "#alert"
    assert "<html" not in part.text
    assert "Reference number" in part.text
    assert "Go to Manage Members" in part.text


def test_a_defect_is_a_page_without_its_cause(
    site: Site, alex: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the page nor the log shows the text of an exception: it may name a person."""

    def broken(*_: object) -> None:
        raise RuntimeError("Ada Lovelace, 987-65-4321")

    monkeypatch.setattr(site.registry, "members", broken)
    with logged() as lines:
        page = alex.get("/members")
    assert page.status_code == 500
    assert "Something went wrong on our side" in page.text
    failed = next(line for line in lines if line["event"] == "failed")
    assert failed["error"] == "RuntimeError"
    assert any("members.py" in step for step in failed["steps"])
    assert failed["reference"] in page.text
    for text in (page.text, json.dumps(lines)):
        assert "Lovelace" not in text
        assert "987-65-4321" not in text


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (errors.NotFound(), 404, "nothing at this address"),
        (errors.NotAllowed(), 403, "You may look, but not change"),
        (errors.ChangedByAnother(), 409, "Somebody else changed this"),
        (
            errors.ActionRefused("edited", "submitted"),
            409,
            "is submitted now, so it cannot be edited",
        ),
        (
            errors.ActionRefused("submitted", "error"),
            409,
            "is marked with errors now, so it cannot be submitted",
        ),
        (errors.SubscriberFirst("x"), 409, "The subscriber comes first"),
        (errors.NothingToSubmit(), 409, "There is nothing to submit"),
        (errors.RegistryUnavailable(), 503, "Nothing was kept. Try again in a few minutes."),
        (errors.StoreUnavailable(), 503, "What you were uploading was not kept"),
        (errors.FileRefused("damaged", "Save the file again."), 422, "Save the file again."),
        (errors.DocumentRefused("type", "Choose a PDF."), 422, "Choose a PDF."),
    ],
)
def test_a_refused_command_says_what_to_do(
    error: errors.DomainError, status: int, words: str
) -> None:
    """Each reason has its status and its sentence."""
    problem = problem_of(error)
    assert problem.status == status
    assert words in f"{problem.title} {problem.sentence}"


def test_error_pages_blame_nobody() -> None:
    """No "invalid", "please" or "oops" on any of them."""
    from web import errors as pages

    problems = [
        *pages._BY_STATUS.values(),
        pages._CHANGED,
        pages._TOKEN_REFUSED,
        pages._NO_FORM,
        pages._NOT_SHOWN,
        pages._NO_DOCUMENTS,
    ]
    for problem in problems:
        text = f"{problem.title} {problem.sentence}".lower()
        assert not re.search(r"\b(invalid|please|oops|sorry)\b", text)
