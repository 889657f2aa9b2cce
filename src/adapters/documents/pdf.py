"""PDF: pages, their text and images, and links from page to page; nothing else, and nothing that is
not understood.

A file is read from its first byte to its last, as a row of objects with white space, comments,
tables of places and trailers between them. So all that any program may find in it is looked at:
what earlier versions of it had, what nothing refers to, and what is packed in streams, whatever
those are called. pypdf reads each object, strictly; what it cannot read is refused.
"""

import re
from collections.abc import Iterator, Sequence
from io import BytesIO

from pypdf import PdfReader
from pypdf.generic import PdfObject, StreamObject, read_object

from adapters.documents.other_things import is_archive, is_page
from adapters.documents.pdf_contents import check_contents
from adapters.documents.pdf_streams import check_stream, unpacked
from domain.documents.refusals import refused
from domain.errors import DocumentRefused

# Before the mark: nothing, white space, or what sends a file to a printer.
_BEFORE = re.compile(rb"(?:\xef\xbb\xbf)?+[\s\0]*+(?:\x1b%-12345X[\x20-\x7e\r\n]*+)?+[\s\0]*+")
_LOCKED = re.compile(rb"/Encrypt[\s<\[(]*(?:\d+\s+\d+\s+R|<<)")
_SPACE = rb"[\0\t\n\f\r ]"
_BETWEEN = re.compile(rb"(?:" + _SPACE + rb"++|%[^\r\n]*+)*+")
_OBJECT = re.compile(rb"([0-9]{1,10})" + _SPACE + rb"++([0-9]{1,5})" + _SPACE + rb"++obj\b")
_TABLE = re.compile(
    rb"xref" + _SPACE + rb"++(?:[0-9]{1,10} [0-9]{1,10}" + _SPACE + rb"++"
    rb"(?:[0-9]{10} [0-9]{5} [nf]" + _SPACE + rb"++)*+)++"
)
_START = re.compile(rb"startxref" + _SPACE + rb"++[0-9]{1,10}\b")
_LONE_RETURN = re.compile(rb"stream *\r(?!\n)")


def check_pdf(content: bytes) -> None:
    """Raises DocumentRefused for one that is cut off, locked, holds more than pages, or is not only
    that."""
    before, _, _ = content.partition(b"%PDF-")
    if not _BEFORE.fullmatch(before) or is_page(content) or is_archive(content):
        raise refused("two_things")
    _, end, after = content.rpartition(b"%%EOF")
    if not end:
        raise refused("damaged")
    if after.strip(b"\0\r\n\t \x1a"):
        raise refused("two_things")
    if _LOCKED.search(content):
        raise refused("locked")
    try:
        _Pdf(content[len(before) :].rstrip(b"\0\r\n\t \x1a")).check()
    except (DocumentRefused, MemoryError):
        raise
    except Exception:
        # A stranger's file may break anything; what broke is not told.
        raise refused("not_plain") from None


class _Pdf:
    """The objects of a file, and where it says that they are."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._stream = BytesIO(content)
        self._reader = PdfReader(BytesIO(content), strict=True)
        self._places: dict[int, tuple[int, int]] = {}
        self._listed: list[tuple[int, int, int]] = []
        self._packs: set[int] = set()

    def check(self) -> None:
        for number, one in self._objects():
            check_contents(one, self._reader)
            if isinstance(one, StreamObject):
                check_stream(one)
                for packed in unpacked(one, self._reader):
                    self._packs.add(number)
                    check_contents(packed, self._reader)
        self._check_places()
        check_contents(self._reader.trailer, self._reader)

    def _objects(self) -> Iterator[tuple[int, PdfObject]]:
        """Each object with its number, and trailers."""
        at, end = 0, len(self._content)
        while (at := self._after(_BETWEEN, at)) < end:
            if found := _OBJECT.match(self._content, at):
                number, generation = int(found[1]), int(found[2])
                self._places[at] = (number, generation)
                one, after = self._read(found.end())
                yield number, one
                at = self._after_word(b"endobj", after)
            elif self._content.startswith(b"trailer", at):
                one, at = self._read(at + len(b"trailer"))
                yield 0, one
            elif found := _TABLE.match(self._content, at):
                self._listed += _rows(found[0].split())
                at = found.end()
            elif found := _START.match(self._content, at):
                at = found.end()
            else:
                raise refused("not_plain")

    def _read(self, at: int) -> tuple[PdfObject, int]:
        start = self._after(_BETWEEN, at)
        self._stream.seek(start)
        one = read_object(self._stream, self._reader)
        end = self._stream.tell()
        if isinstance(one, StreamObject):
            # Programs differ in where such a stream begins.
            head = self._content[start : end - len(one._data)]
            if _LONE_RETURN.search(head):
                raise refused("not_plain")
        return one, end

    def _after(self, pattern: re.Pattern[bytes], at: int) -> int:
        found = pattern.match(self._content, at)
        return found.end() if found else at

    def _after_word(self, word: bytes, at: int) -> int:
        at = self._after(_BETWEEN, at)
        if not self._content.startswith(word, at):
            raise refused("not_plain")
        return at + len(word)

    def _check_places(self) -> None:
        """The tables lead to those objects, so that no program goes looking for others."""
        # pypdf mends some of what a table has, so tables that are no streams are read here, too.
        read = self._reader.xref.items()
        found = [
            (number, generation, place)
            for generation, places in read
            for number, place in places.items()
        ]
        for number, generation, place in (*found, *self._listed):
            if self._places.get(self._after(_BETWEEN, place)) != (number, generation):
                raise refused("not_plain")
        if not {pack for pack, _ in self._reader.xref_objStm.values()} <= self._packs:
            raise refused("not_plain")


def _rows(words: Sequence[bytes]) -> Iterator[tuple[int, int, int]]:
    """Number, generation and place of each object that a table has, from its words."""
    at = 1
    while at < len(words):
        first, count = int(words[at]), int(words[at + 1])
        at += 2
        for number in range(first, first + count):
            place, generation, kind = words[at : at + 3]
            at += 3
            if kind == b"n":
                yield number, int(generation), int(place)
