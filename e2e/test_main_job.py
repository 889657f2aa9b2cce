"""The main job, from sign-in to confirmation IDs, and the checked examples uploaded."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from e2e.person import PACIFIC, REDWOOD, Person
from e2e.rows import an_enrolled_person
from tests.web.uploads import a_dependent, a_person
from tests.workbooks import fill_template

CASES = Path(__file__).parents[1] / "tests" / "data"


def test_the_main_job_from_sign_in_to_confirmation_ids(visitor) -> None:
    """A template is downloaded, filled, uploaded, mended and submitted, and all IDs are found."""
    alex: Person = visitor("")
    page = alex.page

    alex.goto("/")
    expect(alex.heading("Sign in")).to_be_visible()
    expect(page.get_by_text("This is a demonstration.")).to_be_visible()
    alex.check()
    alex.sign_in("alex@redwood.example")
    expect(page.get_by_role("combobox", name="Group", exact=True)).to_have_value("000341")
    alex.check()

    page.get_by_role("searchbox", name="Search members", exact=True).fill("Quillfeather")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Nobody here matches")).to_be_visible()
    alex.check()

    alex.link("Mass Enrollment").click()
    expect(alex.heading("Mass Enrollment")).to_be_visible()
    alex.check()
    page.get_by_role("combobox", name="Region", exact=True).select_option("HI")
    expect(page.get_by_role("combobox", name="Group ID", exact=True)).to_have_value("000512")
    page.get_by_role("combobox", name="Region", exact=True).select_option("")
    page.get_by_role("combobox", name="Group Name", exact=True).select_option("000341")
    expect(page.get_by_role("combobox", name="Group ID", exact=True)).to_have_value("000341")
    expect(page.get_by_role("combobox", name="Region", exact=True)).to_have_value("NCAL")
    with page.expect_download() as download:
        alex.button("Download Template").click()
    assert download.value.suggested_filename.endswith(".xlsx")
    template = Path(download.value.path()).read_bytes()
    filled = fill_template(
        template,
        [
            a_person("Noa", "Lindqvist"),
            a_dependent("Mika", "Lindqvist"),
            a_person("Ines", "Barreto", Family_Number="2"),
            a_person("Omar", "Delacroix", Family_Number="3", Hire_Date=None),
            an_enrolled_person(4),
        ],
    )

    alex.link("Upload Members").click()
    expect(alex.heading("Upload Members")).to_be_visible()
    alex.check()
    alex.choose_group(REDWOOD)
    alex.field("Completed spreadsheet").set_input_files(
        {"name": "winter.xlsx", "mimeType": "application/octet-stream", "buffer": filled}
    )
    alex.button("Upload Members").click()
    result = alex.dialog("Upload complete")
    for text in ("3 ready to submit", "1 with errors", "1 rejected", "Nothing has been sent"):
        expect(result).to_contain_text(text)
    expect(result.get_by_role("button", name="Close")).to_be_focused()
    alex.check()
    result.get_by_role("button", name="Close").click()
    expect(result).to_be_hidden()
    assert "uploaded" not in page.url

    expect(alex.heading("winter.xlsx")).to_be_visible()
    for tab in (alex.tab("Ready", 3), alex.tab("Error", 1), alex.tab("Rejected", 1)):
        expect(tab).to_be_visible()
    expect(alex.tab("Ready", 3)).to_have_attribute("aria-selected", "true")
    alex.check()
    alex.menu("Noa Lindqvist", 2).click()
    assert page.get_by_role("menuitem").all_inner_texts() == [
        "Edit",
        "Delete",
        "Submit",
        "Save for Later",
    ]
    alex.check()
    page.keyboard.press("Escape")

    alex.tab("Rejected", 1).click()
    expect(page).to_have_url(re.compile(r"tab=rejected"))
    alex.check()
    alex.tab("Error", 1).click()
    expect(page).to_have_url(re.compile(r"tab=error"))
    row = alex.row("Omar Delacroix")
    expect(row).to_contain_text("Hire Date")
    expect(row).to_contain_text(re.compile(r"[A-Z]{1,2}5\b"))
    alex.check()
    page.reload()
    expect(alex.row("Omar Delacroix")).to_be_visible()
    page.go_back()
    expect(alex.tab("Rejected", 1)).to_have_attribute("aria-selected", "true")
    page.go_forward()

    alex.act("Omar Delacroix", 5, "Edit")
    expect(alex.heading("Edit application")).to_be_visible()
    problem = alex.region("There is a problem")
    alex.check()
    problem.get_by_role("link", name="Hire Date").click()
    expect(alex.field("Hire Date")).to_be_focused()
    alex.field("Hire Date").fill("11/2/2026")
    alex.button("Save Changes").click()
    expect(alex.status).to_contain_text("Omar Delacroix is ready to submit")
    expect(alex.tab("Ready", 4)).to_have_attribute("aria-selected", "true")

    alex.button("Submit Ready Applications").click()
    question = alex.dialog("Submit 4 applications?")
    expect(question).to_be_visible()
    alex.check()
    question.get_by_role("button", name="Cancel").click()
    expect(question).to_be_hidden()
    expect(alex.button("Submit Ready Applications")).to_be_focused()
    submitted = alex.submit_ready(4)
    expect(alex.status).to_contain_text("4 applications submitted")
    expect(submitted.get_by_role("row")).to_have_count(5)
    ids = {
        name: submitted.get_by_role("row").filter(has_text=name).locator(".number").inner_text()
        for name in ("Noa Lindqvist", "Mika Lindqvist", "Ines Barreto", "Omar Delacroix")
    }
    assert len(set(ids.values())) == 4
    expect(alex.tab("Ready", 0)).to_be_visible()
    alex.check()

    alex.link("Transaction History").click()
    for name, confirmation_id in ids.items():
        row = page.get_by_role("row").filter(has_text=confirmation_id)
        for text in (name, "Redwood Manufacturing", "000341", "11/23/2026", "Completed"):
            expect(row).to_contain_text(text)
    alex.check()
    page.get_by_role("searchbox", name="Confirmation ID or name").fill(ids["Ines Barreto"])
    page.keyboard.press("Enter")
    expect(page.locator("#transactions tbody").get_by_role("row")).to_have_count(1)
    alex.link(ids["Ines Barreto"]).click()
    expect(page).to_have_url(re.compile(f"/transactions/{ids['Ines Barreto']}$"))
    expect(page.get_by_role("main")).to_contain_text("Ines Barreto")
    alex.check()

    alex.link("Manage Members").click()
    page.get_by_role("searchbox", name="Search members", exact=True).fill("Lindqvist")
    page.keyboard.press("Enter")
    expect(alex.row("Noa Lindqvist")).to_be_visible()
    expect(alex.row("Mika Lindqvist")).to_be_visible()
    alex.button("Sign out").click()
    expect(alex.heading("Sign in")).to_be_visible()
    alex.goto("/members")
    expect(alex.heading("Sign in")).to_be_visible()


@pytest.mark.parametrize(
    ("cases", "group"), [("cases_redwood.json", REDWOOD), ("cases_pacific.json", PACIFIC)]
)
def test_every_checked_example_stands_on_its_tab(alex: Person, cases: str, group) -> None:
    """The dialog's numbers add up to the rows, and each tab's rows are those it must have."""
    rows = json.loads((CASES / cases).read_text())["rows"]
    expected = {
        status: [at for at, row in enumerate(rows, start=2) if row["status"] == status]
        for status in ("ready", "error", "rejected")
    }
    alex.send(alex.workbook([row["row"] for row in rows], group), cases + ".xlsx", group)
    result = alex.dialog("Upload complete")
    expect(result).to_contain_text(f"{len(expected['ready'])} ready to submit")
    expect(result).to_contain_text(f"{len(expected['error'])} with errors")
    expect(result).to_contain_text(f"{len(expected['rejected'])} rejected")
    result.get_by_role("button", name="Close").click()
    for label, numbers in zip(("Ready", "Error", "Rejected"), expected.values(), strict=True):
        alex.tab(label, len(numbers)).click()
        expect(alex.tab(label, len(numbers))).to_have_attribute("aria-selected", "true")
        found: list[int] = []
        while True:
            menus = alex.page.get_by_role("button", name="Actions for ")
            expect(menus).to_have_count(min(50, len(numbers) - len(found)))
            names = menus.evaluate_all("all => all.map(one => one.ariaLabel)")
            found += [int(name.rpartition(" ")[2]) for name in names]
            if len(found) >= len(numbers):
                break
            alex.link("Next").click()
            expect(alex.page).to_have_url(re.compile("page="))
        assert found == numbers
        alex.check()
