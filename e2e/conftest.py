"""One browser and one site for each process; each journey finds the site as it was at first.

Cheaply: ``visitor(email)`` (``alex``) is somebody signed in without the form, before an empty page;
``person.upload(rows)`` puts a batch there without the form, and opens its page. Through the forms
go ``visitor("")`` with ``person.sign_in(email)``, and ``person.send(content, name)``.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from e2e.person import Person
from e2e.server import PATIENCE, Server, running

ROOT = Path(__file__).parents[1]
# A browser must not do on its own what the pages are watched for. Nor draw its own address bar for
# each visitor, or keep processes ready: that takes longer than the pages do.
_QUIET = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
    "--disable-gpu",
    # The last such switch counts, so what Playwright turns off, and may matter here, is repeated.
    "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,SpareRendererForSitePerProcess,"
    "PaintHolding,AvoidUnnecessaryBeforeUnloadCheckSync,DestroyProfileOnBrowserClose,HttpsUpgrades,"
    "AimEnabled,OptimizationHints,NetworkTimeServiceQuerying,PreconnectToSearch",
]
ALEX = "alex@redwood.example"

# Patient with slow machines; nothing waits longer than it must.
expect.set_options(timeout=1000 * PATIENCE)


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


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Whatever earlier tests did."""
    with running(tmp_path_factory.mktemp("site"), background=False) as site:
        yield site


@pytest.fixture
def still_server(site: Server) -> Server:
    """The demonstration as it is at first; it delivers when a test says so."""
    site.begin_anew()
    return site


@pytest.fixture
def server(still_server: Server) -> Iterator[Server]:
    """The demonstration as it is at first."""
    with still_server.working():
        yield still_server


@pytest.fixture
def visitor(browser: Browser, server: Server) -> Iterator[Callable[..., Person]]:
    """Opens browsers, signed in as the e-mail says; "" leaves them at the door.

    Whatever any of their pages did wrong fails the test.
    """
    people: list[Person] = []

    def visit(email: str = ALEX, **options: Any) -> Person:
        person = Person(browser, server, **options)
        people.append(person)
        if email:
            person.come_in(email)
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
