"""A file of 250 people: pages of 50, search, order, and the way back."""

import re

from playwright.sync_api import Locator, expect

from e2e.person import Person
from e2e.rows import people


def shown(alex: Person) -> Locator:
    return alex.page.get_by_role("rowheader")


def test_a_full_file_is_paged_searched_and_sorted(alex: Person) -> None:
    """Each has its address, Back and Reload included, and the focus stays where it was used."""
    page = alex.page
    rows = people(250)
    batch = alex.upload(rows, "everybody.xlsx")
    expect(alex.tab("Ready", 250)).to_be_visible()
    expect(shown(alex)).to_have_count(50)
    alex.check()

    alex.link("Next").click()
    expect(page).to_have_url(re.compile(r"page=2"))
    expect(alex.row(f"{rows[50]['First Name']} Ortega")).to_be_visible()
    alex.link("Page 5").click()
    expect(alex.row(f"{rows[249]['First Name']} Ortega")).to_be_visible()
    page.reload()
    expect(alex.row(f"{rows[249]['First Name']} Ortega")).to_be_visible()
    page.go_back()
    expect(alex.row(f"{rows[50]['First Name']} Ortega")).to_be_visible()

    alex.goto(batch)
    search = page.get_by_role("searchbox", name="Search by name")
    search.fill("bza")
    search.press("Enter")
    expect(shown(alex)).to_have_count(1)
    expect(alex.row("Bza Ortega")).to_be_visible()
    expect(page).to_have_url(re.compile("q=bza"))
    expect(search).to_be_focused()
    alex.check()
    search.fill("nobody at all")
    search.press("Enter")
    expect(page.get_by_role("tabpanel")).to_contain_text("No name here has")
    alex.check()

    alex.goto(batch)
    head = page.get_by_role("columnheader", name="Person")
    head.get_by_role("link").click()
    expect(head).to_have_attribute("aria-sort", "ascending")
    expect(shown(alex).first).to_have_text("Aaa Ortega")
    head.get_by_role("link").click()
    expect(head).to_have_attribute("aria-sort", "descending")
    expect(shown(alex).first).to_have_text("Jpa Ortega")
    expect(head.get_by_role("link")).to_be_focused()


def test_all_of_a_full_file_is_submitted(alex: Person) -> None:
    """250 at once, each with a confirmation ID of its own."""
    alex.upload(people(250, "Palmgren"), "all of them.xlsx")
    result = alex.submit_ready(250)
    ids = result.locator("a[href^='/transactions/']").all_inner_texts()
    assert len(set(ids)) == 250
