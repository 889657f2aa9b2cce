"""Files that are no .xlsx, or not one to open: each is named for what it is."""

from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest

from adapters.spreadsheet.reading import guard
from adapters.spreadsheet.reading.markup import MAX_TAGS
from adapters.spreadsheet.refusals import SENTENCES
from tests.unit.adapters.spreadsheet.conftest import Refusal
from tests.workbooks import DATA_PART, edit_part, loose, package, parts

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
TYPES = "[Content_Types].xml"
XLSX = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


def stream(name: str) -> bytes:
    """A compound file with a stream of that name in its directory."""
    return OLE + name.encode("utf-16-le").ljust(64, b"\0") + bytes(448)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (stream("Workbook"), "xls"),
        (stream("Book"), "xls"),
        (b"\x09\x08\x10\x00\x00\x06\x05\x00", "xls"),
        (stream("EncryptedPackage"), "password_protected"),
        (stream("WordDocument"), "office_document"),
        (b"%PDF-1.7\n", "pdf"),
        (b"Family Number,Relationship\n1,Subscriber\n", "csv"),
        ("Family Number\tRelationship\n".encode("utf-16"), "csv"),
        (b"\xef\xbb\xbfFamily Number;Relationship\n", "csv"),
        (b"ID;PWXL;N;E\nC;Y1;X1;K\"Family Number\"\n", "csv"),
        (b"<!DOCTYPE html><html><table><tr><td>1</td></tr></table></html>", "html"),
        (b"\n <table><tr><td>1</td></tr></table>", "html"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:x"/>', "xml"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "unknown"),
        (b"PK\x05\x06" + bytes(18), "damaged"),
        (b"PK\x03\x04 and then nothing of a ZIP", "damaged"),
    ],
)  # fmt: skip
def test_other_kinds_are_named(content: bytes, code: str, refusal: Refusal) -> None:
    """A file is told by its content, with the sentence for its kind."""
    refused = refusal(content)
    assert (refused.code, refused.message) == (code, SENTENCES[code])


@pytest.mark.parametrize(
    ("names", "code"),
    [
        ({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}, "ods"),
        ({"Index/Document.iwa": b"", "Metadata/Properties.plist": b""}, "numbers"),
        ({"photo.jpg": b"\xff\xd8"}, "zip"),
        ({TYPES: b"<Types/>", "word/document.xml": b"<document/>"}, "zip"),
        ({TYPES: b"<Types>application/vnd.openxmlformats-officedocument.wordprocessingml"
                 b".document.main+xml</Types>"}, "office_document"),
        ({TYPES: b"<Types>application/vnd.ms-excel.sheet.binary.macroEnabled.main</Types>",
          "xl/workbook.bin": b"\x83\x01"}, "xlsb"),
    ],
)  # fmt: skip
def test_other_packages_are_named(names: dict[str, bytes], code: str, refusal: Refusal) -> None:
    """ZIP files of other programs are told by what is in them."""
    assert refusal(package(names)).code == code


def content_type(name: bytes) -> Callable[[bytes], bytes]:
    """The template declared as another type."""
    return lambda workbook: edit_part(workbook, lambda part: part.replace(XLSX, name), TYPES)


def add(name: str, content: bytes = b"\0") -> Callable[[bytes], bytes]:
    """The template with one more part."""
    return lambda workbook: package({**parts(workbook), name: content})


STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
TRANSITIONAL = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (content_type(b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"), "macro_enabled"),
        (content_type(XLSX.replace(b"sheet.main", b"template.main")), "xltx"),
        (add("xl/vbaProject.bin"), "macro_enabled"),
        (add("xl/macrosheets/sheet1.xml", b"<xm/>"), "macro_enabled"),
        (add("xl/embeddings/oleObject1.bin"), "embedded_objects"),
        (add("xl/activeX/activeX1.xml", b"<ax/>"), "embedded_objects"),
        (lambda workbook: edit_part(
            workbook, lambda part: part.replace(TRANSITIONAL, STRICT), "xl/workbook.xml"),
         "strict_xlsx"),
    ],
)  # fmt: skip
def test_workbooks_of_other_kinds_are_named(
    template: bytes, change: Callable[[bytes], bytes], code: str, refusal: Refusal
) -> None:
    """Macros, embedded files and other flavours of Excel are refused, however well they fit."""
    assert refusal(change(template)).code == code


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (add("xl/../../etc/passwd"), "part_outside"),
        (add(DATA_PART.upper()), "part_twice"),
        (add("xl/worksheets\\sheet1.xml"), "part_twice"),
        (lambda workbook: workbook[: len(workbook) // 2], "damaged"),
        (lambda workbook: workbook.replace(b"\x50\x4b\x01\x02", b"\x50\x4b\x01\x03"), "damaged"),
        (lambda workbook: edit_part(workbook, lambda part: part[:-20]), "damaged"),
        (lambda workbook: edit_part(workbook, lambda _: b"", "xl/workbook.xml"), "damaged"),
        (add("xl/media/image1.png", loose(guard.MAX_PART)), "part_too_large"),
        (add("xl/media/image1.png", bytes(2 * guard.MB)), "packed_too_tight"),
        (add("docProps/thumbnail.xml", b"<a/>" * MAX_TAGS + b"<a/>"), "packed_too_tight"),
    ],
    ids=["path", "same name", "backslash", "cut", "directory", "part", "empty", "24 MB", "ratio",
         "tags"],
)  # fmt: skip
def test_packages_that_excel_never_writes_are_refused(
    template: bytes, change: Callable[[bytes], bytes], code: str, refusal: Refusal
) -> None:
    """Broken, bloated and trick archives end before they are parsed."""
    assert refusal(change(template)).code == code


def test_more_than_500_parts_are_refused(template: bytes, refusal: Refusal) -> None:
    """Nobody needs as many parts as that."""
    many = {f"xl/media/{number}.png": b"" for number in range(guard.MAX_ENTRIES)}
    assert refusal(package({**parts(template), **many})).code == "too_many_parts"


def test_sum_of_parts_is_limited(template: bytes, refusal: Refusal) -> None:
    """Parts that are small enough each, and hard to compress, may not pass 32 MB together."""
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        for name, own in parts(template).items():
            archive.writestr(name, own)
        for number in range(5):
            archive.writestr(f"xl/media/{number}.png", loose(7 * guard.MB))
    assert refusal(content.getvalue()).code == "unpacked_too_large"


def test_other_compression_is_refused(refusal: Refusal) -> None:
    """Excel deflates or stores."""
    content = BytesIO()
    with ZipFile(content, "w", ZIP_BZIP2) as archive:
        archive.writestr(TYPES, b"<Types/>")
    assert refusal(content.getvalue()).code == "odd_compression"


def test_encrypted_archive_is_refused(template: bytes, refusal: Refusal) -> None:
    """A ZIP with a password of its own is named as protected."""
    content = bytearray(template)
    first = content.index(b"PK\x01\x02")
    content[first + 8] |= 1  # general purpose flag, bit 0 (APPNOTE 4.4.4)
    assert refusal(bytes(content)).code == "zip_encrypted"


def test_entries_over_the_same_bytes_are_refused(template: bytes, refusal: Refusal) -> None:
    """Two entries that share their data are a bomb's trick."""
    content = BytesIO()
    with ZipFile(content, "w", ZIP_STORED) as archive:
        archive.writestr("a.xml", b"<a/>")
        archive.writestr("b.xml", b"<a/>")
    whole = bytearray(content.getvalue())
    second = whole.index(b"PK\x01\x02", whole.index(b"PK\x01\x02") + 4)
    whole[second + 42 : second + 46] = bytes(4)  # its offset: the first entry's
    assert refusal(bytes(whole)).code == "parts_overlap"


@pytest.mark.parametrize(
    ("markup", "code"),
    [
        (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "document_type"),
        (
            '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a><a/>'.encode("utf-16"),
            "document_type",
        ),
        (b'<?xml version="1.0" encoding="UTF-7"?><a/>', "odd_encoding"),
        (b'<?xml version="1.0" encoding="cp037"?><a/>', "odd_encoding"),
        (b"\xff\xfe<\x00a", "damaged"),
    ],
    ids=["entities", "in UTF-16", "UTF-7", "EBCDIC", "half a character"],
)
def test_document_types_and_odd_encodings_are_refused(
    template: bytes, markup: bytes, code: str, refusal: Refusal
) -> None:
    """No part may declare entities, or hide that it does behind an encoding."""
    assert refusal(add("docProps/more.xml", markup)(template)).code == code


def test_every_refusal_says_what_to_do() -> None:
    """Each sentence has more than one part, blames nobody and ends as a sentence."""
    for code, sentence in SENTENCES.items():
        assert sentence.count(". ") + sentence.count(": ") >= 1, code
        assert sentence.endswith("."), code
        for word in ("invalid", "please", "oops", "sorry"):
            assert word not in sentence.lower(), code
