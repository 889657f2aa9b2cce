"""Setting applications aside for 30 days, and what the clock does to them."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from e2e.person import Person
from e2e.server import Server
from tests.web.uploads import a_person

MONTH, HOUR = timedelta(days=30), timedelta(hours=1)


def test_what_is_saved_for_later_is_taken_up_again(alex: Person) -> None:
    """Saved from the tabs or the edit page, it is edited, submitted or deleted where it waits."""
    page = alex.page
    alex.goto("/saved-applications")
    expect(page.get_by_role("main")).to_contain_text("Nothing is saved for later")
    alex.check()
    alex.upload(
        [
            a_person("Abe", "Castellano"),
            a_person("Bea", "Castellano", Family_Number="2", Gender=None),
            a_person("Cal", "Castellano", Family_Number="3"),
        ],
        "later.xlsx",
    )
    alex.act("Abe Castellano", 2, "Save for Later")
    expect(alex.status).to_contain_text("Abe Castellano is saved for later")
    expect(alex.tab("Ready", 1)).to_be_visible()
    alex.tab("Error", 1).click()
    alex.act("Bea Castellano", 3, "Save for Later")
    expect(alex.tab("Error", 0)).to_be_visible()
    alex.tab("Ready", 1).click()
    alex.act("Cal Castellano", 4, "Edit")
    alex.field("City").fill("Berkeley")
    alex.button("Save for Later").click()
    expect(alex.status).to_contain_text("Cal Castellano is saved for later")
    expect(page.get_by_role("tabpanel")).to_contain_text("No applications are left here")

    alex.link("Saved Applications").click()
    expect(alex.heading("Saved Applications")).to_be_visible()
    row = alex.row("Bea Castellano")
    for text in ("Redwood Manufacturing", "Error", "12/23/2026", "30 days left"):
        expect(row).to_contain_text(text)
    expect(alex.row("Abe Castellano")).to_contain_text("Ready")
    expect(page.get_by_role("columnheader", name="Saved until")).to_be_visible()
    alex.check()

    alex.act("Bea Castellano", 3, "Edit")
    alex.field("Gender").select_option("Female")
    alex.button("Save Changes").click()
    expect(alex.heading("Saved Applications")).to_be_visible()
    expect(alex.row("Bea Castellano")).to_contain_text("Ready")

    alex.act("Bea Castellano", 3, "Submit")
    alex.button("Submit 1 application").click()
    expect(alex.status).to_contain_text("1 application submitted")
    result = page.get_by_role("region", name="Submission result")
    expect(result.get_by_role("rowheader", name="Bea Castellano")).to_be_visible()
    waiting = page.get_by_role("table", name="saved for later")
    expect(waiting.get_by_role("rowheader", name="Bea Castellano")).to_have_count(0)
    alex.check()

    alex.act("Cal Castellano", 4, "Delete")
    expect(alex.row("Cal Castellano")).to_have_count(0)
    alex.button("Undo").click()
    expect(alex.row("Cal Castellano")).to_be_visible()
    alex.act("Cal Castellano", 4, "Delete")
    expect(alex.row("Cal Castellano")).to_have_count(0)
    expect(alex.row("Abe Castellano")).to_be_visible()


@pytest.mark.parametrize(("away", "there"), [(MONTH - HOUR, True), (MONTH + HOUR, False)])
def test_what_is_saved_is_kept_for_thirty_days(
    visitor, server: Server, away: timedelta, there: bool
) -> None:
    """Until the 30 days are over it can be submitted; then it is gone everywhere."""
    alex: Person = visitor()
    name = f"{'Eve' if there else 'Fay'} Dumas"
    first, last = name.split()
    batch = alex.upload([a_person(first, last)], f"{first}.xlsx")
    saved_at = server.clock.now()
    server.clock.set(saved_at)
    alex.menu(name, 2).click()
    address = alex.page.get_by_role("menuitem", name="Edit").get_attribute("href")
    assert address
    alex.page.get_by_role("menuitem", name="Save for Later").press("Enter")
    expect(alex.status).to_contain_text(f"{name} is saved for later")

    server.clock.set(saved_at + away)
    server.services.upkeep.purge()
    alex = visitor()
    alex.goto("/saved-applications")
    if there:
        expect(alex.row(name)).to_contain_text("1 day left")
        alex.act(name, 2, "Submit")
        alex.button("Submit 1 application").click()
        expect(alex.status).to_contain_text("1 application submitted")
        return
    expect(alex.row(name)).to_have_count(0)
    for path in (address, batch):
        with alex.watch.refusal(404):
            alex.goto(path)
        alex.check()


def test_saving_again_restarts_the_thirty_days(visitor, server: Server) -> None:
    """After ten days twenty are left, and saving once more makes them thirty."""
    alex: Person = visitor()
    alex.upload([a_person("Gus", "Elmore")], "again.xlsx")
    alex.act("Gus Elmore", 2, "Save for Later")
    expect(alex.status).to_contain_text("Gus Elmore is saved for later")
    server.clock.advance(timedelta(days=10))
    alex = visitor()
    alex.goto("/saved-applications")
    expect(alex.row("Gus Elmore")).to_contain_text("20 days left")
    alex.act("Gus Elmore", 2, "Save for Later")
    expect(alex.row("Gus Elmore")).to_contain_text("30 days left")
