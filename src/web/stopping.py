"""Being told to stop while there is nothing to tidy up: before a process has set itself up, and
once its work has been ended well."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

INTERRUPTED = 130
"""How a command ends that Ctrl+C has stopped, as shells say it."""


@contextmanager
def ending_at_once() -> Iterator[None]:
    """A stop ends the process at that moment: well, and after Ctrl+C with its own status.

    No exception could do so. One that is raised while modules are loaded may be lost in a weak
    reference's callback, and the stop with it.
    """
    before = {one: signal.signal(one, _end) for one in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _end(number: int, _: FrameType | None) -> None:
    os._exit(0 if number == signal.SIGTERM else INTERRUPTED)
