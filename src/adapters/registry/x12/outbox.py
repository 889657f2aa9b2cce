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


class LedgerTooOld(Exception):
    """A later file than the ledger knows of has appeared in the outbox."""


class Outbox:
    """The outbox of the ledger of this id. Every method may raise OSError."""

    def __init__(self, folder: Path, ledger_id: str) -> None:
        self._folder = folder
        self._ledger_id = ledger_id

    def prepare(self, last_number: int) -> None:
        """For a ledger that has given no number yet, make the staging folder and mark it as the
        ledger's own, unless it is another's. Raises AnotherOutbox unless it is the ledger's then,
        and LedgerTooOld."""
        staging = self._folder / STAGING
        if last_number == 0 and not (staging / MARK).exists():
            staging.mkdir(mode=0o700, exist_ok=True)
            self._mark(0)
            _sync(self._folder)
        self.check()
        self._compare(last_number)

    def check(self) -> None:
        """Raises OSError unless files can appear in the folder, and AnotherOutbox unless it is
        the ledger's own."""
        with self._staging():
            if not os.access(self._folder, os.W_OK | os.X_OK):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(self._folder))

    def stage(self, name: str, content: bytes, last_number: int) -> str:
        """Write the file, durably, where nobody takes it yet. Returns the name that it has there,
        which no other attempt has: one that was given up may still be writing. Nothing is left
        behind when it fails. Raises FileExistsError when the outbox has a file of that name, and
        LedgerTooOld."""
        staged_as = f"{name}.{uuid4().hex}"
        self.check()
        self._compare(last_number)
        with self._staging() as (staging, _):
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

    def deliver(self, staged_as: str, name: str, number: int) -> None:
        """Have the staged file appear in the outbox, unless it has already."""
        with self._staging() as (staging, latest):
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
        if number > latest:
            self._mark(number)

    def sweep(self, staged: Collection[str]) -> None:
        """Remove everything in the staging folder except these."""
        with self._staging() as (staging, _):
            for name in {*os.listdir(staging)} - {MARK, *staged}:
                with suppress(FileNotFoundError):
                    os.unlink(name, dir_fd=staging)

    def _mark(self, number: int) -> None:
        """Say whose outbox it is, and the latest number that has appeared in it."""
        staging = self._folder / STAGING
        new = staging / f"{MARK}.{uuid4().hex}"
        _write(new, f"{self._ledger_id} {number}\n".encode())
        new.rename(staging / MARK)
        _sync(staging)

    def _compare(self, last_number: int) -> None:
        with self._staging() as (_, latest):
            if latest > last_number:
                raise LedgerTooOld

    @contextmanager
    def _staging(self) -> Iterator[tuple[int, int]]:
        """The staging folder's descriptor, and the latest number. A share that isn't mounted looks
        like an empty folder, from which every staged file would seem to be gone: hence the mark."""
        try:
            staging = os.open(self._folder / STAGING, os.O_RDONLY | os.O_DIRECTORY)
        except FileNotFoundError:
            raise AnotherOutbox(f"{STAGING} is missing") from None
        try:
            ledger_id, _, latest = _read(MARK, staging).strip().partition(" ")
            if ledger_id != self._ledger_id or not latest.isdecimal():
                raise AnotherOutbox(f"{STAGING}/{MARK} is missing or names another ledger")
            yield staging, int(latest)
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
