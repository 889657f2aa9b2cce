"""What every answer tells the browser, whatever made the answer."""

import re
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from litestar.connection import ASGIConnection
from litestar.datastructures import MutableScopeHeaders
from litestar.exceptions import ClientException
from litestar.handlers import BaseRouteHandler
from litestar.types import Message, Scope

from web.security.visits import Visit

_POLICY = "; ".join(
    (
        "default-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "object-src 'none'",
    )
)
SANDBOXED = {
    "Content-Security-Policy": (
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"
    )
}
"""For files that people save: opened all the same, they may do nothing here."""

_ALWAYS = {
    "Content-Security-Policy": _POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_PORT = re.compile(r":\d+$")

ANY_HOST = {"any_host": True}
"""The ``opt`` of what machines ask for, which call this one by whatever name or number it has."""


def security_headers(https: bool) -> Callable[[Message, Scope], Awaitable[None]]:
    """A hook that runs before any answer is sent, those to unknown addresses included."""
    always = dict(_ALWAYS)
    if https:
        always["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"

    async def hook(message: Message, scope: Scope) -> None:
        if message["type"] != "http.response.start":
            return
        headers = MutableScopeHeaders.from_message(message)
        for name, value in always.items():
            headers.setdefault(name, value)
        if "Cache-Control" not in headers:
            headers["Cache-Control"] = "no-store"
            # One address answers with a page or with a part of it.
            headers.extend_header_value("Vary", "HX-Request, HX-Request-Type")
        visit = scope.get("auth")
        if isinstance(visit, Visit):
            # So that a page knows when to warn that the session ends.
            headers["X-Session-Seconds"] = str(visit.seconds_left)

    return hook


def needs_host(
    allowed: Sequence[str],
) -> Callable[[ASGIConnection[Any, Any, Any, Any], BaseRouteHandler], None]:
    """A guard for every route: the site is called by one of its own names, unless its ``opt``
    says ``any_host``."""
    names = frozenset(name.lower() for name in allowed)

    def guard(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
        if handler.opt.get("any_host"):
            return
        sent = connection.headers.getall("Host", [])
        if len(sent) != 1 or _PORT.sub("", sent[0]).lower() not in names:
            raise ClientException("unknown host name")

    return guard
