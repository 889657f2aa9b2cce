"""What goes on without anybody asking: delivering submissions, and forgetting in time."""

import logging
import threading
from contextlib import suppress

from web import telemetry
from web.logs import facts_of
from web.origin import coming_from
from web.services import Services

log = logging.getLogger("enroll.background")

LOOK_EVERY = 1.0
PURGE_EVERY = 3600.0


class Background:
    """The jobs' threads from ``start`` to ``stop``, none of which outlasts it: Python may end a
    process badly in which a thread is still at work. What is under way is finished first.

    Any number of servers and workers may run them at once. ``delivers`` False leaves deliveries
    to others; ``warms`` False is for processes that nobody uploads a file to.
    """

    def __init__(
        self,
        services: Services,
        *,
        delivers: bool = True,
        warms: bool = True,
        look_every: float = LOOK_EVERY,
        purge_every: float = PURGE_EVERY,
    ) -> None:
        self._services = services
        self._ending = threading.Event()
        self._look_every = look_every
        self._purge_every = purge_every
        jobs = {"purge": self._purge}
        if delivers:
            jobs["deliver"] = self._deliver
        if warms:
            jobs["warm"] = self._warm
        self._threads = [
            threading.Thread(target=job, name=name, daemon=True) for name, job in jobs.items()
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self, patience: float = 40.0) -> None:
        """Ends between two calls; waits at most so many seconds for each thread, which is longer
        than a call of the carrier may take."""
        self._ending.set()
        self._services.bell.set()
        for thread in self._threads:
            with suppress(RuntimeError):  # never started
                thread.join(patience)

    def _warm(self) -> None:
        try:
            self._services.upkeep.warm()
        except Exception as error:
            # The first upload takes longer, then.
            _failed("warm", error)

    def _deliver(self) -> None:
        # At once first: what an earlier server left when it ended must not wait.
        while not self._ending.is_set():
            self._services.bell.clear()
            if not self._delivered_something():
                self._services.bell.wait(self._look_every)

    def _delivered_something(self) -> bool:
        """Whether there may well be more to do at once."""
        try:
            with coming_from("delivery"):
                report = self._services.delivering.round(self._ending.is_set)
        except Exception as error:
            # The next round tries again; one failure must not end them all.
            _failed("deliver", error)
            return False
        if report is None:
            return False
        telemetry.delivered(report)
        return not any(call.trouble for call in report.calls)

    def _purge(self) -> None:
        while not self._ending.is_set():
            try:
                with coming_from("purge"):
                    removed = self._services.upkeep.purge()
            except Exception as error:
                _failed("purge", error)
            else:
                if removed:
                    log.info("purged", extra={"facts": {"documents": removed}})
            self._ending.wait(self._purge_every)


def _failed(job: str, error: Exception) -> None:
    log.error("job failed", extra={"facts": {"job": job, **facts_of(error)}})
