"""PNG and JPEG: whole, of a size that a scan has, and nothing else besides."""

import zlib
from collections.abc import Iterator

from adapters.documents.other_things import is_archive, is_page, is_something
from domain.documents.refusals import refused

_MOST_PIXELS = 200_000_000  # a sheet of A3 at 1,200 dots per inch
_LONGEST_SIDE = 30_000
_PDF_MARK = b"%PDF-"


def check_png(content: bytes) -> None:
    """Its chunks are whole, the first says its size, the last is the end (PNG, 3rd edition, 5)."""
    kinds: list[bytes] = []
    for kind, body in _chunks(content):
        if not kinds:
            if kind != b"IHDR" or len(body) != 13:
                raise refused("damaged")
            _check_size(int.from_bytes(body[:4], "big"), int.from_bytes(body[4:8], "big"))
        kinds.append(kind)
    if b"IDAT" not in kinds:
        raise refused("damaged")
    _check_alone(content)


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 8
    while True:
        length = int.from_bytes(content[at : at + 4], "big")
        kind, end = content[at + 4 : at + 8], at + 8 + length
        if len(kind) < 4 or end + 4 > len(content):
            raise refused("damaged")
        body = content[at + 8 : end]
        if zlib.crc32(kind + body) != int.from_bytes(content[end : end + 4], "big"):
            raise refused("damaged")
        yield kind, body
        at = end + 4
        if kind == b"IEND":
            break
    if content[at:].strip(b"\0 \r\n"):
        raise refused("two_things")


_SIZED = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
_ALONE = {0x01, *range(0xD0, 0xD8)}


def check_jpeg(content: bytes) -> None:
    """Its segments lead to its data, one of them says its size, and its end is there (ITU T.81,
    B). Cameras write more after the end, which stays, unless it is something of its own."""
    at, sized = 2, False
    while True:
        if content[at : at + 1] != b"\xff":
            raise refused("damaged")
        while content[at : at + 1] == b"\xff":
            at += 1
        marker = content[at] if at < len(content) else 0
        at += 1
        if marker in _ALONE:
            continue
        length = int.from_bytes(content[at : at + 2], "big")
        if marker in (0, 0xD8, 0xD9) or length < 2 or at + length > len(content):
            raise refused("damaged")
        if marker in _SIZED:
            size = content[at + 3 : at + 7]
            _check_size(int.from_bytes(size[2:], "big"), int.from_bytes(size[:2], "big"))
            sized = True
        at += length
        if marker == 0xDA:
            break
    end = content.find(b"\xff\xd9", at)
    if not sized or end == -1:
        raise refused("damaged")
    last = content.rfind(b"\xff\xd9") + 2
    if is_something(content[end + 2 :]) or is_something(content[last:]):
        raise refused("two_things")
    _check_alone(content)


def _check_size(width: int, height: int) -> None:
    if not width or not height:
        raise refused("damaged")
    if max(width, height) > _LONGEST_SIDE or width * height > _MOST_PIXELS:
        raise refused("dimensions")


def _check_alone(content: bytes) -> None:
    if is_archive(content) or is_page(content) or _PDF_MARK in content[:1024]:
        raise refused("two_things")
