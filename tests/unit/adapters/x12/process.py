"""A process of its own that hands over, and may die on the way.

With the arguments FOLDER FIRST COUNT [POINT] it hands over so many people, from that number on. It
says that it begins, and then what was answered. At the point named it kills itself, or has its
outbox become read-only.
"""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import event

from adapters.registry.x12 import X12Registry
from domain.errors import RegistryUnavailable
from tests.unit.adapters.x12.carrier import FileCarrier
from tests.unit.adapters.x12.people import person

POINTS = [
    "before staging",
    "in the middle of staging",
    "after staging",
    "before the commit",
    "after the commit",
    "as soon as the file appears",
    "after the file appears",
    "after it is marked as written",
]


READ_ONLY = {"with a read-only outbox": ".", "with a read-only staging folder": ".staging"}


def die(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def arrange(registry: X12Registry, point: str) -> None:
    """Have the process die there."""
    outbox, ledger = registry._outbox, registry._ledger
    if point == "before staging":
        _around(outbox, "stage", before=die)
    elif point == "in the middle of staging":
        # The content is written, and not on the disk yet.
        _around(outbox, "stage", before=lambda: _around(os, "fsync", before=die))
    elif point == "after staging":
        _around(outbox, "stage", after=die)
    elif point == "before the commit":
        _around(outbox, "stage", after=lambda: event.listen(ledger.engine, "commit", die))
    elif point == "after the commit":
        _around(outbox, "deliver", before=die)
    elif point == "as soon as the file appears":
        _around(outbox, "_mark", before=die)
    elif point == "after the file appears":
        _around(outbox, "deliver", after=die)
    elif point == "after it is marked as written":
        _around(ledger, "mark_written", after=die)
    elif point in READ_ONLY:
        (outbox._folder / READ_ONLY[point]).chmod(0o500)


def _around(
    owner: Any,
    name: str,
    before: Callable[[], object] = lambda: None,
    after: Callable[[], object] = lambda: None,
) -> None:
    real = getattr(owner, name)

    def called(*args: Any, **kwargs: Any) -> Any:
        before()
        answer = real(*args, **kwargs)
        after()
        return answer

    setattr(owner, name, called)


def main() -> None:
    folder, first, count, *point = sys.argv[1:]
    registry = FileCarrier(Path(folder)).open()
    arrange(registry, "".join(point))
    people = [person(number) for number in range(int(first), int(first) + int(count))]
    sys.stdout.write("Now.\n")
    sys.stdout.flush()
    try:
        for answer in registry.submit(people):
            sys.stdout.write(f"{answer.key} {answer.status.value} {answer.words}\n")
    except RegistryUnavailable as error:
        sys.stdout.write(f"{type(error).__name__}\n")
    registry.close()


if __name__ == "__main__":
    main()
