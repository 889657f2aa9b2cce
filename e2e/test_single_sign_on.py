"""Signing in through an organization's identity provider, which runs beside the site."""

import socket
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from domain.errors import NotFound
from e2e.person import Person
from e2e.server import Server, running
from tests.openid_provider import CLIENT_ID, CLIENT_SECRET, OpenIdServer, User, openid_server

ALEX = User("alex", "alex@redwood.example")
JO = User("jo", "jo@redwood.example")
BACK = "/sign-in/single-sign-on/back"
PHONE = {"viewport": {"width": 390, "height": 844}}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, OpenIdServer]]:
    """A site and its provider. What a provider says is held against the time that it is."""
    with (
        socket.create_server(("127.0.0.1", 0)) as listener,
        openid_server(
            tmp_path_factory.mktemp("provider"),
            f"http://localhost:{listener.getsockname()[1]}{BACK}",
            ALEX,
            JO,
        ) as provider,
        running(
            tmp_path_factory.mktemp("site"),
            datetime.now(UTC),
            listener=listener,
            oidc_issuer=provider.issuer,
            oidc_client_id=CLIENT_ID,
            oidc_client_secret=CLIENT_SECRET,
            oidc_name="Redwood ID",
        ) as server,
    ):
        yield server, provider


@pytest.fixture(scope="module")
def server(world: tuple[Server, OpenIdServer]) -> Server:
    return world[0]


@pytest.fixture
def stranger(
    visitor: Callable[..., Person], world: tuple[Server, OpenIdServer]
) -> Callable[..., Person]:
    """Somebody at the door, whom the provider has not brought before."""
    with suppress(NotFound):
        world[0].services.single_sign_on.unlink(ALEX.email)

    def visit(**options: object) -> Person:
        person = visitor("", **options)
        person.watch.expect_also(world[1].origin)
        return person

    return visit


def log_in(page: Page, user: User) -> None:
    """At the provider."""
    expect(page.get_by_role("heading", name="Redwood ID")).to_be_visible()
    page.get_by_label("Username").fill(user.name)
    page.get_by_label("Password").fill(user.password)
    page.get_by_role("button", name="Log in").click()


def say_yes(person: Person) -> None:
    """To whether the access is known that others gave, for the first time."""
    expect(person.heading("Is this you?")).to_be_visible()
    person.check()
    person.button("Yes, Sign In").click()


@pytest.mark.parametrize("options", [{}, PHONE], ids=["desk", "phone"])
def test_there_and_back(stranger: Callable[..., Person], options: dict[str, object]) -> None:
    """To the page that was asked for; signing out leads to the door again."""
    person = stranger(**options)
    person.goto("/transactions")
    person.check()
    person.link("Sign in with Redwood ID").click()
    log_in(person.page, ALEX)
    say_yes(person)
    expect(person.heading("Transaction History")).to_be_visible()
    person.check()
    assert person.page.url.endswith("/transactions")


def test_whom_nobody_knows_here_stays_at_the_door(stranger: Callable[..., Person]) -> None:
    """And reads why, and what to do."""
    person = stranger()
    person.goto("/sign-in")
    person.link("Sign in with Redwood ID").click()
    with person.watch.refusal(422):
        log_in(person.page, JO)
        problem = person.region("There is a problem")
        expect(problem).to_contain_text("Redwood ID knows you as jo@redwood.example")
        expect(problem).to_be_focused()
    person.check()


def test_what_was_being_sent_is_carried_on_from_another_tab(
    stranger: Callable[..., Person], server: Server
) -> None:
    """The provider is reached beside the page that holds it."""
    person = stranger()
    person.goto("/sign-in")
    person.link("Sign in with Redwood ID").click()
    log_in(person.page, ALEX)
    say_yes(person)
    expect(person.heading("Manage Members")).to_be_visible()
    person.goto("/people")
    server.clock.advance(timedelta(minutes=16))
    person.field("E-mail").fill("nobody")
    person.field("Name").fill("New Person")
    with person.watch.refusal(401):
        person.button("Make Invitation Link").click()
        expect(person.page.get_by_text("What you entered is kept")).to_be_visible()
    person.check()
    with person.watch.refusal(422):
        person.button("Carry on").click()
        expect(person.region("There is a problem")).to_contain_text("You are not signed in yet")
    with person.context.expect_page() as opened:
        person.link("Sign in with Redwood ID").click()
    other = opened.value
    # The provider knows who it is already, and asks nothing.
    expect(other.get_by_role("heading", name="Manage Members")).to_be_visible()
    other.close()
    person.button("Carry on").click()
    expect(person.heading("You are signed in")).to_be_visible()
    person.check()
    with person.watch.refusal(422):
        person.button("Carry on").click()
        expect(person.region("There is a problem")).to_be_visible()
