"""The edit page: its fields, what it says of them, and when there is nothing to edit."""

import re
from datetime import date

import pytest

from domain.core_columns import COLUMNS
from domain.findings import Verdict
from tests.web.pages import Page, form_of, part
from tests.web.reading import one_line
from tests.web.site import Browser, Site
from tests.web.uploads import (
    a_dependent,
    a_person,
    administrator,
    application,
    applications,
    only_application,
    upload,
)

_NO_HIRE_DATE = {"Hire_Date": None}


def test_every_column_is_a_field_labelled_by_its_header(site: Site, alex: Browser) -> None:
    """The form has a field for each column of the template, named exactly as there."""
    one = only_application(site, upload(site, a_person("Jamal", "Rivera")))
    page = Page(alex.get(f"/applications/{one.id}").text)
    assert page.labels == {f"f.{column.key}": column.header for column in COLUMNS}


def test_no_arbitration_where_the_region_has_none(site: Site, kim: Browser) -> None:
    """In a region without agreements nothing about arbitration is on the form."""
    rows = [a_person("Ana", "Ruiz", Plan="HMO 30", City="Portland", State="OR", ZIP_Code="97201")]
    where = {"email": "kim@evergreen.example", "region": "NW", "group_id": "000777"}
    one = only_application(site, upload(site, *rows, **where))
    page = kim.get(f"/applications/{one.id}").text
    assert "rbitration" not in page
    assert "Signed agreements" not in page


def test_it_says_whose_it_is(site: Site, alex: Browser) -> None:
    """Person, row, group and file are there, and the way back to the tab it stands on."""
    batch = upload(site, a_person("Jamal", "Rivera", **_NO_HIRE_DATE))
    html = alex.get(f"/applications/{only_application(site, batch).id}").text
    assert "Jamal Rivera , row 2 of November hires.xlsx" in Page(html).words
    assert "Redwood Manufacturing (000341)" in Page(html).words
    assert html.count(f'href="/batches/{batch}?tab=error"') == 2  # the crumb, and Cancel


def test_each_error_leads_to_its_field(site: Site, alex: Browser) -> None:
    """The list of problems names header, cell and fix; beneath the field stands the same."""
    batch = upload(site, a_person("Jamal", "Rivera", Hire_Date=None, ZIP_Code="9460"))
    html = alex.get(f"/applications/{only_application(site, batch).id}").text
    assert '<a href="#f-hire_date">Hire Date (H2): Enter the hire date.</a>' in html
    assert '<a href="#f-zip">ZIP Code (AB2):' in html
    assert "Cell H2: Enter the hire date." in part(html, 'id="f-hire_date-error"', "</p>")
    control = one_line(html)
    assert 'aria-describedby="f-hire_date-error f-hire_date-hint" aria-invalid="true"' in control


def test_a_ready_application_has_no_list_of_problems(site: Site, alex: Browser) -> None:
    """A warning stands beside its field and is no problem."""
    one = only_application(site, upload(site, a_person("Jamal", "Rivera")))
    html = alex.get(f"/applications/{one.id}").text
    assert one.verdict is Verdict.READY
    assert "There is a problem" not in html
    assert "no phone and no e-mail" in part(html, 'id="f-day_phone-warning"', "</p>")


def test_a_choice_that_is_not_on_the_list_is_kept(site: Site, alex: Browser) -> None:
    """Opening and saving the form changes nothing that was typed."""
    batch = upload(site, a_person("Jamal", "Rivera"), a_dependent("Ana", "Rivera", Gender="girl"))
    ana = applications(site, batch)[1]
    page = Page(alex.get(f"/applications/{ana.id}").text)
    assert page.options["f.gender"][1] == "girl (not on the list)"
    assert page.values["f.gender"] == "girl"
    alex.post(f"/applications/{ana.id}", {**page.values, "action": "save"})
    assert application(site, ana.id).entries == ana.entries


def test_how_a_value_was_read_is_said(site: Site, alex: Browser) -> None:
    """What was typed stays visible, with what it was read as."""
    batch = upload(
        site, a_person("Jamal", "Rivera", State="california", Birth_Date=date(1990, 4, 12))
    )
    html = alex.get(f"/applications/{only_application(site, batch).id}").text
    page = Page(html)
    assert page.values["f.state"] == "california"
    assert part(html, 'id="f-state-hint">', "</p>").startswith("Read as CA.")
    assert page.values["f.birth_date"] == "04/12/1990"


def test_lists_are_the_groups_own(site: Site, alex: Browser) -> None:
    """Subgroups and plans on offer are those of the group."""
    one = only_application(site, upload(site, a_person("Jamal", "Rivera")))
    options = Page(alex.get(f"/applications/{one.id}").text).options
    assert options["f.plan"] == ["Blank", "HMO 20", "HDHP 1800", "HMO 40"]
    assert "7000 – COBRA" in options["f.subgroup_id"]


def test_a_readable_ssn_is_masked_and_kept(site: Site, alex: Browser) -> None:
    """The page shows its last four digits, and saving that keeps the number."""
    one = only_application(site, upload(site, a_person("Jamal", "Rivera", Medicare="No")))
    ssn = one.text("ssn")
    html = alex.get(f"/applications/{one.id}").text
    assert ssn not in html
    assert ssn.replace("-", "") not in html
    form = Page(html).values
    assert form["f.ssn"] == f"***-**-{ssn[-4:]}"
    alex.post(f"/applications/{one.id}", {**form, "f.city": "Fremont", "action": "save"})
    assert application(site, one.id).text("ssn") == ssn
    assert application(site, one.id).text("city") == "Fremont"


def test_an_ssn_is_changed_by_typing_it_anew(site: Site, alex: Browser) -> None:
    """A whole number typed over the masked one takes its place."""
    one = only_application(site, upload(site, a_person("Jamal", "Rivera")))
    form = {**form_of(alex, one.id), "f.ssn": "987-65-9999", "action": "save"}
    alex.post(f"/applications/{one.id}", form)
    assert application(site, one.id).text("ssn") == "987-65-9999"


# Where there is nothing to edit


def test_a_rejected_application_has_no_form(site: Site, alex: Browser) -> None:
    """The page gives the reason, and the SSN masked."""
    one = only_application(site, upload(site, a_person("Olu", "Adeyemi", Subgroup_ID="0009")))
    html = alex.get(f"/applications/{one.id}").text
    assert "Subgroup 0009 is not active" in html
    assert 'name="f.' not in html
    assert one.text("ssn") not in html
    assert f"***-**-{one.text('ssn')[-4:]}" in html
    form = {"version": one.version, "f.city": "Fremont", "action": "save"}
    assert alex.post(f"/applications/{one.id}", form).status_code == 409
    assert application(site, one.id) == one


def test_a_deleted_application_shows_nothing_of_the_person(site: Site, alex: Browser) -> None:
    """The page says that it was deleted and leads to the file."""
    one = only_application(site, upload(site, a_person("Jamal", "Rivera")))
    site.services.mending.delete(administrator(site), one.id, one.version)
    answer = alex.get(f"/applications/{one.id}")
    assert answer.status_code == 404
    assert "This application was deleted" in answer.text
    assert "Oak Street" not in answer.text


def test_a_viewer_reads_and_changes_nothing(site: Site, robin: Browser) -> None:
    """There is no form for who may only look, and sending one is refused."""
    one = only_application(site, upload(site, a_person("Jamal", "Rivera")))
    html = robin.get(f"/applications/{one.id}").text
    assert "You may look, but not change" in html
    assert "12 Oak Street" in html
    assert 'name="f.' not in html
    form = {"version": one.version, "f.city": "Fremont", "action": "save"}
    assert robin.post(f"/applications/{one.id}", form).status_code == 403
    assert application(site, one.id) == one


def test_another_groups_application_is_not_there(site: Site, kim: Browser) -> None:
    """To somebody of another group it is as if it did not exist."""
    one = only_application(site, upload(site, a_person("Jamal", "Rivera")))
    assert kim.get(f"/applications/{one.id}").status_code == 404
    form = {"version": one.version, "action": "save"}
    assert kim.post(f"/applications/{one.id}", form).status_code == 404


@pytest.mark.parametrize(
    "form",
    [
        {"action": "save"},
        {"action": "save", "version": "one"},
        {"action": "explode", "version": "1"},
        {"version": "1"},
    ],
)
def test_a_form_of_another_make_is_refused(site: Site, alex: Browser, form: dict[str, str]) -> None:
    """Without its version or with an unknown button it is a 400, and changes nothing."""
    one = only_application(site, upload(site, a_person("Jamal", "Rivera")))
    assert alex.post(f"/applications/{one.id}", form).status_code == 400
    assert application(site, one.id) == one


def test_a_registry_out_of_reach_keeps_nothing(site: Site, alex: Browser) -> None:
    """Saving checks anew; without the carrier nothing is kept, and the page says so."""
    one = only_application(site, upload(site, a_person("Jamal", "Rivera")))
    form = {**form_of(alex, one.id), "f.city": "Fremont", "action": "save"}
    site.registry.unreachable = True
    answer = alex.post(f"/applications/{one.id}", form)
    assert answer.status_code == 503
    assert "cannot be reached" in answer.text
    assert application(site, one.id) == one


# With htmx


def test_a_failed_save_is_a_part_of_the_page(site: Site, alex: Browser) -> None:
    """Only the form comes back, with the messages beside it."""
    one = only_application(site, upload(site, a_person("Jamal", "Rivera", **_NO_HIRE_DATE)))
    form = {**form_of(alex, one.id), "action": "submit"}
    answer = alex.post(f"/applications/{one.id}", form, htmx=True)
    assert answer.status_code == 422
    assert answer.text.lstrip().startswith('<div id="work">')
    assert re.search(
        r'<hx-partial hx-target="#alert"[^>]*>\s*<div class="message alert">', answer.text
    )


def test_a_save_leads_htmx_to_the_batch(site: Site, alex: Browser) -> None:
    """The batch is another page, so the browser is sent there."""
    batch = upload(site, a_person("Jamal", "Rivera"))
    one = only_application(site, batch)
    form = {**form_of(alex, one.id), "action": "save"}
    answer = alex.post(f"/applications/{one.id}", form, htmx=True)
    assert answer.headers["HX-Redirect"] == f"/batches/{batch}?tab=ready"
