"""Rejected applications say why, and can only be deleted."""

import re

import pytest
from playwright.sync_api import expect

from e2e.person import Person
from e2e.rows import an_enrolled_person
from tests.web.uploads import a_dependent, a_person


@pytest.fixture
def rejected(alex: Person) -> str:
    """The address of a batch whose rows are rejected, each for another reason."""
    twice = a_person("Otis", "Vandermeer", Family_Number="9")
    alex.upload([twice], "first.xlsx")
    alex.submit_ready(1)
    return alex.upload(
        [
            a_person("Gil", "Aldana", Subgroup_ID="4242"),
            a_dependent("Fee", "Aldana"),
            a_person("Hal", "Brandt", Family_Number="2", Subgroup_ID="0009", Plan="HMO 20"),
            an_enrolled_person(3),
            twice,
        ],
        "rejected.xlsx",
    )


def test_each_rejection_says_why(alex: Person, rejected: str) -> None:
    """View Reason tells each cause in a dialog, and closing it leads back to the row."""
    page = alex.page
    alex.goto(rejected)
    expect(alex.tab("Rejected", 5)).to_have_attribute("aria-selected", "true")
    alex.check()
    enrolled = an_enrolled_person(3)
    reasons = [
        ("Gil Aldana", 2, "0?4242"),
        ("Fee Aldana", 3, "Gil Aldana|subscriber"),
        ("Hal Brandt", 4, "0009"),
        (f"{enrolled['First Name']} {enrolled['Last Name']}", 5, "already enrolled"),
        ("Otis Vandermeer", 6, "already submitted.*[A-Z0-9]{4}|submitted"),
    ]
    for name, row, words in reasons:
        alex.act(name, row, "View Reason")
        dialog = alex.dialog("Why this was rejected")
        expect(dialog).to_contain_text(name)
        expect(dialog).to_contain_text(re.compile(words))
        expect(dialog.get_by_role("button", name="Close")).to_be_focused()
        if row == 2:
            alex.check()
        page.keyboard.press("Escape")
        expect(dialog).to_be_hidden()
        expect(alex.menu(name, row)).to_be_focused()


def test_the_confirmation_id_of_an_earlier_submission_is_named(alex: Person, rejected: str) -> None:
    """Somebody already submitted is rejected with the confirmation ID that was given then."""
    alex.goto("/transactions")
    confirmation_id = (
        alex.page.get_by_role("row").filter(has_text="Otis Vandermeer").locator("a").first
    ).inner_text()
    alex.goto(rejected)
    expect(alex.row("Otis Vandermeer")).to_contain_text(confirmation_id)


def test_a_rejected_application_is_neither_edited_nor_submitted(
    alex: Person, rejected: str
) -> None:
    """Its menu has View Reason and Delete alone, its page has no form, and Undo brings it back."""
    page = alex.page
    alex.goto(rejected)
    alex.menu("Gil Aldana", 2).click()
    items = page.get_by_role("menuitem")
    assert items.all_inner_texts() == ["View Reason", "Delete"]
    reason = items.first.get_attribute("href")
    assert reason
    page.keyboard.press("Escape")
    expect(alex.button("Submit Ready Applications")).to_have_count(0)
    alex.goto(reason.removesuffix("/reason"))
    expect(alex.button("Save Changes")).to_have_count(0)
    expect(alex.button("Submit Application")).to_have_count(0)
    alex.check()
    alex.goto(reason)
    expect(alex.dialog("Why this was rejected")).to_be_visible()
    alex.check()

    alex.goto(f"{rejected}?tab=rejected")
    alex.act("Hal Brandt", 4, "Delete")
    expect(alex.status).to_contain_text("Hal Brandt")
    expect(alex.tab("Rejected", 4)).to_be_visible()
    expect(alex.row("Hal Brandt")).to_have_count(0)
    alex.button("Undo").click()
    expect(alex.tab("Rejected", 5)).to_be_visible()
    expect(alex.row("Hal Brandt")).to_be_visible()
