"""What the pages of signing in share: where it leads, what is carried through, coming in."""

from typing import Any

import msgspec
from litestar import Response

from web import acts
from web.addresses import local_path
from web.forms import Form
from web.messages import Message
from web.screen import Anyone, FieldProblem, Screen
from web.security.csrf import FIELD, Tokens
from web.security.devices import KEPT_FOR, Devices
from web.security.visits import Cookies, new_visit_token, token_in

HOME = "/members"
OPEN = {"public": True, "token_of": "visit"}
_KEPT = "kept."


class Kept(msgspec.Struct, frozen=True):
    """A form on its way through sign-in: where it was going, and its fields as typed."""

    action: str
    fields: tuple[tuple[str, str], ...]


class CodeView(msgspec.Struct, frozen=True, kw_only=True):
    """The second page, for whoever has a second factor."""

    next: str = HOME
    problems: tuple[FieldProblem, ...] = ()
    kept: Kept | None = None
    reference: str = ""


def texts_of(form: Form) -> tuple[tuple[str, str], ...]:
    """What a form says, without its token."""
    return tuple(
        (name, text) for name, texts in form.texts.items() if name != FIELD for text in texts
    )


def kept_in(form: Form) -> Kept | None:
    """The form that the sign-in page carries."""
    action = local_path(form.text("kept_action"))
    if not action:
        return None
    fields = tuple(
        (name.removeprefix(_KEPT), text)
        for name, texts in form.texts.items()
        if name.startswith(_KEPT)
        for text in texts
    )
    return Kept(action, fields)


def shown(
    screen: Screen,
    request: Anyone,
    tokens: Tokens,
    our_cookies: Cookies,
    template: str,
    view: Any,
    title: str,
    status: int = 200,
) -> Response[str]:
    """A page for somebody who is not signed in, whose form is bound to their browser."""
    visit = token_in(request, our_cookies.visit) or new_visit_token()
    token = tokens.token(visit)
    response = screen.page(template, view, title=title, status=status, csrf_token=token)
    response.set_cookie(our_cookies.make(our_cookies.visit, visit))
    return response


def ask_for_code(
    screen: Screen,
    request: Anyone,
    tokens: Tokens,
    our_cookies: Cookies,
    view: CodeView,
    status: int = 200,
) -> Response[str]:
    """The second page, for whoever gave the right password."""
    return shown(
        screen, request, tokens, our_cookies, "pages/code.html", view, "Enter your code", status
    )


def come_in(
    screen: Screen,
    devices: Devices,
    our_cookies: Cookies,
    token: str,
    known_device: str,
    onward: str,
    kept: Kept | None,
    *messages: Message,
) -> Response[Any]:
    """The answer that signs somebody in: on to where they were going, or a page that carries on
    with what they were sending. ``known_device`` is the cookie for a browser that is known now."""
    acts.signed_in()
    if kept is not None or messages:
        screen.welcome(token)
    if kept is None:
        response = screen.go(onward, *messages)
    else:
        title = "You are signed in"
        response = screen.page("pages/continue.html", kept, title=title, messages=messages)
    response.set_cookie(our_cookies.make(our_cookies.session, token))
    response.set_cookie(our_cookies.keep(our_cookies.device, known_device, KEPT_FOR))
    return response
