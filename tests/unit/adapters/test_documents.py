"""What a signed document is, and what only looks like one."""

import io
import time
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.documents import media_type_of
from domain.documents import MAX_DOCUMENT_BYTES
from domain.errors import DocumentRefused
from tests.documents import JPEG, PDF, PNG, chunk, jpeg, pdf, png, segment


def archive() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as zipped:
        # Of no day: what is made of it names a test, alike in all processes that run tests.
        zipped.writestr(zipfile.ZipInfo("run.exe"), b"MZ")
    return file.getvalue()


ZIP, PAGE = archive(), b"<html><script>alert(1)</script></html>"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, "application/pdf"),
        (b"\n\n" + PDF, "application/pdf"),
        (b"\0" * 1019 + PDF, "application/pdf"),
        (b"\xef\xbb\xbf" + PDF, "application/pdf"),
        (b"\x1b%-12345X@PJL\r\n@PJL ENTER LANGUAGE=PDF\r\n" + PDF, "application/pdf"),
        (PDF + b"\0" * (MAX_DOCUMENT_BYTES - len(PDF)), "application/pdf"),
        (PDF + b"\r\n\x1a", "application/pdf"),
        (pdf(trailer=b"/Root 1 0 R/EncryptMetadata true"), "application/pdf"),
        (PNG, "image/png"),
        (png(10_000, 14_000), "image/png"),
        (PNG + b"\n", "image/png"),
        (JPEG, "image/jpeg"),
        (jpeg(9_000, 12_000, note=b"scanned <b>twice</b>"), "image/jpeg"),
        (JPEG + b"\0\0SEFT a camera's own notes", "image/jpeg"),
        (JPEG + JPEG, "image/jpeg"),
    ],
    ids=str,
)
def test_documents_are_known_by_their_content(content: bytes, kind: str) -> None:
    """Those that scanners, cameras and programs write, with what they put around them."""
    assert media_type_of(content) == kind


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (PDF + b"\0" * (MAX_DOCUMENT_BYTES - len(PDF) + 1), "too_large"),
        (ZIP, "type"),
        (PAGE, "type"),
        (b"GIF89a", "type"),
        (b"\0" * 1020 + PDF, "type"),
        (b"\x89PNG", "type"),
        (b"%PDF-1.7\nsigned", "damaged"),
        (PDF[:-8], "damaged"),
        (pdf(trailer=b"/Root 1 0 R/Encrypt 9 0 R"), "locked"),
        (pdf(trailer=b"/Root 1 0 R/Encrypt<</Filter/Standard>>"), "locked"),
        (PAGE + PDF, "two_things"),
        (b"MZ program" + PDF, "two_things"),
        (b"GIF89a" + PDF, "two_things"),
        (PDF + ZIP, "two_things"),
        (PDF + PAGE, "two_things"),
        (pdf(ZIP), "two_things"),
        (b"%PDF-1.7\n" + PAGE + PDF[9:], "two_things"),
        (PNG[:-1], "damaged"),
        (PNG[:20], "damaged"),
        (PNG.replace(b"IDAT", b"IDAX"), "damaged"),
        (PNG[:8] + chunk(b"IEND"), "damaged"),
        (PNG[:33] + chunk(b"IEND"), "damaged"),
        (png(0, 5), "damaged"),
        (png(40_000, 5), "dimensions"),
        (png(20_000, 20_000), "dimensions"),
        (PNG + ZIP, "two_things"),
        (PNG + PAGE, "two_things"),
        (PNG[:-12] + chunk(b"tEXt", PAGE) + chunk(b"IEND"), "two_things"),
        (PNG[:-12] + chunk(b"zTXt", PDF) + chunk(b"IEND"), "two_things"),
        (JPEG[:-2], "damaged"),
        (JPEG[:12], "damaged"),
        (b"\xff\xd8\xff", "damaged"),
        (b"\xff\xd8\xff\xd9", "damaged"),
        (b"\xff\xd8" + segment(0xDA, b"") + b"\xff\xd9", "damaged"),
        (b"\xff\xd8\xff\xff\xff", "damaged"),
        (b"\xff\xd8\xff\xd0no", "damaged"),
        (jpeg(0, 9), "damaged"),
        (jpeg(65_000, 9), "dimensions"),
        (JPEG + ZIP, "two_things"),
        (JPEG + b"\r\n" + PAGE, "two_things"),
        (JPEG + PDF, "two_things"),
        (jpeg(note=PAGE), "two_things"),
        (jpeg(note=b"<?php system(1) ?>"), "two_things"),
        (jpeg(note=PDF), "two_things"),
    ],
    ids=str,
)
def test_anything_else_is_refused(content: bytes, code: str) -> None:
    """What it is, is said, and what to do."""
    with pytest.raises(DocumentRefused) as refusal:
        media_type_of(content)
    assert refusal.value.code == code
    assert refusal.value.message.endswith(".")


KINDS = {"application/pdf", "image/png", "image/jpeg"}
CODES = {"empty", "too_large", "type", "damaged", "locked", "active", "two_things", "dimensions"}
CODES.add("not_plain")


def outcome(content: bytes) -> str:
    try:
        return media_type_of(content)
    except DocumentRefused as refusal:
        return refusal.code


@given(
    start=st.sampled_from([PDF, PNG, JPEG, PNG[:8], JPEG[:3], b"%PDF-"]),
    cut=st.integers(0, 400),
    put=st.binary(max_size=60),
    more=st.binary(max_size=60),
)
def test_whatever_comes_is_a_document_or_refused(
    start: bytes, cut: int, put: bytes, more: bytes
) -> None:
    """There is no third way."""
    content = start[:cut] + put + start[cut:] + more
    assert outcome(content) in KINDS | CODES


@pytest.mark.parametrize("content", [PDF, PNG, JPEG])
def test_a_large_document_is_looked_at_in_no_time(content: bytes) -> None:
    """Bytes that begin over and over what is looked for cost no more than others."""
    for piece in (
        b"stream\n",
        b"obj/ObjStm stream\n",
        b"PK\x05\x06",
        b"\xff\xd9",
        b"/JavaScrip",
        b"#4",
    ):
        filled = content[:-7] + piece * (4 * 1024 * 1024 // len(piece)) + content[-7:]
        began = time.process_time()
        assert outcome(filled) in KINDS | CODES
        assert time.process_time() - began < 5
