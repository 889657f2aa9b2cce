"""The edit page's three buttons, and two people who press them at once."""

from domain.application import State
from domain.findings import Verdict
from tests.web.pages import Page, form_of, part, problems, said
from tests.web.site import Browser, Site
from tests.web.uploads import (
    a_dependent,
    a_person,
    administrator,
    application,
    applications,
    only_application,
    tab,
    upload,
)

_NO_HIRE_DATE = {"Hire_Date": None}


# Save Changes


def test_saving_a_mended_application_makes_it_ready(site: Site, alex: Browser) -> None:
    """It goes to the Ready tab, and the page there says so."""
    batch = upload(site, a_person("Jamal", "Rivera", **_NO_HIRE_DATE))
    one = only_application(site, batch)
    form = {**form_of(alex, one.id), "f.hire_date": "11/2/2026", "action": "save"}
    answer = alex.post(f"/applications/{one.id}", form)
    assert answer.headers["Location"] == f"/batches/{batch}?tab=ready"
    assert "Saved. Jamal Rivera is ready to submit." in said(alex.follow(answer).text)
    assert tab(site, batch, Verdict.READY) == ["Jamal Rivera"]


def test_saving_with_errors_left_says_how_many(site: Site, alex: Browser) -> None:
    """What is saved is kept, errors and all."""
    batch = upload(site, a_person("Jamal", "Rivera", Hire_Date=None, ZIP_Code=None, Gender=None))
    one = only_application(site, batch)
    form = {**form_of(alex, one.id), "f.gender": "Male", "action": "save"}
    answer = alex.post(f"/applications/{one.id}", form)
    assert answer.headers["Location"] == f"/batches/{batch}?tab=error"
    assert "Saved. Jamal Rivera still has 2 errors." in said(alex.follow(answer).text)
    assert application(site, one.id).text("gender") == "Male"


def test_saving_an_error_into_a_ready_application_is_said(site: Site, alex: Browser) -> None:
    """A single error is counted in the singular."""
    batch = upload(site, a_person("Jamal", "Rivera"))
    one = only_application(site, batch)
    form = {**form_of(alex, one.id), "f.birth_date": "1990", "action": "save"}
    page = alex.follow(alex.post(f"/applications/{one.id}", form)).text
    assert "Saved. Jamal Rivera now has 1 error." in said(page)


def test_an_edit_that_leads_to_rejection_is_said(site: Site, alex: Browser) -> None:
    """The message gives the reason, and the page is the Rejected tab."""
    batch = upload(site, a_person("Jamal", "Rivera"))
    one = only_application(site, batch)
    form = {**form_of(alex, one.id), "f.subgroup_id": "0009", "action": "save"}
    answer = alex.post(f"/applications/{one.id}", form)
    assert answer.headers["Location"] == f"/batches/{batch}?tab=rejected"
    assert "Saved. Jamal Rivera moved to Rejected: Subgroup 0009" in said(alex.follow(answer).text)


def test_a_field_that_was_not_sent_stays_as_it_is(site: Site, alex: Browser) -> None:
    """A form that lost some of its fields on the way empties nothing."""
    one = only_application(site, upload(site, a_person("Jamal", "Rivera")))
    alex.post(
        f"/applications/{one.id}", {"version": one.version, "f.city": "Fremont", "action": "save"}
    )
    kept = application(site, one.id)
    assert (kept.text("city"), kept.text("state")) == ("Fremont", "CA")
    assert len(kept.entries) == len(one.entries)


# Submit Application


def test_a_mended_application_is_submitted_at_once(site: Site, alex: Browser) -> None:
    """The batch's page shows the result with the confirmation ID."""
    batch = upload(site, a_person("Jamal", "Rivera", **_NO_HIRE_DATE))
    one = only_application(site, batch)
    form = {**form_of(alex, one.id), "f.hire_date": "11/02/2026", "action": "submit"}
    answer = alex.post(f"/applications/{one.id}", form)
    assert answer.headers["Location"].startswith(f"/batches/{batch}?")
    page = alex.follow(answer).text
    result = part(page, 'id="result"', "</section>")
    confirmation = application(site, one.id).confirmation_id
    assert confirmation
    assert confirmation in result
    assert "1 application submitted" in result
    assert "Jamal Rivera" in result


def test_submitting_with_errors_keeps_what_was_typed(site: Site, alex: Browser) -> None:
    """The page comes back with the problems; nothing is stored, and it says so."""
    batch = upload(site, a_person("Jamal", "Rivera", Hire_Date=None, ZIP_Code=None))
    one = only_application(site, batch)
    form = {**form_of(alex, one.id), "f.hire_date": "tomorrow", "action": "submit"}
    answer = alex.post(f"/applications/{one.id}", {**form, "f.ssn": "987-65-9998"})
    assert answer.status_code == 422
    found = problems(answer.text)
    assert "There is a problem" in found
    assert 'Hire Date (H2): "tomorrow" is not a date.' in found
    assert "ZIP Code (AB2)" in found
    values = Page(answer.text).values
    # Not masked: this number is only here, so sending stars back would lose it.
    assert (values["f.hire_date"], values["f.ssn"]) == ("tomorrow", "987-65-9998")
    assert "your changes are not saved yet" in said(answer.text, "alert")
    assert application(site, one.id) == one


def test_a_dependent_asks_before_it_takes_its_subscriber_along(site: Site, alex: Browser) -> None:
    """Two are submitted only after a question that says so."""
    batch = upload(site, a_person("Jamal", "Rivera"), a_dependent("Ana", "Rivera"))
    ana = applications(site, batch)[1]
    answer = alex.post(f"/applications/{ana.id}", {**form_of(alex, ana.id), "action": "submit"})
    page = alex.follow(answer).text
    assert "Submit 2 applications?" in page
    assert "Jamal Rivera" in page
    assert application(site, ana.id).state is State.READY


def test_a_dependent_of_a_saved_subscriber_stays(site: Site, alex: Browser) -> None:
    """Its changes are kept, and the message names the subscriber to be submitted first."""
    batch = upload(site, a_person("Jamal", "Rivera"), a_dependent("Ana", "Rivera"))
    jamal, ana = applications(site, batch)
    site.services.mending.save_for_later(administrator(site), jamal.id, jamal.version)
    form = {**form_of(alex, ana.id), "f.middle_name": "Lucía", "action": "submit"}
    page = alex.follow(alex.post(f"/applications/{ana.id}", form)).text
    assert "Ana Rivera is saved, and not submitted." in said(page, "alert")
    assert "subscriber, Jamal Rivera" in said(page, "alert")
    assert application(site, ana.id).text("middle_name") == "Lucía"
    assert application(site, ana.id).state is State.READY


def test_a_saved_application_is_submitted_from_its_edit_page(site: Site, alex: Browser) -> None:
    """Saved for later and ready, it goes as any other."""
    one = only_application(site, upload(site, a_person("Jamal", "Rivera")))
    site.services.mending.save_for_later(administrator(site), one.id, one.version)
    answer = alex.post(f"/applications/{one.id}", {**form_of(alex, one.id), "action": "submit"})
    assert "Submission result" in alex.follow(answer).text
    assert application(site, one.id).state is State.SUBMITTED


# Save for Later


def test_saving_for_later_keeps_the_changes(site: Site, alex: Browser) -> None:
    """It leaves the tabs for Saved Applications, with what was typed."""
    batch = upload(site, a_person("Jamal", "Rivera", **_NO_HIRE_DATE))
    one = only_application(site, batch)
    form = {**form_of(alex, one.id), "f.city": "Fremont", "action": "later"}
    answer = alex.post(f"/applications/{one.id}", form)
    assert answer.headers["Location"] == f"/batches/{batch}?tab=error"
    page = alex.follow(answer).text
    assert "Jamal Rivera is saved for later and kept until 12/23/2026." in said(page)
    kept = application(site, one.id)
    assert (kept.state, kept.text("city")) == (State.SAVED, "Fremont")


def test_a_saved_application_leads_back_to_the_saved(site: Site, alex: Browser) -> None:
    """Cancel and Save Changes go to Saved Applications."""
    one = only_application(site, upload(site, a_person("Jamal", "Rivera")))
    site.services.mending.save_for_later(administrator(site), one.id, one.version)
    html = alex.get(f"/applications/{one.id}").text
    assert '<a href="/saved-applications">Cancel</a>' in html
    answer = alex.post(f"/applications/{one.id}", {**Page(html).values, "action": "save"})
    assert answer.headers["Location"] == "/saved-applications"


def test_what_an_edit_made_rejected_is_not_saved_for_later(site: Site, alex: Browser) -> None:
    """The changes are kept, and the message says that it could not be set aside."""
    batch = upload(site, a_person("Jamal", "Rivera"))
    one = only_application(site, batch)
    form = {**form_of(alex, one.id), "f.subgroup_id": "0009", "action": "later"}
    answer = alex.post(f"/applications/{one.id}", form)
    assert answer.headers["Location"] == f"/batches/{batch}?tab=rejected"
    assert "could not be saved for later" in said(alex.follow(answer).text, "alert")


# Two windows


def test_the_second_of_two_saves_loses_nothing(site: Site, alex: Browser) -> None:
    """The page says what is saved now beside what was typed; saving again then works."""
    one = only_application(site, upload(site, a_person("Jamal", "Rivera")))
    mine, theirs = form_of(alex, one.id), form_of(alex, one.id)
    theirs |= {"f.city": "Fremont", "f.ssn": "987-65-9997", "action": "save"}
    alex.post(f"/applications/{one.id}", theirs)
    mine |= {"f.county": "Alameda", "action": "save"}
    answer = alex.post(f"/applications/{one.id}", mine)
    assert answer.status_code == 409
    assert "somebody else changed this application" in said(answer.text, "alert")
    assert 'City: saved now as "Fremont"' in problems(answer.text)
    assert 'Saved now: "Fremont".' in part(answer.text, 'id="f-city-warning"', "</p>")
    page = Page(answer.text)
    assert (page.values["f.city"], page.values["f.county"]) == ("Oakland", "Alameda")
    assert application(site, one.id).text("county") == ""
    again = alex.post(f"/applications/{one.id}", {**page.values, "action": "save"})
    assert again.status_code == 303
    kept = application(site, one.id)
    assert (kept.text("city"), kept.text("county")) == ("Oakland", "Alameda")
    assert kept.text("ssn") == "987-65-9997"  # nobody typed over the other's new number


def test_an_application_submitted_meanwhile_is_not_edited(site: Site, alex: Browser) -> None:
    """Instead of the form stands its confirmation ID."""
    one = only_application(site, upload(site, a_person("Jamal", "Rivera")))
    form = form_of(alex, one.id)
    site.services.submitting.submit_one(administrator(site), one.id, one.version)
    answer = alex.post(f"/applications/{one.id}", {**form, "f.city": "Fremont", "action": "save"})
    assert answer.status_code == 409
    confirmation = application(site, one.id).confirmation_id
    assert f'href="/transactions/{confirmation}"' in answer.text
    assert "<form" not in answer.text.partition("<main")[2].partition("</main>")[0]
    assert application(site, one.id).text("city") == "Oakland"
