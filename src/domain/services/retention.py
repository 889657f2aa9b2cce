"""Forgetting in time: what has expired, and documents that belong to nothing."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from domain.ports import Clock, FileStore, Persistence

# A document is stored before the record that names it: one as young as this may still get it.
UNNAMED_LIMIT = timedelta(hours=1)


class Retention:
    """Safe to do twice, and by several servers at once."""

    def __init__(self, persistence: Persistence, files: FileStore, clock: Clock) -> None:
        self._persistence = persistence
        self._files = files
        self._clock = clock

    def purge(self) -> int:
        """Remove what is past its time, and each document that no agreement names: whoever stored
        it, or should have removed it, was stopped in between. Returns how many documents went."""
        now = self._clock.now()
        expired = self._persistence.purge(now)
        self._files.remove(expired)
        gone = len(expired)
        for unnamed in self._unnamed(now - UNNAMED_LIMIT):
            self._files.remove(unnamed)
            gone += len(unnamed)
        return gone

    def _unnamed(self, before: datetime) -> Iterator[Sequence[str]]:
        names = self._files.kept_before(before)
        while names:
            with self._persistence.reading() as uow:
                named = uow.agreements.named(names)
            yield [one for one in names if one not in named]
            names = self._files.kept_before(before, after=names[-1])
