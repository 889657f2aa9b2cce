"""Processes that end at a chosen point: before or after one of their commits or calls."""

import os
import signal
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Lock
from uuid import uuid4

from domain import ports
from domain.carrier import Group
from domain.people import Identity, Member
from domain.ports import UnitOfWork
from domain.submission import Answer, Submission
from web.wiring import Parts


class Fate:
    """What is to befall whoever does something in this folder, from the outside and from within.

    A process passes points, such as "after commit 2", counted from the moment of being doomed; at
    its own it is killed.
    """

    def __init__(self, folder: Path) -> None:
        self._doom = folder / "doom"
        self._passed = folder / "passed"
        self._known = ""
        self._lock = Lock()
        self._counts: Counter[str] = Counter()

    def doom(self, point: str) -> None:
        """From now on, whoever comes to the point dies; none is named ""."""
        self._passed.write_text("")
        new = self._doom.with_suffix(".new")
        new.write_text(f"{uuid4()}\n{point}")
        new.rename(self._doom)

    def spare(self) -> None:
        self._doom.unlink(missing_ok=True)

    def passed(self) -> Sequence[str]:
        """All points passed since somebody was doomed; the last may be where they died."""
        return self._passed.read_text().splitlines()

    @contextmanager
    def around(self, what: str) -> Iterator[None]:
        self._pass(f"before {what}")
        yield
        self._pass(f"after {what}")

    def _pass(self, point: str) -> None:
        with self._lock:
            try:
                doom = self._doom.read_text()
            except FileNotFoundError:
                return
            if doom != self._known:
                self._known = doom
                self._counts.clear()
            self._counts[point] += 1
            name = f"{point} {self._counts[point]}"
            with self._passed.open("a") as passed:
                passed.write(f"{name}\n")
            if name == doom.partition("\n")[2]:
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
