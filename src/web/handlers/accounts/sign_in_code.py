"""The second page of signing in, for whoever has a second factor."""

from typing import Any

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency

from domain.errors import CodeWrong, SignInEnded, TooManyTries
from web import paths, telemetry
from web.addresses import local_path
from web.forms import Form
from web.handlers.accounts.sign_in_flow import HOME, OPEN, CodeView, SignInFlow, kept_in, leading_on
from web.logs import reference_of
from web.messages import Message, done
from web.rendering import count
from web.screen import Anyone, FieldProblem, Screen
from web.services import Services
from web.views.accounts.passwords import CODE_WRONG, seconds_to_wait, wait_sentence


@get(paths.SIGN_IN_CODE, opt=OPEN, sync_to_thread=True)
def code_page(
    screen: NamedDependency[Screen],
    services: NamedDependency[Services],
    flow: NamedDependency[SignInFlow],
) -> Response[Any]:
    if screen.visit is not None:
        return screen.go(flow.onward)
    try:
        services.access.check_awaiting(flow.cookie(flow.cookies.pending) or "")
    except SignInEnded:
        return screen.go(leading_on(paths.SIGN_IN, flow.onward))
    return flow.code_page(CodeView(next=flow.onward))


@post(paths.SIGN_IN_CODE, opt=OPEN, sync_to_thread=True)
def enter_code(
    screen: NamedDependency[Screen],
    request: Anyone,
    services: NamedDependency[Services],
    flow: NamedDependency[SignInFlow],
    form: NamedDependency[Form],
) -> Response[Any]:
    view = CodeView(next=local_path(form.text("next")) or HOME, kept=kept_in(form))
    change = msgspec.structs.replace
    try:
        entered = services.access.enter_code(
            flow.cookie(flow.cookies.pending) or "",
            form.text("code"),
            flow.former,
            flow.client,
        )
    except SignInEnded:
        return screen.go(paths.SIGN_IN(ended="true"))
    except TooManyTries as refusal:
        telemetry.sign_in_put_off()
        problem = FieldProblem(wait_sentence(refusal), "code")
        view = change(view, problems=(problem,), reference=reference_of(request.scope))
        response = flow.code_page(view, status=429)
        response.headers["Retry-After"] = str(seconds_to_wait(refusal))
        return response
    except CodeWrong:
        telemetry.sign_in_refused()
        view = change(view, problems=(CODE_WRONG,))
        return flow.code_page(view, status=422)
    response = flow.come_in(
        entered.token,
        entered.administrator.email,
        view.next,
        view.kept,
        *_told(entered.codes_left),
    )
    response.set_cookie(flow.cookies.end(flow.cookies.pending))
    return response


def _told(codes_left: int | None) -> tuple[Message, ...]:
    if codes_left is None:
        return ()
    left = count(codes_left, "recovery code") if codes_left else "No recovery code"
    is_or_are = "is" if codes_left <= 1 else "are"
    return (done(f"{left} {is_or_are} left. You can make new ones under Your Account."),)
