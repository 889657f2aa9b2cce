"""Submitting one application from its row."""

import pytest

from tests.web.mixed import act, mixed_batch, named, reachable
from tests.web.reading import dialog, menu, people, status, tabs, words
from tests.web.site import Browser, Site
from tests.web.uploads import (
    a_dependent,
    administrator,
    upload,
)


@pytest.fixture
def batch(site: Site) -> str:
    """Ready, errors and a rejection: see ``mixed_batch``."""
    return mixed_batch(site)


@pytest.mark.parametrize("htmx", [False, True])
def test_submitting_one_asks_first(site: Site, alex: Browser, batch: str, htmx: bool) -> None:
    """The question names the person and the number; asking sends nothing."""
    page = alex.get(f"/batches/{batch}?tab=ready").text
    address = menu(page, "Ana Ruiz")["Submit"]
    said = dialog((alex.part(address) if htmx else alex.get(address)).text)
    assert said.startswith("Submit 1 application? Ana Ruiz, row 2.")
    assert said.endswith("Submit 1 application Cancel")
    assert site.registry.accepted == []


@pytest.mark.parametrize("htmx", [False, True])
def test_one_is_submitted_and_the_others_stay(
    site: Site, alex: Browser, batch: str, htmx: bool
) -> None:
    """The result has its confirmation ID; the rest of the tab is still there."""
    answer = alex.post(act(site, batch, "Ana Ruiz", "submit"), htmx=htmx)
    page = alex.follow(answer, htmx=htmx).text
    assert status(page) == "1 application submitted."
    assert people(page, "submitted") == ["Ana Ruiz"]
    assert people(page) == ["Leo Ruiz"]


def test_a_dependent_takes_its_subscriber_along(site: Site, alex: Browser, batch: str) -> None:
    """The question says who goes along, and both are submitted, the subscriber first."""
    address = act(site, batch, "Leo Ruiz", "submit")
    said = dialog(alex.get(address.partition("?")[0]).text)
    assert said.startswith("Submit 2 applications? Leo Ruiz is covered through Ana Ruiz")
    page = alex.follow(alex.post(address)).text
    assert status(page) == "2 applications submitted."
    assert people(page, "submitted") == ["Ana Ruiz", "Leo Ruiz"]
    assert tabs(page)[0] == "Ready (0)*"


def test_a_dependent_of_a_saved_subscriber_is_told_to_wait(
    site: Site, alex: Browser, batch: str
) -> None:
    """The answer names the subscriber who comes first, and where that one is."""
    alex.follow(alex.post(act(site, batch, "Ana Ruiz", "save-for-later")))
    address = act(site, batch, "Leo Ruiz", "submit")
    asked = alex.get(address.partition("?")[0])
    assert asked.status_code == 409
    assert dialog(asked.text) == (
        "The subscriber comes first Leo Ruiz is covered through Ana Ruiz, who is saved for later."
        " Submit Ana Ruiz first; Leo Ruiz stays here until then. Close"
    )
    forced = alex.post(address)
    assert forced.status_code == 409
    assert "The subscriber comes first" in words(forced.text)
    assert site.registry.accepted == []


@pytest.mark.parametrize("person", ["Mei Chen", "Omar Haddad"])
def test_what_is_not_ready_is_not_submitted(
    site: Site, alex: Browser, batch: str, person: str
) -> None:
    """Neither asked about nor sent, whoever forges the address."""
    address = act(site, batch, person, "submit")
    assert alex.get(address.partition("?")[0]).status_code == 409
    assert alex.post(address).status_code == 409
    assert site.registry.accepted == []


def test_a_second_press_submits_nothing_more(site: Site, alex: Browser, batch: str) -> None:
    """The same form sent twice makes one submission."""
    address = act(site, batch, "Ana Ruiz", "submit")
    assert alex.post(address).status_code == 303
    assert alex.post(address).status_code == 409
    site.deliver()
    assert len(site.registry.accepted) == 1


def test_a_saved_one_that_is_ready_is_submitted(site: Site, alex: Browser) -> None:
    """The result stands above the saved ones, and its address shows it again."""
    batch = upload(site, reachable("Ana", "Ruiz"), a_dependent("Leo", "Ruiz"))
    alex.follow(alex.post(act(site, batch, "Ana Ruiz", "save-for-later")))
    answer = alex.post(act(site, batch, "Ana Ruiz", "submit"))
    assert answer.headers["Location"].startswith("/saved-applications?")
    page = alex.follow(answer).text
    (submission,) = site.services.looking.submissions(administrator(site), batch)
    assert status(page) == "1 application submitted."
    for shown in (page, alex.get(answer.headers["Location"]).text):
        assert "Submission result 1 application submitted" in words(shown)
        assert people(shown, "submitted") == ["Ana Ruiz"]
        assert f'href="/transactions/{submission.confirmation_id}"' in shown


def test_asking_and_reasons_are_for_the_groups_own(
    site: Site, robin: Browser, pat: Browser, batch: str
) -> None:
    """A viewer reads reasons and is not asked to submit; others find nothing."""
    ana, omar = named(site, batch, "Ana Ruiz"), named(site, batch, "Omar Haddad")
    assert robin.get(f"/applications/{ana.id}/submit").status_code == 403
    assert robin.get(f"/applications/{omar.id}/reason").status_code == 200
    assert pat.get(f"/applications/{ana.id}/submit").status_code == 404
    assert pat.get(f"/applications/{omar.id}/reason").status_code == 404
