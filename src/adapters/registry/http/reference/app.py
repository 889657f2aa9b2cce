"""The reference server's HTTP side: an address for each message, a token, and problems."""

import hmac
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Any, TypeVar

import msgspec
from litestar import Litestar, Request, Response, Router, get, post
from litestar.connection import ASGIConnection
from litestar.datastructures import MutableScopeHeaders
from litestar.di import Provide
from litestar.exceptions import HTTPException, NotAuthorizedException
from litestar.handlers import BaseRouteHandler
from litestar.types import Message, Scope

from adapters.registry.http import wire
from adapters.registry.http.client import CALL_ID
from adapters.registry.http.reference.desk import Desk, Refusal

LARGEST_REQUEST = 8 * 1024 * 1024
T = TypeVar("T")


@get("/health", sync_to_thread=True)
def health(desk: Desk) -> wire.Health:
    desk.check()
    return wire.Health()


@post("/groups", status_code=200, sync_to_thread=True)
def groups(body: bytes, desk: Desk) -> wire.Groups:
    wanted = _read(body, wire.GroupsWanted)
    return wire.Groups(desk.groups(wanted.ids))


@post("/members/matches", status_code=200, sync_to_thread=True)
def matches(body: bytes, desk: Desk) -> wire.Members:
    wanted = _read(body, wire.PeopleWanted)
    return wire.Members(desk.matches(wanted.group_id, wanted.people))


@post("/members/search", status_code=200, sync_to_thread=True)
def search(body: bytes, desk: Desk) -> wire.MemberPage:
    wanted = _read(body, wire.PageWanted)
    return desk.members(wanted.group_id, wanted.search, wanted.page)


@post("/submissions", status_code=200, sync_to_thread=True)
def submit(body: bytes, desk: Desk) -> wire.AnswerList:
    """What is answered here is durable before the answer goes out."""
    handed_over = _read(body, wire.Submissions)
    return wire.AnswerList(desk.take(handed_over.submissions))


@post("/submissions/status", status_code=200, sync_to_thread=True)
def status(body: bytes, desk: Desk) -> wire.AnswerList:
    wanted = _read(body, wire.KeysWanted)
    return wire.AnswerList(desk.tell(wanted.keys))


def create_app(desk: Desk, token: str) -> Litestar:
    """The server; ``token`` is what every request must bear, "" for none."""

    def needs_token(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
        given = connection.headers.get("Authorization", "")
        if token and not hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
            raise NotAuthorizedException(headers={"WWW-Authenticate": "Bearer"})

    @asynccontextmanager
    async def working(_: Litestar) -> AsyncIterator[None]:
        yield
        desk.close()

    return Litestar(
        # In one router: registered one by one, Litestar prepares handlers more than once.
        [Router("/v1", route_handlers=[health, groups, matches, search, submit, status])],
        dependencies={"desk": Provide(lambda: desk, sync_to_thread=False)},
        guards=[needs_token],
        exception_handlers={
            HTTPException: _http_problem,
            Refusal: _refused,
            Exception: _failed,
        },
        before_send=[_repeat_call_id],
        lifespan=[working],
        request_max_body_size=LARGEST_REQUEST,
        openapi_config=None,
        logging_config=None,
    )


def _read(body: bytes, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.MsgspecError, RecursionError):
        raise Refusal(HTTPStatus.BAD_REQUEST, "not_as_published") from None


async def _repeat_call_id(message: Message, scope: Scope) -> None:
    if message["type"] == "http.response.start":
        given = dict(scope["headers"]).get(CALL_ID.lower().encode())
        if given:
            MutableScopeHeaders.from_message(message)[CALL_ID] = given.decode("latin-1")


def _problem(status: int, code: str | None = None, headers: Any = None) -> Response[Any]:
    """The contract's one shape of a failure. It repeats nothing of what was sent."""
    return Response(
        wire.Problem(HTTPStatus(status).phrase, status, code),
        status_code=status,
        media_type="application/problem+json",
        headers=headers,
    )


def _refused(_: Request[Any, Any, Any], refusal: Refusal) -> Response[Any]:
    return _problem(refusal.status, refusal.code)


def _http_problem(_: Request[Any, Any, Any], error: HTTPException) -> Response[Any]:
    return _problem(error.status_code, headers=error.headers)


def _failed(_: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    # The site asks by key what has been taken nevertheless.
    logging.getLogger(__name__).error("not done", exc_info=error)
    return _problem(HTTPStatus.INTERNAL_SERVER_ERROR)
