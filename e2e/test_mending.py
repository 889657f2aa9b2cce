"""Every error of a file is fixed in the app, or its rows are deleted."""

import re

import pytest
from playwright.sync_api import expect

from e2e.person import Person
from e2e.rows import Row
from tests.web.uploads import a_dependent, a_person

# What is wrong with one row each: the header at fault, what was typed there, what mends it.
WRONG: list[tuple[str, str | None, str]] = [
    ("Plan", "HMO 40", "HDHP 1800"),
    ("Enrollment Reason", None, "Open enrollment"),
    ("Effective Date", "12/15/2026", "1/1/2027"),
    ("Hire Date", "02/30/2026", "2026-11-02"),
    ("Last Name", "Rive3a", "Rivera"),
    ("First Name", None, "Ana"),
    ("SSN or ITIN", "000-12-3456", "868-27-7881"),
    ("Birth Date", "yesterday", "4/27/1985"),
    ("Gender", "F?", "Female"),
    ("Home Address", "P.O. Box 12", "12 Box Elder Lane"),
    ("State", "Calif.", "CA"),
    ("ZIP Code", "9461", "94612"),
    ("Day Phone", "555-0101", "510 555 0101"),
    ("E-mail", "ana@mail", "ana@mail.example"),
    ("Medicare Number", "1SG4TE5MK73", "1EG4-TE5-MK73"),
    ("Relationship", "Son", "Child"),
    ("Subgroup ID", None, "0001"),
]


def rows() -> list[Row]:
    """A row for each of them; "Son" is of the last one's family."""
    made: list[Row] = []
    for family, (header, wrong, _) in enumerate(WRONG, start=1):
        if header == "Relationship":
            row = a_dependent("Timo", "Lindgren", Family_Number="1")
        else:
            row = a_person("Wren", "Lindgren", Family_Number=str(family))
        made.append(row | {"Medicare": "Part A"} if header == "Medicare Number" else row)
        made[-1][header] = wrong
    return made


def test_every_error_is_fixed_in_the_app_and_all_is_submitted(alex: Person) -> None:
    """Each error's link leads to its field; once mended, the row is ready, and so is the next."""
    page = alex.page
    batch = alex.upload(rows(), "mend me.xlsx")
    count = len(WRONG)
    # The child whose subscriber is at fault is so too, until the subscriber is mended.
    expect(alex.tab("Error", count)).to_have_attribute("aria-selected", "true")
    expect(alex.row("Timo Lindgren")).to_contain_text("Relationship")
    addresses = page.get_by_role("menuitem", name="Edit", include_hidden=True).evaluate_all(
        "links => links.map(link => link.getAttribute('href'))"
    )
    assert len(addresses) == count
    for left, (address, (header, _, right)) in enumerate(
        zip(reversed(addresses), reversed(WRONG), strict=True), start=1
    ):
        alex.goto(address)
        problem = alex.region("There is a problem")
        problem.get_by_role("link", name=re.compile(f"^{re.escape(header)}")).first.click()
        field = alex.field(header)
        expect(field).to_be_focused()
        expect(field).to_have_attribute("aria-invalid", "true")
        if left in (1, 2):
            alex.check()
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(right)
        else:
            field.fill(right)
        alex.button("Save Changes").click()
        expect(alex.status).to_contain_text("Saved.")
    alex.goto(batch)
    expect(alex.tab("Ready", count)).to_be_visible()
    expect(alex.tab("Error", 0)).to_be_visible()
    alex.tab("Error", 0).click()
    expect(page.get_by_role("tabpanel")).to_contain_text("Nothing needs fixing")
    alex.check()
    alex.tab("Ready", count).click()
    alex.submit_ready(count)


def test_the_edit_page_submits_what_is_mended(alex: Person) -> None:
    """Submit Application says what is still wrong, keeps what was typed, then gives an ID."""
    alex.upload([a_person("Pia", "Sandoval", Gender=None, City=None)], "pia.xlsx")
    alex.act("Pia Sandoval", 2, "Edit")
    alex.field("Gender").select_option("Female")
    with alex.watch.refusal(422):
        alex.button("Submit Application").click()
        expect(alex.alert).to_contain_text("Not submitted")
    problem = alex.region("There is a problem")
    expect(problem).to_be_focused()
    expect(problem.get_by_role("listitem")).to_have_count(1)
    expect(problem).to_contain_text("City")
    expect(alex.field("Gender")).to_have_value("Female")
    alex.check()
    alex.field("City").fill("Oakland")
    alex.button("Submit Application").click()
    result = alex.region("Submission result")
    expect(result).to_contain_text("1 application submitted")
    expect(result.get_by_role("row").filter(has_text="Pia Sandoval")).to_be_visible()
    expect(alex.status).to_contain_text("1 application submitted")
    alex.check()


def test_nothing_typed_is_lost_when_saved_with_an_error(alex: Person) -> None:
    """Changes that leave or make an error are kept, and stand as typed on the edit page."""
    alex.upload([a_person("Ravi", "Okonkwo")], "ravi.xlsx")
    alex.act("Ravi Okonkwo", 2, "Edit")
    expect(alex.field("SSN or ITIN")).to_have_value(re.compile(r"^\*\*\*-\*\*-\d{4}$"))
    alex.field("Day Phone").fill("(510) 555-01")
    alex.button("Save Changes").click()
    expect(alex.status).to_contain_text("Ravi Okonkwo now has 1 error")
    expect(alex.tab("Error", 1)).to_have_attribute("aria-selected", "true")
    expect(alex.row("Ravi Okonkwo")).to_contain_text("Day Phone")
    alex.act("Ravi Okonkwo", 2, "Edit")
    expect(alex.field("Day Phone")).to_have_value("(510) 555-01")
    alex.link("Cancel").click()
    expect(alex.heading("ravi.xlsx")).to_be_visible()


def test_errors_are_seen_by_cause_and_deleted_together(alex: Person) -> None:
    """One cause is named once with all who have it; deleting all asks first, Cancel in focus."""
    page = alex.page
    alex.upload(
        [
            a_person("Ada", "Ivarsson"),
            *(
                a_person(name, "Ivarsson", Family_Number=str(family), Hire_Date=None)
                for family, name in enumerate(("Bo", "Cy", "Di"), start=2)
            ),
        ],
        "causes.xlsx",
    )
    alex.tab("Error", 3).click()
    alex.link("Group by problem").click()
    expect(page.get_by_role("heading", name=re.compile(r"^3 × .*hire date"))).to_be_visible()
    alex.check()
    alex.link("List by person").click()
    alex.button("Delete All Error Applications").click()
    question = alex.dialog("Delete 3 applications?")
    expect(question.get_by_role("button", name="Cancel")).to_be_focused()
    alex.check()
    page.keyboard.press("Enter")
    expect(question).to_be_hidden()
    expect(alex.tab("Error", 3)).to_be_visible()
    alex.button("Delete All Error Applications").click()
    alex.button("Delete 3 applications").click()
    expect(alex.status).to_contain_text("3 applications deleted")
    expect(alex.tab("Error", 0)).to_be_visible()
    expect(alex.tab("Ready", 1)).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_edit_page_shuts_nobody_out(visitor, scheme: str) -> None:
    """Errors, warnings and hints of the edit page can be read in both colour schemes."""
    alex = visitor(color_scheme=scheme)
    row = a_person("Lou", "Achterberg", Gender="F?", Preferred_Language="Frisian")
    row |= {"ZIP Code": "10001", "Race or Ethnicity": "Martian"}
    alex.upload([row], f"{scheme}.xlsx")
    alex.check()
    alex.act("Lou Achterberg", 2, "Edit")
    expect(alex.region("There is a problem")).to_be_visible()
    alex.check()
