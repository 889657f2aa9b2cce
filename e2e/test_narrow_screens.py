"""Every page on a phone and at 400 % zoom, in both colour schemes, forced colours and print."""

import re
from collections.abc import Iterator

from playwright.sync_api import ViewportSize, expect

from e2e.person import Person, payload
from e2e.rows import an_enrolled_person
from e2e.watching import overflow
from tests.documents import PDF
from tests.web.uploads import a_dependent, a_person

PHONE = ViewportSize(width=390, height=844)
ZOOMED = ViewportSize(width=320, height=256)  # 1280 by 1024, magnified four times
DESK = ViewportSize(width=1280, height=900)
LONG = "Wolfeschlegelsteinhausenbergerdorff"


def pages(person: Person) -> Iterator[str]:
    """Leads through every page and state of the site; says where it is."""
    page = person.page
    person.goto("/members")
    yield "Manage Members"
    person.goto("/members?search=Quillfeather")
    yield "a search without a match"
    person.goto("/mass-enrollment")
    yield "Mass Enrollment"
    with person.watch.refusal(422):
        person.send(b"not a workbook", "a list of everybody who starts in November.csv")
        expect(person.alert).not_to_be_empty()
    yield "a refused file"
    rows = [
        a_person("Maximiliana", LONG, Preferred_Language="Frisian"),
        a_dependent("Noor", LONG),
        a_person("Ottoline", LONG, Family_Number="2", Gender="F?", Home_Address="P.O. Box 12"),
        an_enrolled_person(3),
        a_person("Pia", LONG, Family_Number="4"),
    ]
    name = "everybody_who_starts_at_the_new_plant_in_november.xlsx"
    person.send(person.workbook(rows), name)
    expect(person.dialog("Upload complete")).to_be_visible()
    yield "the result of an upload"
    person.button("Close").click()
    expect(page).not_to_have_url(re.compile("uploaded"))
    batch = page.url
    yield "the Ready tab"
    person.menu(f"Maximiliana {LONG}", 2).click()
    yield "a menu"
    page.keyboard.press("Escape")
    person.goto(f"{batch}?tab=rejected")
    yield "the Rejected tab"
    enrolled = an_enrolled_person(3)
    person.act(f"{enrolled['First Name']} {enrolled['Last Name']}", 5, "View Reason")
    expect(person.dialog("Why this was rejected")).to_be_visible()
    yield "a reason"
    person.goto(f"{batch}?tab=error&grouped=1")
    yield "the Error tab by problem"
    person.goto(f"{batch}?tab=error")
    yield "the Error tab"
    person.button("Delete All Error Applications").click()
    expect(person.dialog("Delete 1 application?")).to_be_visible()
    yield "a question"
    page.keyboard.press("Escape")
    person.act(f"Ottoline {LONG}", 4, "Edit")
    expect(person.heading("Edit application")).to_be_visible()
    yield "the edit page"
    person.goto(f"{batch}/arbitration-agreements")
    person.page.get_by_label("Several files").set_input_files(
        payload(PDF, f"family 4 {LONG.lower() * 2}.pdf", "application/pdf")
    )
    person.button("Upload Agreements").click()
    expect(person.status).to_contain_text("1 agreement uploaded")
    yield "agreements"
    person.goto(batch)
    person.act(f"Pia {LONG}", 6, "Save for Later")
    expect(person.status).to_contain_text("saved for later")
    yield "a message"
    person.submit_ready(2)
    yield "the submission's result"
    person.goto("/saved-applications")
    yield "Saved Applications"
    person.goto("/transactions")
    yield "Transaction History"
    page.locator("a[href^='/transactions/']").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Transaction")
    yield "a transaction"
    with person.watch.refusal(404):
        person.goto("/nowhere")
    yield "an error page"
    person.goto("/members")
    person.button("Sign out").click()
    expect(person.heading("Sign in")).to_be_visible()
    yield "Sign in"


def test_every_page_fits_its_window_and_can_be_read_in_the_dark(visitor) -> None:
    """On a phone and at 400 % zoom nothing has to be scrolled sideways (WCAG 1.4.10); in the dark,
    on a phone and at a desk, nobody is shut out."""
    alex: Person = visitor(
        has_touch=True, reduced_motion="reduce", viewport=PHONE, color_scheme="dark"
    )
    wide = {}
    for place in pages(alex):
        for window in (ZOOMED, PHONE):
            alex.page.set_viewport_size(window)
            if found := overflow(alex.page):
                wide[place, window["width"]] = found[:5]
        alex.check()
        alex.page.set_viewport_size(DESK)
        alex.check()
        alex.page.set_viewport_size(PHONE)
    assert not wide


def test_everywhere_is_a_tap_or_a_key_away_on_a_phone(visitor) -> None:
    """Links stand in one line beside the button: those further on come into view when they are
    reached by keyboard, and the one to where somebody is stands there from the start."""
    alex: Person = visitor(has_touch=True, viewport=PHONE)
    main = alex.page.get_by_role("navigation", name="Main")
    names = ["Manage Members", "Saved Applications", "Transaction History", "Audit Trail", "People"]
    alex.goto("/members")
    box = main.bounding_box()
    assert box
    assert box["height"] < 64
    alex.link(names[0]).focus()
    for name in names:
        expect(alex.link(name)).to_be_focused()
        expect(alex.link(name)).to_be_in_viewport(ratio=0.3)
        alex.page.keyboard.press("Tab")
    expect(alex.link("Mass Enrollment")).to_be_focused()
    for name in names:
        alex.link(name).tap()
        expect(alex.heading(name)).to_be_visible()
        expect(alex.link(name)).to_be_in_viewport(ratio=0.99)
    expect(alex.page.locator("a.who")).to_have_accessible_name("Alex Rivera – Your Account")


def test_forced_colours_and_print_leave_everything_readable(visitor) -> None:
    """With the system's own colours, tabs and buttons keep borders; print leaves out controls."""
    alex: Person = visitor(forced_colors="active")
    page = alex.page
    alex.upload([a_person("Rue", "Yardley")], "print.xlsx")
    edge = "one => getComputedStyle(one).borderTopColor"
    assert alex.tab("Ready", 1).evaluate(edge) != alex.tab("Error", 0).evaluate(edge)
    ink = alex.button("Submit Ready Applications").evaluate(edge)
    assert ink == page.locator("body").evaluate("one => getComputedStyle(one).color")
    page.emulate_media(media="print")
    expect(alex.row("Rue Yardley")).to_be_visible()
    expect(alex.menu("Rue Yardley", 2)).to_be_hidden()
    expect(page.get_by_role("navigation", name="Main")).to_be_hidden()
