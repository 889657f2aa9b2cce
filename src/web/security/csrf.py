"""Proof that a change was asked for by a page of ours.

A form carries a token bound to the session by the secret of the installation: nothing is stored,
and the token of one session is worth nothing in another. On the sign-in page, where there is no
session yet, it is bound to a cookie of the visit.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from web.forms import form_of
from web.security.signing import Signer

FIELD = "csrf_token"
HEADER = "X-CSRF-Token"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
Connection = ASGIConnection[Any, Any, Any, Any]


def asks_for_change(connection: Connection) -> bool:
    """Whether the request does more than look."""
    return isinstance(connection, Request) and connection.method not in _SAFE


class TokenRefused(Exception):
    """The request does not prove that a page of ours made it."""


class Tokens:
    """Makes and checks the tokens of forms."""

    def __init__(self, secret_key: str) -> None:
        self._signer = Signer("csrf", secret_key)

    def token(self, cookie: str) -> str:
        """The token for pages shown to the browser that holds this cookie."""
        return self._signer.signature(cookie)

    def match(self, cookie: str, sent: str) -> bool:
        return self._signer.match(cookie, sent)


async def sent_token(connection: Connection, *, keep_files: bool = True) -> str:
    """The token that came with a request; "" when none did, or a file in its place."""
    sent = connection.headers.get(HEADER)
    return sent or (await form_of(connection, keep_files=keep_files)).text(FIELD)


def needs_token(
    tokens: Tokens, cookie_for: Callable[[Connection, BaseRouteHandler], str | None]
) -> Callable[[Connection, BaseRouteHandler], Any]:
    """A guard for every route: whatever is not a mere look carries a token that matches the
    cookie that ``cookie_for`` names. ``changes_nothing`` in a route's ``opt`` lifts it."""

    async def guard(connection: Connection, handler: BaseRouteHandler) -> None:
        if not asks_for_change(connection) or handler.opt.get("changes_nothing"):
            return
        if not _from_here(connection):
            raise TokenRefused
        cookie = cookie_for(connection, handler)
        if cookie is None or not tokens.match(cookie, await sent_token(connection)):
            raise TokenRefused

    return guard


def _from_here(connection: Connection) -> bool:
    """What the browser says of where the request came from, if it says anything."""
    site = connection.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = connection.headers.get("Origin")
    if origin is None or origin == "null":
        return True
    try:
        return urlsplit(origin).netloc == connection.headers.get("Host")
    except ValueError:
        return False
