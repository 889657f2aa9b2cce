"""The folder into which the carrier puts its answers.

A file is taken away first, under a name of its own, then read, then put where it belongs. Two may
be at it at once, and one may die in the middle: the same file taken in again changes nothing.
"""

import os
import re
import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from adapters.registry.x12.acknowledgements import read_acknowledgements
from adapters.registry.x12.applying import NotOurs, take_acknowledgement, take_results
from adapters.registry.x12.ledger import Ledger
from adapters.registry.x12.options import X12Options
from adapters.registry.x12.results import NoResults, read_results
from adapters.registry.x12.segments import NotX12
from domain.ports import Clock

X12_ENDINGS = (".x12", ".edi", ".999", ".ta1")
ENDINGS = (*X12_ENDINGS, ".csv")
READING, DONE, UNREADABLE = ".reading", "done", "unreadable"
KEPT = timedelta(days=30)
_STAMP, _STAMPED = "%Y%m%dT%H%M%S", re.compile(r"\d{8}T\d{6}-[0-9a-f]{8}-")
LARGEST = 50 * 1024 * 1024
# Seconds; whoever asks waits for it. What is left then is read the next time.
_LONG_ENOUGH = 10.0


class Inbox:
    """Reads what has come. Methods may raise OSError, and RegistryUnavailable for the ledger."""

    def __init__(self, folder: Path, ledger: Ledger, options: X12Options, clock: Clock) -> None:
        self._folder = folder
        self._ledger = ledger
        self._options = options
        self._clock = clock

    def prepare(self) -> None:
        """Make the folders within the inbox, for nobody else to read."""
        for name in (READING, DONE, UNREADABLE):
            (self._folder / name).mkdir(mode=0o700, exist_ok=True)

    def check(self) -> None:
        """Raises OSError unless files can be taken from the inbox."""
        for name in (READING, DONE, UNREADABLE):
            if not os.access(self._folder / name, os.W_OK | os.X_OK):
                raise PermissionError(name)

    def read(self) -> None:
        """Take in all files that are whole, and remove what was read long ago."""
        self._forget()
        started = time.monotonic()
        # Those first that somebody has taken away and not finished.
        for path in [*sorted((self._folder / READING).iterdir()), *self._arrived()]:
            if time.monotonic() - started > _LONG_ENOUGH:
                break
            with suppress(FileNotFoundError):  # somebody else was faster
                self._take_in(path if path.parent.name == READING else self._taken_away(path))

    def _forget(self) -> None:
        """What a file said is in the ledger; what else stands in it need not stay."""
        last = f"{self._clock.now() - KEPT:{_STAMP}}"
        for path in (self._folder / DONE).iterdir():
            if _STAMPED.match(path.name) and path.name < last:
                path.unlink(missing_ok=True)  # somebody else was faster

    def _arrived(self) -> Sequence[Path]:
        """By age, the oldest first. A file that was written to just now may still be growing."""
        now = time.time()
        arrived = []
        for path in self._folder.iterdir():
            if path.name.startswith(".") or not path.name.lower().endswith(ENDINGS):
                continue
            with suppress(FileNotFoundError):
                changed = path.stat().st_mtime
                # A clock that runs ahead elsewhere is no reason to wait for it.
                if path.is_file() and abs(now - changed) >= self._options.settle_seconds:
                    arrived.append((changed, path))
        return [path for _, path in sorted(arrived)]

    def _taken_away(self, path: Path) -> Path:
        """The file under a name that no other file has had or will have."""
        stamp = f"{self._clock.now():{_STAMP}}-{uuid4().hex[:8]}"
        return path.rename(self._folder / READING / f"{stamp}-{path.name}")

    def _take_in(self, path: Path) -> None:
        try:
            notes = self._notes(path)
        except (NotX12, NoResults, NotOurs) as error:
            self._put(path, UNREADABLE, [str(error)])
        except UnicodeDecodeError:
            self._put(path, UNREADABLE, ["The file is not UTF-8 text."])
        else:
            self._put(path, DONE, notes)

    def _notes(self, path: Path) -> Sequence[str]:
        """Take it all in, or nothing of it. What was passed over."""
        if path.stat().st_size > LARGEST:
            raise NotX12(f"The file has more than {LARGEST // 1024 // 1024} MB.")
        if path.name.lower().endswith(X12_ENDINGS):
            with path.open(encoding="latin-1", newline="") as stream:
                acknowledgements = read_acknowledgements(
                    stream, self._options.sender_id, self._options.receiver_id
                )
            with self._ledger.writing() as book:
                return [
                    note for one in acknowledgements for note in take_acknowledgement(book, one)
                ]
        with path.open(encoding="utf-8-sig", newline="") as stream:
            results = read_results(stream)
        with self._ledger.writing() as book:
            return list(take_results(book, results))

    def _put(self, path: Path, folder: str, notes: Sequence[str]) -> None:
        """Into its last folder, with what there is to say of it beside it."""
        target = self._folder / folder / path.name
        if notes:
            beside = target.with_name(f"{target.name}.txt")
            beside.write_text("".join(f"{note}\n" for note in notes), encoding="utf-8")
        path.rename(target)
