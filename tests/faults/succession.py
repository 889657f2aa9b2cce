"""One process after the other, each doomed."""

import time
from collections.abc import Callable, Sequence

from tests.faults.fate import Fate
from tests.faults.processes import Running
from tests.faults.world import World


class Succession:
    """A process, and whoever takes its place when it has died. ``deaths`` are the points."""

    def __init__(self, world: World, start: Callable[[], Running]) -> None:
        self._world = world
        self._start = start
        self._running = start()
        self._fate = Fate(world.folder)
        self._dooms: list[str] = []
        self.deaths: list[str] = []

    def now(self) -> Running:
        """Whoever is alive."""
        if not self._running.alive:
            self.deaths.append(self._fate.passed()[-1])
            self._doom_next()
            self._running = self._start()
        return self._running

    def suffer(self, act: Callable[[], object], *points: str) -> Sequence[str]:
        """Do this, and let it settle, while whoever is there dies at the first point, their
        successor at the second, and so on. All points that the last one passed."""
        self._dooms = list(points)
        self._doom_next()
        act()
        self._world.settle(self.now)
        time.sleep(0.05)  # who is to die after the very last commit
        self.now()
        passed = self._fate.passed()
        self._fate.spare()
        return passed

    def _doom_next(self) -> None:
        self._fate.doom(self._dooms.pop(0) if self._dooms else "")
