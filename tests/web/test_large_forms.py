"""Forms that are too large, or come from nobody: answered, and never kept."""

import asyncio
from typing import Any

from litestar import Litestar, Request, post

from tests.web.site import Site
from web.forms import Form, form_of
from web.security.visits import SignInNeeded

WORKBOOK = b"PK" + bytes(100_000)


def test_a_visitors_files_are_not_kept(site: Site) -> None:
    """Whoever is not signed in, with a token of their own even, fills no memory; the choices
    that came with the file are carried through sign-in."""
    visitor = site.client()
    visitor.client.cookies.set("enroll", "a-session-that-has-ended-long-ago")
    refused: list[Form | None] = []

    async def note(error: Exception, _: Any) -> None:
        if isinstance(error, SignInNeeded):
            refused.append(error.form)

    site.app.after_exception.append(note)
    try:
        answer = visitor.post(
            "/mass-enrollment/upload",
            {"region": "NCAL", "group_id": "000341"},
            files={"file": ("members.xlsx", WORKBOOK)},
        )
    finally:
        site.app.after_exception.remove(note)
    assert "group_id%3D000341" in answer.headers["Location"]
    (form,) = refused
    assert form is not None
    sent = form.file("file")
    assert sent is not None
    assert (sent.name, sent.content) == ("members.xlsx", b"")


def test_texts_among_files_have_no_more_room_than_without(site: Site) -> None:
    """A form of more than a megabyte of text is refused, although files may have sixty."""
    visitor = site.client()
    visitor.client.cookies.set("enroll", "a-session-that-has-ended-long-ago")
    files = {"file": ("members.xlsx", WORKBOOK)}
    answer = visitor.post("/mass-enrollment/upload", {"note": "x" * 1_100_000}, files=files)
    assert answer.status_code == 400
    assert "Reference number" in answer.text


def test_a_large_body_without_a_length_is_answered() -> None:
    """When its last piece is the one that goes beyond the limit, nothing more is waited for."""

    @post("/", status_code=200)
    async def take(request: Request[Any, Any, Any]) -> None:
        await form_of(request)

    app = Litestar([take], openapi_config=None, logging_config=None, request_max_body_size=1000)
    headers = [
        (b"content-type", b"application/x-www-form-urlencoded"),
        (b"transfer-encoding", b"chunked"),
    ]
    scope: Any = {
        "type": "http", "method": "POST", "path": "/", "raw_path": b"/", "root_path": "",
        "query_string": b"", "headers": headers, "http_version": "1.1", "scheme": "http",
        "server": ("enroll.test", 80), "client": ("127.0.0.1", 1), "asgi": {"version": "3.0"},
        "extensions": {}, "state": {}, "app": app,
    }  # fmt: skip
    pieces = [
        {"type": "http.request", "body": b"a=", "more_body": True},
        {"type": "http.request", "body": b"x" * 2000, "more_body": False},
    ]
    statuses: list[int] = []

    async def receive() -> Any:
        if not pieces:
            await asyncio.Event().wait()  # as a server does, whose client says no more
        return pieces.pop(0)

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    asyncio.run(asyncio.wait_for(app(scope, receive, send), timeout=300))
    assert statuses == [413]
