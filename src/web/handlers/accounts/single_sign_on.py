"""Signing in through the organization's own identity provider: there, and back."""

from collections.abc import Sequence
from typing import Any

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect

from domain.accounts.single_sign_on import FirstSignOn
from domain.errors import (
    CodeNeeded,
    DomainError,
    NobodyHere,
    NotFound,
    ProviderRefused,
    ProviderUnavailable,
    SignInEnded,
)
from web import paths, telemetry
from web.forms import Form
from web.handlers.accounts.sign_in import SignInView, sign_in_form
from web.handlers.accounts.sign_in_flow import HOME, OPEN, SignInFlow
from web.screen import Anyone, FieldProblem
from web.security.away import Arriving, Away
from web.services import Services
from web.settings import Settings
from web.views.accounts.people import WORDS


class OfferedAccess(msgspec.Struct, frozen=True):
    """A role that somebody was given; ``group`` is "" where the carrier does not say its name."""

    group_id: str
    group: str
    role: str


class AccessView(msgspec.Struct, frozen=True):
    person: str
    email: str
    access: Sequence[OfferedAccess]


REFUSALS = (NobodyHere, ProviderRefused, ProviderUnavailable, SignInEnded)
_TRY_AGAIN_AFTER = 60  # seconds


@get(paths.SINGLE_SIGN_ON, opt={"public": True}, sync_to_thread=True)
def leave(
    services: NamedDependency[Services],
    settings: NamedDependency[Settings],
    flow: NamedDependency[SignInFlow],
    away: NamedDependency[Away],
) -> Response[Any]:
    try:
        departure = services.single_sign_on.leave(_back(flow, settings))
    except ProviderUnavailable as refusal:
        return _refused(flow, flow.onward, refusal, services.single_sign_on.name)
    response: Response[Any] = Redirect(departure.address, status_code=303)
    cookie = away.cookie(departure, flow.onward)
    response.set_cookie(flow.cookies.make(flow.cookies.away, cookie))
    return response


@get(paths.SINGLE_SIGN_ON_BACK, opt={"public": True}, sync_to_thread=True)
def come_back(
    request: Anyone,
    services: NamedDependency[Services],
    settings: NamedDependency[Settings],
    flow: NamedDependency[SignInFlow],
    away: NamedDependency[Away],
) -> Response[Any]:
    name = services.single_sign_on.name
    if not name:
        raise NotFound
    leaving = away.back(request.cookies.get(flow.cookies.away, ""))
    onward = (leaving.onward if leaving else "") or HOME
    try:
        if leaving is None:
            raise SignInEnded
        entered = services.single_sign_on.come_back(
            leaving.departure,
            _back(flow, settings),
            dict(request.query_params),
            flow.former,
            flow.client,
        )
        email = entered.administrator.email
        response = flow.come_in(entered.token, email, onward, None)
    except CodeNeeded as needed:
        response = flow.ask_for_code(needed.token, onward, None)
    except FirstSignOn as first:
        response = flow.screen.go(paths.SINGLE_SIGN_ON_FIRST)
        cookie = away.first_time_cookie(first.first_time, onward)
        response.set_cookie(flow.cookies.make(flow.cookies.first_time, cookie))
    except REFUSALS as refusal:
        response = _refused(flow, onward, refusal, name)
    # What somebody left with is good for one time.
    response.set_cookie(flow.cookies.end(flow.cookies.away))
    return response


@get(paths.SINGLE_SIGN_ON_FIRST, opt=OPEN, sync_to_thread=True)
def ask_about_access(
    request: Anyone,
    services: NamedDependency[Services],
    flow: NamedDependency[SignInFlow],
    away: NamedDependency[Away],
) -> Response[Any]:
    """Whoever comes for the first time says what they know of, of what others have given them."""
    name = services.single_sign_on.name
    if not name:
        raise NotFound
    try:
        arriving = _arriving(request, flow, away)
        offered = services.single_sign_on.offered(arriving.first_time)
    except SignInEnded as refusal:
        return _refused(flow, HOME, refusal, name)
    groups = services.history.groups(offered)
    view = AccessView(
        person=offered.name,
        email=offered.email,
        access=[
            OfferedAccess(group_id, groups[group_id], WORDS[role])
            for group_id, role in sorted(offered.grants.items())
        ],
    )
    return flow.page("pages/first_sign_on.html", view, "Is this you?")


@post(paths.SINGLE_SIGN_ON_FIRST, opt=OPEN, sync_to_thread=True)
def take_access(
    request: Anyone,
    services: NamedDependency[Services],
    flow: NamedDependency[SignInFlow],
    away: NamedDependency[Away],
    form: NamedDependency[Form],
) -> Response[Any]:
    name = services.single_sign_on.name
    if not name:
        raise NotFound
    try:
        arriving = _arriving(request, flow, away)
        entered = services.single_sign_on.join(
            arriving.first_time, form.texts.get("group", ()), flow.former, flow.client
        )
    except SignInEnded as refusal:
        response = _refused(flow, HOME, refusal, name)
    else:
        onward = arriving.onward or HOME
        response = flow.come_in(entered.token, entered.administrator.email, onward, None)
    response.set_cookie(flow.cookies.end(flow.cookies.first_time))
    return response


def _arriving(request: Anyone, flow: SignInFlow, away: Away) -> Arriving:
    found = away.arriving(request.cookies.get(flow.cookies.first_time, ""))
    if found is None:
        raise SignInEnded
    return found


def _back(flow: SignInFlow, settings: Settings) -> str:
    """Where the provider sends browsers back to, as it has to know it."""
    scheme = "https" if settings.https else "http"
    return f"{scheme}://{flow.request.headers['Host']}{paths.SINGLE_SIGN_ON_BACK}"


def _refused(flow: SignInFlow, onward: str, refusal: DomainError, name: str) -> Response[Any]:
    """The page of signing in, which says why nobody was let in."""
    telemetry.single_sign_on_refused(refusal)
    away = isinstance(refusal, ProviderUnavailable)
    problem = FieldProblem(_sentence(refusal, name))
    view = SignInView(next=onward)
    response = sign_in_form(flow, view, problem, status=503 if away else 422)
    if away:
        response.headers["Retry-After"] = str(_TRY_AGAIN_AFTER)
    return response


def _sentence(refusal: DomainError, name: str) -> str:
    provider = name[:1].upper() + name[1:]
    match refusal:
        case SignInEnded():
            return f"Signing in with {name} took too long, or began in another browser. Try again."
        case ProviderUnavailable():
            return (
                f"{provider} does not answer now. Try again in a minute, or sign in with your"
                " password."
            )
        case NobodyHere(email=email) if email:
            return (
                f"{provider} knows you as {email}, and nobody may sign in here with that e-mail."
                " Ask whoever administers your group to invite you."
            )
        case NobodyHere():
            return (
                f"{provider} has not verified your e-mail, so who you are here is not known. Ask"
                " its help desk to verify it, or sign in with your password."
            )
    return f"Signing in with {name} did not succeed. Try again, or sign in with your password."
