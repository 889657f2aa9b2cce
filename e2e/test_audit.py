"""Looking through the audit trail, at a desk and on a phone."""

import re

from playwright.sync_api import ViewportSize, expect

from e2e.person import Person
from e2e.watching import overflow
from tests.web.uploads import a_person

DESK = ViewportSize(width=1280, height=900)
PHONE = ViewportSize(width=390, height=844)
A_PAGE = 50


def looked_at(person: Person) -> None:
    """Nobody is shut out of the page, in either window, and nothing is scrolled sideways."""
    for window in (PHONE, DESK):
        person.page.set_viewport_size(window)
        assert overflow(person.page) == []
        person.check()


def test_what_was_done_is_found(alex: Person) -> None:
    """Each way of narrowing leads to it; a number that was shown in full is there, and whose it
    was is a link away."""
    alex.upload([a_person("Ana", "Silva"), a_person("Ben", "Okoro", Family_Number="2")])
    result = alex.submit_ready(2)
    confirmation = result.get_by_role("link").first.inner_text()
    alex.upload([a_person("Jamal", "Rivera", Hire_Date=None)])
    alex.act("Jamal Rivera", 2, "Edit")
    alex.button("Show SSN or ITIN in full").click()
    expect(alex.status).to_contain_text("That you looked at it is written down.")
    whose = alex.page.url.split("/applications/")[1].partition("/")[0]

    alex.link("Audit Trail").click()
    expect(alex.heading("Audit Trail")).to_be_visible()
    looked_at(alex)

    rows = alex.page.locator("#audit tbody tr")
    alex.field("What").select_option("Showed a number in full")
    alex.button("Show").click()
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("Alex")
    expect(rows).to_contain_text(whose)
    looked_at(alex)
    rows.get_by_role("link", name=f"All that was done to application {whose}").click()
    expect(rows.filter(has_text="Viewed")).not_to_have_count(0)
    expect(rows.filter(has_not_text=whose)).to_have_count(0)
    alex.link("Show all of it").click()

    alex.field("To what").fill(confirmation)
    alex.button("Show").click()
    expect(rows.filter(has_text="Submitted")).to_have_count(1)
    expect(rows.get_by_role("link", name=confirmation).first).to_be_visible()
    looked_at(alex)

    alex.goto("/audit")
    alex.field("Who").fill("nobody of that name")
    alex.button("Show").click()
    expect(alex.heading("Nothing was found", 2)).to_be_visible()
    looked_at(alex)
    alex.field("From").fill("someday")
    with alex.watch.refusal(422):
        alex.button("Show").click()
        expect(alex.region("There is a problem")).to_be_focused()
    looked_at(alex)


def test_older_entries_are_a_page_away(alex: Person) -> None:
    """Nothing stands on two pages, and the newest are one step back."""
    for _ in range(A_PAGE):
        alex.context.request.get("/members")
    alex.goto("/audit")
    rows = alex.page.locator("#audit tbody tr")
    expect(rows).to_have_count(A_PAGE)
    last = rows.last.get_attribute("id")
    alex.link("Older").click()
    expect(alex.page).to_have_url(re.compile("before="))
    expect(alex.page.locator(f"#{last}")).to_have_count(0)
    looked_at(alex)
    alex.link("Newest").click()
    expect(alex.page.locator(f"#{last}")).to_have_count(1)
    expect(rows).to_have_count(A_PAGE)
