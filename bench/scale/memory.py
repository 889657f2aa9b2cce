"""The memory of a server over thousands of uploads, good ones and refused ones in turns."""

import sys
from collections.abc import Iterator
from datetime import date
from itertools import cycle, islice
from pathlib import Path
from typing import NamedTuple

from bench.people import people
from bench.scale.uploading import ACCEPTED, REFUSED, Uploader
from bench.server import Server
from tests.workbooks import edit_part, fill_template

EARLY = 50
_SAMPLES = 40


class Sample(NamedTuple):
    """After so many uploads; resident memory in MB, of the server and of its children together."""

    uploads: int
    server: float
    children: float

    @property
    def all(self) -> float:
        return self.server + self.children


def measure(folder: Path, uploads: int) -> tuple[list[Sample], int]:
    """Samples from the first 50 uploads on, and how often the server said that it was busy."""
    if not Path("/proc/self/status").exists():
        sys.exit("Memory is read from /proc, which is not here.")
    samples = []
    every = max(1, uploads // _SAMPLES)
    with Server(folder) as server:
        uploader = server.browser(Uploader)
        for number, (book, expected) in enumerate(islice(cycle(_files(uploader)), uploads), 1):
            uploader.upload_again(book, expected)
            if number in (EARLY, uploads) or (number > EARLY and number % every == 0):
                samples.append(_sample(number, server.process.pid))
                print(f"\r{number} of {uploads} uploads", end="", file=sys.stderr, flush=True)
        print(file=sys.stderr)
        return samples, uploader.told_busy


def _files(site: Uploader) -> list[tuple[bytes, int]]:
    """As people send them, each with the answer that it gets; half of them are refused."""
    template, today = site.template(), date.today()  # noqa: DTZ011 - nearly the site's
    rows = list(people(250, 1, today))
    wrong = [row | {"Gender": "Mal", "ZIP Code": "9461"} for row in rows]
    good = fill_template(template, rows)
    return [
        (good, ACCEPTED),
        (b"First Name,Last Name\nAna,Ito\n", REFUSED),
        (fill_template(template, rows[:25]), ACCEPTED),
        (good[: len(good) // 2], REFUSED),
        (fill_template(template, wrong), ACCEPTED),
        (edit_part(good, lambda part: part.replace(b"Last Name", b"Name", 1)), REFUSED),
        (fill_template(template, rows[:1]), ACCEPTED),
        (fill_template(template, [*rows, *people(1, 2, today)]), REFUSED),
    ]


def _sample(uploads: int, process: int) -> Sample:
    return Sample(
        uploads, _resident(process), sum(_resident(child) for child in _descendants(process))
    )


def _descendants(process: int) -> Iterator[int]:
    for task in Path(f"/proc/{process}/task").iterdir():
        for child in (task / "children").read_text().split():
            yield int(child)
            yield from _descendants(int(child))


def _resident(process: int) -> float:
    """In MB; a process that has just ended has none."""
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return 0.0
    lines = [line for line in status.splitlines() if line.startswith("VmRSS:")]
    return int(lines[0].split()[1]) / 1024 if lines else 0.0
