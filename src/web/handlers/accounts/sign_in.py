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
from web import acts, paths
from web.addresses import local_path, own_address, page_before
from web.entering import HOME, OPEN, Entrance, Kept, kept_in, leading_on, texts_of
from web.forms import Form
from web.logs import reference_of
from web.screen import Anyone, FieldProblem, Screen
from web.security.csrf import asks_for_change
from web.security.visits import SignInNeeded
from web.services import Services
from web.views.accounts.passwords import seconds_to_wait, wait_problem

NOT_TOGETHER = FieldProblem(
    "That e-mail and password do not belong together. Check both, then sign in again.", "email"
)

NOT_YET = FieldProblem("You are not signed in yet. Sign in in the other tab, then come back here.")


class SignInView(msgspec.Struct, frozen=True, kw_only=True):
    email: str = ""
    next: str = HOME
    ended: bool = False
    problems: tuple[FieldProblem, ...] = ()
    kept: Kept | None = None
    reference: str = ""


@get(paths.SIGN_IN, opt=OPEN, sync_to_thread=True)
def sign_in_page(
    screen: NamedDependency[Screen],
    entrance: NamedDependency[Entrance],
    ended: FromQuery[bool] = False,
) -> Response[Any]:
    if screen.visit is not None:
        return screen.go(entrance.onward)
    return sign_in_form(entrance, SignInView(next=entrance.onward, ended=ended))


@post(paths.SIGN_IN, opt=OPEN, sync_to_thread=True)
def sign_in(
    request: Anyone,
    services: NamedDependency[Services],
    entrance: NamedDependency[Entrance],
    form: NamedDependency[Form],
) -> Response[Any]:
    email = form.text("email")
    view = SignInView(email=email, next=local_path(form.text("next")) or HOME, kept=kept_in(form))
    if view.kept and form.text("carry_on"):
        # Somebody who has signed in in another tab since.
        if entrance.screen.visit is None:
            return sign_in_form(entrance, view, NOT_YET, status=422)
        return entrance.carry_on(view.kept)
    try:
        token = services.access.sign_in(
            email, form.text("password"), entrance.former, entrance.place(email)
        )
    except CodeNeeded as needed:
        return entrance.ask_for_code(needed.token, view.next, view.kept)
    except TooManyTries as refusal:
        acts.sign_in_put_off()
        reference = reference_of(request.scope)
        response = sign_in_form(entrance, view, wait_problem(refusal), reference, status=429)
        response.headers["Retry-After"] = str(seconds_to_wait(refusal))
        return response
    except SignInRefused:
        acts.sign_in_refused()
        return sign_in_form(entrance, view, NOT_TOGETHER, status=422)
    return entrance.come_in(token, email, view.next, view.kept)


def ask_to_sign_in(entrance: Entrance, needed: SignInNeeded) -> Response[Any]:
    """The answer to a request that needs a session and has none; nothing to a page that asks for
    news by itself, and stays as it is until somebody does something with it."""
    screen, request = entrance.screen, entrance.request
    if screen.partial and request.route_handler.opt.get("passive"):
        return Response(None, status_code=204)
    ended = entrance.former is not None
    if not asks_for_change(request):
        onward = own_address(request)
    elif needed.form is not None and not needed.form.sent_files and texts_of(needed.form):
        kept = Kept(own_address(request), texts_of(needed.form))
        view = SignInView(ended=True, kept=kept)
        return sign_in_form(entrance, view, status=401)
    elif keeps := request.route_handler.opt.get("keeps", ()):
        form = needed.form or Form()
        onward = paths.address(request.url.path, **{name: form.text(name) for name in keeps})
    else:
        onward = page_before(request) or HOME
    onward = local_path(onward)
    if onward in ("", paths.START):
        onward = HOME
    return screen.go(leading_on(paths.SIGN_IN, onward, ended="true" if ended else ""))


def sign_in_form(
    entrance: Entrance,
    view: SignInView,
    problem: FieldProblem | None = None,
    reference: str = "",
    status: int = 200,
) -> Response[str]:
    """The page with the form as it was filled in, and what was wrong with it."""
    problems = (problem,) if problem else ()
    view = msgspec.structs.replace(view, problems=problems, reference=reference)
    return entrance.page("pages/sign_in.html", view, "Sign in", status)
