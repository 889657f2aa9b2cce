"""Acts that matter are asked for by somebody who has just shown who they are.

The page that asks carries what was being sent in hidden fields, and sends it to where it was going,
together with the proof: nothing is kept on the server, and nothing has to be typed again.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from litestar.concurrency import sync_to_thread
from litestar.datastructures import MutableScopeHeaders
from litestar.handlers import BaseRouteHandler
from litestar.types import Message, Scope

from domain.errors import CodeWrong, DomainError, PasswordWrong, TooManyTries
from domain.services.accounts.access import Access
from domain.services.accounts.proving import Proving
from web.forms import Form, form_of
from web.security.csrf import Connection, asks_for_change
from web.security.devices import Devices, client_of
from web.security.visits import Cookies, Visit, visit_of

SENSITIVE = {"sensitive": True}
"""The ``opt`` of what somebody who finds a browser unattended may not do."""
FIELD = "proof"
_RENEWED = "renewed session"


class ProofNeeded(Exception):
    """Who it is has not been shown lately. ``form`` is what was being sent; ``refusal`` says what
    was wrong with the proof, if there was one."""

    def __init__(self, form: Form, refusal: DomainError | None = None) -> None:
        super().__init__("proof needed")
        self.form = form
        self.refusal = refusal


def needs_proof(
    access: Access, proving: Proving, devices: Devices, cookies: Cookies
) -> Callable[[Connection, BaseRouteHandler], Any]:
    """A guard for every route: what is sensitive was proved lately, or is now."""

    async def guard(connection: Connection, handler: BaseRouteHandler) -> None:
        visit = visit_of(connection)
        if visit is None or not handler.opt.get("sensitive") or not asks_for_change(connection):
            return
        if proving.proved(visit.session):
            return
        form = await form_of(connection)
        if FIELD not in form.texts:
            raise ProofNeeded(form)
        client = client_of(connection, devices, cookies, visit.administrator.email)
        try:
            token = await sync_to_thread(
                proving.prove, visit.administrator, visit.session, form.text(FIELD), client
            )
        except (CodeWrong, PasswordWrong, TooManyTries) as refusal:
            raise ProofNeeded(form, refusal) from None
        found = await sync_to_thread(access.resume, token)
        if found is not None:
            session, administrator = found
            connection.scope["auth"] = Visit(
                token, session, administrator, access.seconds_left(session)
            )
            connection.scope["state"][_RENEWED] = token

    return guard


def renewed_cookie(cookies: Cookies) -> Callable[[Message, Scope], Awaitable[None]]:
    """A hook that runs before any answer is sent: the browser gets its session's new token."""

    async def hook(message: Message, scope: Scope) -> None:
        token = scope.get("state", {}).get(_RENEWED)
        if message["type"] == "http.response.start" and token:
            headers = MutableScopeHeaders.from_message(message)
            headers.add("Set-Cookie", cookies.make(cookies.session, token).to_header(header=""))

    return hook
