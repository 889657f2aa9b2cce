"""The site under measurement: real adapters over files in a folder of their own."""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from litestar import Litestar
from litestar.testing import TestClient
from sqlalchemy import Engine, event

from tests.keys import TEXT
from web import bootstrap, maintenance
from web.app import create_app
from web.services import Services
from web.settings import Settings

GROUP, REGION = "000341", "NCAL"


class Site:
    """A signed-in browser's view of the site."""

    def __init__(self, client: httpx.Client) -> None:
        self._client = client
        self._token = ""

    def sign_in(self, email: str, password: str) -> None:
        self._read_token(self._client.get("/sign-in").text)
        answer = self.post("/sign-in", {"email": email, "password": password})
        self._read_token(self._client.get(answer.headers["Location"]).text)

    def get(self, address: str) -> str:
        answer = self._client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        return answer.text

    def post(self, address, fields, file=None):
        """Send a form as a browser does; redirections are not followed."""
        answer = self._client.post(
            address,
            data={"csrf_token": self._token, **fields},
            files={"file": ("people.xlsx", file)} if file else None,
            follow_redirects=False,
        )
        assert answer.status_code == 303, (address, answer.status_code, answer.text[-2000:])
        return answer

    def template(self) -> bytes:
        choices = f"region={REGION}&group_id={GROUP}&group_name={GROUP}"
        answer = self._client.get(f"/mass-enrollment/template?{choices}")
        assert answer.status_code == 200, answer.status_code
        return answer.content

    def upload(self, workbook: bytes) -> str:
        """Upload, also what was uploaded before, and return the address of the batch."""
        fields = {"region": REGION, "group_id": GROUP, "group_name": GROUP, "again": "yes"}
        return self.post("/mass-enrollment/upload", fields, workbook).headers["Location"]

    def _read_token(self, page: str) -> None:
        found = re.search(r'name="csrf_token" value="([^"]+)"', page)
        assert found, "no token on the page"
        self._token = found[1]


class SiteHere(Site):
    """One that answers in this process, and delivers nothing unless asked to."""

    def __init__(self, client: TestClient[Litestar], services: Services) -> None:
        super().__init__(client)
        self._services = services

    def deliver(self) -> None:
        """Hand over to the carrier all that was submitted."""
        while self._services.delivering.round():
            pass


@contextmanager
def running(folder: Path) -> Iterator[SiteHere]:
    """A site with the demonstration's carrier and administrators, signed in to."""
    settings = Settings(
        database_url=f"sqlite:///{folder}/enroll.sqlite3",
        secret_key="bench" * 10,
        keys=TEXT,
        carrier_file=maintenance.DEMONSTRATION_CARRIER,
        registry="demonstration",
        registry_url=f"sqlite:///{folder}/registry.sqlite3",
        allowed_hosts=("testserver.local", "testserver"),
        time_zone="America/Los_Angeles",
        demonstration=True,
        https=False,
    )
    maintenance.migrate_database(settings)
    (email, *_), password = maintenance.seed_demonstration(settings)
    services = bootstrap.services(settings)
    services.upkeep.warm()
    app = create_app(services, settings, background=False)
    with TestClient(app) as client:
        site = SiteHere(client, services)
        site.sign_in(email, password)
        yield site


@contextmanager
def counted() -> Iterator[Counter[str]]:
    """Counts the statements sent to databases and the commits while it is open."""
    counts: Counter[str] = Counter()

    def statement(*_: object) -> None:
        counts["statements"] += 1

    def commit(*_: object) -> None:
        counts["commits"] += 1

    event.listen(Engine, "before_cursor_execute", statement)
    event.listen(Engine, "commit", commit)
    try:
        yield counts
    finally:
        event.remove(Engine, "before_cursor_execute", statement)
        event.remove(Engine, "commit", commit)
