"""Changes to an archive's bytes, and to the parts in it as a whole."""

import struct
import warnings
from collections.abc import Callable
from io import BytesIO
from random import Random
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_STORED, ZipFile

Parts = list[tuple[str, bytes]]

# Local header, central header, end of central directory (APPNOTE 4.3.7, 4.3.12, 4.3.16).
_HEADERS = {b"PK\x03\x04": 30, b"PK\x01\x02": 46, b"PK\x05\x06": 22}
_EXTREMES = (
    0,
    1,
    2,
    7,
    8,
    9,
    99,
    255,
    256,
    0x7FFF,
    0x8000,
    0xFFFF,
    0x10000,
    0x7FFFFFFF,
    0xFFFFFFFF,
)
_MORE = [
    ("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    ("xl/media/image1.png", bytes(2 * 1024 * 1024)),
    ("customXml/item1.xml", b"<a>" * 200 + b"</a>" * 200),
    ("customXml/item2.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
    ("customXml/item3.xml", b"\xff\xfe<\x00a\x00/\x00>\x00"),
    ("../outside.xml", b"<a/>"),
    ("/xl/worksheets/sheet9.xml", b"<a/>"),
    ("a\x00b.xml", b"<a/>"),
    ("folder/", b""),
    ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
]


def packed(parts: Parts, rng: Random) -> bytes:
    """An archive of these parts, whose sums and sizes are right."""
    content = BytesIO()
    method = rng.choice([ZIP_DEFLATED] * 70 + [ZIP_STORED] * 29 + [ZIP_BZIP2])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of two parts of one name
        with ZipFile(content, "w", method) as archive:
            for name, part in parts:
                archive.writestr(name, part)
    return content.getvalue()


def flipped(content: bytes, rng: Random) -> bytes:
    """Some bits that have turned."""
    changed = bytearray(content)
    for _ in range(rng.choice([1, 1, 2, 8, 64])):
        changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def cut(content: bytes, rng: Random) -> bytes:
    """A stretch less, anywhere or at the end."""
    start = rng.randrange(len(content))
    end = len(content) if rng.random() < 0.4 else start + rng.choice([1, 4, 30, 1000])
    return content[:start] + content[end:]


def grown(content: bytes, rng: Random) -> bytes:
    """Some bytes more: none that mean anything, zeros, or a stretch of its own."""
    place, start = (
        rng.choice([0, len(content), rng.randrange(len(content))]),
        rng.randrange(len(content)),
    )
    more = rng.choice([rng.randbytes(9), bytes(64), content[start : start + 500], content])
    return content[:place] + more + content[place:]


def overwritten(content: bytes, rng: Random) -> bytes:
    """A stretch that holds another."""
    start, other = rng.randrange(len(content)), rng.randrange(len(content))
    length = rng.choice([2, 4, 16, 200])
    instead = rng.choice([rng.randbytes(length), content[other : other + length], b"\xff" * length])
    return content[:start] + instead + content[start + length :]


def mislabelled(content: bytes, rng: Random) -> bytes:
    """A field of one of its headers that says something else, often something extreme."""
    signature = rng.choice(list(_HEADERS))
    places = _found(content, signature)
    if not places:
        return flipped(content, rng)
    changed = bytearray(content)
    size = rng.choice([1, 2, 4])
    at = rng.choice(places) + rng.randrange(4, _HEADERS[signature] - size + 1)
    own = int.from_bytes(content[at : at + size], "little")
    value = rng.choice([*_EXTREMES, own + 1, own - 1, own * 2]) % (1 << 8 * size)
    changed[at : at + size] = struct.pack("<Q", value)[:size]
    return bytes(changed)


def _found(content: bytes, signature: bytes) -> list[int]:
    places, place = [], content.find(signature)
    while place >= 0:
        places.append(place)
        place = content.find(signature, place + 1)
    return places


def without(parts: Parts, rng: Random) -> Parts:
    """A part less."""
    place = rng.randrange(len(parts))
    return parts[:place] + parts[place + 1 :]


def with_more(parts: Parts, rng: Random) -> Parts:
    """A part that no template has."""
    place = rng.randrange(len(parts) + 1)
    return [*parts[:place], rng.choice(_MORE), *parts[place:]]


def with_two(parts: Parts, rng: Random) -> Parts:
    """Two parts of one name, or of names that come to the same."""
    (name, _), (_, content) = rng.choice(parts), rng.choice(parts)
    other = rng.choice([name, name.upper(), name.replace("/", "\\"), f"/{name}", f"./{name}"])
    return [*parts, (other, content)]


def misnamed(parts: Parts, rng: Random) -> Parts:
    """A part under another name."""
    place = rng.randrange(len(parts))
    name, content = parts[place]
    others = [name.upper(), name.replace("/", "\\"), f"/{name}", name.replace(".xml", ".dat"), "x"]
    return [*parts[:place], (rng.choice(others), content), *parts[place + 1 :]]


def exchanged(parts: Parts, rng: Random) -> Parts:
    """Two parts, each under the other's name, or in another order."""
    one, other = rng.randrange(len(parts)), rng.randrange(len(parts))
    changed = list(parts)
    if rng.random() < 0.5:
        changed[one], changed[other] = changed[other], changed[one]
    else:
        changed[one] = (parts[one][0], parts[other][1])
        changed[other] = (parts[other][0], parts[one][1])
    return changed


BYTES: list[Callable[[bytes, Random], bytes]] = [flipped, cut, grown, overwritten, mislabelled]
PARTS: list[Callable[[Parts, Random], Parts]] = [without, with_more, with_two, misnamed, exchanged]
