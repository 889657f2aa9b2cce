"""A second factor, from setting it up to turning it off, in a browser."""

from datetime import timedelta

from playwright.sync_api import expect

from adapters.registry.demonstration import PASSWORD
from domain.accounts.second_factor import STEP_SECONDS, code_of
from e2e.person import Person
from e2e.server import Server
from e2e.watching import overflow

PAT = "pat@peachtree.example"


def test_a_second_factor_and_its_recovery_codes(visitor, server: Server) -> None:
    """Set up, asked for at the door, replaced by a code on paper, and turned off."""
    pat: Person = visitor(PAT)

    def next_code() -> str:
        server.clock.advance(timedelta(seconds=STEP_SECONDS))
        return code_of(secret, int(server.clock.now().timestamp()) // STEP_SECONDS)

    def to_the_second_page() -> None:
        pat.button("Sign out").click()
        pat.field("Email").fill(PAT)
        pat.field("Password").fill(PASSWORD)
        pat.button("Sign in").click()
        expect(pat.heading("Enter your code")).to_be_visible()

    pat.goto("/members")
    pat.page.locator("a.who").click()
    expect(pat.heading("Your Account")).to_be_visible()
    pat.check()
    pat.link("Set Up a Second Factor").click()
    expect(pat.heading("Set up a second factor")).to_be_visible()
    picture = pat.page.get_by_role("img", name="QR code with the setup key that stands below")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.complete && image.naturalWidth > 0")
    pat.check()
    pat.page.set_viewport_size({"width": 320, "height": 700})
    assert overflow(pat.page) == []
    pat.page.set_viewport_size({"width": 1280, "height": 720})
    secret = pat.page.locator(".setup-key").inner_text().replace(" ", "")
    pat.field("Code").fill(next_code())
    pat.button("Turn On").click()
    expect(pat.heading("Your second factor is on")).to_be_visible()
    expect(pat.page.locator("main code")).to_have_count(10)
    recovery_code = pat.page.locator("main code").first.inner_text()
    pat.check()
    pat.link("I Have Kept Them").click()
    expect(pat.page.get_by_text("10 recovery codes left.")).to_be_visible()

    to_the_second_page()
    pat.check()
    pat.field("Code").fill("000000")
    with pat.watch.refusal(422):
        pat.button("Sign in").click()
        expect(pat.region("There is a problem")).to_be_focused()
    pat.field("Code").fill(next_code())
    pat.button("Sign in").click()
    expect(pat.heading("Manage Members")).to_be_visible()

    to_the_second_page()
    pat.field("Code").fill(recovery_code.lower())
    pat.button("Sign in").click()
    expect(pat.status).to_contain_text("9 recovery codes are left.")

    pat.goto("/account")
    pat.link("Turn Off").click()
    pat.check()
    pat.field("Current password").fill(PASSWORD)
    pat.field("Code").fill(next_code())
    pat.button("Turn Off Second Factor").click()
    expect(pat.status).to_contain_text("Your second factor is off.")


def test_ending_a_session_from_another_browser(visitor) -> None:
    """What was left open elsewhere is closed from here."""
    here: Person = visitor(PAT)
    there: Person = visitor("")
    there.sign_in(PAT)
    here.goto("/account")
    here.check()
    here.button("Sign Out Everywhere Else").click()
    expect(here.status).to_contain_text("You were signed out everywhere else.")
    there.link("Saved Applications").click()
    expect(there.heading("Sign in")).to_be_visible()
