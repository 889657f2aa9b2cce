"""Whether the site can do its work: asked often, by anybody, and of things that may hang."""

import logging
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future, wait
from datetime import timedelta
from threading import Lock, Thread
from typing import Any, Protocol

import msgspec

from domain.delivery import Stage
from domain.ports import Backlog
from web.logs import facts_of
from web.services import Services

log = logging.getLogger("enroll.health")

# Without these no page works. Without anything else some do: signing in, what was uploaded and
# Transaction History; and another server would be no better off.
_ESSENTIAL = {"database", "migrations"}
_LATE = timedelta(minutes=10)
_DELIVERY = "delivery"


class DeliveryHealth(msgspec.Struct, frozen=True):
    """``status`` is ok; late, when the oldest submission that the carrier hasn't got has waited
    for more than ten minutes; stuck, when some need a person; or unknown."""

    status: str
    oldest_waiting_seconds: int | None = None


class HealthReport(msgspec.Struct, frozen=True):
    """``status`` is ok; degraded, when something fails that not all pages need; or failed.
    ``checks`` are each ok, failed or without an answer."""

    status: str
    checks: Mapping[str, str]
    delivery: DeliveryHealth


class Readiness:
    """Makes all checks at once and gives each ``patience`` seconds.

    What was found serves whoever asks within ``fresh`` seconds. A check that hangs is not begun
    again while it does.
    """

    def __init__(self, services: Services, *, patience: float = 2.0, fresh: float = 1.0) -> None:
        self._services = services
        self._patience = patience
        self._fresh = fresh
        self._one_at_a_time = Lock()
        self._running: dict[str, Future[Any]] = {}
        self._found: HealthReport | None = None
        self._found_at = 0.0

    def look(self) -> HealthReport:
        with self._one_at_a_time:
            if self._found is None or time.monotonic() - self._found_at >= self._fresh:
                self._found = self._look()
                self._found_at = time.monotonic()
            return self._found

    def _look(self) -> HealthReport:
        checks = self._services.upkeep.checks
        made = {name: self._made(name, check) for name, check in checks.items()}
        backlog = self._made(_DELIVERY, self._services.operating.backlog)
        wait([*made.values(), backlog], self._patience)
        words = {name: self._word(name, future) for name, future in made.items()}
        delivery = self._delivery(backlog)
        if any(words.get(name, "ok") != "ok" for name in _ESSENTIAL):
            status = "failed"
        elif {*words.values(), delivery.status} == {"ok"}:
            status = "ok"
        else:
            status = "degraded"
        return HealthReport(status, words, delivery)

    def _made(self, name: str, check: Callable[[], object]) -> Future[Any]:
        """The check, begun in a thread that nothing waits for at the end, or still going on."""
        going = self._running.get(name)
        if going is None or going.done():
            going = self._running[name] = Future()
            Thread(target=_run, args=(going, check), name=f"check {name}", daemon=True).start()
        return going

    def _word(self, name: str, made: Future[Any]) -> str:
        """Ok, unless it said no or raised."""
        if not made.done():
            log.warning("check not answered", extra={"facts": {"check": name}})
            return "no answer"
        error = made.exception()
        if error is not None:
            log.warning("check failed", extra={"facts": {"check": name, **facts_of(error)}})
        return "ok" if error is None and made.result() else "failed"

    def _delivery(self, made: Future[Backlog]) -> DeliveryHealth:
        if self._word(_DELIVERY, made) != "ok":
            return DeliveryHealth("unknown")
        backlog = made.result()
        waited = backlog.waited(self._services.clock.now())
        stuck = any(backlog.stages.get(stage) for stage in Stage if stage.for_a_person)
        status = "stuck" if stuck else "late" if waited > _LATE else "ok"
        return DeliveryHealth(status, int(waited.total_seconds()))


def _run(future: Future[Any], check: Callable[[], object]) -> None:
    try:
        future.set_result(check())
    except Exception as error:
        future.set_exception(error)


class Reachable(Protocol):
    def ping(self) -> None: ...


def reached(port: Reachable) -> Callable[[], bool]:
    """A check that the port answers."""

    def check() -> bool:
        port.ping()
        return True

    return check
