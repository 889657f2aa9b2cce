"""Signed documents to test with: small, whole, and of the kinds that people upload."""

import struct
import zlib
from collections.abc import Mapping


def pdf(*objects: bytes, trailer: bytes = b"/Root 1 0 R") -> bytes:
    """A PDF of one empty page, and these objects besides."""
    own = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]>>",
    )
    text = b"%PDF-1.7\n"
    places = []
    for number, one in enumerate((*own, *objects), start=1):
        places.append(len(text))
        text += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        text
        + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d%s>>\nstartxref\n%d\n%%%%EOF\n"
        % (
            len(places) + 1,
            table,
            len(places) + 1,
            trailer,
            len(text),
        )
    )


def updated(content: bytes, changed: Mapping[int, bytes], trailer: bytes = b"") -> bytes:
    """The PDF with these objects in place of what it had under their numbers, as programs add
    them: what was there before stays in the file."""
    before = int(content.rpartition(b"startxref")[2].split()[0])
    table = b""
    for number, one in changed.items():
        table += b"%d 1\n%010d 00000 n \n" % (number, len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table += b"trailer\n<</Size 99/Root 1 0 R/Prev %d%s>>\n" % (before, trailer)
    return content + b"xref\n%sstartxref\n%d\n%%%%EOF\n" % (table, len(content))


def stream(content: bytes, dictionary: bytes = b"") -> bytes:
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (dictionary, len(content), content)


def packed(one: bytes, dictionary: bytes = b"/Type/ObjStm/Filter/FlateDecode") -> bytes:
    """An object stream with an object inside, compressed."""
    return stream(zlib.compress(b"90 0 " + one), dictionary + b"/N 1/First 5")


def chunk(kind: bytes, body: bytes = b"") -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width: int = 4, height: int = 4) -> bytes:
    """A black picture; its data are of the right size for small ones only."""
    row = b"\0" * (min(width, 64) + 1)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(row * min(height, 64)))
        + chunk(b"IEND")
    )


def segment(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def jpeg(width: int = 8, height: int = 8, *, note: bytes = b"") -> bytes:
    """A grey picture, as its segments have it; no program need show it."""
    return (
        b"\xff\xd8"
        + segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0")
        + (segment(0xFE, note) if note else b"")
        + segment(0xC0, struct.pack(">BHHB", 8, height, width, 1) + b"\1\x11\0")
        + segment(0xDA, b"\1\1\0\0\x3f\0")
        + b"\x2b\xff\0\x2b"
        + b"\xff\xd9"
    )


PDF, PNG, JPEG = pdf(), png(), jpeg()
