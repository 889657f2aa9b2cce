"""What a handler answers with: a page or a part of it, another address, a file."""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

import msgspec
from litestar import MediaType, Request, Response
from litestar.response import Redirect, Stream

from domain.accounts.access import Administrator, Session
from web.messages import Message, from_text, to_text
from web.rendering import Frame, Renderer
from web.security.csrf import Tokens
from web.security.headers import SANDBOXED
from web.security.second_factor import owes_factor
from web.security.visits import Visit, visit_of
from web.services import Services

Anyone = Request[Any, Any, Any]


class Screen:
    """One request's way to answer. Handlers get it by naming a parameter ``screen``."""

    def __init__(
        self,
        request: Anyone,
        renderer: Renderer,
        services: Services,
        tokens: Tokens,
        *,
        factor_required: bool = False,
    ) -> None:
        self._request = request
        self._renderer = renderer
        self._services = services
        self._tokens = tokens
        self._factor_required = factor_required
        self.visit: Visit | None = visit_of(request)
        # htmx asks for a part of the page, or for a whole one when it replaces the body.
        self.partial = request.headers.get("HX-Request-Type") == "partial"

    @property
    def administrator(self) -> Administrator:
        """Who is signed in; the guards let nobody else as far as a handler."""
        if self.visit is None:
            raise LookupError("a public route has no administrator")
        return self.visit.administrator

    @property
    def session(self) -> Session:
        """The signed-in browser's own, on a route that is not public."""
        if self.visit is None:
            raise LookupError("a public route has no session")
        return self.visit.session

    @property
    def owes_factor(self) -> bool:
        """Whether the person has to set up a second factor before anything else."""
        return self.visit is not None and owes_factor(self.visit, required=self._factor_required)

    def welcome(self, token: str) -> None:
        """From here on the request is one of the session that it has just started."""
        found = self._services.access.resume(token, active=False)
        if found is not None:
            session, administrator = found
            left = self._services.access.seconds_left(session)
            self.visit = Visit(token, session, administrator, left)

    def page(
        self,
        template: str,
        view: Any = None,
        *,
        title: str,
        nav: str | None = None,
        part: str = "",
        messages: tuple[Message, ...] = (),
        status: int = 200,
        csrf_token: str = "",
    ) -> Response[str]:
        """A whole page, or its ``part`` alone when htmx asked for that and the page has one.

        ``messages`` are shown at once, after those that the action before left behind.
        """
        frame = self._frame(messages, csrf_token)
        chosen = part if part and self.partial else template
        text = self._renderer.render(chosen, frame, title=title, nav=nav, view=view)
        return Response(text, status_code=status, media_type=MediaType.HTML)

    def news(self, part: str, view: Any) -> Response[str]:
        """A part of a page, for the page that asks for it by itself. Messages that an action left
        behind stay for the page that somebody opens next."""
        frame = Frame(site=self._renderer.site, partial=True)
        text = self._renderer.render(part, frame, title="", view=view)
        return Response(text, media_type=MediaType.HTML)

    @property
    def zone(self) -> ZoneInfo:
        """The carrier's time zone."""
        return self._renderer.zone

    def go(self, path: str, *messages: Message) -> Response[Any]:
        """On to an address of ours after an action, leaving messages for what it shows.

        htmx follows by itself, and gets the part of that page when it asked for a part.
        """
        self._leave(messages)
        return Redirect(path, status_code=303)

    def leave(self, path: str, *messages: Message) -> Response[Any]:
        """As ``go``, to a page that has no part in common with this one."""
        if not self.partial:
            return self.go(path, *messages)
        self._leave(messages)
        return Response("", status_code=200, headers={"HX-Redirect": path})

    def file(
        self, name: str, content: bytes, media_type: str, headers: Mapping[str, str] | None = None
    ) -> Response[bytes]:
        """A file to save under its name, never opened in the site itself."""
        return Response(
            content,
            media_type=media_type,
            headers={"Content-Disposition": _saved_as(name), **SANDBOXED, **(headers or {})},
        )

    def stream(self, name: str, pieces: Iterator[str], media_type: str) -> Response[Any]:
        """As ``file``, sent while it is being made."""
        headers = {"Content-Disposition": _saved_as(name), **SANDBOXED}
        return Stream(pieces, media_type=media_type, headers=headers)

    def _frame(self, messages: tuple[Message, ...], csrf_token: str) -> Frame:
        visit = self.visit
        if visit is None:
            return Frame(
                site=self._renderer.site,
                csrf_token=csrf_token,
                messages=messages,
                partial=self.partial,
            )
        left = from_text(visit.session.notices)
        shown = tuple(one for one in left if not self._of_another_page(one))
        if shown:
            later = tuple(one for one in left if one not in shown)
            self._services.access.leave_notices(visit.session, to_text(later))
        return Frame(
            site=self._renderer.site,
            user=visit.administrator,
            csrf_token=self._tokens.token(visit.token),
            messages=(*shown, *messages),
            session_seconds=visit.seconds_left,
            partial=self.partial,
        )

    def _of_another_page(self, message: Message) -> bool:
        """Whether it waits for the whole page of its own batch: with two files uploaded in two
        windows, each page says how its own went."""
        if message.kind != "uploaded":
            return False
        return self.partial or not self._request.url.path.endswith(f"/{message.text}")

    def _leave(self, messages: tuple[Message, ...]) -> None:
        if self.visit and messages:
            earlier = from_text(self.visit.session.notices)
            self._services.access.leave_notices(self.visit.session, to_text((*earlier, *messages)))


def _saved_as(name: str) -> str:
    plain = "".join(one if one.isascii() and one.isprintable() else "_" for one in name)
    plain = plain.replace("\\", "_").replace('"', "_")
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


class Choice(msgspec.Struct, frozen=True):
    """An option of a select; ``region`` narrows the groups offered."""

    value: str
    label: str
    selected: bool = False
    region: str = ""


class FieldProblem(msgspec.Struct, frozen=True):
    """A line of the error summary; ``field`` is the name of the field it leads to, or ""."""

    text: str
    field: str = ""
