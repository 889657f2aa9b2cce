"""A carrier that is out of reach in the middle of something: what was kept is told as kept."""

from collections.abc import Sequence
from typing import Any

import pytest

from domain.application import State
from domain.errors import RegistryUnavailable
from tests.web.pages import Page, form_of, said
from tests.web.site import Browser, Site
from tests.web.uploads import a_person, application, only_application, upload


def test_a_page_that_cannot_be_shown_takes_nothing_back(site: Site, alex: Browser) -> None:
    """After a submission, the result's page never says that nothing was kept."""
    batch = upload(site, a_person("Jamal", "Rivera"))
    answer = alex.post(f"/batches/{batch}/submit", {"asked": "1"})
    site.registry.unreachable = True
    page = alex.follow(answer)
    assert page.status_code == 503
    assert "What was done before, such as submitting, stays done." in page.text
    assert "Nothing was kept" not in page.text


@pytest.mark.parametrize("act", ["save", "submit"])
def test_what_was_typed_stays_when_it_cannot_be_checked(
    site: Site, alex: Browser, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    """The form comes back as typed, says that it is not saved, and works later."""
    one = only_application(site, upload(site, a_person("Jamal", "Rivera")))
    form = {**form_of(alex, one.id), "f.city": "Fremont", "action": act}

    def unreachable(*_: object) -> Sequence[Any]:
        raise RegistryUnavailable

    with monkeypatch.context() as away:
        away.setattr(site.registry, "possible_matches", unreachable)
        answer = alex.post(f"/applications/{one.id}", form)
    assert answer.status_code == 503
    assert "Not saved: the carrier cannot be reached right now" in said(answer.text, "alert")
    assert application(site, one.id) == one
    again = alex.post(f"/applications/{one.id}", {**Page(answer.text).values, "action": "save"})
    assert again.status_code == 303
    assert application(site, one.id).text("city") == "Fremont"


@pytest.mark.parametrize(
    ("act", "words"),
    [
        ("submit", "Jamal Rivera is saved, and not submitted. The carrier cannot be reached"),
        ("later", "Your changes are saved, but Jamal Rivera is not saved for later. The carrier"),
    ],
)
def test_what_was_saved_before_is_told_as_saved(
    site: Site, alex: Browser, monkeypatch: pytest.MonkeyPatch, act: str, words: str
) -> None:
    """The changes are kept, and only what should have followed is to be tried again."""
    one = only_application(site, upload(site, a_person("Jamal", "Rivera")))
    form = {**form_of(alex, one.id), "f.city": "Fremont", "action": act}
    edit = site.services.mending.edit

    def edit_and_lose(*what: Any) -> Any:
        saved = edit(*what)
        site.registry.unreachable = True
        return saved

    monkeypatch.setattr(site.services.mending, "edit", edit_and_lose)
    answer = alex.post(f"/applications/{one.id}", form)
    site.registry.unreachable = False
    assert words in said(alex.follow(answer).text, "alert")
    kept = application(site, one.id)
    assert (kept.text("city"), kept.state) == ("Fremont", State.READY)
