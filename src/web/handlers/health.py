"""Whether the server lives, and whether it can do its work: for load balancers, without sign-in."""

import logging
from typing import Any

from litestar import MediaType, Response, route
from litestar.di import NamedDependency
from litestar.enums import HttpMethod
from litestar.types import Method

from web.services import Services

log = logging.getLogger("enroll.health")
_OPEN = {"public": True, "sessionless": True}
_LOOK: list[HttpMethod | Method] = ["GET", "HEAD"]  # what load balancers ask with


@route("/health/live", http_method=_LOOK, opt=_OPEN, sync_to_thread=False)
def live() -> Response[dict[str, str]]:
    """The process answers."""
    return Response({"status": "ok"}, media_type=MediaType.JSON)


@route("/health/ready", http_method=_LOOK, opt=_OPEN, sync_to_thread=True)
def ready(services: NamedDependency[Services]) -> Response[dict[str, Any]]:
    """Everything it depends on answers; 503 with the names of what does not."""
    checks = {}
    for name, check in services.upkeep.checks.items():
        try:
            works = check()
        except Exception as error:
            log.warning(
                "check failed", extra={"facts": {"check": name, "error": repr(type(error))}}
            )
            works = False
        checks[name] = "ok" if works else "failed"
    good = "failed" not in checks.values()
    return Response(
        {"status": "ok" if good else "failed", "checks": checks},
        status_code=200 if good else 503,
        media_type=MediaType.JSON,
    )


HANDLERS = [live, ready]
