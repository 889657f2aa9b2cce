"""Signing in, and being asked to when a session has ended.

What somebody was sending when their session ended is carried through the sign-in page by their
own browser, in hidden fields, and sent when they say so. The server keeps none of it.
"""

from typing import Any

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery

from domain.errors import CodeNeeded, SignInRefused, TooManyTries
from web import acts
from web.addresses import local_path, own_address, page_before
from web.entering import (
    HOME,
    OPEN,
    CodeView,
    Kept,
    ask_for_code,
    come_in,
    kept_in,
    shown,
    texts_of,
)
from web.forms import Form
from web.logs import reference_of
from web.rendering import address
from web.screen import Anyone, FieldProblem, Screen
from web.security.csrf import Tokens, asks_for_change
from web.security.devices import Devices, place_of
from web.security.visits import Cookies, SignInNeeded, token_in
from web.services import Services
from web.views.waiting import seconds_to_wait, wait_problem


class SignInView(msgspec.Struct, frozen=True, kw_only=True):
    email: str = ""
    next: str = HOME
    ended: bool = False
    problems: tuple[FieldProblem, ...] = ()
    kept: Kept | None = None
    reference: str = ""


@get("/sign-in", opt=OPEN, sync_to_thread=True)
def sign_in_page(
    screen: NamedDependency[Screen],
    request: Anyone,
    tokens: NamedDependency[Tokens],
    our_cookies: NamedDependency[Cookies],
    ended: FromQuery[bool] = False,
) -> Response[Any]:
    onward = local_path(request.query_params.get("next", "")) or HOME
    if screen.visit is not None:
        return screen.go(onward)
    return _page(screen, request, tokens, our_cookies, SignInView(next=onward, ended=ended))


@post("/sign-in", opt=OPEN, sync_to_thread=True)
def sign_in(
    screen: NamedDependency[Screen],
    request: Anyone,
    services: NamedDependency[Services],
    tokens: NamedDependency[Tokens],
    our_cookies: NamedDependency[Cookies],
    devices: NamedDependency[Devices],
    form: NamedDependency[Form],
) -> Response[Any]:
    onward = local_path(form.text("next")) or HOME
    kept = kept_in(form)
    email = form.text("email")
    place = place_of(request, devices, our_cookies, email)
    try:
        token = services.access.sign_in(
            email,
            form.text("password"),
            token_in(request, our_cookies.session),
            place,
        )
    except CodeNeeded as needed:
        if kept is None:
            response = screen.go(address("/sign-in/code", next=onward if onward != HOME else ""))
        else:
            view = CodeView(kept=kept)
            response = ask_for_code(screen, request, tokens, our_cookies, view)
        response.set_cookie(our_cookies.make(our_cookies.pending, needed.token))
        return response
    except TooManyTries as refusal:
        acts.sign_in_put_off()
        put_off = SignInView(
            email=email,
            next=onward,
            kept=kept,
            problems=(wait_problem(refusal),),
            reference=reference_of(request.scope),
        )
        response = _page(screen, request, tokens, our_cookies, put_off, status=429)
        response.headers["Retry-After"] = str(seconds_to_wait(refusal))
        return response
    except SignInRefused:
        acts.sign_in_refused()
        refused = SignInView(
            email=email,
            next=onward,
            kept=kept,
            problems=(
                FieldProblem(
                    "That e-mail and password do not belong together. Check both, then sign in"
                    " again.",
                    "email",
                ),
            ),
        )
        return _page(screen, request, tokens, our_cookies, refused, status=422)
    known = devices.cookie(email, place.device)
    return come_in(screen, devices, our_cookies, token, known, onward, kept)


def ask_to_sign_in(
    screen: Screen, request: Anyone, needed: SignInNeeded, tokens: Tokens, our_cookies: Cookies
) -> Response[Any]:
    """The answer to a request that needs a session and has none; nothing to a page that asks for
    news by itself, and stays as it is until somebody does something with it."""
    if screen.partial and request.route_handler.opt.get("passive"):
        return Response(None, status_code=204)
    ended = token_in(request, our_cookies.session) is not None
    if not asks_for_change(request):
        onward = own_address(request)
    elif needed.form is not None and not needed.form.sent_files and texts_of(needed.form):
        kept = Kept(own_address(request), texts_of(needed.form))
        view = SignInView(ended=True, kept=kept)
        return _page(screen, request, tokens, our_cookies, view, status=401)
    elif keeps := request.route_handler.opt.get("keeps", ()):
        form = needed.form or Form()
        onward = address(request.url.path, **{name: form.text(name) for name in keeps})
    else:
        onward = page_before(request) or HOME
    onward = local_path(onward)
    if onward in ("", "/"):
        onward = HOME
    query = {"next": onward if onward != HOME else "", "ended": "true" if ended else ""}
    return screen.go(address("/sign-in", **query))


def _page(
    screen: Screen,
    request: Anyone,
    tokens: Tokens,
    our_cookies: Cookies,
    view: SignInView,
    status: int = 200,
) -> Response[str]:
    return shown(
        screen, request, tokens, our_cookies, "pages/sign_in.html", view, "Sign in", status
    )


HANDLERS = [sign_in_page, sign_in]
