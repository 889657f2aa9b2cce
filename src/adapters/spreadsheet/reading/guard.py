"""Looks at an uploaded file before anything parses it, and refuses what is not a safe .xlsx.

Whatever gets past it is held unpacked in a ``Package``: what was checked is what is read. Markup is
told by its name here, so ``markup.walk`` sets limits of its own to the parts that are read,
whatever those are called.

The limits are the product's; a filled template of 250 rows is about 90 kB, 0.8 MB unpacked.
"""

import re
import struct
from collections.abc import Iterator
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError

from adapters.spreadsheet.reading.kinds import kind_of, kind_of_package
from adapters.spreadsheet.reading.markup import MAX_TAGS
from adapters.spreadsheet.reading.package import Package, Unreadable

MB = 1024 * 1024
MAX_ENTRIES = 500
MAX_UNPACKED = 32 * MB
MAX_PART = 24 * MB
MAX_RATIO = 100
RATIO_FROM = 1 * MB

_CHUNK = 256 * 1024
_LOCAL_HEADER = struct.Struct("<4s22xHH")  # signature, lengths of name and extra (APPNOTE 4.3.7)
_ENCRYPTED = 0x1
_XML = (".xml", ".rels", ".vml")
_ENCODING = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([^"']{1,40})["']""")
_ALLOWED_ENCODINGS = {b"utf-8", b"utf8", b"us-ascii", b"ascii", b"utf-16", b"utf-16le", b"utf-16be"}
_UTF_16 = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")


def opened(content: bytes) -> Package:
    """The package in an uploaded file. Raises Unreadable for all but an .xlsx within limits."""
    kind = kind_of(content)
    if kind != "package":
        raise Unreadable(kind)
    try:
        with ZipFile(BytesIO(content)) as archive:
            package = Package(_unpacked(archive, content))
    except (BadZipFile, ZlibError, NotImplementedError, EOFError, OSError, LookupError, ValueError):
        # What zipfile raises for broken archives; a RuntimeError (encryption) is checked before.
        raise Unreadable("damaged") from None
    kind = kind_of_package(package)
    if kind != "xlsx":
        raise Unreadable(kind)
    for name in package.names():
        if name.lower().endswith(_XML):
            _check_markup(package.read(name))
    return package


def _unpacked(archive: ZipFile, content: bytes) -> dict[str, bytes]:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(entries) > MAX_ENTRIES:
        raise Unreadable("too_many_parts")
    _check_layout(entries, content)
    parts: dict[str, bytes] = {}
    seen: set[str] = set()
    room = MAX_UNPACKED
    for entry in entries:
        # Some Windows programs write backslashes.
        name = entry.filename.replace("\\", "/").lstrip("/")
        if ".." in name.split("/"):
            raise Unreadable("part_outside")
        if name.lower() in seen:
            raise Unreadable("part_twice")
        seen.add(name.lower())
        part = b"".join(_inflated(archive, entry, room))
        room -= len(part)
        parts[name] = part
    return parts


def _check_layout(entries: list[ZipInfo], content: bytes) -> None:
    """No encryption, no odd compression, and no two entries over the same bytes."""
    end = 0
    for entry in sorted(entries, key=lambda one: one.header_offset):
        if entry.flag_bits & _ENCRYPTED:
            raise Unreadable("zip_encrypted")
        if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise Unreadable("odd_compression")
        start = entry.header_offset
        if start < end:
            raise Unreadable("parts_overlap")
        if not 0 <= start <= len(content) - _LOCAL_HEADER.size:
            raise Unreadable("damaged")
        signature, name, extra = _LOCAL_HEADER.unpack_from(content, start)
        if signature != b"PK\x03\x04":
            raise Unreadable("damaged")
        end = start + _LOCAL_HEADER.size + name + extra + entry.compress_size
    if end > len(content):
        raise Unreadable("damaged")


def _inflated(archive: ZipFile, entry: ZipInfo, room: int) -> Iterator[bytes]:
    """The entry's content; counts what really comes out, whatever the entry declares."""
    size = 0
    most = max(RATIO_FROM, MAX_RATIO * entry.compress_size)
    with archive.open(entry) as source:
        while chunk := source.read(_CHUNK):
            size += len(chunk)
            if size > most:
                raise Unreadable("packed_too_tight")
            if size > MAX_PART:
                raise Unreadable("part_too_large")
            if size > room:
                raise Unreadable("unpacked_too_large")
            yield chunk


def _check_markup(part: bytes) -> None:
    """UTF-8 or UTF-16 without a document type: entities cannot be declared without one."""
    if part.count(b"<") > MAX_TAGS:
        raise Unreadable("too_much_markup")
    if part.startswith(_UTF_16):
        big = part.startswith((b"\xfe\xff", b"\x00<"))
        try:
            part = part.decode("utf-16-be" if big else "utf-16-le").encode()
        except UnicodeError:
            raise Unreadable("damaged") from None
    encoding = _ENCODING.search(part[:400])
    if encoding and encoding[1].lower() not in _ALLOWED_ENCODINGS:
        raise Unreadable("odd_encoding")
    # Without the "<", of which markup is full: looking for what is rare takes a tenth of the time.
    if b"!DOCTYPE" in part or b"!ENTITY" in part:
        raise Unreadable("document_type")
