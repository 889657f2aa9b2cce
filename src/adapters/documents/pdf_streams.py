"""Streams of a PDF: how they are packed, and the objects that are packed in some."""

import zlib
from collections.abc import Iterator
from io import BytesIO

from pypdf import PdfReader
from pypdf.generic import (
    ArrayObject,
    NameObject,
    NumberObject,
    PdfObject,
    StreamObject,
    read_object,
)

from domain.documents.refusals import refused

_FILTERS = {
    *("/FlateDecode", "/LZWDecode", "/ASCII85Decode", "/ASCIIHexDecode", "/RunLengthDecode"),
    *("/DCTDecode", "/CCITTFaxDecode", "/JBIG2Decode", "/JPXDecode"),
}
_MOST_UNPACKED = 32 * 1024 * 1024


def check_stream(stream: StreamObject) -> None:
    """Raises DocumentRefused for one that is packed in a way that is not known."""
    if not _FILTERS.issuperset(_filters(stream)):
        raise refused("not_plain")


def unpacked(stream: StreamObject, reader: PdfReader) -> Iterator[PdfObject]:
    """The objects that a stream holds, where it is made to hold some, whatever it says it is."""
    if "/First" not in stream and stream.get("/Type") != "/ObjStm":
        return
    count, first = stream.raw_get("/N"), stream.raw_get("/First")
    if not isinstance(count, NumberObject) or not isinstance(first, NumberObject):
        raise refused("not_plain")
    if _filters(stream) not in ([], ["/FlateDecode"]) or "/DecodeParms" in stream:
        raise refused("not_plain")
    text = stream._data if not _filters(stream) else _inflated(stream._data)
    head = [int(word) for word in text[:first].split()]
    if len(head) != 2 * count or first > len(text):
        raise refused("not_plain")
    inside = BytesIO(text)
    for offset in head[1::2]:
        inside.seek(first + offset)
        one = read_object(inside, reader)
        if isinstance(one, StreamObject):
            raise refused("not_plain")
        yield one


def _filters(stream: StreamObject) -> list[str]:
    named = stream.raw_get("/Filter") if "/Filter" in stream else ArrayObject()
    names = list(named) if isinstance(named, ArrayObject) else [named]
    if not all(isinstance(name, NameObject) for name in names):
        raise refused("not_plain")
    return [str(name) for name in names]


def _inflated(data: bytes) -> bytes:
    unpacking = zlib.decompressobj()
    text = unpacking.decompress(data, _MOST_UNPACKED)
    if not unpacking.eof:
        raise refused("not_plain")
    return text
