"""Numbers are shown by their last four digits, and in full when somebody asks, which is kept."""

import pytest

from domain.audit import Act
from tests.web.pages import Page, form_of
from tests.web.site import Browser, Site
from tests.web.uploads import a_person, administrator, only_application, upload

_NUMBER = "987-65-4329"


def the_row(site: Site) -> str:
    batch = upload(site, a_person("Jamal", "Rivera", SSN_or_ITIN=_NUMBER, Hire_Date=None))
    return only_application(site, batch).id


def revealed(site: Site) -> list[tuple[str, str, dict[str, object]]]:
    with site.persistence.reading() as uow:
        return [
            (one.event.administrator_id, one.event.subject, dict(one.event.facts))
            for one in uow.audit.all()
            if one.event.act == Act.REVEALED
        ]


@pytest.mark.parametrize("htmx", [True, False])
def test_a_number_is_shown_when_asked_for(site: Site, alex: Browser, htmx: bool) -> None:
    """For this page alone, with the focus in its field and everything typed still there; who
    asked is written down, and no number with it."""
    one = the_row(site)
    page = alex.get(f"/applications/{one}").text
    assert _NUMBER not in page
    assert "***-**-4329" in page
    assert revealed(site) == []
    fields = form_of(alex, one) | {"f.city": "Davis by the sea", "field": "ssn"}
    answer = alex.post(f"/applications/{one}/show", fields, htmx=htmx)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.text.count(_NUMBER) == 1
    assert "Davis by the sea" in answer.text
    assert "That you looked at it is written down." in Page(answer.text).words
    field = answer.text[answer.text.index('id="f-ssn"') :]
    assert "autofocus" in field[: field.index(">")]
    ((who, subject, facts),) = revealed(site)
    assert who
    assert (subject, facts) == (f"application {one}", {"field": "ssn"})
    assert _NUMBER not in alex.get(f"/applications/{one}").text


def test_what_was_shown_may_be_saved_as_it_is(site: Site, alex: Browser) -> None:
    """Shown or not, a number that nobody changed stays; another that is typed replaces it."""
    one = the_row(site)
    for typed, kept in (
        (_NUMBER, _NUMBER),
        ("***-**-4329", _NUMBER),
        ("987-65-4320", "987-65-4320"),
    ):
        fields = form_of(alex, one) | {"f.ssn": typed, "action": "save"}
        assert alex.post(f"/applications/{one}", fields).status_code == 303
        with site.persistence.reading() as uow:
            found = uow.applications.get(one, site.clock.now())
        assert found is not None
        assert found.text("ssn") == kept


@pytest.mark.parametrize("key", ["city", "mbi", "nonsense", ""])
def test_only_what_is_hidden_is_shown(site: Site, alex: Browser, key: str) -> None:
    """Other fields hide nothing, and nothing is written down of them."""
    one = the_row(site)
    fields = form_of(alex, one)
    assert alex.post(f"/applications/{one}/show", fields | {"field": key}).status_code == 404
    assert revealed(site) == []


def test_who_may_only_look_is_not_shown_numbers(site: Site, alex: Browser, robin: Browser) -> None:
    """Nor those of another group."""
    one = the_row(site)
    fields = form_of(alex, one)
    answer = robin.post(f"/applications/{one}/show", fields | {"field": "ssn"})
    assert answer.status_code == 403
    assert _NUMBER not in answer.text
    assert revealed(site) == []


def test_a_form_that_was_overtaken_shows_nothing(site: Site, alex: Browser) -> None:
    """What somebody else has saved meanwhile is said first."""
    one = the_row(site)
    fields = form_of(alex, one)
    assert (
        alex.post(
            f"/applications/{one}", fields | {"action": "save", "f.city": "Davis"}
        ).status_code
        == 303
    )
    answer = alex.post(f"/applications/{one}/show", fields | {"field": "ssn"})
    assert answer.status_code == 409
    assert _NUMBER not in answer.text
    assert revealed(site) == []


def test_a_shown_number_is_found_from_its_batch(site: Site, alex: Browser) -> None:
    """Like all that was done to an application."""
    one = the_row(site)
    alex.post(f"/applications/{one}/show", form_of(alex, one) | {"field": "ssn"})
    with site.persistence.reading() as uow:
        application = uow.applications.get(one, site.clock.now())
        (entry,) = (each for each in uow.audit.all() if each.event.act == Act.REVEALED)
    assert application is not None
    assert entry.event.batch_id == application.batch_id


def the_transaction(site: Site) -> str:
    batch = upload(site, a_person("Jamal", "Rivera", SSN_or_ITIN=_NUMBER))
    (one,) = site.services.submitting.submit_ready(administrator(site), batch)
    return f"/transactions/{one.confirmation_id}"


def test_a_submitted_number_is_shown_when_asked_for(site: Site, alex: Browser) -> None:
    """On the transaction's page, for this once, with the focus on it; who asked is written down
    of the application, and no number with it."""
    address = the_transaction(site)
    page = alex.get(address).text
    assert "***-**-4329" in page
    assert _NUMBER not in page
    assert "Show SSN or ITIN in full" in Page(page).words
    answer = alex.post(f"{address}/show", {"field": "ssn"})
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.text.count(_NUMBER) == 1
    assert f'<dd tabindex="-1" autofocus>{_NUMBER}' in answer.text
    assert "That you looked at it is written down." in Page(answer.text).words
    with site.persistence.reading() as uow:
        (event,) = (one.event for one in uow.audit.all() if one.event.act == Act.REVEALED)
    assert event.subject.startswith("application ")
    assert event.administrator_id == administrator(site).id
    confirmation = address.rpartition("/")[2]
    assert dict(event.facts) == {"confirmation": confirmation, "field": "ssn"}
    assert _NUMBER not in alex.get(address).text


def test_a_submitted_number_is_shown_to_who_may_enroll_alone(
    site: Site, alex: Browser, robin: Browser
) -> None:
    """Who may only look sees no button, and is refused; others are told of nothing."""
    address = the_transaction(site)
    page = robin.get(address)
    assert page.status_code == 200
    assert "in full" not in page.text
    assert robin.post(f"{address}/show", {"field": "ssn"}).status_code == 403
    nobody = "/transactions/222-222-222X/show"
    assert alex.post(nobody, {"field": "ssn"}).status_code == 404
    assert revealed(site) == []


@pytest.mark.parametrize("key", ["city", "mbi", "birth_date", "nonsense", "key", ""])
def test_only_what_is_hidden_of_a_submission_is_shown(site: Site, alex: Browser, key: str) -> None:
    """Other columns hide nothing, and nothing is written down of them."""
    address = the_transaction(site)
    assert alex.post(f"{address}/show", {"field": key}).status_code == 404
    assert revealed(site) == []


def test_a_number_among_other_words_is_hidden_and_shown_alike(site: Site, alex: Browser) -> None:
    """Wherever it was submitted."""
    row = a_person("Jamal", "Rivera", Home_Address=f"12 Oak St, {_NUMBER}")
    batch = upload(site, row)
    (one,) = site.services.submitting.submit_ready(administrator(site), batch)
    address = f"/transactions/{one.confirmation_id}"
    page = alex.get(address).text
    assert _NUMBER not in page
    assert "12 Oak St, ***-**-4329" in page
    shown = alex.post(f"{address}/show", {"field": "address"}).text
    assert f"12 Oak St, {_NUMBER}" in shown
