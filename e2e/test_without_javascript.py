"""The whole main job in a browser that runs no script."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from e2e.person import PACIFIC, REDWOOD, Person, payload
from e2e.rows import an_enrolled_person, in_hawaii
from tests.documents import PDF
from tests.web.uploads import a_dependent, a_person
from tests.workbooks import fill_template


@pytest.fixture
def alex(visitor) -> Person:
    return visitor(java_script_enabled=False)


def test_the_main_job_without_javascript(alex: Person) -> None:
    """Template, upload, tabs, menus, edit, delete, undo, save and submit are plain pages."""
    page = alex.page
    alex.goto("/members")
    alex.link("Mass Enrollment").click()
    # Nothing narrows the boxes here; choosing one of them is enough, the server knows the rest.
    page.get_by_role("combobox", name="Group ID", exact=True).select_option("000341")
    with page.expect_download() as download:
        alex.button("Download Template").click()
    filled = fill_template(
        Path(download.value.path()).read_bytes(),
        [
            a_person("Fia", "Novak"),
            a_dependent("Gus", "Novak"),
            a_person("Hedy", "Novak", Family_Number="2", Gender=None),
            a_person("Ilja", "Novak", Family_Number="3"),
            a_person("Jun", "Novak", Family_Number="4"),
            an_enrolled_person(5),
        ],
    )
    alex.link("Upload Members").click()
    alex.choose_group(REDWOOD)
    with alex.watch.refusal(422):
        alex.button("Upload Members").click()
        expect(alex.alert).to_contain_text("Choose the completed spreadsheet")
    expect(page.get_by_role("combobox", name="Group Name")).to_have_value("000341")
    alex.field("Completed spreadsheet").set_input_files(payload(filled, "plain.xlsx"))
    alex.button("Upload Members").click()
    result = alex.dialog("Upload complete")
    expect(result).to_contain_text("4 ready to submit")
    expect(result).to_contain_text("1 with errors")
    expect(result).to_contain_text("1 rejected")
    result.get_by_role("button", name="Close").click()
    expect(result).to_be_hidden()

    alex.act("Ilja Novak", 5, "Delete")
    expect(alex.status).to_contain_text("Ilja Novak deleted")
    expect(alex.tab("Ready", 3)).to_be_visible()
    alex.button("Undo").click()
    expect(alex.tab("Ready", 4)).to_be_visible()
    alex.act("Ilja Novak", 5, "Save for Later")
    expect(alex.status).to_contain_text("Ilja Novak is saved for later")

    alex.act("Jun Novak", 6, "Submit")
    expect(alex.dialog("Submit 1 application?")).to_be_visible()
    alex.button("Cancel").click()
    expect(alex.tab("Ready", 3)).to_be_visible()
    alex.act("Jun Novak", 6, "Submit")
    alex.button("Submit 1 application").click()
    expect(alex.region("Submission result")).to_contain_text("Jun Novak")

    alex.page.get_by_role("tab", name="Rejected (1)").click()
    enrolled = an_enrolled_person(5)
    alex.act(f"{enrolled['First Name']} {enrolled['Last Name']}", 7, "View Reason")
    reason = alex.dialog("Why this was rejected")
    expect(reason).to_contain_text("enrolled")
    reason.get_by_role("button", name="Close").click()
    expect(alex.tab("Rejected", 1)).to_have_attribute("aria-selected", "true")

    alex.tab("Error", 1).click()
    expect(page).to_have_url(re.compile("tab=error"))
    alex.link("Group by problem").click()
    alex.link("List by person").click()
    alex.act("Hedy Novak", 4, "Edit")
    with alex.watch.refusal(422):
        alex.button("Submit Application").click()
        expect(alex.alert).to_contain_text("Not submitted")
    alex.region("There is a problem").get_by_role("link").first.click()
    alex.field("Gender").select_option("Female")
    alex.button("Save Changes").click()
    expect(alex.status).to_contain_text("Hedy Novak is ready to submit")

    alex.link("Saved Applications").click()
    alex.act("Ilja Novak", 5, "Submit")
    alex.button("Submit 1 application").click()
    expect(alex.status).to_contain_text("1 application submitted")

    alex.goto("/members")
    alex.link("plain.xlsx").click()
    alex.submit_ready(3)
    alex.link("Transaction History").click()
    expect(page.get_by_role("row").filter(has_text="Novak")).to_have_count(5)
    for _ in range(1000):  # nothing follows by itself here what is still under way
        if not alex.link("Refresh").count():
            break
        alex.link("Refresh").click()
    page.get_by_role("combobox", name="Status").select_option("Completed")
    page.get_by_role("searchbox", name="Confirmation ID or name").fill("Hedy")
    page.get_by_role("main").get_by_role("button", name="Search").click()
    expect(page.locator("#transactions tbody").get_by_role("row")).to_have_count(1)
    alex.button("Sign out").click()
    expect(alex.heading("Sign in")).to_be_visible()


def test_errors_are_deleted_together_without_javascript(alex: Person) -> None:
    """The question is a page of its own; Cancel leads back, the other button deletes."""
    rows = [a_person(name, "Oduya", Gender=None) for name in ("Kai", "Lea")]
    rows[1]["Family Number"] = "2"
    alex.upload(rows, "faulty.xlsx")
    alex.button("Delete All Error Applications").click()
    expect(alex.dialog("Delete 2 applications?")).to_be_visible()
    alex.button("Cancel").click()
    expect(alex.tab("Error", 2)).to_be_visible()
    alex.button("Delete All Error Applications").click()
    alex.button("Delete 2 applications").click()
    expect(alex.status).to_contain_text("2 applications deleted")
    expect(alex.tab("Error", 0)).to_be_visible()


def test_agreements_are_uploaded_without_javascript(alex: Person) -> None:
    """A document is sent by a plain form and stands beside its subscriber."""
    alex.upload([in_hawaii(a_person("Mo", "Paulo"))], "plain hawaii.xlsx", PACIFIC)
    alex.link("Upload Arbitration Agreements").click()
    alex.page.get_by_label("Mo Paulo").set_input_files(payload(PDF, "mo.pdf", "application/pdf"))
    alex.button("Upload Agreements").click()
    expect(alex.status).to_contain_text("1 agreement uploaded")
    expect(alex.link("mo.pdf")).to_be_visible()
