"""Forms as browsers send them. The one module that decodes request bodies.

Whatever arrives, the result is a ``Form``, a ``FormUnreadable``, a ``VisitorGone`` or, when all
that is being sent at once is too much, ``ReadersBusy``; nothing sent can make the server fail.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from typing import Any, TypeVar
from urllib.parse import parse_qsl

import msgspec
from litestar import Request
from litestar.connection import ASGIConnection
from litestar.enums import RequestEncodingType, ScopeType
from litestar.exceptions.http_exceptions import (
    InternalServerException,
    RequestEntityTooLarge,
)
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Receive, Scope, Send
from multipart import (  # type: ignore[import-untyped]
    MultipartSegment,
    PushMultipartParser,
)

from domain.cells import clean
from domain.documents import MAX_DOCUMENT_BYTES
from domain.errors import ReadersBusy
from domain.ports import MAX_WORKBOOK_BYTES

_MB = 1024 * 1024

FORM_LIMIT = _MB
"""Any form without files."""

FILE_LIMIT = max(MAX_WORKBOOK_BYTES, MAX_DOCUMENT_BYTES)
"""A file. What comes beyond it is read and let go of, so that the form that it came with can be
shown again, with its choices and a sentence."""

UPLOAD_LIMIT = 60 * _MB
"""A form with one file, or with several documents."""


MOST_IN_FLIGHT = 160 * _MB
"""All forms together that are being sent, and that wait or are worked on: their bytes in memory."""

SECRETS = frozenset(
    {"password", "current_password", "new_password", "new_password_again", "code", "proof", "once"}
)
"""Fields that are typed anew, or made anew, whenever their form is shown again."""

MOST_FIELDS = 1000
PROGRESS_WITHIN = 60.0  # seconds until more of a body has come
ALL_WITHIN = 900.0  # seconds until the whole of it has
_DRAIN_LIMIT = 64 * 1024 * 1024
_KEY = "form"
_HELD, _SEEN, _BODIES = "form_bytes", "form_seen", "bodies"

T = TypeVar("T")
Connection = ASGIConnection[Any, Any, Any, Any]


class Bodies(ASGIMiddleware):
    """Around whatever reads forms: all that is held of bodies together has a bound, and what was
    held for a request is let go once it has been answered."""

    scopes = (ScopeType.HTTP,)

    def __init__(self) -> None:
        self.held = 0

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        state = scope["state"]
        state[_BODIES] = self
        try:
            await next_app(scope, receive, send)
        finally:
            self.held -= state.pop(_HELD, 0)


def _hold(connection: Connection, size: int) -> None:
    """So many bytes more of its body. Raises ReadersBusy when it is too much of all together."""
    state = connection.scope["state"]
    bodies = state.get(_BODIES)
    if isinstance(bodies, Bodies):
        if bodies.held + size > MOST_IN_FLIGHT:
            raise ReadersBusy
        bodies.held += size
        state[_HELD] = state.get(_HELD, 0) + size


class FormUnreadable(Exception):
    """The body is not a form as browsers send them."""


class VisitorGone(Exception):
    """Whoever was sending has hung up before the end: there is nobody to answer."""


class SentFile(msgspec.Struct, frozen=True):
    """A file somebody chose; ``name`` is the browser's, without any folders. Of a file that is too
    large, ``content`` is only as much as tells so."""

    name: str
    content: bytes


class Form(msgspec.Struct, frozen=True):
    """What was sent: for each name its texts, and its files, in the order they came."""

    texts: Mapping[str, Sequence[str]] = {}
    sent_files: Mapping[str, Sequence[SentFile]] = {}

    def text(self, name: str, default: str = "") -> str:
        """The first text of that name, as typed."""
        return next(iter(self.texts.get(name, ())), default)

    def all(self, name: str) -> Sequence[str]:
        return self.texts.get(name, ())

    def ticked(self, name: str) -> bool:
        """Whether the checkbox, or a hidden field in its place, was sent with a value."""
        return any(self.all(name))

    def number(self, name: str) -> int:
        """A whole number the page itself put there. Raises FormUnreadable for anything else."""
        text = self.text(name)
        if not (text.isascii() and text.isdigit() and len(text) < 10):
            raise FormUnreadable
        return int(text)

    def under(self, prefix: str) -> dict[str, str]:
        """First texts of the fields whose names begin with the prefix, by the rest of the name."""
        return {
            name.removeprefix(prefix): values[0]
            for name, values in self.texts.items()
            if name.startswith(prefix)
        }

    def file(self, name: str) -> SentFile | None:
        """The first file of that name; None when none was chosen."""
        return next(iter(self.files(name)), None)

    def files(self, name: str) -> Sequence[SentFile]:
        return self.sent_files.get(name, ())


async def form_of(connection: Connection, *, keep_files: bool = True) -> Form:
    """The form sent with a request, decoded once. Raises FormUnreadable, VisitorGone, ReadersBusy,
    and RequestEntityTooLarge when the body is beyond the route's limit.

    ``keep_files`` False keeps the files' names alone, for whoever is not signed in: nobody unknown
    fills the memory."""
    kept = connection.state.get(_KEY)
    if isinstance(kept, Form):
        return kept
    form = await _decode(connection, keep_files) if isinstance(connection, Request) else Form()
    connection.state[_KEY] = form
    return form


async def _decode(request: Request[Any, Any, Any], keep_files: bool) -> Form:
    """Not by ``request.form()``, which keeps the last thousand bodies, passwords and all, in
    memory, writes files to disk, and leaves them there when a later field cannot be read."""
    kind, options = request.content_type
    try:
        if kind == RequestEncodingType.URL_ENCODED:
            body = bytearray()
            async for piece in _pieces(request):
                _hold(request, len(piece))
                body += piece
            pairs = parse_qsl(
                body.decode(), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS
            )
            return Form(texts=_gathered((name, _clean(text)) for name, text in pairs))
        if kind == RequestEncodingType.MULTI_PART:
            return await _multipart(request, options.get("boundary", ""), keep_files)
    except (RequestEntityTooLarge, ReadersBusy):
        await _drain(request)
        raise
    except ValueError as reason:  # what both parsers, and decoding, complain with
        raise FormUnreadable from reason
    return Form()


async def _multipart(request: Request[Any, Any, Any], boundary: str, keep_files: bool) -> Form:
    """Text is UTF-8, as browsers send it whatever they call it (RFC 7578, section 5.1). Texts
    have all together no more room here than in a form without files."""
    text_size = 0
    texts: list[tuple[str, str]] = []
    files: list[tuple[str, SentFile]] = []
    segment, data = None, bytearray()
    with PushMultipartParser(boundary.encode(), max_segment_count=MOST_FIELDS) as parser:
        async for piece in _pieces(request):
            for event in parser.parse(piece):
                if isinstance(event, MultipartSegment):
                    segment, data = event, bytearray()
                elif event:
                    is_file = segment is not None and segment.filename is not None
                    text_size += 0 if is_file else len(event)
                    if (
                        keep_files and len(data) <= FILE_LIMIT
                        if is_file
                        else text_size <= FORM_LIMIT
                    ):
                        _hold(request, len(event))
                        data += event
                elif segment is not None and segment.filename is None:
                    texts.append((segment.name, _clean(data.decode())))
                elif segment is not None and (segment.filename or data):
                    name = segment.filename.replace("\\", "/").rpartition("/")[2]
                    files.append((segment.name, SentFile(clean(name), bytes(data))))
    if text_size > FORM_LIMIT:
        raise FormUnreadable
    return Form(texts=_gathered(texts), sent_files=_gathered(files))


async def _pieces(request: Request[Any, Any, Any]) -> AsyncIterator[bytes]:
    """The body as it comes in. Whoever sends too slowly is as good as gone."""
    stream = aiter(request.stream())
    now = asyncio.get_running_loop().time
    late = now() + ALL_WITHIN
    try:
        while True:
            async with asyncio.timeout(min(PROGRESS_WITHIN, late - now())):
                piece = await anext(stream)
            request.state[_SEEN] = request.state.get(_SEEN, 0) + len(piece)
            yield piece
    except StopAsyncIteration:
        return
    except (InternalServerException, TimeoutError):
        # The first is what the framework makes of it; there is no other reason, since each body is
        # read once.
        raise VisitorGone from None


def _gathered(pairs: Iterable[tuple[str, T]]) -> dict[str, list[T]]:
    gathered: dict[str, list[T]] = {}
    for name, value in pairs:
        gathered.setdefault(name, []).append(value)
    return gathered


def _clean(text: str) -> str:
    """Without NULs, which no keyboard types and some databases refuse."""
    return text.replace("\0", "")


async def _drain(request: Request[Any, Any, Any]) -> None:
    """Read on to the end of a body that is too large, within reason, keeping none of it.

    A browser shows an answer only once its upload is over; one that is cut off shows its own
    "connection reset" instead of our sentence. Browsers announce the length; of a body without
    one the end may have been seen already, and no more would ever come.
    """
    if request.content_length is None:
        return
    seen = request.state.get(_SEEN, 0)
    while seen < min(request.content_length, _DRAIN_LIMIT):
        event = await request.receive()
        if event["type"] != "http.request" or not event.get("more_body", False):
            return
        seen += len(event["body"])
