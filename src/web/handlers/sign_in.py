"""Signing in, and being asked to when a session has ended.

What somebody was sending when their session ended is carried through the sign-in page by their
own browser, in hidden fields, and sent when they say so. The server keeps none of it.
"""

from typing import Any

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery

from domain.errors import SignInRefused, TooManyTries
from web import acts
from web.addresses import local_path, own_address, page_before
from web.forms import Form
from web.logs import reference_of
from web.rendering import address
from web.screen import Anyone, FieldProblem, Screen
from web.security.csrf import FIELD, Tokens, asks_for_change
from web.security.devices import KEPT_FOR, Devices, place_of
from web.security.visits import Cookies, SignInNeeded, new_visit_token, token_in
from web.services import Services
from web.views.waiting import seconds_to_wait, wait_problem

_HOME = "/members"
_KEPT = "kept."
_OPEN = {"public": True, "token_of": "visit"}


class Kept(msgspec.Struct, frozen=True):
    """A form on its way through sign-in: where it was going, and its fields as typed."""

    action: str
    fields: tuple[tuple[str, str], ...]


class SignInView(msgspec.Struct, frozen=True, kw_only=True):
    email: str = ""
    next: str = _HOME
    ended: bool = False
    problems: tuple[FieldProblem, ...] = ()
    kept: Kept | None = None
    reference: str = ""


@get("/sign-in", opt=_OPEN, sync_to_thread=True)
def sign_in_page(
    screen: NamedDependency[Screen],
    request: Anyone,
    tokens: NamedDependency[Tokens],
    our_cookies: NamedDependency[Cookies],
    ended: FromQuery[bool] = False,
) -> Response[Any]:
    onward = local_path(request.query_params.get("next", "")) or _HOME
    if screen.visit is not None:
        return screen.go(onward)
    return _page(screen, request, tokens, our_cookies, SignInView(next=onward, ended=ended))


@post("/sign-in", opt=_OPEN, sync_to_thread=True)
def sign_in(
    screen: NamedDependency[Screen],
    request: Anyone,
    services: NamedDependency[Services],
    tokens: NamedDependency[Tokens],
    our_cookies: NamedDependency[Cookies],
    devices: NamedDependency[Devices],
    form: NamedDependency[Form],
) -> Response[Any]:
    onward = local_path(form.text("next")) or _HOME
    kept = _kept_in(form)
    email = form.text("email")
    place = place_of(request, devices, our_cookies, email)
    try:
        token = services.access.sign_in(
            email,
            form.text("password"),
            token_in(request, our_cookies.session),
            place,
        )
    except TooManyTries as refusal:
        acts.sign_in_put_off()
        view = SignInView(
            email=email,
            next=onward,
            kept=kept,
            problems=(wait_problem(refusal),),
            reference=reference_of(request.scope),
        )
        response = _page(screen, request, tokens, our_cookies, view, status=429)
        response.headers["Retry-After"] = str(seconds_to_wait(refusal))
        return response
    except SignInRefused:
        acts.sign_in_refused()
        view = SignInView(
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
        return _page(screen, request, tokens, our_cookies, view, status=422)
    acts.signed_in()
    if kept is None:
        response = screen.go(onward)
    else:
        screen.welcome(token)
        response = screen.page("pages/continue.html", kept, title="You are signed in")
    response.set_cookie(our_cookies.make(our_cookies.session, token))
    known = devices.cookie(email, place.device)
    response.set_cookie(our_cookies.keep(our_cookies.device, known, KEPT_FOR))
    return response


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
    elif needed.form is not None and not needed.form.sent_files and _texts(needed.form):
        kept = Kept(own_address(request), _texts(needed.form))
        view = SignInView(ended=True, kept=kept)
        return _page(screen, request, tokens, our_cookies, view, status=401)
    elif keeps := request.route_handler.opt.get("keeps", ()):
        form = needed.form or Form()
        onward = address(request.url.path, **{name: form.text(name) for name in keeps})
    else:
        onward = page_before(request) or _HOME
    onward = local_path(onward)
    if onward in ("", "/"):
        onward = _HOME
    query = {"next": onward if onward != _HOME else "", "ended": "true" if ended else ""}
    return screen.go(address("/sign-in", **query))


def _page(
    screen: Screen,
    request: Anyone,
    tokens: Tokens,
    our_cookies: Cookies,
    view: SignInView,
    status: int = 200,
) -> Response[str]:
    visit = token_in(request, our_cookies.visit) or new_visit_token()
    response = screen.page(
        "pages/sign_in.html", view, title="Sign in", status=status, csrf_token=tokens.token(visit)
    )
    response.set_cookie(our_cookies.make(our_cookies.visit, visit))
    return response


def _texts(form: Form) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name, text) for name, texts in form.texts.items() if name != FIELD for text in texts
    )


def _kept_in(form: Form) -> Kept | None:
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


HANDLERS = [sign_in_page, sign_in]
