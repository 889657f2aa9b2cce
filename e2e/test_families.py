"""Families stand and fall with their subscriber."""

from playwright.sync_api import expect

from e2e.person import Person
from tests.web.uploads import a_dependent, a_person


def test_mending_the_subscriber_mends_the_dependents(alex: Person) -> None:
    """Dependents whose only fault is their subscriber become ready with it, without an edit."""
    alex.upload(
        [
            a_person("Sol", "Haraldsen", Hire_Date=None),
            a_dependent("Tea", "Haraldsen"),
            a_dependent("Una", "Haraldsen"),
        ],
        "fault.xlsx",
    )
    expect(alex.tab("Error", 3)).to_be_visible()
    expect(alex.row("Tea Haraldsen")).to_contain_text("Family Number")
    expect(alex.row("Tea Haraldsen")).to_contain_text("The subscriber of family 1 (row 2)")
    alex.act("Sol Haraldsen", 2, "Edit")
    alex.field("Hire Date").fill("11/02/2026")
    alex.button("Save Changes").click()
    expect(alex.tab("Ready", 3)).to_be_visible()
    expect(alex.tab("Error", 0)).to_be_visible()


def test_a_dependent_takes_its_ready_subscriber_along(alex: Person) -> None:
    """Submitting a dependent asks to submit two, and both get their confirmation IDs."""
    alex.upload(
        [
            a_person("Vic", "Ibarra"),
            a_dependent("Wes", "Ibarra"),
            a_dependent("Xia", "Ibarra"),
            a_person("Yan", "Ibarra", Family_Number="2"),
        ],
        "along.xlsx",
    )
    alex.act("Wes Ibarra", 3, "Submit")
    question = alex.dialog("Submit 2 applications?")
    expect(question).to_contain_text("Vic Ibarra")
    alex.check()
    question.get_by_role("button", name="Submit 2 applications").click()
    result = alex.region("Submission result")
    expect(result).to_contain_text("2 applications submitted")
    for name in ("Vic Ibarra", "Wes Ibarra"):
        expect(result.get_by_role("row").filter(has_text=name)).to_be_visible()
    expect(alex.tab("Ready", 2)).to_be_visible()

    # The subscriber has gone before, so the other dependent goes alone.
    alex.act("Xia Ibarra", 4, "Submit")
    alex.button("Submit 1 application").click()
    expect(alex.region("Submission result")).to_contain_text("1 application submitted")
    expect(alex.tab("Ready", 1)).to_be_visible()


def test_submitting_a_dependent_from_its_edit_page_asks_for_the_subscriber(alex: Person) -> None:
    """Submit Application on a dependent's page asks before the subscriber goes along."""
    alex.upload([a_person("Zoe", "Jansson"), a_dependent("Abi", "Jansson")], "edit.xlsx")
    alex.act("Abi Jansson", 3, "Edit")
    alex.button("Submit Application").click()
    expect(alex.dialog("Submit 2 applications?")).to_be_visible()
    alex.check()
    alex.button("Submit 2 applications").click()
    expect(alex.region("Submission result")).to_contain_text("2 applications submitted")


def test_deleting_the_subscriber_leaves_its_dependents_with_an_error(alex: Person) -> None:
    """They need another subscriber then; Undo brings it back and makes them ready again."""
    alex.upload([a_person("Bob", "Kaminski"), a_dependent("Cat", "Kaminski")], "without.xlsx")
    alex.act("Bob Kaminski", 2, "Delete")
    expect(alex.status).to_contain_text("Bob Kaminski")
    expect(alex.tab("Error", 1)).to_be_visible()
    expect(alex.tab("Ready", 0)).to_be_visible()
    alex.check()
    alex.button("Undo").click()
    expect(alex.tab("Ready", 2)).to_be_visible()
    expect(alex.tab("Error", 0)).to_be_visible()


def test_a_dependent_never_goes_before_its_subscriber(alex: Person) -> None:
    """While the subscriber is saved for later, the dependent stays, and the page says why."""
    alex.upload([a_person("Dov", "Laurent"), a_dependent("Eli", "Laurent")], "waiting.xlsx")
    alex.act("Dov Laurent", 2, "Save for Later")
    expect(alex.status).to_contain_text("Dov Laurent is saved for later")
    expect(alex.tab("Ready", 1)).to_be_visible()
    alex.button("Submit Ready Applications").click()
    refusal = alex.page.get_by_role("dialog")
    expect(refusal).to_contain_text("Eli Laurent is ready but stays")
    expect(refusal.get_by_role("button", name="Submit")).to_have_count(0)
    alex.check()
    alex.goto("/transactions")
    expect(alex.page.get_by_text("Eli Laurent")).to_have_count(0)
