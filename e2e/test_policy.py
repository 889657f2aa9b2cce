"""What the pages' own policy forbids: nothing on any page tries it, and it would be noticed."""

import re
from collections.abc import Callable
from contextlib import ExitStack

from playwright.sync_api import ConsoleMessage

from domain.accounts.access import Role
from e2e.person import Person
from e2e.server import Server
from e2e.watching import Watch
from tests.web.matrix.declared import WHO
from tests.web.matrix.world import ALEX, ROBIN
from tests.web.uploads import a_person

NO_PAGES = re.compile(
    r"/(health|metrics|static)\b|\.csv$|/news$|/template$|/picture$|^/agreements/|/\{address"
    r"|/single-sign-on"  # where there is an identity provider, and that is another site
)
MARKUP = """
<p id="planted" style="color: red">x</p><img src="https://evil.example/x.png" alt="">
<script>document.title = "planted"</script>
"""
VIOLATED = ("style-src-attr", "img-src", "script-src-elem")


def test_no_page_tries_what_the_policy_forbids(alex: Person, server: Server) -> None:
    """Each page that the route table has, and each error page; also those that no journey visits.
    The console stays empty, and so does the browser's storage."""
    rows = [
        a_person("Ana", "Silva"),
        a_person("Ben", "Okoro", Family_Number="2"),
        a_person("Omar", "Haddad", Family_Number="4", Subgroup_ID="9999"),
    ]
    batch_id = alex.upload(rows).rpartition("/")[2]
    with server.services.access._persistence.reading() as uow:
        found = uow.applications.of_batch(batch_id, server.clock.now())
        credentials = uow.administrators.credentials(ALEX)
    ana, ben, omar = found
    assert credentials is not None
    (sent,) = server.services.submitting.submit_one(credentials.administrator, ben.id, ben.version)
    ids = {
        "batch_id": batch_id,
        "application_id": ana.id,
        "confirmation_id": sent.confirmation_id,
        "person_id": server.services.administrators.find(ROBIN).id,
        "token": server.services.invitations.invite(
            credentials.administrator, "jo@redwood.example", "Jo Field", "000341", Role.VIEW
        ),
    }
    visited = 0
    for name in WHO:
        method, _, path = name.partition(" ")
        if method != "GET" or NO_PAGES.search(path):
            continue
        if path.endswith("/reason"):
            path = path.replace("{application_id}", omar.id)
        for parameter, value in ids.items():
            path = path.replace(f"{{{parameter}}}", value)
        assert "{" not in path, f"Say in this test what stands for the parameter of {path}"
        alex.goto(path)
        alex.check()
        assert alex.page.evaluate("localStorage.length + sessionStorage.length") == 0, path
        visited += 1
    assert visited > 20
    for path, status in (("/nowhere", 404), ("/sign-out", 405), ("/members?page=x", 400)):
        with alex.watch.refusal(status):
            alex.goto(path)
            alex.check()


def test_the_policy_would_be_noticed(alex: Person) -> None:
    """Markup that got into a page anyhow does nothing: its style, its picture and its script are
    all refused, and the watch says so."""
    alex.goto("/members")
    title = alex.page.title()
    with ExitStack() as told:
        for directive in VIOLATED:
            told.enter_context(alex.page.expect_console_message(_tells(directive)))
        alex.page.evaluate(
            "text => document.body.append(document.createRange().createContextualFragment(text))",
            MARKUP,
        )
    noticed = " ".join(_taken(alex.watch))
    for directive in VIOLATED:
        assert f"policy violated: {directive}" in noticed
    assert alex.page.title() == title
    assert alex.page.evaluate("getComputedStyle(planted).color") != "rgb(255, 0, 0)"


def _tells(directive: str) -> Callable[[ConsoleMessage], bool]:
    return lambda message: message.text.startswith(f"policy violated: {directive}")


def _taken(watch: Watch) -> list[str]:
    """What it has noticed, which is no problem of this test's."""
    found, watch.problems[:] = list(watch.problems), []
    return found
