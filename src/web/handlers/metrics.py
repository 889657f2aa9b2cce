"""The site's numbers, for a Prometheus that has the token."""

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from prometheus_client import CONTENT_TYPE_LATEST

from web import paths
from web.logs import UNLOGGED
from web.metrics import SubmissionCollector, may_read, told
from web.screen import Anyone
from web.services import Services
from web.settings import Settings

_OPEN = {"public": True, "sessionless": True, **UNLOGGED}


@get(paths.METRICS, opt=_OPEN, sync_to_thread=True)
def metrics(
    request: Anyone, services: NamedDependency[Services], settings: NamedDependency[Settings]
) -> Response[bytes]:
    """What this server has counted, and how submissions stand."""
    if not settings.metrics_token:
        raise NotFoundException
    if not may_read(request.headers.get("Authorization", ""), settings.metrics_token):
        return Response(b"", status_code=401, headers={"WWW-Authenticate": "Bearer"})
    return Response(
        told(SubmissionCollector(services)), headers={"Content-Type": CONTENT_TYPE_LATEST}
    )
