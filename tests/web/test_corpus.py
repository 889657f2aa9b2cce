"""Foreign, odd and hostile workbooks, uploaded one after another to a server that runs.

With CORPUS_FIGURES in the environment, what came of it is written there as JSON, too.
"""

import json
import os
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.installation import Installation, Server, Visitor
from tests.web.corpus import FOLDER, File, code_on, files, must_be_refused, with_our_tab
from web import maintenance
from web.settings import from_environment

SLOWEST = 60.0  # seconds for the answer to a file, or for a page beside it, on any machine
GROWS = 50 * 1024 * 1024  # bytes that the server may hold more at the end
WARM_UP = 8  # files, before its memory is measured
PAGES = ("/members", "/mass-enrollment", "/transactions")

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.slow,
    pytest.mark.skipif(not FOLDER, reason="CORPUS_DIR names no folder of foreign workbooks"),
]


class Memory:
    """What the server holds in memory, and what the processes do that read files for it."""

    def __init__(self, pid: int) -> None:
        self.server = _resident(pid)
        self.readers = max(map(_resident, _children(pid)), default=0)


class Beside:
    """Somebody who goes from page to page while others upload."""

    def __init__(self, visitor: Visitor) -> None:
        self._visitor = visitor
        self._over = threading.Event()
        self.waits: list[float] = []
        self.answers: Counter[tuple[str, int]] = Counter()

    def browse(self) -> None:
        while not (self._over.is_set() and len(self.waits) >= len(PAGES)):
            page, began = PAGES[len(self.waits) % len(PAGES)], time.monotonic()
            answer = self._visitor.get(page)
            self.waits.append(time.monotonic() - began)
            self.answers[page, answer.status_code] += 1
            time.sleep(0.05)

    def stop(self) -> None:
        self._over.set()


def test_every_file_is_refused_for_its_own_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With a sentence that fits, within seconds, while others go on, and nothing is left over."""
    registry = f"sqlite:///{tmp_path / 'registry.sqlite3'}"
    installation = Installation(tmp_path, REGISTRY="demonstration", REGISTRY_URL=registry)
    maintenance.seed_demonstration(from_environment(installation.environment))
    found: dict[str, tuple[str, float, File]] = {}
    with installation.server() as server, server.jo() as jo, browsing(server) as beside:
        for file in files()[:WARM_UP]:
            answer_to(jo, file)
        before = Memory(server.process.popen.pid)
        for file in files():
            found[file.name] = (*answer_to(jo, file), file)
        after = Memory(server.process.popen.pid)
    figures = {
        "files": len(found),
        "codes": Counter(code for code, _, _ in found.values()),
        "slowest": max((seconds, name) for name, (_, seconds, _) in found.items()),
        "server grew by": after.server - before.server,
        "readers grew by": after.readers - before.readers,
        "server": after.server,
        "readers": after.readers,
        "pages beside": len(beside.waits),
        "longest wait for one": max(beside.waits),
    }
    tell(figures, capsys)
    misfits = {name: code for name, (code, _, file) in found.items() if code not in file.codes}
    assert misfits == {}
    assert [name for name, (_, seconds, _) in found.items() if seconds >= SLOWEST] == []
    assert after.server - before.server < GROWS
    assert after.readers - before.readers < GROWS
    assert beside.answers.keys() == {(page, 200) for page in PAGES}
    assert max(beside.waits) < SLOWEST


def answer_to(visitor: Visitor, file: File) -> tuple[str, float]:
    """The code of the sentence that answers a file, and in how many seconds.

    What the manifest refuses for something in its rows is refused as no template of ours first:
    with its first tab named as ours it is uploaded again.
    """
    code, seconds = _answer_to(visitor, file.name, file.content)
    if code == "tab_missing" and must_be_refused(file):
        return _answer_to(visitor, file.name, with_our_tab(file.content))
    return code, seconds


def _answer_to(visitor: Visitor, name: str, content: bytes) -> tuple[str, float]:
    began = time.monotonic()
    answer = visitor.send(content, name)
    seconds = time.monotonic() - began
    assert answer.status_code in (413, 422), (name, answer.status_code)
    assert "Traceback" not in answer.text
    return code_on(answer.text), seconds


@contextmanager
def browsing(server: Server) -> Iterator[Beside]:
    """Somebody else at the same server, in a browser of their own."""
    with server.jo() as visitor:
        beside = Beside(visitor)
        thread = threading.Thread(target=beside.browse)
        thread.start()
        try:
            yield beside
        finally:
            beside.stop()
            thread.join()


def tell(figures: dict[str, object], capsys: pytest.CaptureFixture[str]) -> None:
    path = os.environ.get("CORPUS_FIGURES")
    if path:
        Path(path).write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    with capsys.disabled():
        sys.stdout.write("".join(f"\n  {what}: {number}" for what, number in figures.items()))


def _resident(pid: int) -> int:
    """Bytes; 0 where the system does not tell, or the process is gone."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def _children(pid: int) -> list[int]:
    told: list[int] = []
    for tasks in Path(f"/proc/{pid}/task").glob("*/children"):
        told += map(int, tasks.read_text().split())
    return told
