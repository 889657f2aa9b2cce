"""Pages that follow submissions on their way to the carrier, without being reloaded."""

import re
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from e2e.person import Person
from e2e.rows import people
from e2e.server import Server
from e2e.test_session_end import later
from e2e.watching import overflow


@pytest.fixture
def server(still_server: Server) -> Server:
    return still_server


def submit(person: Person, last_name: str, count: int = 3) -> str:
    """Submit so many people of that name. Returns the batch's address."""
    batch = person.upload(people(count, last_name), f"{last_name}.xlsx")
    person.submit_ready(count)
    return batch


def mark(page: Page) -> None:
    """So that a page that is loaded anew can be told from this one."""
    page.evaluate("window.marked = true")


def marked(page: Page) -> Any:
    return page.evaluate("window.marked")


def focused(page: Page) -> str:
    return page.evaluate("document.activeElement.textContent.trim()")


def test_the_list_follows_and_keeps_everything_else(alex: Person, server: Server) -> None:
    """Statuses change by themselves; focus, selection and what is being typed stay."""
    page = alex.page
    submit(alex, "Abara")
    alex.goto("/transactions?search=abara")
    mark(page)
    under_way = page.get_by_text("under way")
    expect(under_way).to_have_text("3 of these are under way.")
    expect(under_way).to_have_attribute("aria-live", "polite")
    alex.check()
    page.get_by_role("searchbox", name="Confirmation ID or name").fill("abara, not searched yet")
    page.locator("#transactions tbody a").nth(1).focus()
    confirmation_id = focused(page)
    page.evaluate("""getSelection().selectAllChildren(
        document.querySelector("#transactions tbody td"))""")
    selected = page.evaluate("String(getSelection())")
    server.deliver()
    expect(page.locator("#transactions tbody").get_by_text("Completed")).to_have_count(3)
    expect(page.get_by_text("Nothing here is under way any more.")).to_be_visible()
    assert focused(page) == confirmation_id
    assert page.evaluate("String(getSelection())") == selected != ""
    expect(page.get_by_role("searchbox", name="Confirmation ID or name")).to_have_value(
        "abara, not searched yet"
    )
    expect(page.locator("#transactions tbody")).to_contain_text("Redwood Manufacturing")
    assert marked(page)
    alex.check()


def test_a_row_that_leaves_takes_no_focus_along(alex: Person, server: Server) -> None:
    """Where only a status is listed, what gets another one goes, and the focus has a home."""
    page = alex.page
    submit(alex, "Banerjee")
    alex.goto("/transactions?status=Submitted&search=banerjee")
    page.locator("#transactions tbody a").first.focus()
    server.deliver()
    expect(page.get_by_text("No submission matches")).to_be_visible()
    expect(page.get_by_role("heading", name="No submission matches")).to_be_focused()


def test_the_page_of_one_follows_it(alex: Person, server: Server) -> None:
    """Its status and steps, on a desk and on a phone, said politely."""
    page = alex.page
    submit(alex, "Castellano", 1)
    alex.goto("/transactions?search=castellano")
    page.locator("#transactions tbody a").first.click()
    main = page.get_by_role("main")
    expect(main).to_contain_text("It is handed over to Cascadia Health Plan in a moment.")
    mark(page)
    alex.check()
    server.deliver()
    status = page.locator("[aria-live]").filter(has_text="Status:")
    expect(status).to_have_text(re.compile(r"Status:\s+Completed"))
    steps = alex.region("What happened").get_by_role("listitem")
    expect(steps.first).to_contain_text("Submitted by Alex Rivera")
    expect(steps.last).to_contain_text("The carrier says: Enrolled.")
    expect(steps.last).to_have_attribute("aria-current", "step")
    expect(page.get_by_text("What happens next")).to_have_count(0)
    expect(main).to_contain_text("Redwood Manufacturing (000341)")
    assert marked(page)
    assert page.evaluate("document.activeElement === document.body")
    alex.check()
    page.set_viewport_size({"width": 320, "height": 700})
    assert overflow(page) == []


def test_a_batch_shows_how_many_were_handed_over(alex: Person, server: Server) -> None:
    """A bar that can be left and come back to; the confirmation IDs are there from the first."""
    page = alex.page
    batch = submit(alex, "Dimitrov")
    result = alex.region("Submission result")
    bar = result.get_by_role("progressbar", name="Handed to Cascadia Health Plan: 0 of 3")
    expect(bar).to_be_visible()
    alex.check()
    alex.goto("/members")
    alex.goto(batch)
    label = "Handed to Cascadia Health Plan: 0 of 3"
    expect(page.get_by_role("progressbar", name=label)).to_be_visible()
    alex.check()
    alex.link("Show the confirmation IDs").click()
    expect(alex.heading("Submission result", 2)).to_be_focused()
    expect(bar).to_be_visible()
    mark(page)
    ids = result.locator("a.number").all_inner_texts()
    server.deliver()
    expect(result.get_by_text("All answered")).to_be_visible()
    expect(result.get_by_role("progressbar")).to_have_count(0)
    expect(result.get_by_text("Completed")).to_have_count(3)
    expect(alex.heading("Submission result", 2)).to_be_focused()
    assert result.locator("a.number").all_inner_texts() == ids
    assert marked(page)
    alex.check()


def test_a_page_left_alone_is_signed_out_all_the_same(visitor, server: Server) -> None:
    """Asking for news neither puts the end off nor hides its warning; after the end the page is
    empty, and asks no more."""
    alex: Person = visitor()
    page = alex.page
    submit(alex, "Eriksen")
    page.clock.install()
    alex.goto("/transactions?search=eriksen")
    later(alex, server, 13)
    page.clock.run_for(2_000)
    warning = alex.dialog("Your session ends soon")
    expect(warning).to_be_visible()
    with page.expect_response(re.compile("/transactions/news")) as answer:
        page.clock.run_for(61_000)
    assert answer.value.status == 200
    expect(warning).to_be_visible()
    server.clock.advance(timedelta(minutes=2))
    page.clock.run_for(61_000)
    expect(alex.dialog("Your session has ended")).to_be_visible()
    expect(page.locator("#transactions")).to_have_count(0)
    expect(page.get_by_label("Password")).to_have_count(0)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.clock.run_for(61_000)
    assert asked == []


def test_news_that_do_not_come_disturb_nobody(alex: Person, server: Server) -> None:
    """The page stays as it is and says nothing; once they come again, it follows."""
    page = alex.page
    submit(alex, "Fontaine")
    alex.goto("/transactions?search=fontaine")
    with alex.watch.refusal(503):
        page.route("**/news?**", lambda route: route.fulfill(status=503, body="<p>Away</p>"))
        for _ in range(2):
            with page.expect_response(re.compile("/transactions/news")):
                pass
        page.unroute("**/news?**")
        with page.expect_response(lambda answer: "/news?" in answer.url and answer.ok):
            pass
    expect(page.locator("#transactions tbody").get_by_role("row")).to_have_count(3)
    expect(alex.alert).to_be_empty()
    server.deliver()
    expect(page.locator("#transactions tbody").get_by_text("Completed")).to_have_count(3)


def test_without_javascript_a_link_shows_how_it_stands(visitor, server: Server) -> None:
    """Pressed as often as one likes; it is gone when there is nothing more to come."""
    alex: Person = visitor(java_script_enabled=False)
    submit(alex, "Grabowski", 2)
    alex.link("Refresh").click()
    expect(alex.region("Submission result")).to_contain_text("0 of 2")
    server.deliver()
    alex.link("Refresh").click()
    expect(alex.region("Submission result")).to_contain_text("All answered")
    expect(alex.link("Refresh")).to_have_count(0)
