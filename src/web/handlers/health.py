"""Whether the server lives, and whether it can do its work: for load balancers, without sign-in."""

from litestar import MediaType, Response, route
from litestar.di import NamedDependency
from litestar.enums import HttpMethod
from litestar.types import Method

from web import paths
from web.logs import UNLOGGED
from web.readiness import HealthReport, Readiness
from web.security.headers import ANY_HOST

_OPEN = {"public": True, "sessionless": True, **ANY_HOST, **UNLOGGED}
_LOOK: list[HttpMethod | Method] = ["GET", "HEAD"]  # what load balancers ask with


@route(paths.LIVE, http_method=_LOOK, opt=_OPEN, sync_to_thread=False)
def live() -> Response[dict[str, str]]:
    """The process answers."""
    return Response({"status": "ok"}, media_type=MediaType.JSON)


@route(paths.READY, http_method=_LOOK, opt=_OPEN, sync_to_thread=True)
def ready(readiness: NamedDependency[Readiness]) -> Response[HealthReport]:
    """What works and what does not; 503 when no page would."""
    found = readiness.look()
    return Response(
        found,
        status_code=503 if found.status == "failed" else 200,
        media_type=MediaType.JSON,
    )
