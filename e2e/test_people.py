"""Deciding who may do what, in a browser: an invitation, a role, and an end."""

from datetime import timedelta

from playwright.sync_api import expect

from adapters.registry.demonstration import PASSWORD
from e2e.person import Person
from e2e.server import Server
from e2e.watching import overflow

JO = "jo@redwood.example"
CHOSEN = "a tall ladder of light"


def test_somebody_is_invited_comes_in_and_is_disabled(visitor, server: Server) -> None:
    """From the link that is handed over to the day they leave."""
    alex: Person = visitor()
    alex.goto("/members")
    alex.link("People").click()
    expect(alex.heading("People")).to_be_visible()
    expect(alex.row("Robin Hale")).to_contain_text("000341 View")
    alex.check()
    alex.page.set_viewport_size({"width": 320, "height": 700})
    assert overflow(alex.page) == []
    alex.page.set_viewport_size({"width": 1280, "height": 720})

    # Somebody else may have sat down here: who it is has to be shown, and nothing is typed twice.
    server.clock.advance(timedelta(minutes=11))
    alex.field("E-mail").fill(JO)
    alex.field("Name").fill("Jo Field")
    with alex.watch.refusal(401):
        alex.button("Make Invitation Link").click()
        expect(alex.heading("Is it you?")).to_be_visible()
    alex.check()
    alex.field("Password").fill(PASSWORD)
    alex.button("Continue").click()
    expect(alex.heading("Hand over this link")).to_be_visible()
    alex.check()
    link = alex.page.locator("main code").inner_text()

    jo: Person = visitor("")
    jo.page.goto(link)
    expect(jo.heading("You are invited")).to_be_visible()
    jo.check()
    jo.field("New password").fill("password password")
    jo.field("New password again").fill("password password")
    with jo.watch.refusal(422):
        jo.button("Set Password").click()
        expect(jo.region("There is a problem")).to_be_focused()
    jo.field("New password").fill(CHOSEN)
    jo.field("New password again").fill(CHOSEN)
    jo.button("Set Password").click()
    jo.sign_in(JO, CHOSEN)
    with jo.watch.refusal(404):
        jo.page.goto(link)
        expect(jo.heading("This invitation is over")).to_be_visible()
    jo.check()
    jo.goto("/members")

    alex.link("Back to People").click()
    alex.link("Jo Field").click()
    alex.check()
    alex.field("May in 000341").select_option("view")
    alex.button("Save Roles").click()
    expect(alex.status).to_contain_text("Jo Field’s roles are saved.")
    alex.button("Disable").click()
    expect(alex.status).to_contain_text("Jo Field cannot sign in any more")
    jo.link("Saved Applications").click()
    expect(jo.heading("Sign in")).to_be_visible()
