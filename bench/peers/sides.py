"""Ours, django-import-export and Frictionless, each where it runs, and what each is asked to do."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

import httpx

from adapters.registry.demonstration import ADMINISTRATORS
from bench.peers import django_browser
from bench.peers.columns import write_columns
from bench.peers.django_browser import DjangoBrowser
from bench.peers.django_site import COUNTED
from bench.server import Server, free_port, started, wait_for
from bench.site import GROUP, REGION, Site, counted, running
from domain.accounts.access import Administrator
from web import bootstrap, demo
from web.services import Services

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ROOT / ".venv-peers" / "bin" / "python"
Counts = tuple[int, int]
"""Statements and commits."""


class Ours:
    """The site as ``enroll serve`` runs it; and its checks alone, in this process."""

    def __init__(self, site: Site, services: Services) -> None:
        self.site = site
        self._services = services
        invented = ADMINISTRATORS[0]
        self._who = Administrator("bench", invented.email, invented.name, invented.grants)

    def upload(self, workbook: bytes) -> str:
        """Upload, and see what came of it; the batch's address."""
        batch = self.site.upload(workbook)
        self.site.get(batch)
        return batch.partition("?")[0]

    def submit(self, batch: str) -> None:
        """Submit all, and see the confirmation IDs."""
        self.site.get(self.site.post(f"{batch}/submit", {}).headers["Location"])

    def check(self, workbook: bytes) -> int:
        """Read and check, keeping nothing: how many rows are not ready."""
        found = self._services.uploads.check(
            self._who, group_id=GROUP, region=REGION, file_name="people.xlsx", content=workbook
        )
        return sum(one.verdict != "ready" for one in found.applications)


class DjangoSite:
    """django-import-export in a Django admin, served by waitress."""

    def __init__(self, browser: DjangoBrowser) -> None:
        self._browser = browser

    def preview(self, workbook: bytes) -> httpx.Response:
        return self._browser.preview(workbook)

    def confirm(self, preview: httpx.Response) -> None:
        self._browser.confirm(preview)

    def counts(self, workbook: bytes) -> tuple[Counts, Counts]:
        """What previewing and confirming it asks of the database."""
        asked = {COUNTED: "please"}
        preview = self._browser.preview(workbook, **asked)
        confirmed = self._browser.confirm(preview, **asked)
        return django_browser.counted(preview), django_browser.counted(confirmed)

    def faulty_rows(self, workbook: bytes) -> int:
        """How many rows the preview finds fault with."""
        return self._browser.preview(workbook).text.count('class="validation-error-count"')


class Frictionless:
    """Validation in a process that has been started before."""

    def __init__(self, process: subprocess.Popen[str], folder: Path) -> None:
        self._process = process
        self._file = folder / "people.xlsx"

    def put(self, workbook: bytes) -> None:
        """The file that is validated next; it takes none but from the disk."""
        self._file.write_bytes(workbook)

    def validate(self) -> tuple[float, int]:
        """Seconds, as measured in that process, and errors found."""
        assert self._process.stdin
        assert self._process.stdout
        print(self._file, file=self._process.stdin, flush=True)
        answer = json.loads(self._process.stdout.readline())
        return answer["seconds"], answer["errors"]


@contextmanager
def ours(folder: Path) -> Iterator[Ours]:
    """Both over databases of their own, in the folder."""
    here = demo.settings_in(folder / "here")
    demo.prepare(here)
    services = bootstrap.services(here)
    services.upkeep.warm()
    try:
        with Server(folder / "served") as server:
            yield Ours(server.browser(), services)
    finally:
        services.upkeep.close()


@contextmanager
def django_site(folder: Path) -> Iterator[DjangoSite]:
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    command = [str(PYTHON), "-m", "bench.peers.django_site.serve", str(port)]
    write_columns(folder / "columns.json")
    environ = _environ() | {"PEERS_FOLDER": str(folder), "TMPDIR": str(folder)}
    with (
        (folder / "log").open("ab") as log,
        started(command, environ=environ, output=log),
        httpx.Client(base_url=address, timeout=120) as client,
    ):
        wait_for(f"{address}/admin/login/")
        yield DjangoSite(DjangoBrowser(client))


@contextmanager
def frictionless(folder: Path) -> Iterator[Frictionless]:
    columns = folder / "columns.json"
    write_columns(columns)
    process = subprocess.Popen(
        [str(PYTHON), "-m", "bench.peers.table_schema", str(columns)],
        env=_environ(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        yield Frictionless(process, folder)


def counts_of_ours(folder: Path, workbooks: dict[int, bytes]) -> dict[int, tuple[Counts, Counts]]:
    """What uploading and submitting each asks of the databases, by rows; in this process."""
    found = {}
    with running(folder) as site:
        for rows, workbook in workbooks.items():
            with counted() as upload:
                batch = site.upload(workbook)
                site.get(batch)
            with counted() as submit:
                answer = site.post(f"{batch.partition('?')[0]}/submit", {})
                site.get(answer.headers["Location"])
            found[rows] = tuple((one["statements"], one["commits"]) for one in (upload, submit))
    return found


def timed(act, *arguments):
    """The seconds that it took, and what came of it."""
    start = perf_counter()
    result = act(*arguments)
    return perf_counter() - start, result


def require_peers() -> None:
    if not PYTHON.exists():
        sys.exit("The peers are not installed: make bench-peers does that.")


def _environ() -> dict[str, str]:
    """Nothing of ours is found from there but this package."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
