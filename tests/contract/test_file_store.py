"""The file store's suite on its fake and on a folder."""

from pathlib import Path

import pytest

from adapters.files import FolderFileStore
from domain.ports import FileStore
from tests.fakes.files import FakeFiles


@pytest.fixture(params=["fake", "folder"])
def files(request: pytest.FixtureRequest, tmp_path: Path) -> FileStore:
    return FakeFiles() if request.param == "fake" else FolderFileStore(tmp_path / "documents")


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", bytes(range(256)) * 4096])
def test_what_is_put_is_got(files: FileStore, content: bytes) -> None:
    """A document comes back byte by byte."""
    files.put("3f9a-1.pdf", content)
    assert files.get("3f9a-1.pdf") == content


def test_documents_do_not_mix(files: FileStore) -> None:
    """Each name has its own document, and putting again replaces it."""
    files.put("a.pdf", b"one")
    files.put("a.png", b"other")
    files.put("a.pdf", b"two")
    assert (files.get("a.pdf"), files.get("a.png")) == (b"two", b"other")


def test_what_is_not_there_is_a_key_error(files: FileStore) -> None:
    """A name that nothing is kept under, or not any more, is a KeyError."""
    files.put("a.pdf", b"one")
    files.remove("a.pdf")
    for name in ("a.pdf", "b.pdf"):
        with pytest.raises(KeyError):
            files.get(name)


def test_removing_twice_does_nothing(files: FileStore) -> None:
    """Removing what isn't there is no error and leaves the others."""
    files.put("a.pdf", b"one")
    files.remove("b.pdf")
    files.remove("b.pdf")
    assert files.get("a.pdf") == b"one"


@pytest.mark.parametrize(
    "name",
    ["", ".", "..", "../a.pdf", "a/b.pdf", "/etc/passwd", ".hidden", "a\\b", "a b", "a\n", "é.pdf"],
)
def test_other_names_are_refused(files: FileStore, name: str) -> None:
    """Names are letters, digits, hyphens and periods, so that none leads out of the store."""
    for act in (lambda: files.put(name, b"x"), lambda: files.get(name), lambda: files.remove(name)):
        with pytest.raises(ValueError):
            act()
