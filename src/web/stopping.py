"""Being told to stop while there is nothing to tidy up: before a process has set itself up, and
once its work has been ended well; and stopping when whoever started this process is gone."""

import os
import signal
import threading
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


def end_with_parent() -> None:
    """Have this process told to stop as soon as the one that started it has ended, however it did:
    left alone it would serve on, and keep the port from whoever is started next."""
    from multiprocessing import connection, parent_process  # loaded where processes are started

    parent = parent_process()
    if parent is None:
        return

    def outlive(sentinel: int) -> None:
        connection.wait([sentinel])
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=outlive, args=(parent.sentinel,), name="parent", daemon=True).start()
