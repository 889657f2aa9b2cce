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
from web import paths, telemetry
from web.addresses import local_path, own_address, page_before
from web.forms import Form
from web.handlers.accounts.sign_in_flow import (
    HOME,
    OPEN,
    Kept,
    SignInFlow,
    kept_in,
    leading_on,
    texts_of,
)
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
    flow: NamedDependency[SignInFlow],
    ended: FromQuery[bool] = False,
) -> Response[Any]:
    if screen.visit is not None:
        return screen.go(flow.onward)
    return sign_in_form(flow, SignInView(next=flow.onward, ended=ended))


@post(paths.SIGN_IN, opt=OPEN, sync_to_thread=True)
def sign_in(
    request: Anyone,
    services: NamedDependency[Services],
    flow: NamedDependency[SignInFlow],
    form: NamedDependency[Form],
) -> Response[Any]:
    email = form.text("email")
    view = SignInView(email=email, next=local_path(form.text("next")) or HOME, kept=kept_in(form))
    if view.kept and form.text("carry_on"):
        # Somebody who has signed in in another tab since.
        if flow.screen.visit is None:
            return sign_in_form(flow, view, NOT_YET, status=422)
        return flow.carry_on(view.kept)
    try:
        token = services.access.sign_in(
            email, form.text("password"), flow.former, flow.client(email)
        )
    except CodeNeeded as needed:
        return flow.ask_for_code(needed.token, view.next, view.kept)
    except TooManyTries as refusal:
        telemetry.sign_in_put_off()
        reference = reference_of(request.scope)
        response = sign_in_form(flow, view, wait_problem(refusal), reference, status=429)
        response.headers["Retry-After"] = str(seconds_to_wait(refusal))
        return response
    except SignInRefused:
        telemetry.sign_in_refused()
        return sign_in_form(flow, view, NOT_TOGETHER, status=422)
    return flow.come_in(token, email, view.next, view.kept)


def ask_to_sign_in(flow: SignInFlow, needed: SignInNeeded) -> Response[Any]:
    """The answer to a request that needs a session and has none. A page that asks for news by
    itself gets nothing, and stays as it is until somebody does something with it."""
    screen, request = flow.screen, flow.request
    if screen.partial and request.route_handler.opt.get("passive"):
        return Response(None, status_code=204)
    ended = flow.former is not None
    if not asks_for_change(request):
        onward = own_address(request)
    elif needed.form is not None and not needed.form.sent_files and texts_of(needed.form):
        kept = Kept(own_address(request), texts_of(needed.form))
        view = SignInView(ended=True, kept=kept)
        return sign_in_form(flow, view, status=401)
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
    flow: SignInFlow,
    view: SignInView,
    problem: FieldProblem | None = None,
    reference: str = "",
    status: int = 200,
) -> Response[str]:
    """The page with the form as it was filled in, and what was wrong with it."""
    problems = (problem,) if problem else ()
    view = msgspec.structs.replace(view, problems=problems, reference=reference)
    return flow.page("pages/sign_in.html", view, "Sign in", status)
