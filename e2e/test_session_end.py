"""The session's end: announced in time, put off by one button, and nothing typed is lost."""

from datetime import timedelta

from playwright.sync_api import expect

from e2e.person import Person
from e2e.server import Server
from tests.web.uploads import a_person


def later(person: Person, server: Server, minutes: int) -> None:
    """Time goes by for the site and for the browser."""
    server.clock.advance(timedelta(minutes=minutes))
    person.page.clock.fast_forward(minutes * 60_000)


def busy_until_ten_minutes_before_the_twelve_hours(person: Person, server: Server) -> None:
    """However long all that takes."""
    came = server.clock.now()
    for minutes in range(10, 720, 10):
        server.clock.set(came + timedelta(minutes=minutes))
        assert person.context.request.get("/members", max_redirects=0).status == 200


def test_a_warning_two_minutes_before_and_one_button_to_stay(alex: Person, server: Server) -> None:
    """After 13 idle minutes a dialog asks; staying makes it 15 minutes again."""
    page = alex.page
    page.clock.install()
    alex.goto("/members")
    warning = alex.dialog("Your session ends soon")
    # Two minutes on either side of each, for slow machines: the clocks go on meanwhile.
    later(alex, server, 11)
    page.clock.run_for(2_000)
    expect(warning).to_be_hidden()
    later(alex, server, 2)
    page.clock.run_for(2_000)
    expect(warning).to_be_visible()
    alex.check()
    alex.button("Stay signed in").click()
    expect(warning).to_be_hidden()
    later(alex, server, 11)
    page.clock.run_for(2_000)
    expect(warning).to_be_hidden()
    later(alex, server, 2)
    alex.goto("/transactions")
    expect(alex.heading("Transaction History")).to_be_visible()


def test_the_end_is_said_and_leads_to_sign_in(visitor, server: Server) -> None:
    """Left alone for a quarter of an hour, the page says so; the next step is to sign in."""
    alex: Person = visitor()
    page = alex.page
    page.clock.install()
    alex.goto("/transactions")
    later(alex, server, 15)
    page.clock.run_for(2_000)
    ended = alex.dialog("Your session has ended")
    expect(ended.get_by_role("button", name="Close")).to_be_focused()
    alex.check()
    page.keyboard.press("Enter")
    expect(ended).to_be_hidden()
    alex.link("Saved Applications").click()
    expect(alex.heading("Sign in")).to_be_visible()


def test_nobodys_data_stays_on_a_screen_that_was_left_alone(visitor, server: Server) -> None:
    """At the session's end the page is emptied by itself, also without the site, and leads back to
    where it was; a form stays as it was filled in."""
    alex: Person = visitor()
    batch = alex.upload([a_person("Uma", "Vale")], "left alone.xlsx")
    alex.page.clock.install()
    for path in ("/members", batch):
        alex.come_in("alex@redwood.example")
        alex.goto(path)
        expect(alex.page.get_by_role("rowheader").first).to_be_visible()
        alex.context.set_offline(True)
        later(alex, server, 15)
        alex.page.clock.run_for(2_000)
        alex.dialog("Your session has ended").get_by_role("button", name="Close").click()
        expect(alex.heading("Your session has ended")).to_be_visible()
        expect(alex.page.get_by_role("row")).to_have_count(0)
        alex.context.set_offline(False)
        alex.check()
        alex.link("Sign in").click()
        expect(alex.heading("Sign in")).to_be_visible()
    alex.sign_in("alex@redwood.example")
    alex.goto(batch)
    alex.act("Uma Vale", 2, "Edit")
    alex.field("City").fill("Piedmont")
    later(alex, server, 15)
    alex.page.clock.run_for(2_000)
    alex.dialog("Your session has ended").get_by_role("button", name="Close").click()
    expect(alex.field("City")).to_have_value("Piedmont")


def test_what_was_typed_is_kept_through_sign_in(visitor, server: Server) -> None:
    """An edit sent after the session's end is carried through sign-in and then saved."""
    alex: Person = visitor()
    alex.upload([a_person("Liv", "Upton")], "typed.xlsx")
    alex.act("Liv Upton", 2, "Edit")
    alex.field("City").fill("Piedmont")
    server.clock.advance(timedelta(minutes=16))
    with alex.watch.refusal(401):
        alex.button("Save Changes").click()
        expect(alex.heading("Sign in")).to_be_visible()
    expect(alex.page.get_by_text("Your session has ended")).to_be_visible()
    alex.check()
    alex.field("Email").fill("alex@redwood.example")
    alex.field("Password").fill("wrong at first, still kept")
    with alex.watch.refusal(422):
        alex.button("Sign in").click()
        expect(alex.region("There is a problem")).to_be_visible()
    alex.field("Password").fill("correct horse battery")
    alex.button("Sign in").click()
    expect(alex.heading("You are signed in")).to_be_visible()
    alex.check()
    alex.button("Carry on").click()
    expect(alex.status).to_contain_text("Liv Upton is ready to submit")
    alex.act("Liv Upton", 2, "Edit")
    expect(alex.field("City")).to_have_value("Piedmont")


def test_an_upload_after_the_end_keeps_the_choices(visitor, server: Server) -> None:
    """The file has to be chosen again, but region and group stand as they were chosen."""
    alex: Person = visitor()
    content = alex.workbook([a_person("Max", "Vance")])
    alex.goto("/mass-enrollment/upload")
    alex.choose_group(("NCAL", "000341"))
    alex.field("Completed spreadsheet").set_input_files(
        {"name": "late.xlsx", "mimeType": "", "buffer": content}
    )
    server.clock.advance(timedelta(minutes=16))
    alex.button("Upload Members").click()
    expect(alex.heading("Sign in")).to_be_visible()
    alex.field("Email").fill("alex@redwood.example")
    alex.field("Password").fill("correct horse battery")
    alex.button("Sign in").click()
    expect(alex.heading("Upload Members")).to_be_visible()
    for box, value in (("Region", "NCAL"), ("Group ID", "000341"), ("Group Name", "000341")):
        expect(alex.page.get_by_role("combobox", name=box, exact=True)).to_have_value(value)


def test_a_page_asked_for_is_shown_after_sign_in(visitor, server: Server) -> None:
    """A link followed after the end leads, through sign-in, to where it was going."""
    alex: Person = visitor()
    alex.goto("/members")
    server.clock.advance(timedelta(minutes=16))
    alex.link("Transaction History").click()
    expect(alex.heading("Sign in")).to_be_visible()
    alex.field("Email").fill("alex@redwood.example")
    alex.field("Password").fill("correct horse battery")
    alex.button("Sign in").click()
    expect(alex.heading("Transaction History")).to_be_visible()


def test_twelve_hours_are_the_end_however_busy(visitor, server: Server) -> None:
    """Activity puts the idle end off, but not the end of the day's session."""
    pat: Person = visitor("pat@peachtree.example")
    busy_until_ten_minutes_before_the_twelve_hours(pat, server)
    server.clock.advance(timedelta(minutes=10))
    assert pat.context.request.get("/members", max_redirects=0).status == 303


def test_staying_near_the_twelve_hours_puts_nothing_off(visitor, server: Server) -> None:
    """The page counts down to the end that the site names, not to one of its own."""
    pat: Person = visitor("pat@peachtree.example")
    page = pat.page
    busy_until_ten_minutes_before_the_twelve_hours(pat, server)
    page.clock.install()
    pat.goto("/members")
    warning = pat.dialog("Your session ends soon")
    later(pat, server, 8)
    page.clock.run_for(2_000)
    expect(warning).to_be_visible()
    pat.button("Stay signed in").click()
    expect(warning).to_be_hidden()
    later(pat, server, 2)
    page.clock.run_for(2_000)
    expect(pat.dialog("Your session has ended")).to_be_visible()
