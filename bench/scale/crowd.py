"""Light pages beside 1, 4 and 16 uploads at once: what one other browser waits for.

That browser asks for one page after the other, all the time; those who upload do so all the time
too, each from a thread of another process, so that measuring does not wait for them.
"""

from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from datetime import date
from itertools import cycle
from math import ceil
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from time import monotonic, perf_counter
from typing import NamedTuple

import httpx

from bench.people import people
from bench.scale.uploading import Uploader
from bench.server import Server
from bench.site import Site
from tests.workbooks import fill_template

ROWS = 250
CROWDS = (0, 1, 4, 16, 0)
PAGES = ("/members", "/mass-enrollment")
HEALTH = "/health/live"
_FILES_EACH = 2
_FEWEST = 30


class Waited(NamedTuple):
    """Beside so many uploads at once; seconds."""

    uploading: int
    pages: list[float]
    health: list[float]
    uploads_a_second: float
    told_busy: int


def percentile(times: Sequence[float], percent: int) -> float:
    """The time that so many in a hundred do not exceed."""
    return sorted(times)[ceil(len(times) * percent / 100) - 1]


def measure(folder: Path, seconds: float, crowds: Sequence[int] = CROWDS) -> list[Waited]:
    """First with nobody uploading, then with ever more, and with nobody again, as the site has many
    more batches to show by then."""
    found = []
    with Server(folder) as server:
        browser = server.browser()
        template, today = browser.template(), date.today()  # noqa: DTZ011 - nearly the site's
        books = [
            fill_template(template, list(people(ROWS, number, today)))
            for number in range(max(crowds) * _FILES_EACH)
        ]
        for page in (*PAGES, HEALTH):
            browser.get(page)  # warms up
        for crowd in crowds:
            with _uploading(server, books, crowd) as ended:
                start = monotonic()
                times = _look(browser, seconds)
                took = monotonic() - start
                uploads, busy = ended()
            pages = [one for page in PAGES for one in times[page]]
            found.append(Waited(crowd, pages, times[HEALTH], uploads / took, busy))
    return found


def _look(browser: Site, seconds: float) -> dict[str, list[float]]:
    times = defaultdict(list)
    late = monotonic() + seconds
    for number, page in enumerate(cycle((*PAGES, HEALTH))):
        if monotonic() > late and number >= _FEWEST:
            return times
        start = perf_counter()
        browser.get(page)
        times[page].append(perf_counter() - start)
    raise AssertionError("the pages come round for ever")


@contextmanager
def _uploading(server: Server, books: list[bytes], crowd: int):
    """So many upload until the function that it yields is called, which says how many uploads were
    done, and how often somebody was told to wait."""
    if not crowd:
        yield lambda: (0, 0)
        return
    spawning = get_context("spawn")
    here, there = spawning.Pipe()
    files = [books[at * _FILES_EACH : (at + 1) * _FILES_EACH] for at in range(crowd)]
    signing_in = (server.address, server.email, server.password)
    process = spawning.Process(target=_crowd, args=(there, signing_in, files), daemon=True)
    process.start()
    there.close()  # so that the other process's end is noticed

    def ended() -> tuple[int, int]:
        here.send("enough")
        return here.recv()

    try:
        here.recv()  # all have signed in and uploaded once
        yield ended
    finally:
        here.close()
        process.join()


def _crowd(line: Connection, signing_in: tuple[str, str, str], files: list[list[bytes]]) -> None:
    """In the other process: one thread for each who uploads."""
    address, email, password = signing_in
    with ExitStack() as stack, ThreadPoolExecutor(len(files)) as threads:
        uploaders = []
        for mine in files:
            client = stack.enter_context(httpx.Client(base_url=address, timeout=300))
            uploader = Uploader(client)
            uploader.sign_in(email, password)
            uploader.upload_again(mine[0])
            uploader.told_busy = 0
            uploaders.append(uploader)
        enough: list[bool] = []

        def upload(uploader: Uploader, mine: list[bytes]) -> int:
            done = 0
            for book in cycle(mine):
                if enough:
                    break
                uploader.upload_again(book)
                done += not enough
            return done

        working = [threads.submit(upload, *one) for one in zip(uploaders, files, strict=True)]
        line.send("begun")
        with suppress(EOFError):  # whoever measures may have failed
            line.recv()
        enough.append(True)
        line.send((sum(one.result() for one in working), sum(one.told_busy for one in uploaders)))
