"""A whole site for one test: the real application over a real database, with a clock that stands
still, and browsers to visit it with."""

import re
import traceback
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

import httpx
from litestar import Litestar
from litestar.exceptions import HTTPException
from litestar.testing import TestClient

from adapters.carrier_file import load_carrier
from adapters.common_passwords import CommonPasswords
from adapters.persistence import SqlPersistence, open_engine
from adapters.registry.demonstration import CARRIER_FILE, PASSWORD
from adapters.spreadsheet.reader import WorkbookReader
from adapters.system import RandomIds
from domain import ports
from domain.errors import DomainError
from tests.fakes.accounts.passwords import FakeHasher
from tests.fakes.documents import FakeDocumentReader
from tests.fakes.files import FakeFiles
from tests.fakes.registry import FakeRegistry
from tests.fakes.scanning import FakeScanner
from tests.fakes.system import FakeClock
from tests.keys import VAULT
from tests.workbooks import TEMPLATES
from web.app import create_app
from web.forms import FormUnreadable
from web.origin import origin
from web.security.csrf import TokenRefused, Tokens
from web.security.visits import SignInNeeded
from web.services import Services
from web.settings import Settings
from web.wiring import Parts, wire

HOST = "enroll.test"
SECRET = "a secret for tests alone, known to everybody"
_CARRIER = load_carrier(CARRIER_FILE).carrier
_REFUSALS = (HTTPException, DomainError, SignInNeeded, TokenRefused, FormUnreadable)


class Browser:
    """A visitor with cookies of their own. Redirects are not followed unless asked to be."""

    def __init__(self, client: TestClient[Litestar], tokens: Tokens) -> None:
        self.client = client
        self._tokens = tokens

    @property
    def cookie(self) -> str:
        """The session's cookie, "" before signing in."""
        return self.client.cookies.get("enroll", "")

    @property
    def token(self) -> str:
        """What the pages shown in this browser carry in their forms."""
        return self._tokens.token(self.cookie)

    def get(self, path: str, **options: Any) -> httpx.Response:
        return self.client.get(path, follow_redirects=False, **options)

    def part(self, path: str) -> httpx.Response:
        """As htmx asks for the part of a page that it replaces."""
        return self.get(path, headers=HTMX)

    def post(
        self,
        path: str,
        fields: Mapping[str, Any] | None = None,
        *,
        files: Any = None,
        htmx: bool = False,
        token: str | None = None,
        **options: Any,
    ) -> httpx.Response:
        """Sends a form as a page would, its token included. ``fields`` may hold lists."""
        data = {"csrf_token": self.token if token is None else token, **(fields or {})}
        headers = HTMX if htmx else {}
        return self.client.post(
            path, data=data, files=files, headers=headers, follow_redirects=False, **options
        )

    def follow(self, response: httpx.Response, htmx: bool = False) -> httpx.Response:
        """Where a 303 leads to."""
        assert response.status_code == 303, response.text
        return self.get(response.headers["Location"], headers=HTMX if htmx else {})

    def sign_in(self, email: str, password: str = PASSWORD) -> httpx.Response:
        page = self.get("/sign-in")
        return self.post(
            "/sign-in",
            {"email": email, "password": password, "next": "/members"},
            token=hidden(page.text, "csrf_token"),
        )


HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}


def hidden(html: str, name: str) -> str:
    """The value of the page's first hidden field of that name."""
    found = re.search(rf'<input type="hidden" name="{re.escape(name)}" value="([^"]*)"', html)
    assert found, f"the page has no hidden field {name}"
    return unescape(found[1])


@dataclass
class Site:
    """The application with the parts that a test sets or looks into."""

    app: Litestar
    services: Services
    settings: Settings
    persistence: ports.Persistence
    registry: FakeRegistry
    files: FakeFiles
    clock: FakeClock
    scanner: FakeScanner
    _stack: ExitStack = field(default_factory=ExitStack)
    _first: TestClient[Litestar] | None = None

    def client(self) -> Browser:
        """A browser that nobody has signed in with."""
        client = TestClient(self.app, base_url=f"http://{HOST}")
        # All share the event loop of one, in which the application was started once.
        if self._first is None:
            self._first = self._stack.enter_context(client)
        else:
            client.blocking_portal = self._first.blocking_portal
        return Browser(client, Tokens(self.settings.secret_key))

    def signed_in(self, email: str) -> Browser:
        browser = self.client()
        answer = browser.sign_in(email)
        assert answer.status_code == 303, answer.text
        return browser

    def deliver(self) -> None:
        """Deliver everything that is due now."""
        while self.services.delivering.round():
            pass

    def close(self) -> None:
        self._stack.close()
        self.services.upkeep.close()


class Current:
    """Stands for a part of whichever site is open, so that one application serves many tests:
    making it takes longer than most of them."""

    def __init__(self) -> None:
        self.part: Any = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self.part, name)


def a_site(
    folder: Path,
    *,
    reader: ports.SpreadsheetReader | None = None,
    documents: ports.DocumentReader | None = None,
    provider: ports.IdentityProvider | None = None,
    **changes: Any,
) -> Site:
    """A site over the database ``site.sqlite3`` in the folder. With ``changes`` of its settings,
    readers or a provider, it has an application of its own; otherwise one such site is open at a
    time."""
    settings = Settings(**(_settings(folder) | changes))
    persistence = SqlPersistence(open_engine(settings.database_url), origin, vault=VAULT)
    registry, clock = FakeRegistry.demonstration(), FakeClock()
    files, scanner = FakeFiles(clock), FakeScanner()
    parts = (persistence, registry, files, clock, scanner)
    if changes or reader or documents or provider:
        app, services = _application(settings, *parts, reader, documents, provider)
    else:
        app, services, stands_for = _shared()
        for current, part in zip(stands_for, parts, strict=True):
            current.part = part
    return Site(app, services, settings, *parts)


def _settings(folder: Path) -> dict[str, Any]:
    return {
        "database_url": f"sqlite:///{folder / 'site.sqlite3'}",
        "secret_key": SECRET,
        "carrier_file": CARRIER_FILE,
        "registry": "demonstration",
        "registry_url": "",
        "allowed_hosts": (HOST,),
        "time_zone": "America/Los_Angeles",
        "demonstration": True,
        "https": False,
    }


@cache
def _shared() -> tuple[Litestar, Services, tuple[Current, ...]]:
    stands_for = tuple(Current() for _ in range(5))
    settings = Settings(**_settings(Path("nowhere")))
    return *_application(settings, *stands_for), stands_for


def _application(
    settings: Settings,
    persistence: Any,
    registry: Any,
    files: Any,
    clock: Any,
    scanner: Any,
    reader: ports.SpreadsheetReader | None = None,
    documents: ports.DocumentReader | None = None,
    provider: ports.IdentityProvider | None = None,
) -> tuple[Litestar, Services]:
    services = wire(
        Parts(
            carrier=_CARRIER,
            persistence=persistence,
            registry=registry,
            reader=reader or WorkbookReader(),
            documents=documents or FakeDocumentReader(),
            templates=TEMPLATES,
            files=files,
            hasher=FakeHasher(),
            common_passwords=CommonPasswords(),
            clock=clock,
            ids=RandomIds(),
            scanner=scanner,
            provider=provider,
            close=lambda: persistence.close(),
        )
    )
    app = create_app(services, settings, background=False)
    app.after_exception.append(_print_defect)
    return app, services


async def _print_defect(error: Exception, _: Any) -> None:
    """The page and the log say little of a defect on purpose; a failing test says it all."""
    if not isinstance(error, _REFUSALS):
        traceback.print_exception(error)
