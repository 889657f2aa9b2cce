"""What the tests have done and found, for ``docs/reliability.md``."""

import json
import os
import time
from collections.abc import Callable
from pathlib import Path

VARIABLE = "FAULT_FIGURES"
"""The environment variable that names the file; without it nothing is written."""

Note = Callable[..., None]


class Figures:
    """A line of JSON for each thing done, with the seconds since the one before."""

    def __init__(self, record_property: Callable[[str, object], None]) -> None:
        self._record = record_property
        self._path = os.environ.get(VARIABLE)
        self._since = time.monotonic()

    def note(self, what: str, database: str, **numbers: object) -> None:
        now = time.monotonic()
        seconds, self._since = round(now - self._since, 1), now
        if tried := numbers.get("kills", numbers.get("races")):
            self._record("tried", tried)
        line = {"what": what, "database": database, **numbers, "seconds": seconds}
        if self._path:
            with Path(self._path).open("a", encoding="utf-8") as file:
                file.write(json.dumps(line) + "\n")
