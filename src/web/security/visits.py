"""The signed-in browser behind a request: one cookie, one row in the database.

The cookie's value is only ever looked up. A value that names no live session is ignored, never
adopted, and a request without a session writes nothing.
"""

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from litestar.concurrency import sync_to_thread
from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie
from litestar.enums import RequestEncodingType, ScopeType
from litestar.handlers import BaseRouteHandler
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Receive, Scope, Send

from domain.accounts.access import Administrator, Session
from domain.services.accounts.access import Access
from web.forms import FORM_LIMIT, Form, form_of
from web.origin import coming_from
from web.security.csrf import Connection, Tokens, asks_for_change, sent_token

_TOKEN = re.compile(r"[A-Za-z0-9_-]{20,200}")


@dataclass(frozen=True)
class Visit:
    """A signed-in administrator's request. ``token`` is the cookie's value: never shown."""

    token: str
    session: Session
    administrator: Administrator
    seconds_left: int


@dataclass(frozen=True)
class SignInNeeded(Exception):
    """Nobody is signed in. ``form`` is what was being sent by a page of ours whose session has
    ended since, so that signing in loses nothing."""

    form: Form | None = None


class Cookies:
    """The names and properties of our cookies.

    Over HTTPS the names begin with ``__Host-``, which makes browsers refuse them from anything
    but this very host.
    """

    def __init__(self, https: bool) -> None:
        self._https = https
        prefix = "__Host-" if https else ""
        self.session = f"{prefix}enroll"
        self.visit = f"{prefix}enroll-visit"
        self.pending = f"{prefix}enroll-code"
        self.device = f"{prefix}enroll-device"
        self.away = f"{prefix}enroll-away"
        self.first_time = f"{prefix}enroll-first"

    def make(self, name: str, value: str) -> Cookie:
        """A cookie until the browser closes; the end of a session is the server's to say."""
        return Cookie(
            key=name, value=value, path="/", httponly=True, secure=self._https, samesite="lax"
        )

    def keep(self, name: str, value: str, lasting: timedelta) -> Cookie:
        """A cookie that outlives the browser's closing."""
        kept = self.make(name, value)
        kept.max_age = int(lasting.total_seconds())
        return kept

    def end(self, name: str) -> Cookie:
        ended = self.make(name, "")
        ended.max_age = 0
        return ended


def new_visit_token() -> str:
    """What ties a sign-in page to the browser it was shown in."""
    return secrets.token_urlsafe(32)


def token_in(connection: Connection, name: str) -> str | None:
    """A cookie's value when it looks like one of ours."""
    value = connection.cookies.get(name, "")
    return value if _TOKEN.fullmatch(value) else None


def visit_of(connection: Connection) -> Visit | None:
    """Who is signed in; None for a visitor, and where no route was found."""
    visit = connection.scope.get("auth")
    return visit if isinstance(visit, Visit) else None


PASSIVE = {"passive": True}
"""The ``opt`` of what pages ask for by themselves."""

_PLAIN_FORM = RequestEncodingType.URL_ENCODED.value


class Visits(ASGIMiddleware):
    """Finds the session of each request.

    A route with ``passive=True`` in its ``opt`` is one that pages ask for by themselves: it does
    not keep a session alive. One with ``sessionless=True`` never looks.
    """

    scopes = (ScopeType.HTTP,)
    exclude_opt_key = "sessionless"

    def __init__(self, access: Access, cookies: Cookies) -> None:
        self._access = access
        self._cookies = cookies

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        client = scope.get("client")
        with coming_from(client[0] if client else ""):
            await self._find(scope)
            await next_app(scope, receive, send)

    async def _find(self, scope: Scope) -> None:
        scope["user"] = scope["auth"] = None
        token = token_in(ASGIConnection(scope), self._cookies.session)
        if token is not None:
            active = not scope["route_handler"].opt.get("passive", False)
            found = await sync_to_thread(self._access.resume, token, active=active)
            if found is not None:
                session, administrator = found
                left = self._access.seconds_left(session)
                scope["user"] = administrator
                scope["auth"] = Visit(token, session, administrator, left)


def needs_session(
    tokens: Tokens, cookies: Cookies
) -> Callable[[Connection, BaseRouteHandler], Any]:
    """A guard for every route: somebody is signed in, unless its ``opt`` says ``public``."""

    async def guard(connection: Connection, handler: BaseRouteHandler) -> None:
        if handler.opt.get("public") or visit_of(connection) is not None:
            return
        form = None
        if asks_for_change(connection) and await _from_our_page(connection):
            form = await form_of(connection, keep_files=False)
        raise SignInNeeded(form)

    async def _from_our_page(connection: Connection) -> bool:
        """Whether one of our own pages sent it, so that it is worth keeping: it carries the token
        of the session that ended, or, signed out in another window, the browser says so."""
        token = token_in(connection, cookies.session)
        if token is not None:
            return tokens.match(token, await sent_token(connection, keep_files=False))
        length = connection.headers.get("Content-Length", "")
        return (
            connection.headers.get("Sec-Fetch-Site") == "same-origin"
            # A visitor's form is read only when it is a short one.
            and connection.headers.get("Content-Type", "").startswith(_PLAIN_FORM)
            and length.isdecimal()
            and len(length) < 10
            and int(length) <= FORM_LIMIT
        )

    return guard
