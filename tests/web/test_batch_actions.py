"""What is done to all of a tab: submit what is ready, delete what has errors."""

import pytest

from domain.findings import Verdict
from tests.web.mixed import mixed_batch, reachable
from tests.web.reading import alert, dialog, part, people, row, status, tabs, words
from tests.web.site import Browser, Site
from tests.web.uploads import (
    a_dependent,
    administrator,
    applications,
    tab,
    upload,
)


@pytest.fixture
def mixed(site: Site) -> str:
    return mixed_batch(site)


# Deleting all errors


def test_deleting_all_errors_asks_first(alex: Browser, mixed: str) -> None:
    """The question names the number; asking deletes nothing."""
    plain = alex.get(f"/batches/{mixed}/delete-errors").text
    part_alone = alex.part(f"/batches/{mixed}/delete-errors").text
    for page in (plain, part_alone):
        said = dialog(page)
        assert said.startswith("Delete 2 applications?")
        assert said.endswith("Delete 2 applications Cancel")
    assert part_alone.lstrip().startswith("<dialog")
    assert '<button class="button secondary" autofocus>Cancel</button>' in part_alone
    assert "Error (2)" in tabs(alex.get(f"/batches/{mixed}").text)


def test_all_errors_are_deleted_and_nothing_else(alex: Browser, mixed: str) -> None:
    """Afterwards the Error tab is empty and says how many went."""
    answer = alex.post(f"/batches/{mixed}/delete-errors")
    page = alex.follow(answer).text
    assert status(page) == "2 applications deleted."
    assert tabs(page) == ["Ready (2)", "Error (0)*", "Rejected (1)"]


def test_one_error_is_singular(site: Site, alex: Browser) -> None:
    """The question and the answer of one have no plural."""
    batch = upload(site, reachable("Mei", "Chen", Hire_Date=None))
    assert "Delete 1 application?" in dialog(alex.get(f"/batches/{batch}/delete-errors").text)
    page = alex.follow(alex.post(f"/batches/{batch}/delete-errors"), htmx=True).text
    assert status(page) == "1 application deleted."


# Submitting


def test_submitting_asks_first(site: Site, alex: Browser, mixed: str) -> None:
    """The question names the number and the carrier; asking sends nothing."""
    for page in (alex.get(f"/batches/{mixed}/submit"), alex.part(f"/batches/{mixed}/submit")):
        said = dialog(page.text)
        assert said.startswith("Submit 2 applications?")
        assert "Cascadia Health Plan" in said
        assert said.endswith("Submit 2 applications Cancel")
    assert site.registry.accepted == []


@pytest.mark.parametrize("htmx", [False, True])
def test_what_was_submitted_is_listed_with_its_confirmation_ids(
    site: Site, alex: Browser, mixed: str, htmx: bool
) -> None:
    """The result names each person, with the confirmation ID as a link, subscribers first."""
    answer = alex.post(f"/batches/{mixed}/submit", {"asked": "2"}, htmx=htmx)
    page = alex.follow(answer, htmx=htmx).text
    assert status(page) == "2 applications submitted."
    result = part(page, '<section class="card" aria-labelledby="result">', "section")
    assert "Submission result 2 applications submitted" in words(result)
    assert people(page, "submitted") == ["Ana Ruiz", "Leo Ruiz"]
    ids = [
        one.confirmation_id for one in site.services.looking.submissions(administrator(site), mixed)
    ]
    assert len(ids) == 2
    for one in ids:
        assert f'<a class="number" href="/transactions/{one}">{one}</a>' in result
    assert tabs(page) == ["Ready (0)", "Error (2)*", "Rejected (1)"]
    assert alert(page) == ""


def test_the_result_stays_within_reach(site: Site, alex: Browser, mixed: str) -> None:
    """Its address shows it again, and the batch's own page leads to all that was submitted."""
    answer = alex.post(f"/batches/{mixed}/submit", {"asked": "2"})
    again = alex.get(answer.headers["Location"]).text
    assert people(again, "submitted") == ["Ana Ruiz", "Leo Ruiz"]
    plain = alex.get(f"/batches/{mixed}").text
    assert people(plain, "submitted") == []
    assert "2 applications of this file were submitted. Show the confirmation IDs" in words(plain)
    everything = alex.get(f"/batches/{mixed}?tab=error&submitted=all").text
    assert people(everything, "submitted") == ["Ana Ruiz", "Leo Ruiz"]


def test_one_submitted_is_singular(site: Site, alex: Browser) -> None:
    """The question, the message and the result of one have no plural."""
    batch = upload(site, reachable("Ana", "Ruiz"))
    assert "Submit 1 application?" in dialog(alex.get(f"/batches/{batch}/submit").text)
    page = alex.follow(alex.post(f"/batches/{batch}/submit", {"asked": "1"})).text
    assert status(page) == "1 application submitted."
    assert "Submission result 1 application submitted Handed to" in words(page)
    assert "No applications are left here" in words(page)


def test_submitting_twice_submits_once(site: Site, alex: Browser, mixed: str) -> None:
    """A second press finds nothing to submit and says where to look."""
    alex.post(f"/batches/{mixed}/submit", {"asked": "2"})
    second = alex.post(f"/batches/{mixed}/submit", {"asked": "2"})
    assert second.status_code == 409
    assert "There is nothing to submit" in words(second.text)
    site.deliver()
    assert len(site.registry.accepted) == 2


def test_fewer_than_asked_are_explained(site: Site, alex: Browser) -> None:
    """What a fresh check takes off the Ready tab in the meantime is said, with its reason."""
    batch = upload(site, reachable("Ana", "Ruiz"), reachable("Mei", "Chen", Family_Number="2"))
    twin = upload(
        site,
        reachable("Mei", "Chen", SSN_or_ITIN=_ssn(site, batch, "Mei Chen")),
        file_name="Again.xlsx",
    )
    alex.follow(alex.post(f"/batches/{twin}/submit", {"asked": "1"}))
    page = alex.follow(alex.post(f"/batches/{batch}/submit", {"asked": "2"})).text
    assert status(page) == "1 application submitted."
    assert alert(page).startswith("1 application of those was not submitted")
    assert tabs(page)[2] == "Rejected (1)*"
    assert "Mei Chen" in people(page)


def _ssn(site: Site, batch: str, person: str) -> str:
    return next(one.text("ssn") for one in applications(site, batch) if one.person_name == person)


def test_who_waits_for_a_saved_subscriber_stays_and_it_is_said(site: Site, alex: Browser) -> None:
    """The question and the result both name who is ready and stays, and why."""
    batch = upload(
        site,
        reachable("Ana", "Ruiz"),
        a_dependent("Leo", "Ruiz"),
        reachable("Mei", "Chen", Family_Number="2"),
    )
    ana = applications(site, batch)[0]
    site.services.mending.save_for_later(administrator(site), ana.id, ana.version)
    why = "Leo Ruiz is ready but stays, because the family’s subscriber is saved for later."
    said = dialog(alex.get(f"/batches/{batch}/submit").text)
    assert said.startswith("Submit 1 application?")
    assert why in said
    page = alex.follow(alex.post(f"/batches/{batch}/submit", {"asked": "1"})).text
    assert why in words(page)
    assert tab(site, batch, Verdict.READY) == ["Leo Ruiz"]
    alone = dialog(alex.get(f"/batches/{batch}/submit").text)
    assert alone.startswith("None of these can be submitted yet")
    assert alex.post(f"/batches/{batch}/submit").status_code == 409


def test_a_carrier_out_of_reach_submits_nothing(site: Site, alex: Browser, mixed: str) -> None:
    """Nothing leaves the Ready tab, and the same button works later."""
    site.registry.unreachable = True
    answer = alex.post(f"/batches/{mixed}/submit", {"asked": "2"}, htmx=True)
    assert answer.status_code == 503
    site.registry.unreachable = False
    assert "Ready (2)*" in tabs(alex.get(f"/batches/{mixed}").text)


def test_a_carrier_that_answers_later_leaves_them_submitted(
    site: Site, alex: Browser, mixed: str
) -> None:
    """The confirmation IDs are there although the carrier has not answered."""
    answer = alex.post(f"/batches/{mixed}/submit", {"asked": "2"})
    site.registry.decide = lambda *_: None
    site.deliver()
    page = alex.follow(answer).text
    assert people(page, "submitted") == ["Ana Ruiz", "Leo Ruiz"]
    assert "Submitted" in words(row(page, "Ana Ruiz"))


def test_a_question_that_was_tampered_with_submits_no_less(site: Site, alex: Browser) -> None:
    """Who was submitted is told so, however long a number came back with the answer."""
    batch = upload(site, reachable("Ana", "Ruiz"))
    answer = alex.post(f"/batches/{batch}/submit", {"asked": "9" * 5000})
    page = alex.follow(answer).text
    assert status(page) == "1 application submitted."
    assert alert(page) == ""
