"""Requests of people who are signed in that were refused: for the audit trail."""

from collections.abc import Awaitable, Callable

from litestar.concurrency import sync_to_thread
from litestar.enums import ScopeType
from litestar.types import Scope

from domain.errors import NotAllowed, NotFound
from domain.services.auditing import Auditing
from web.security.csrf import TokenRefused
from web.security.visits import Visit

_REASONS: dict[type[Exception], str] = {
    NotAllowed: "not allowed",
    NotFound: "not found",
    TokenRefused: "not from our page",
}


def note_refusals(auditing: Auditing) -> Callable[[Exception, Scope], Awaitable[None]]:
    """Writes them down before they are answered; the route is named, never the address."""

    async def note(error: Exception, scope: Scope) -> None:
        visit, reason = scope.get("auth"), _REASONS.get(type(error))
        if reason is None or not isinstance(visit, Visit) or scope["type"] != ScopeType.HTTP:
            return
        request = f"{scope['method']} {scope['path_template']}"
        ids = [str(value) for value in scope["path_params"].values()]
        await sync_to_thread(auditing.refused, visit.administrator, request, reason, ids)

    return note
