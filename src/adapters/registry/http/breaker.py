"""Leaving a registry alone that fails again and again.

Written here because pybreaker makes its calls one at a time, holding a lock.
"""

import time
from collections.abc import Callable
from threading import Lock


class Breaker:
    """Counts failures in a row. After ``failures`` of them it lets one call through every
    ``rest`` seconds, until one works. Safe to use from several threads."""

    def __init__(
        self,
        failures: int = 5,
        rest: float = 10.0,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._failures = failures
        self._rest = rest
        self._seconds = seconds
        self._lock = Lock()
        self._in_a_row = 0
        self._open_until = 0.0

    def wait(self) -> float:
        """Seconds to leave the registry alone; 0 when the call may be made, and now is the time.
        Whoever gets 0 says afterwards whether it worked."""
        with self._lock:
            now = self._seconds()
            if self._in_a_row < self._failures:
                return 0.0
            if now < self._open_until:
                return self._open_until - now
            # This one tries; the others go on resting until it has.
            self._open_until = now + self._rest
            return 0.0

    def worked(self) -> None:
        with self._lock:
            self._in_a_row = 0

    def failed(self) -> None:
        with self._lock:
            self._in_a_row += 1
            self._open_until = self._seconds() + self._rest
