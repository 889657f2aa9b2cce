"""The folder from which the carrier takes our files: each appears in it whole, and once.

A file is made in ``.staging`` first, on the same file system, and appears by being renamed. Once
the ledger knows of a staged file, somebody finishes that: a staged file that is no longer there
has been renamed, by whomever.
"""

import errno
import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

STAGING = ".staging"
MARK = "ledger.txt"


class AnotherOutbox(OSError):
    """The folder is not, or not at present, the outbox that belongs to the ledger."""


class Outbox:
    """The outbox of the ledger of this id. Every method may raise OSError."""

    def __init__(self, folder: Path, ledger_id: str) -> None:
        self._folder = folder
        self._ledger_id = ledger_id

    def prepare(self, new: bool) -> None:
        """For a new ledger, make the staging folder and mark it as the ledger's own, unless it is
        another's. Raises AnotherOutbox unless it is the ledger's then."""
        staging = self._folder / STAGING
        if new and not (staging / MARK).exists():
            staging.mkdir(exist_ok=True)
            _write(staging / MARK, f"{self._ledger_id}\n".encode())
            _sync(staging)
            _sync(self._folder)
        self.check()

    def check(self) -> None:
        """Raises OSError unless files can appear in the folder, and AnotherOutbox unless it is
        the ledger's own."""
        with self._staging():
            if not os.access(self._folder, os.W_OK | os.X_OK):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(self._folder))

    def stage(self, name: str, content: bytes) -> str:
        """Write the file, durably, where nobody takes it yet. The name it has there, which no
        other attempt has: one that was given up may still be at it. Nothing is left when it
        fails. Raises FileExistsError when the outbox has a file of that name."""
        staged_as = f"{name}.{uuid4().hex}"
        self.check()
        with self._staging() as staging:
            if (self._folder / name).exists():
                raise FileExistsError(name)
            path = self._folder / STAGING / staged_as
            try:
                _write(path, content)
                os.fsync(staging)
            except OSError:
                path.unlink(missing_ok=True)
                raise
        return staged_as

    def deliver(self, staged_as: str, name: str) -> None:
        """Have the staged file appear in the outbox, unless it has already."""
        with self._staging() as staging:
            folder = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY)
            try:
                os.rename(staged_as, name, src_dir_fd=staging, dst_dir_fd=folder)
            except FileNotFoundError:
                # Looked for in the very folder that has just shown its mark.
                pass
            else:
                os.fsync(folder)
                os.fsync(staging)
            finally:
                os.close(folder)

    def sweep(self, staged: Collection[str]) -> None:
        """Remove what stands in the staging folder but for these."""
        with self._staging() as staging:
            for name in {*os.listdir(staging)} - {MARK, *staged}:
                with suppress(FileNotFoundError):
                    os.unlink(name, dir_fd=staging)

    @contextmanager
    def _staging(self) -> Iterator[int]:
        """The staging folder's descriptor. A share that isn't mounted looks like an empty folder,
        from which every staged file would seem to be gone: hence the mark."""
        try:
            staging = os.open(self._folder / STAGING, os.O_RDONLY | os.O_DIRECTORY)
        except FileNotFoundError:
            raise AnotherOutbox(f"{STAGING} is missing") from None
        try:
            if _read(MARK, staging).strip() != self._ledger_id:
                raise AnotherOutbox(f"{STAGING}/{MARK} is missing or names another ledger")
            yield staging
        finally:
            os.close(staging)


def _read(name: str, folder: int) -> str:
    try:
        descriptor = os.open(name, os.O_RDONLY, dir_fd=folder)
    except FileNotFoundError:
        return ""
    with os.fdopen(descriptor) as file:
        return file.read(100)


def _write(path: Path, content: bytes) -> None:
    # Readable by the group, which whoever takes the files to the carrier belongs to.
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o640)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
