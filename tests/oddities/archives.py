"""Archives that no program makes of a filled template."""

from collections.abc import Callable, Mapping
from zipfile import ZIP_BZIP2, ZIP_DEFLATED

from adapters.spreadsheet.reading import guard
from tests.oddities.edits import BOOK, adding, part
from tests.oddities.oddity import Make, refused
from tests.oddities.people import filled
from tests.workbooks import DATA_PART, edit_part, loose, package, parts

ENTRY = b"PK\x01\x02"  # an entry of the archive's directory (APPNOTE 4.3.12)


def damaging(change: Callable[[bytes], bytes]) -> Make:
    return lambda template: change(filled(template))


def with_more(contents: Mapping[str, bytes], compression: int = ZIP_DEFLATED) -> Make:
    return lambda template: package({**parts(filled(template)), **contents}, compression)


def locked(content: bytes) -> bytes:
    """As if a ZIP program had put a password on the first part."""
    whole = bytearray(content)
    whole[content.index(ENTRY) + 8] |= 1  # general purpose flag, bit 0 (APPNOTE 4.4.4)
    return bytes(whole)


def overlapping(content: bytes) -> bytes:
    """The directory's second entry points to the bytes of the first."""
    whole = bytearray(content)
    second = content.index(ENTRY, content.index(ENTRY) + 4)
    whole[second + 42 : second + 46] = bytes(4)  # where its part begins
    return bytes(whole)


def miscounted(content: bytes) -> bytes:
    """The checksum of the first part is another's."""
    whole = bytearray(content)
    first = content.index(ENTRY)
    whole[first + 16 : first + 20] = b"\1\2\3\4"
    return bytes(whole)


ODDITIES = (
    refused("More than 500 parts",
            with_more({f"xl/media/{number}.png": b"" for number in range(guard.MAX_ENTRIES)}),
            "too_many_parts"),
    refused("Two parts of one name", adding(DATA_PART.upper()), "part_twice"),
    refused("Two parts of one name, one of them with backslashes",
            adding(DATA_PART.replace("/", "\\")), "part_twice"),
    refused("Parts that lie over each other", damaging(overlapping), "parts_overlap"),
    refused("A part whose name leads out of the file", adding("xl/../../people.xml"),
            "part_outside"),
    refused("An archive with a password of its own", damaging(locked), "zip_encrypted"),
    refused("An archive packed in another way than Excel's",
            with_more({}, ZIP_BZIP2), "odd_compression"),
    refused("An archive that unpacks to more than 32 MB",
            with_more({f"xl/media/{number}.png": loose(7 * guard.MB) for number in range(5)}),
            "unpacked_too_large"),
    refused("A part of more than 24 MB",
            with_more({"xl/media/1.png": loose(guard.MAX_PART)}), "part_too_large"),
    refused("A part that unpacks to more than a hundred times its size",
            with_more({"xl/media/1.png": bytes(2 * guard.MB)}), "packed_too_tight"),
    refused("A file that was cut off", damaging(lambda content: content[: len(content) // 2]),
            "damaged"),
    refused("Bytes in front of the archive",
            damaging(lambda content: b"#!/bin/sh\n" + content), "unknown"),
    refused("A directory of the archive that is broken",
            damaging(lambda content: content.replace(ENTRY, b"PK\x01\x03")), "damaged"),
    refused("A part with another part's checksum", damaging(miscounted), "damaged"),
    refused("A sheet that was cut off", part(DATA_PART, lambda markup: markup[:-20]), "damaged"),
    refused("A workbook's own part that is empty", part(BOOK, lambda _: ""), "damaged"),
    refused("A workbook without its main part",
            lambda template: package({name: one for name, one in parts(filled(template)).items()
                                      if name != BOOK}), "damaged"),
    refused("A sheet with nothing at all in it",
            lambda template: edit_part(filled(template), lambda _: b""), "damaged"),
    refused("A file larger than 5 MB", lambda template: filled(template) + bytes(5 * guard.MB),
            "too_large"),
)  # fmt: skip
