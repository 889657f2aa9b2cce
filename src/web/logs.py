"""Logs: one line of JSON an event, without personal data.

A request is logged by its route's template, never by its query, its form or its answer.
"""

import json
import logging
import secrets
import time
from datetime import UTC, datetime

from litestar.enums import ScopeType
from litestar.types import Message, Scope

log = logging.getLogger("enroll.request")
_REFERENCE = "reference"
_STARTED = "started"
# Without letters and digits that are mistaken for one another when read aloud.
_ALPHABET = "ACDEFGHJKMNPQRTUVWXY34679"


def reference_of(scope: Scope) -> str:
    """The request's reference number, such as K7QM-3XWA: the same on its page and in the log."""
    state = scope["state"]
    if _REFERENCE not in state:
        letters = "".join(secrets.choice(_ALPHABET) for _ in range(8))
        state[_REFERENCE] = f"{letters[:4]}-{letters[4:]}"
    return str(state[_REFERENCE])


def mark_start(scope: Scope) -> None:
    scope["state"].setdefault(_STARTED, time.perf_counter())


async def log_answer(message: Message, scope: Scope) -> None:
    """A hook that runs before any answer is sent."""
    if message["type"] != "http.response.start" or scope["type"] != ScopeType.HTTP:
        return
    facts: dict[str, object] = {
        "reference": reference_of(scope),
        "method": scope["method"],
        "route": scope.get("path_template") or "unknown",
        "status": message["status"],
    }
    started = scope["state"].get(_STARTED)
    if started is not None:
        facts["milliseconds"] = round((time.perf_counter() - started) * 1000, 1)
    log.info("answered", extra={"facts": facts})


class JsonLines(logging.Formatter):
    """One JSON object a line; only what the site itself put there."""

    def format(self, record: logging.LogRecord) -> str:
        facts = getattr(record, "facts", {})
        moment = datetime.fromtimestamp(record.created, UTC)
        return json.dumps(
            {
                "at": moment.isoformat(timespec="milliseconds"),
                "level": record.levelname.lower(),
                "logger": record.name,
                "event": record.getMessage(),
                **facts,
            }
        )


def start_logging(level: int = logging.INFO) -> None:
    """Send the site's own log and the server's to standard error. Web servers' access logs hold
    whole addresses and stay off."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("enroll").setLevel(level)
