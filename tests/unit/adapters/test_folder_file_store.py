"""The folder of documents beyond its port: private, whole or not at all, without leftovers."""

import os
import time
from pathlib import Path

import pytest

from adapters.files import FolderFileStore


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_only_the_servers_user_may_look(tmp_path: Path) -> None:
    """The folder and its files are closed to other users of the machine."""
    folder = tmp_path / "data" / "documents"
    FolderFileStore(folder).put("a.pdf", b"one")
    assert folder.stat().st_mode & 0o777 == 0o700
    assert (folder / "a.pdf").stat().st_mode & 0o777 == 0o600


def test_documents_outlive_the_store(tmp_path: Path) -> None:
    """A store opened anew on the folder has what was put before."""
    FolderFileStore(tmp_path).put("a.pdf", b"one")
    assert FolderFileStore(tmp_path).get("a.pdf") == b"one"


def test_failed_put_leaves_the_former_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the disk gives up in the middle, the old document stays and nothing is left over."""
    files = FolderFileStore(tmp_path)
    files.put("a.pdf", b"one")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        files.put("a.pdf", b"two")
    assert files.get("a.pdf") == b"one"
    assert names(tmp_path) == ["a.pdf"]


def test_what_a_crash_left_is_cleared(tmp_path: Path) -> None:
    """Unfinished files of long ago go when the store is opened; those of now may be at work."""
    FolderFileStore(tmp_path).put("a.pdf", b"one")
    old, new = tmp_path / ".unfinished-old", tmp_path / ".unfinished-new"
    for path in (old, new):
        path.write_bytes(b"half")
    os.utime(old, (time.time() - 7200, time.time() - 7200))
    FolderFileStore(tmp_path)
    assert names(tmp_path) == [".unfinished-new", "a.pdf"]
