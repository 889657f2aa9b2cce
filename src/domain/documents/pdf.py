"""PDF: whole, open to whoever reads it, and nothing in it that does something.

What a PDF does stands in dictionaries, by name. Names may be written with escapes, and
dictionaries may stand in compressed object streams: both are undone before looking.
"""

import re
import zlib
from collections.abc import Iterator

from domain.documents.other_things import is_archive, is_page
from domain.documents.refusals import refused

_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
# Long enough not to turn up in compressed data by chance.
_ACTIVE = re.compile(
    rb"/(?:JavaScript|Launch|EmbeddedFiles?|RichMedia|SubmitForm|ImportData)(?![A-Za-z0-9])"
)
_LOCKED = re.compile(rb"/Encrypt[\s<\[(]*(?:\d+\s+\d+\s+R|<<)")
_STREAM = re.compile(rb"stream\r?\n")
_FILTER = re.compile(rb"/Filter\s*(\[[^\]]*\]|/[A-Za-z0-9]+)")
_PREDICTOR = re.compile(rb"/Predictor\s+(?:[2-9]|1\d)")
_LONGEST_DICTIONARY = 16_384
_MOST_STREAMS = 20_000
_MOST_UNPACKED = 32 * 1024 * 1024
_LEAST = 4096  # what looking into one costs, however little is in it
# Before the mark: nothing, white space, or what sends a file to a printer.
_BEFORE = re.compile(rb"(?:\xef\xbb\xbf)?+[\s\0]*+(?:\x1b%-12345X[\x20-\x7e\r\n]*+)?+[\s\0]*+")


def check_pdf(content: bytes) -> None:
    """Raises DocumentRefused for one that is cut off, locked, does something, or is not only
    that."""
    before, _, _ = content.partition(b"%PDF-")
    if not _BEFORE.fullmatch(before) or is_page(content) or is_archive(content):
        raise refused("two_things")
    _, end, after = content.rpartition(b"%%EOF")
    if not end:
        raise refused("damaged")
    if after.strip(b"\0\r\n\t \x1a"):
        raise refused("two_things")
    for text in (_unescaped(content), *_object_streams(content)):
        if _LOCKED.search(text):
            raise refused("locked")
        if _ACTIVE.search(text):
            raise refused("active")


def _unescaped(text: bytes) -> bytes:
    return _ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), text)


def _object_streams(content: bytes) -> Iterator[bytes]:
    """What stands in each, unescaped. Raises DocumentRefused for one that cannot be looked into:
    what nobody writes hides something."""
    room = _MOST_UNPACKED
    for number, found in enumerate(_STREAM.finditer(content)):
        if number > _MOST_STREAMS:
            raise refused("active")
        start = max(0, found.start() - _LONGEST_DICTIONARY)
        start = max(start, content.rfind(b"obj", start, found.start()))
        dictionary = _unescaped(content[start : found.start()])
        if b"/ObjStm" not in dictionary:
            continue
        way = _FILTER.search(dictionary)
        names = re.findall(rb"/(\w+)", way[1]) if way else []
        if not names:
            continue  # as it stands in the file, where it is looked at already
        if names not in ([b"FlateDecode"], [b"Fl"]) or _PREDICTOR.search(dictionary):
            raise refused("active")
        text = _inflated(memoryview(content)[found.end() :], room)
        room -= len(text) + _LEAST
        if room <= 0:
            raise refused("active")
        yield _unescaped(text)


def _inflated(data: memoryview, most: int) -> bytes:
    """As much of it as can be had, as readers of PDF do."""
    unpacking, text, at = zlib.decompressobj(), bytearray(), 0
    while at < len(data) and len(text) < most and not unpacking.eof:
        try:
            text += unpacking.decompress(data[at : at + 4096], most - len(text))
        except zlib.error:
            break
        at += 4096
    return bytes(text)
