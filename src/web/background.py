"""What goes on without anybody asking: handing over submissions, and forgetting in time."""

import logging
import threading
from collections.abc import Callable
from contextlib import suppress

from web.services import Services

log = logging.getLogger("enroll.background")

DELIVER_EVERY = 30.0
PURGE_EVERY = 3600.0


class Background:
    """Two jobs' threads from ``start`` to ``stop``, and one that ends by itself once everything
    is warm. A job's work under way is finished before its thread ends.

    Several servers may run them at once: both jobs are safe to do twice.
    """

    def __init__(
        self,
        services: Services,
        deliver_every: float = DELIVER_EVERY,
        purge_every: float = PURGE_EVERY,
    ) -> None:
        self._ending = threading.Event()
        self._warming = threading.Thread(target=services.upkeep.warm, name="warm", daemon=True)
        self._threads = [
            threading.Thread(target=self._repeat, args=job, name=job[0], daemon=True)
            for job in (
                ("deliver", services.submitting.deliver, deliver_every),
                ("purge", services.upkeep.purge, purge_every),
            )
        ]

    def start(self) -> None:
        self._warming.start()
        for thread in self._threads:
            thread.start()

    def stop(self, patience: float = 30.0) -> None:
        """Ends between two rounds; waits at most so many seconds for each thread."""
        self._ending.set()
        for thread in self._threads:
            with suppress(RuntimeError):  # never started
                thread.join(patience)

    def _repeat(self, name: str, job: Callable[[], int], every: float) -> None:
        # At once first: what an earlier server left when it ended must not wait.
        while not self._ending.is_set():
            try:
                handled = job()
            except Exception as error:
                # The next round tries again; one failure must not end them all.
                facts: dict[str, object] = {"job": name, "error": type(error).__qualname__}
                log.error("job failed", extra={"facts": facts})
            else:
                if handled:
                    log.info("job done", extra={"facts": {"job": name, "count": handled}})
            self._ending.wait(every)
