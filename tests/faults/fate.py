"""Processes that end at a chosen point: before or after one of their commits or calls."""

import os
import signal
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import Any

from domain import ports
from domain.carrier import Group
from domain.people import Identity, Member
from domain.ports import UnitOfWork
from domain.submission import Answer, Submission
from web.bootstrap import Parts


class Fate:
    """Kills its process at the ``at``-th point that it comes to once ``armed`` says 1.

    0 is for never. What the point was is left behind in the file ``note``.
    """

    def __init__(self, at: int, armed: Any, note: Path) -> None:
        self._at = at
        self._armed = armed
        self._note = note
        self._lock = Lock()
        self._passed = 0
        self._counts: Counter[str] = Counter()

    @contextmanager
    def around(self, what: str) -> Iterator[None]:
        self._pass(f"before {what}")
        yield
        self._pass(f"after {what}")

    def _pass(self, point: str) -> None:
        if not self._at or not self._armed.value:
            return
        with self._lock:
            self._passed += 1
            self._counts[point] += 1
            if self._passed == self._at:
                self._note.write_text(f"{point} {self._counts[point]}")
                os.kill(os.getpid(), signal.SIGKILL)


def mortal(parts: Parts, fate: Fate) -> Parts:
    """The same parts, with this fate at each commit and each call of the registry."""
    return replace(
        parts,
        persistence=_MortalPersistence(parts.persistence, fate),
        registry=_MortalRegistry(parts.registry, fate),
    )


class _MortalPersistence:
    def __init__(self, inner: ports.Persistence, fate: Fate) -> None:
        self._inner = inner
        self._fate = fate
        self.reading = inner.reading
        self.purge = inner.purge

    @contextmanager
    def writing(self) -> Iterator[UnitOfWork]:
        with self._inner.writing() as uow:
            commit = uow.commit

            def dying() -> None:
                with self._fate.around("commit"):
                    commit()

            uow.commit = dying  # type: ignore[method-assign]
            yield uow


class _MortalRegistry:
    def __init__(self, inner: ports.MemberRegistry, fate: Fate) -> None:
        self._inner = inner
        self._fate = fate
        self.ping = inner.ping
        self.members = inner.members
        self.close = inner.close

    def groups(self, group_ids: Sequence[str]) -> Sequence[Group]:
        with self._fate.around("groups"):
            return self._inner.groups(group_ids)

    def possible_matches(self, group_id: str, people: Sequence[Identity]) -> Sequence[Member]:
        with self._fate.around("matches"):
            return self._inner.possible_matches(group_id, people)

    def submit(self, submissions: Sequence[Submission]) -> Sequence[Answer]:
        with self._fate.around("submit"):
            return self._inner.submit(submissions)

    def ask(self, keys: Sequence[str]) -> Sequence[Answer]:
        with self._fate.around("ask"):
            return self._inner.ask(keys)
