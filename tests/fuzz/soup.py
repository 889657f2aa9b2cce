"""All the texts that a package holds, however its markup is: nothing else may be in its cells."""

import re
from contextlib import suppress
from functools import lru_cache
from html import unescape
from xml.parsers.expat import ExpatError, ParserCreate

from adapters.spreadsheet.reading.cell_values import moment_of, number_text
from adapters.spreadsheet.reading.package import Package, Unreadable

_BETWEEN = "\0"  # what no text has, so that none is found across two cells
_APART = ("c", "f", "is", "si", "t", "v", "definedName", "lpwstr")
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_CELL = re.compile(r"<(?:[\w.-]+:)?c\b")
_SPLIT = re.compile(rf"</?(?:[\w.-]+:)?(?:{'|'.join(_APART)})\b[^>]*>")
_TAGS = re.compile(r"<!\[CDATA\[(.*?)\]\]>|<!--.*?-->|<[^>]*>", re.DOTALL)


class Soup:
    """What the package's parts say, the parts that are broken included."""

    def __init__(self, package: Package) -> None:
        pieces: set[str] = set()
        self._runs: set[str] = set()
        self.cells = 0  # elements that may be cells, in the part that has most of them
        for name in package.names():
            texts, runs, cells = _texts(package.read(name))
            pieces |= texts
            self._runs |= runs
            self.cells = max(self.cells, cells)
        self._values = pieces
        self._all = _BETWEEN.join(map(squeezed, pieces))
        self._numbers: set[str] | None = None
        self._days: set[str] | None = None

    def has(self, text: str) -> bool:
        """Whether the text stands in one of the places that may be a cell, or is put together
        from whole runs of text: so it is where elements stand in each other that never do."""
        return squeezed(text) in self._all or self._is_of_runs(squeezed(text))

    def _is_of_runs(self, text: str) -> bool:
        reached = {0}
        for place in range(len(text)):
            if place in reached:
                reached |= {
                    place + len(run) for run in self._runs if run and text.startswith(run, place)
                }
        return len(text) in reached

    def has_number(self, text: str) -> bool:
        """Whether some text, read as a number, is shown like this."""
        if self._numbers is None:
            self._numbers = {"#NUM!", *filter(None, map(_number, self._values))}
        return text in self._numbers or (text.lstrip("0") or "0") in self._numbers

    def has_day(self, text: str) -> bool:
        """Whether some text, read as a number of days, is this day or moment."""
        if self._days is None:
            self._days = {day for value in self._values for day in _days(value)}
        return text in self._days


@lru_cache(maxsize=64)
def _texts(part: bytes) -> tuple[frozenset[str], frozenset[str], int]:
    """What stands in places of a part that may be cells; the runs of text between tags, squeezed;
    and how many cells there may be."""
    parsed = _Parsed(part)
    texts = frozenset(parsed.pieces() + _seen(part))
    runs = frozenset(map(squeezed, parsed.runs))
    return texts, runs, max(parsed.cells, len(_CELL.findall(_decoded(part))))


@lru_cache(maxsize=10_000)
def squeezed(text: str) -> str:
    """Text without white space and whatever cannot be seen, escapes resolved."""
    text = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return "".join(one for one in text if one.isprintable() and not one.isspace())


class _Parsed:
    """A part, as far as it can be parsed: the texts of each element that may be a cell or a part
    of one, whatever else stands within it."""

    def __init__(self, part: bytes) -> None:
        self.cells = 0
        self.runs = [""]
        self._in_texts = self._in_values = self._in_aids = 0
        # All text; that of texts and values alone; of those, without reading aids; of texts alone.
        self._streams = ["", "", "", ""]
        self._open: list[tuple[int, ...]] = []
        self._spans: list[tuple[tuple[int, ...], tuple[int, ...]]] = []
        parser = ParserCreate(namespace_separator=" ")
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._text
        parser.EntityDeclHandler = _stop
        with suppress(ExpatError, Unreadable, ValueError, LookupError):
            parser.Parse(part, True)

    def pieces(self) -> list[str]:
        """What each of the elements says, in each of the ways to look at it."""
        return [
            stream[first:last]
            for start, end in self._spans
            for stream, first, last in zip(self._streams, start, end, strict=True)
        ]

    def _start(self, name: str, _: dict[str, str]) -> None:
        local = name.rpartition(" ")[2]
        self.cells += local == "c"
        self._in_texts += local == "t"
        self._in_values += local == "v"
        self._in_aids += local == "rPh"
        self._open.append(self._lengths())
        self.runs.append("")

    def _end(self, name: str) -> None:
        local = name.rpartition(" ")[2]
        self._in_texts -= local == "t"
        self._in_values -= local == "v"
        self._in_aids -= local == "rPh"
        self.runs.append("")
        start = self._open.pop()
        if local in _APART:
            self._spans.append((start, self._lengths()))

    def _text(self, data: str) -> None:
        self.runs[-1] += data
        self._streams[0] += data
        if self._in_texts or self._in_values:
            self._streams[1] += data
            self._streams[2] += "" if self._in_aids else data
        if self._in_texts and not self._in_aids:
            self._streams[3] += data

    def _lengths(self) -> tuple[int, ...]:
        return tuple(map(len, self._streams))


def _stop(*_: object) -> None:
    raise Unreadable("document_type")


def _seen(part: bytes) -> list[str]:
    """The same by sight, for a part that is not well-formed."""
    pieces = _SPLIT.split(_decoded(part))
    return [unescape(_TAGS.sub(lambda found: found[1] or "", piece)) for piece in pieces]


def _decoded(part: bytes) -> str:
    utf_16 = part.startswith((b"\xff\xfe", b"\xfe\xff"))
    return part.decode("utf-16" if utf_16 else "utf-8", "replace")


def _number(text: str) -> str:
    try:
        return number_text(text.strip())
    except (ValueError, ArithmeticError):
        return ""


def _days(text: str) -> list[str]:
    found = [text.strip()]
    for from_1904 in (False, True):
        try:
            moment = moment_of(float(text), counts_from_1904=from_1904)
        except (ValueError, OverflowError):
            continue
        found += [
            moment.isoformat()[:10],
            moment.isoformat(" ")[:19] if hasattr(moment, "date") else str(moment),
        ]
    return found
