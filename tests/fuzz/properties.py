"""What holds of any file at all. Each is checked on the file itself, by other means than its
reader's."""

import resource
import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import TypeVar

import msgspec

from adapters.readers.protocol import MOST, WORKBOOK, Reply
from adapters.spreadsheet.reader import WorkbookReader
from adapters.spreadsheet.reading import guard
from adapters.spreadsheet.reading.cell_references import LAST_COLUMN, LAST_ROW
from adapters.spreadsheet.reading.cell_values import Values
from adapters.spreadsheet.reading.contents import Contents, contents_of
from adapters.spreadsheet.reading.grid import Grid, read_grid, walked_grid
from adapters.spreadsheet.reading.package import Package, Unreadable
from adapters.spreadsheet.reading.styles import number_styles
from adapters.spreadsheet.reading.texts import shared_texts
from adapters.spreadsheet.reading.workbook import Workbook
from adapters.spreadsheet.refusals import SENTENCES
from domain.cells import Cell, CellKind
from domain.errors import FileRefused
from tests.contract.spreadsheet import CARRIER, REDWOOD
from tests.fuzz.soup import Soup

CODES = {*SENTENCES, "too_many_rows"}
CPU = 5.0  # seconds of processor time; the slowest takes a tenth
HANGS = 60  # seconds after which it is over, however busy the machine
MEMORY = 256 * 1024 * 1024  # bytes that one file may add to what the process has ever held

_KB = 1 if sys.platform == "darwin" else 1024
_WALKED = b"<!-- walked -->"  # a part with a comment is not plain
T = TypeVar("T")


class Hangs(BaseException):
    """Not an Exception, so that nothing on the way takes it for one of a file."""


def judge(content: bytes) -> str:
    """The code of the file's refusal, or "read". Raises AssertionError, naming what does not hold,
    and lets through whatever is raised that must not be."""
    held, spent = _held(), time.process_time()
    with _not_for_ever():
        found = _refusal_or(contents_of, content)
    spent = time.process_time() - spent
    assert spent < CPU, f"it takes {spent:.1f} s"
    grown = _held() - held
    assert grown < MEMORY, f"it takes {grown // 1024**2} MB"
    if isinstance(found, str):
        assert found in CODES, f"nobody can say why: {found}"
    with _not_for_ever():
        package = _refusal_or(guard.opened, content)
        if isinstance(package, Package):
            _lanes_agree(package)
        if isinstance(found, Contents):
            assert isinstance(package, Package)
            _nothing_is_invented(found, Soup(package))
            _can_be_told(found)
            _has_an_answer(found)
    return found if isinstance(found, str) else "read"


def _lanes_agree(package: Package) -> None:
    """What is read by pattern is what is walked, or is refused by the walk alone: as damaged, or
    for the place of a blank cell, which the fast lane does not look at."""
    workbook = _refusal_or(Workbook, package)
    if isinstance(workbook, str):
        return
    texts, styles = workbook.part("sharedStrings"), workbook.part("styles")
    known = _refusal_or(shared_texts, texts) if texts else ()
    walked = _refusal_or(shared_texts, texts + _WALKED) if texts else ()
    assert known == walked or walked == "damaged", "shared texts depend on the lane"
    meanings = _refusal_or(number_styles, styles) if styles else ()
    if isinstance(known, str) or isinstance(meanings, str):
        return
    values = Values(known, meanings, counts_from_1904=workbook.counts_from_1904)
    for name in {tab.part for tab in workbook.tabs}:
        part = package.read(name)
        plain = _refusal_or(lambda one: read_grid(one, values), part)
        walk = _refusal_or(lambda one: walked_grid(one, values), part)
        if isinstance(plain, Grid):
            alike = plain == walk or walk in ("damaged", "place_outside")
            assert alike, f"{name} depends on the lane: {walk}"
            assert all(map(_is_on_a_sheet, plain.rows, plain.rows.values())), "a cell is nowhere"
        else:
            assert isinstance(walk, str), f"{name} is {plain} by the fast lane alone"


def _is_on_a_sheet(number: int, row: Mapping[int, Cell]) -> bool:
    return 1 <= number <= LAST_ROW and all(1 <= column <= LAST_COLUMN for column in row)


def _nothing_is_invented(found: Contents, soup: Soup) -> None:
    """Every cell stands in the file, or follows from a number in it; and no more than there are."""
    cells = [cell for row in found.data.rows.values() for cell in row.values()]
    assert len(cells) + found.data.covered <= soup.cells, "more cells than the file has"
    for cell in cells:
        assert _stands_in(cell, soup), f"invented: {cell.kind} of {len(cell.text)} characters"
    for mark in found.marks:
        assert all(map(soup.has, mark.values())), "invented: a mark"


def _stands_in(cell: Cell, soup: Soup) -> bool:
    if cell.kind == CellKind.NUMBER:
        return soup.has_number(cell.text)
    if cell.kind == CellKind.DATE:
        return soup.has_day(cell.text)
    if cell.kind == CellKind.BOOLEAN:
        return cell.text in ("TRUE", "FALSE")
    if cell.kind == CellKind.FORMULA:
        return cell.text.startswith("=")  # shared ones are written anew for each cell
    if cell.kind == CellKind.ERROR and cell.text == "#VALUE!":
        return True
    return soup.has(cell.text) or soup.has_day(cell.text)


def _can_be_told(found: Contents) -> None:
    """The process that reads can send it to the site."""
    message = msgspec.msgpack.encode(Reply(found))
    assert len(message) < MOST, "its answer is too long"
    assert msgspec.msgpack.decode(message, type=WORKBOOK.reply).found == found, "its answer differs"


def _has_an_answer(found: Contents) -> None:
    """The site refuses it with a sentence, or has its rows."""
    reader = WorkbookReader(lambda _: found)
    with suppress(FileRefused):
        reader.read(b"", "members.xlsx", carrier=CARRIER, group=REDWOOD)


def _refusal_or(read: Callable[..., T], given: object) -> T | str:
    """What is read, or the code of its refusal."""
    try:
        return read(given)
    except Unreadable as refusal:
        return refusal.code


@contextmanager
def _not_for_ever() -> Iterator[None]:
    def over(*_: object) -> None:
        raise Hangs(f"it takes more than {HANGS} s")

    before = signal.signal(signal.SIGALRM, over)
    signal.alarm(HANGS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def _held() -> int:
    """The most bytes of memory that this process has ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _KB
