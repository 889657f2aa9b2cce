"""The process that reads files: what it reads, what it may take, and what it knows of the site."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from adapters.readers.pool import Readers
from adapters.readers.protocol import WORKBOOK
from adapters.readers.reader import Limits
from adapters.spreadsheet.reading.contents import contents_of
from adapters.spreadsheet.reading.package import Unreadable
from tests.fuzz.uploads import uploads
from tests.workbooks import DATA_PART, parts

PROGRAM = str(Path(__file__).with_name("misbehaving_reader.py"))
MB = 1024 * 1024

Ask = Callable[[str], list[str]]


@cache
def heavy() -> bytes:
    """As much as the guard lets through, none of it plain: 180,000 cells, no two of them alike."""
    cells = "".join(
        f"<row>{''.join(f'<c><v>{row}.{column + 1000}</v></c>' for column in range(199))}</row>"
        for row in range(2, 900)
    )
    contents = parts(uploads()[0])
    contents[DATA_PART] = contents[DATA_PART].replace(
        b"</sheetData>", f"{'<z/>' * 200_000}{cells}</sheetData>".encode()
    )
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        for name, part in contents.items():
            archive.writestr(name, part)
    return packed.getvalue()


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch) -> Iterator[Ask]:
    """Asks a process that has read a few workbooks, on a machine where the site has secrets."""
    for name in ("SECRET_KEY", "DATABASE_URL", "REGISTRY_TOKEN"):
        monkeypatch.setenv(f"ENROLL_{name}", "told to nobody")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "told to nobody")
    command = (sys.executable, "-I", PROGRAM, "well")
    one_for_all = Limits(retires_at=1024 * 1024 * MB)
    with closing(Readers(at_once=1, limits=one_for_all, command=command)) as readers:
        for workbook in uploads():
            # The last row of some is all formulas without results, which bring openpyxl.
            if b'<f t="shared"' not in parts(workbook)[DATA_PART]:
                readers.contents(workbook)
        yield lambda words: readers.contents(words.encode()).copies


def test_reads_what_is_read_here() -> None:
    """The same contents and the same refusals as without a process."""
    with closing(Readers(at_once=1)) as readers:
        for workbook in uploads():
            assert readers.contents(workbook) == contents_of(workbook)
        with pytest.raises(Unreadable) as refused:
            readers.contents(b"Family Number,Relationship\n")
    assert refused.value.code == "csv"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (Limits(memory=64 * MB), "too_much_memory"),
        (Limits(cpu=0), "too_slow"),
        (Limits(wall=0.2), "too_slow"),
    ],
    ids=["memory", "processor time", "time"],
)
def test_limits_hold(limits: Limits, code: str) -> None:
    """The system itself keeps the process within them."""
    with closing(Readers(at_once=1, limits=limits)) as readers:
        readers.warm()
        with pytest.raises(Unreadable) as refused:
            readers.contents(heavy())
        assert refused.value.code == code


@pytest.mark.parametrize(("rows", "seconds"), [(1, 3), (250, 3), (600, 3), (601, 4), (2_000, 10)])
def test_a_file_has_time_for_the_rows_that_its_carrier_takes(rows: int, seconds: int) -> None:
    """Three seconds of processor time, and more only where files of more rows are taken."""
    limits = Limits.for_rows(rows)
    assert (limits.cpu, limits.wall) == (seconds, 2 * seconds)


@pytest.mark.slow
def test_limits_are_wide_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """The heaviest file that may be read at all is read within those for the most rows, but for
    what the clock says on a machine that others use, too."""
    monkeypatch.setattr("adapters.readers.pool.WORKBOOK", replace(WORKBOOK, wall=300.0))
    limits = Limits(cpu=Limits.for_rows(2_000).cpu, wall=300)
    with closing(Readers(at_once=1, limits=limits)) as readers:
        assert len(readers.contents(heavy()).data.rows) > 890


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_goes_on_when_the_site_is_stopped(ask: Ask, number: signal.Signals) -> None:
    """Ctrl+C at a terminal and supervisors reach it, too, and do not end it in the middle of a
    file."""
    pid = ask("well")[0]
    os.kill(int(pid), number)
    assert ask("well")[0] == pid


def test_knows_nothing_of_the_sites_environment(ask: Ask) -> None:
    """No key, no token, no database: what it is not told, no file can make it tell."""
    assert set(ask("environment")) <= {"PATH", "LANG", "LC_ALL", "LC_CTYPE", "PYTHONHASHSEED"}


def test_can_write_no_file(ask: Ask, tmp_path: Path) -> None:
    """Nothing of what people upload is left anywhere."""
    path = tmp_path / "left"
    assert ask(f"write {path}") == ["refused"]
    assert not path.exists() or path.read_bytes() == b""


CONFINED = [
    *("look up a name", "send a datagram", "reach a local service", "fork", "start a program"),
    *("become a program", "end another process", "make a file", "write a file"),
    *("empty a file", "remove a file", "rename a file", "link a file", "let others in"),
    *("make a folder", "hide a file in memory"),
]


def test_a_sandbox_is_around_it(tmp_path: Path) -> None:
    """It reaches no network, changes no file and starts nothing, even where a file has taken it
    over; it still reads."""
    there = tmp_path / "there"
    there.write_text("kept")
    command = (sys.executable, "-I", PROGRAM, "confined")
    with closing(Readers(at_once=1, command=command)) as readers:
        readers.warm()
        if not readers.confined:
            pytest.skip("this machine has no seccomp, or no libseccomp")

        def tried(act: str) -> list[str]:
            return readers.contents(f"try {act.replace(' ', '_')} {tmp_path}".encode()).copies

        assert {act: tried(act) for act in CONFINED} == {one: ["refused"] for one in CONFINED}
        assert tried("read a file") == ["done"]
        for workbook in uploads():
            assert readers.contents(workbook) == contents_of(workbook)
    assert there.read_text() == "kept"
    assert list(tmp_path.iterdir()) == [there]


@pytest.mark.parametrize("start", ["well", "unconfined"])
def test_readers_without_a_sandbox_are_told_of(
    start: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Once, when the site starts: what an operator may mend."""
    command = (sys.executable, "-I", PROGRAM, start)
    with closing(Readers(at_once=2, command=command)) as readers:
        readers.warm()
    told = [one for one in caplog.messages if "no sandbox" in one]
    assert len(told) == (start == "unconfined")


def test_holds_little_code(ask: Ask) -> None:
    """None of the libraries that the site stands on is there for a file to abuse; of ours, what
    reads and what a cell is."""
    modules = set(ask("modules"))
    libraries = {name.partition(".")[0] for name in modules} - set(sys.stdlib_module_names)
    assert libraries & {"openpyxl", "litestar", "sqlalchemy", "httpx2", "jinja2", "numpy"} == set()
    ours = {name for name in modules if name.startswith(("adapters.", "web"))}
    kept = (
        "adapters.readers",
        "adapters.documents",
        "adapters.spreadsheet.marks",
        "adapters.spreadsheet.read",
    )
    assert {name for name in ours if not name.startswith(kept)} == {"adapters.spreadsheet"}
