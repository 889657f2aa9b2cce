"""The second page of signing in, for whoever has a second factor."""

from typing import Any

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency

from domain.errors import CodeWrong, SignInEnded, TooManyTries
from web import acts
from web.addresses import local_path
from web.entering import HOME, OPEN, CodeView, ask_for_code, come_in, kept_in
from web.forms import Form
from web.logs import reference_of
from web.messages import Message, done
from web.rendering import address, count
from web.screen import Anyone, FieldProblem, Screen
from web.security.csrf import Tokens
from web.security.devices import Devices, place_of
from web.security.visits import Cookies, token_in
from web.services import Services
from web.views.passwords import CODE_WRONG
from web.views.waiting import seconds_to_wait, wait_sentence


@get("/sign-in/code", opt=OPEN, sync_to_thread=True)
def code_page(
    screen: NamedDependency[Screen],
    request: Anyone,
    services: NamedDependency[Services],
    tokens: NamedDependency[Tokens],
    our_cookies: NamedDependency[Cookies],
) -> Response[Any]:
    onward = local_path(request.query_params.get("next", "")) or HOME
    if screen.visit is not None:
        return screen.go(onward)
    try:
        services.access.check_awaiting(token_in(request, our_cookies.pending) or "")
    except SignInEnded:
        return screen.go(address("/sign-in", next=onward if onward != HOME else ""))
    return ask_for_code(screen, request, tokens, our_cookies, CodeView(next=onward))


@post("/sign-in/code", opt=OPEN, sync_to_thread=True)
def enter_code(
    screen: NamedDependency[Screen],
    request: Anyone,
    services: NamedDependency[Services],
    tokens: NamedDependency[Tokens],
    our_cookies: NamedDependency[Cookies],
    devices: NamedDependency[Devices],
    form: NamedDependency[Form],
) -> Response[Any]:
    view = CodeView(next=local_path(form.text("next")) or HOME, kept=kept_in(form))
    change = msgspec.structs.replace
    try:
        entered = services.access.enter_code(
            token_in(request, our_cookies.pending) or "",
            form.text("code"),
            token_in(request, our_cookies.session),
            lambda email: place_of(request, devices, our_cookies, email),
        )
    except SignInEnded:
        return screen.go(address("/sign-in", ended="true"))
    except TooManyTries as refusal:
        acts.sign_in_put_off()
        problem = FieldProblem(wait_sentence(refusal), "code")
        view = change(view, problems=(problem,), reference=reference_of(request.scope))
        response = ask_for_code(screen, request, tokens, our_cookies, view, status=429)
        response.headers["Retry-After"] = str(seconds_to_wait(refusal))
        return response
    except CodeWrong:
        acts.sign_in_refused()
        view = change(view, problems=(CODE_WRONG,))
        return ask_for_code(screen, request, tokens, our_cookies, view, status=422)
    email = entered.administrator.email
    device = place_of(request, devices, our_cookies, email).device
    response = come_in(
        screen,
        devices,
        our_cookies,
        entered.token,
        devices.cookie(email, device),
        view.next,
        view.kept,
        *_told(entered.codes_left),
    )
    response.set_cookie(our_cookies.end(our_cookies.pending))
    return response


def _told(codes_left: int | None) -> tuple[Message, ...]:
    if codes_left is None:
        return ()
    left = count(codes_left, "recovery code") if codes_left else "No recovery code"
    is_or_are = "is" if codes_left <= 1 else "are"
    return (done(f"{left} {is_or_are} left. You can make new ones under Your Account."),)


HANDLERS = [code_page, enter_code]
