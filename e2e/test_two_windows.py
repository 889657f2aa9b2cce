"""One application in two windows, and everything pressed twice: nothing is lost or done twice."""

import re

from playwright.sync_api import Page, expect

from e2e.person import Person, window
from tests.web.uploads import a_dependent, a_person


def field(page: Page, label: str):
    return page.get_by_label(label, exact=True)


def save(page: Page, name: str = "Save Changes") -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_the_second_window_is_told_and_loses_nothing(alex: Person) -> None:
    """What was typed stays beside what the first window saved; saved once more, it is kept."""
    alex.upload([a_person("Tor", "Nyberg", City="Oakland")], "windows.xlsx")
    alex.act("Tor Nyberg", 2, "Edit")
    first, second = alex.page, window(alex)
    second.goto(first.url)
    field(first, "City").fill("Berkeley")
    save(first)
    expect(alex.status).to_contain_text("Tor Nyberg is ready to submit")

    field(second, "Day Phone").fill("(510) 555-0199")
    with alex.watch.refusal(409):
        save(second)
        expect(second.get_by_role("alert")).to_contain_text("somebody else changed")
    problem = second.get_by_role("region", name="There is a problem")
    expect(problem).to_be_focused()
    expect(problem).to_contain_text("City")
    expect(problem).to_contain_text("Berkeley")
    expect(field(second, "Day Phone")).to_have_value("(510) 555-0199")
    alex.page = second
    alex.check()
    field(second, "City").fill("Berkeley")
    save(second)
    expect(alex.status).to_contain_text("Saved.")
    alex.act("Tor Nyberg", 2, "Edit")
    expect(field(second, "City")).to_have_value("Berkeley")
    expect(field(second, "Day Phone")).to_have_value("(510) 555-0199")


def test_a_stale_menu_changes_nothing(alex: Person) -> None:
    """What was edited elsewhere is not deleted by an older page: it says so and shows how it is."""
    batch = alex.upload([a_person("Ulf", "Oberg"), a_dependent("Vera", "Oberg")], "stale.xlsx")
    first, second = alex.page, window(alex)
    second.goto(batch)
    alex.act("Ulf Oberg", 2, "Edit")
    field(first, "City").fill("Alameda")
    save(first)
    expect(alex.status).to_contain_text("Saved.")
    alex.page = second
    with alex.watch.refusal(409):
        alex.act("Ulf Oberg", 2, "Delete")
        expect(alex.alert).to_contain_text("changed by somebody else")
    expect(alex.row("Ulf Oberg")).to_be_visible()
    alex.check()
    alex.act("Ulf Oberg", 2, "Delete")
    expect(alex.row("Ulf Oberg")).to_have_count(0)


def test_what_was_submitted_meanwhile_is_shown_and_not_changed(alex: Person) -> None:
    """An edit page that was overtaken by a submission becomes a page that says so."""
    batch = alex.upload([a_person("Wim", "Prins")], "overtaken.xlsx")
    alex.act("Wim Prins", 2, "Edit")
    other = window(alex)
    first, alex.page = alex.page, other
    alex.goto(batch)
    alex.submit_ready(1)
    alex.page = first
    field(first, "City").fill("Hayward")
    with alex.watch.refusal(409):
        save(first)
        expect(alex.page.get_by_role("main")).to_contain_text(re.compile("submitted", re.I))
    expect(alex.button("Save Changes")).to_have_count(0)
    alex.check()


def test_a_double_click_submits_once(alex: Person) -> None:
    """Each person gets one confirmation ID, and the page shows them."""
    alex.upload([a_person("Xan", "Quist"), a_dependent("Yva", "Quist")], "double.xlsx")
    alex.button("Submit Ready Applications").click()
    alex.button("Submit 2 applications").dblclick()
    expect(alex.region("Submission result")).to_contain_text("2 applications submitted")
    alex.goto("/transactions")
    expect(alex.page.get_by_role("row").filter(has_text="Quist")).to_have_count(2)


def test_a_double_click_without_javascript_submits_once(visitor) -> None:
    """The browser sends both; the second one finds nothing left to do and says so."""
    alex: Person = visitor(java_script_enabled=False)
    alex.upload([a_person("Zeb", "Roth"), a_dependent("Amy", "Roth")], "twice.xlsx")
    alex.button("Submit Ready Applications").click()
    question = alex.page.locator("dialog form").first.evaluate(
        "form => [form.action, new URLSearchParams(new FormData(form)).toString()]"
    )
    address, body = question
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    request = alex.context.request
    answers = [request.post(address, data=body, headers=headers, max_redirects=0) for _ in range(2)]
    assert [answer.status for answer in answers] == [303, 409]
    alex.goto("/transactions")
    expect(alex.page.get_by_role("row").filter(has_text="Roth")).to_have_count(2)


def test_two_windows_submit_each_person_once(alex: Person) -> None:
    """Both have the question open; the second answer is told that nothing is left."""
    batch = alex.upload([a_person("Bea", "Stahl")], "race.xlsx")
    first, second = alex.page, window(alex)
    second.goto(batch)
    for page in (first, second):
        save(page, "Submit Ready Applications")
        expect(page.get_by_role("button", name="Submit 1 application")).to_be_visible()
    save(first, "Submit 1 application")
    expect(alex.region("Submission result")).to_contain_text("1 application submitted")
    with alex.watch.refusal(409):
        save(second, "Submit 1 application")
        expect(second.get_by_role("alert")).to_contain_text("submit")
    alex.goto("/transactions")
    expect(alex.page.get_by_role("row").filter(has_text="Stahl")).to_have_count(1)


def test_a_double_click_uploads_once(alex: Person) -> None:
    """A file sent twice by two quick clicks becomes one batch."""
    content = alex.workbook([a_person("Cai", "Thorne")])
    alex.goto("/mass-enrollment/upload")
    alex.choose_group(("NCAL", "000341"))
    alex.field("Completed spreadsheet").set_input_files(
        {"name": "clicked twice.xlsx", "mimeType": "", "buffer": content}
    )
    alex.button("Upload Members").dblclick()
    expect(alex.dialog("Upload complete")).to_be_visible()
    alex.goto("/members")
    expect(alex.page.get_by_role("link", name="clicked twice.xlsx")).to_have_count(1)
