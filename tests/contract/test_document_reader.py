"""The document reader's suite on its fake, and on processes of their own."""

import sys
from collections.abc import Iterator
from contextlib import closing

import pytest

from adapters.readers.documents import SignedDocuments
from adapters.readers.pool import Readers
from domain.documents import MAX_DOCUMENT_BYTES
from domain.errors import DocumentRefused, ReadersBusy
from domain.ports import DocumentReader
from tests.documents import JPEG, PDF, PNG
from tests.fakes.documents import FakeDocumentReader


@pytest.fixture(scope="module", params=["memory", "processes"])
def reader(request: pytest.FixtureRequest) -> Iterator[DocumentReader]:
    """Every reader there is."""
    if request.param == "memory":
        yield FakeDocumentReader()
    else:
        with closing(Readers(at_once=1)) as readers:
            yield SignedDocuments(readers.media_type)


@pytest.fixture
def busy(reader: DocumentReader) -> Iterator[DocumentReader]:
    """One like it that can look at nothing now."""
    if isinstance(reader, FakeDocumentReader):
        fake = FakeDocumentReader()
        fake.busy = True
        yield fake
    else:
        with closing(Readers(command=(sys.executable, "-c", "pass"))) as nobody:
            yield SignedDocuments(nobody.media_type)


@pytest.mark.parametrize(
    ("content", "media_type"),
    [(PDF, "application/pdf"), (PNG, "image/png"), (JPEG, "image/jpeg")],
    ids=["PDF", "PNG", "JPEG"],
)
def test_a_document_is_known_by_its_content(
    reader: DocumentReader, content: bytes, media_type: str
) -> None:
    """There is no name to go by."""
    assert reader.media_type(content) == media_type


@pytest.mark.parametrize(
    ("content", "code", "what_to_do"),
    [
        (b"", "empty", "Choose the signed document."),
        (PDF + b"\0" * MAX_DOCUMENT_BYTES, "too_large", "Scan it in black and white"),
        (b"PK\x03\x04", "type", "Save it as one of those."),
        (PDF[:-8], "damaged", "Scan or print the signed document anew"),
    ],
    ids=["empty", "too large", "another kind", "cut off"],
)
def test_anything_else_is_refused(
    reader: DocumentReader, content: bytes, code: str, what_to_do: str
) -> None:
    """With what to do; and the next one is looked at as if nothing had been."""
    with pytest.raises(DocumentRefused) as refusal:
        reader.media_type(content)
    assert refusal.value.code == code
    assert what_to_do in refusal.value.message
    assert reader.media_type(PNG) == "image/png"


def test_what_cannot_be_looked_at_now_is_not_refused(busy: DocumentReader) -> None:
    """Nothing is wrong with it."""
    with pytest.raises(ReadersBusy):
        busy.media_type(PDF)
