"""Logs: one line of JSON an event, without personal data.

A request is logged by its route's template, never by its query, its form or its answer. Every line
of a request carries its reference number, which stands on its error page and in its answer too.
"""

import json
import logging
import secrets
import time
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from litestar.datastructures import MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send

log = logging.getLogger("enroll.request")

HEADER = "X-Request-ID"
HUNG_UP = 499
"""Stands for the status where nobody was left to be answered, as in other servers' logs."""
UNLOGGED = {"unlogged": True}
"""The ``opt`` of what machines ask for all the time: only its failures are logged."""

_REFERENCE = "reference"
_STARTED = "started"
# Without letters and digits that are mistaken for one another when read aloud.
_ALPHABET = "ACDEFGHJKMNPQRTUVWXY34679"
# Whose messages are known to hold nothing that anybody typed.
_TRUSTED = {"enroll", "uvicorn"}
_MOST_STEPS = 12

_current: ContextVar[str] = ContextVar("reference", default="")


class Requests(ASGIMiddleware):
    """Before all others: the request has begun, and has its reference."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        scope["state"][_STARTED] = time.perf_counter()
        reference_of(scope)
        await next_app(scope, receive, send)


def reference_of(scope: Scope) -> str:
    """The request's reference number, such as K7QM-3XWA."""
    state = scope["state"]
    if _REFERENCE not in state:
        letters = "".join(secrets.choice(_ALPHABET) for _ in range(8))
        state[_REFERENCE] = f"{letters[:4]}-{letters[4:]}"
        _current.set(state[_REFERENCE])
    return str(state[_REFERENCE])


def seconds_of(scope: Scope) -> float | None:
    """Since the request began; None for one that no route was found for."""
    started = scope["state"].get(_STARTED)
    return None if started is None else time.perf_counter() - started


async def log_answer(message: Message, scope: Scope) -> None:
    """A hook that runs before any answer is sent."""
    if message["type"] != "http.response.start" or scope["type"] != ScopeType.HTTP:
        return
    MutableScopeHeaders.from_message(message)[HEADER] = reference_of(scope)
    # No route was found for some.
    options = getattr(scope.get("route_handler"), "opt", {})
    if options.get("unlogged") and message["status"] < 400:
        return
    facts: dict[str, object] = {
        "method": scope["method"],
        "route": scope.get("path_template") or "unknown",
        "status": message["status"],
    }
    seconds = seconds_of(scope)
    if seconds is not None:
        facts["milliseconds"] = round(seconds * 1000, 1)
    log.info("hung up" if message["status"] == HUNG_UP else "answered", extra={"facts": facts})


def facts_of(error: BaseException) -> dict[str, Any]:
    """What the log gets of an error: its kind, the kinds of those that caused it, and the way
    through the code. Never its text, which may quote what somebody typed."""
    causes: list[str] = []
    cause = error.__cause__ or error.__context__
    while cause is not None and len(causes) < _MOST_STEPS:
        causes.append(type(cause).__qualname__)
        cause = cause.__cause__ or cause.__context__
    steps = traceback.extract_tb(error.__traceback__)
    facts: dict[str, Any] = {"error": type(error).__qualname__}
    if causes:
        facts["causes"] = causes
    facts["steps"] = [f"{one.filename}:{one.lineno} {one.name}" for one in steps[-_MOST_STEPS:]]
    return facts


class JsonLines(logging.Formatter):
    """One JSON object a line; only what the site itself put there.

    What a library says may quote what somebody typed: of that only who says it and where.
    """

    def format(self, record: logging.LogRecord) -> str:
        ours = record.name.partition(".")[0] in _TRUSTED
        moment = datetime.fromtimestamp(record.created, UTC)
        line: dict[str, Any] = {
            "at": moment.isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage().strip() if ours else "a library's message",
        }
        if reference := _current.get():
            line["reference"] = reference
        if not ours:
            line["where"] = f"{record.pathname}:{record.lineno}"
        if record.exc_info and record.exc_info[1] is not None:
            line |= facts_of(record.exc_info[1])
        return json.dumps(line | getattr(record, "facts", {}))


def start_logging(level: int = logging.INFO) -> None:
    """Send the site's own log and the server's to standard error. Web servers' access logs hold
    whole addresses and stay off."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("enroll").setLevel(level)
    # Otherwise they are printed as they are: some quote the cells of a workbook.
    logging.captureWarnings(True)
