"""Numbers for Prometheus: what this site's processes have counted, and how submissions stand.

No label says who, which group or which address: those whose values visitors could choose are of
known words only.
"""

import hmac
import logging
import os
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import version
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Any

from litestar.enums import ScopeType
from litestar.types import Message, Scope
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from domain.delivery import Stage
from domain.services.delivering import CallReport
from domain.submission import Status
from web import paths
from web.logs import facts_of, seconds_of
from web.services import Services

log = logging.getLogger("enroll.metrics")

# Where it is set when the library is loaded, processes count in files of this folder.
_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
_CALL_OUTCOMES = {"": "answered", "not reached": "not reached", "no answer": "no answer"}

_counted = CollectorRegistry()

REQUESTS = Counter(
    "enroll_requests", "Answers sent.", ["method", "route", "status"], registry=_counted
)
REQUEST_SECONDS = Histogram(
    "enroll_request_seconds",
    "From a request's beginning to that of its answer.",
    ["route"],
    buckets=(0.025, 0.1, 0.25, 0.5, 1, 2.5, 10, 30),
    registry=_counted,
)
SIGN_INS = Counter("enroll_sign_ins", "Tries to sign in.", ["outcome"], registry=_counted)
UPLOADS = Counter("enroll_uploads", "Files uploaded.", ["outcome"], registry=_counted)
REFUSED_FILES = Counter("enroll_refused_files", "Whole files refused.", ["code"], registry=_counted)
REFUSED_DOCUMENTS = Counter(
    "enroll_refused_documents", "Signed documents refused.", ["code"], registry=_counted
)
ROWS = Counter("enroll_rows", "Rows of files that were kept.", ["verdict"], registry=_counted)
SUBMITTED = Counter("enroll_submitted", "Applications submitted.", registry=_counted)
CALLS = Counter(
    "enroll_delivery_calls", "Calls of the carrier.", ["call", "outcome"], registry=_counted
)
CALL_SECONDS = Histogram(
    "enroll_delivery_call_seconds",
    "How long calls of the carrier took.",
    ["call"],
    buckets=(0.1, 0.5, 1, 2.5, 5, 10, 20, 30),
    registry=_counted,
)
ANSWERS = Counter("enroll_delivery_answers", "News from the carrier.", registry=_counted)
TAKEN_OVER = Counter(
    "enroll_deliveries_taken_over", "Batches that another had to take over.", registry=_counted
)


async def count_answer(message: Message, scope: Scope) -> None:
    """A hook that runs before any answer is sent."""
    if message["type"] != "http.response.start" or scope["type"] != ScopeType.HTTP:
        return
    method = scope["method"] if scope["method"] in _METHODS else "other"
    route = scope.get("path_template") or "unknown"
    REQUESTS.labels(method, route, str(message["status"])).inc()
    seconds = seconds_of(scope)
    if seconds is not None:
        REQUEST_SECONDS.labels(route).observe(seconds)


def count_call(call: CallReport) -> None:
    CALLS.labels(call.kind, _CALL_OUTCOMES.get(call.trouble, "failed")).inc()
    CALL_SECONDS.labels(call.kind).observe(call.seconds)


class SubmissionCollector(Collector):
    """How submissions stand, asked of the database whenever somebody reads: every server of a
    site gives the same."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def collect(self) -> Iterator[Metric]:
        try:
            backlog = self._services.operating.backlog()
            statuses = self._services.operating.statuses()
        except Exception as error:
            # What was counted is told all the same.
            log.warning("submissions cannot be counted", extra={"facts": facts_of(error)})
            return
        submissions = GaugeMetricFamily(
            "enroll_submissions", "All submissions, by what people are shown.", labels=["status"]
        )
        for status in Status:
            submissions.add_metric([status.value], statuses.get(status, 0))
        yield submissions
        deliveries = GaugeMetricFamily(
            "enroll_deliveries",
            "Submissions that the carrier has not said its last word to.",
            labels=["stage"],
        )
        for stage in Stage:
            if stage is not Stage.DONE:
                deliveries.add_metric([stage.value], backlog.stages.get(stage, 0))
        yield deliveries
        yield GaugeMetricFamily(
            "enroll_oldest_waiting_seconds",
            "Since the oldest was submitted that the carrier has not got yet.",
            value=backlog.waited(self._services.clock.now()).total_seconds(),
        )


class _Build(Collector):
    def collect(self) -> Iterator[Metric]:
        build = GaugeMetricFamily("enroll_build_info", "What runs here.", labels=["version"])
        build.add_metric([version("mass-enrollment")], 1)
        yield build


def told(*others: Collector) -> bytes:
    """All that this process, or those that count together, have counted, as Prometheus reads it;
    and what the others say."""
    registry = CollectorRegistry()
    if _FOLDER in os.environ:
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        registry.register(_counted)
    for one in (_Build(), *others):
        registry.register(one)
    return generate_latest(registry)


def may_read(authorization: str, token: str) -> bool:
    """Whether this header bears the token; "" lets nobody read."""
    scheme, _, sent = authorization.partition(" ")
    same = hmac.compare_digest(sent.encode(), token.encode())
    return same and token != "" and scheme.lower() == "bearer"


@contextmanager
def counting_together() -> Iterator[None]:
    """What processes count that are started in here is told as one by any of them.

    They have to be started anew, not forked: which way to count is chosen once, when the library
    is loaded. What a process counted that has ended stays in the sums.
    """
    with TemporaryDirectory(prefix="enroll-metrics-") as folder:
        os.environ[_FOLDER] = folder
        try:
            yield
        finally:
            del os.environ[_FOLDER]


@contextmanager
def telling_metrics(listener: socket.socket, token: str) -> Iterator[None]:
    """Answers /metrics on this socket, which is closed at the end, to whoever bears the token."""
    server = _Server(listener.getsockname()[:2], _Answer, bind_and_activate=False)
    server.socket.close()
    server.socket = listener
    server.token = token
    thread = Thread(target=server.serve_forever, name="metrics", daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    token = ""

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Whoever asked has gone."""


class _Answer(BaseHTTPRequestHandler):
    server: _Server
    timeout = 10  # seconds for a request to arrive

    def do_GET(self) -> None:
        if self.path != paths.METRICS:
            self._answer(404, {})
        elif not may_read(self.headers.get("Authorization", ""), self.server.token):
            self._answer(401, {"WWW-Authenticate": "Bearer"})
        else:
            self._answer(200, {"Content-Type": CONTENT_TYPE_LATEST}, told())

    def _answer(self, status: int, headers: Mapping[str, str], body: bytes = b"") -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing is told of who asked for what."""
