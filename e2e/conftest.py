"""One browser for the whole run, one site for each file of journeys, one visitor at a time."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from e2e.person import Person
from e2e.server import Server, running

ROOT = Path(__file__).parents[1]
# A browser must not do on its own what the pages are watched for.
_QUIET = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
]
ALEX = "alex@redwood.example"

# Patient with slow machines; nothing waits longer than it must.
expect.set_options(timeout=20_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("e2e")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = (
        os.environ.get("CHROMIUM")
        or subprocess.run(
            [sys.executable, "tools/browser.py"],
            cwd=ROOT,
            check=True,
            text=True,
            capture_output=True,
        ).stdout.strip()
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=_QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The demonstration as it is at first, for the tests of one file."""
    with running(tmp_path_factory.mktemp("site")) as server:
        yield server


@pytest.fixture(scope="module")
def cookies() -> dict[str, Any]:
    """By e-mail, those of a browser that was signed in before."""
    return {}


@pytest.fixture
def visitor(
    browser: Browser, server: Server, cookies: dict[str, Any]
) -> Iterator[Callable[..., Person]]:
    """Opens browsers, signed in as the e-mail says; "" leaves them at the door.

    Whatever any of their pages did wrong fails the test.
    """
    people: list[Person] = []

    def visit(email: str = ALEX, **options: Any) -> Person:
        person = Person(browser, server.url, storage_state=cookies.get(email), **options)
        people.append(person)
        if email:
            person.enter(email)
            cookies[email] = person.context.storage_state()
        return person

    yield visit
    for person in people:
        person.close()
    problems = [problem for person in people for problem in person.watch.problems]
    assert not problems, "\n".join(problems)


@pytest.fixture
def alex(visitor: Callable[..., Person]) -> Person:
    """Somebody who may enroll in Redwood Manufacturing and Pacific Surf Hotels, signed in."""
    return visitor()
