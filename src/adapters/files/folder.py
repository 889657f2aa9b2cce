"""Uploaded documents as files of one folder."""

import os
import re
import tempfile
import time
from pathlib import Path

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,99}")
_UNFINISHED = ".unfinished-"  # what a name of ours never begins with
_LEFT_BEHIND_AFTER = 3600.0  # seconds; nobody writes one file for so long


class FolderFileStore:
    """``domain.ports.FileStore`` in a folder that only the server's own user can look into."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._clear_what_a_crash_left()

    def put(self, name: str, content: bytes) -> None:
        path = self._path(name)
        # mkstemp's files are private from the start.
        handle, unfinished = tempfile.mkstemp(prefix=_UNFINISHED, dir=self._folder)
        try:
            with open(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.replace(unfinished, path)
        except BaseException:
            Path(unfinished).unlink(missing_ok=True)
            raise
        self._sync()

    def get(self, name: str) -> bytes:
        try:
            return self._path(name).read_bytes()
        except FileNotFoundError:
            raise KeyError(name) from None

    def remove(self, name: str) -> None:
        self._path(name).unlink(missing_ok=True)
        self._sync()

    def _path(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise ValueError("not a name for a stored file")
        return self._folder / name

    def _sync(self) -> None:
        """Make the folder's own list of names durable."""
        handle = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    def _clear_what_a_crash_left(self) -> None:
        before = time.time() - _LEFT_BEHIND_AFTER
        for path in self._folder.glob(f"{_UNFINISHED}*"):
            if path.stat().st_mtime < before:
                path.unlink(missing_ok=True)
