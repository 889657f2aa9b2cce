"""Your Account: what somebody decides about their own way in."""

from collections.abc import Sequence
from typing import Any

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from domain.accounts.access import Session
from domain.accounts.passwords import SHORTEST_ALONE, SHORTEST_WITH_SECOND_FACTOR
from domain.accounts.throttling import Client
from web import paths
from web.forms import Form
from web.handlers.accounts.sign_in_flow import SignInFlow
from web.messages import done
from web.screen import FieldProblem, Screen
from web.security.proof import SENSITIVE
from web.services import Services
from web.views.accounts.passwords import NOT_THE_SAME, REFUSALS, password_problem


class SessionRow(msgspec.Struct, frozen=True):
    """A browser where the person is signed in; ``this`` is the one that asks."""

    session: Session
    this: bool


class AccountView(msgspec.Struct, frozen=True, kw_only=True):
    """``shortest`` is how many characters a new password needs."""

    email: str
    shortest: int
    second_factor: bool
    codes_left: int
    sessions: Sequence[SessionRow]
    problems: tuple[FieldProblem, ...] = ()


@get(paths.ACCOUNT, sync_to_thread=True)
def account_page(
    screen: NamedDependency[Screen], services: NamedDependency[Services]
) -> Response[Any]:
    return _page(screen, services)


@post(paths.PASSWORD, sync_to_thread=True)
def change_password(
    screen: NamedDependency[Screen],
    services: NamedDependency[Services],
    client: NamedDependency[Client],
    flow: NamedDependency[SignInFlow],
    form: NamedDependency[Form],
) -> Response[Any]:
    if form.text("new_password") != form.text("new_password_again"):
        return _page(screen, services, NOT_THE_SAME)
    try:
        token = services.own_account.change_password(
            screen.administrator,
            screen.session,
            form.text("current_password"),
            form.text("new_password"),
            client,
        )
    except REFUSALS as refusal:
        return _page(screen, services, password_problem(refusal))
    screen.welcome(token)
    response = screen.go(
        paths.ACCOUNT, done("You have a new password. You were signed out everywhere else.")
    )
    response.set_cookie(flow.cookies.make(flow.cookies.session, token))
    return response


@post(paths.END_SESSION, opt=SENSITIVE, sync_to_thread=True)
def end_session(
    screen: NamedDependency[Screen],
    services: NamedDependency[Services],
    reference: FromPath[str],
) -> Response[Any]:
    services.own_account.end_session(screen.administrator, reference)
    return screen.go(paths.ACCOUNT, done("You were signed out there."))


@post(paths.END_OTHER_SESSIONS, opt=SENSITIVE, sync_to_thread=True)
def end_others(
    screen: NamedDependency[Screen], services: NamedDependency[Services]
) -> Response[Any]:
    services.own_account.end_others(screen.administrator, screen.session)
    return screen.go(paths.ACCOUNT, done("You were signed out everywhere else."))


def _page(screen: Screen, services: Services, *problems: FieldProblem) -> Response[str]:
    administrator = screen.administrator
    with_factor = administrator.second_factor
    view = AccountView(
        email=administrator.email,
        shortest=SHORTEST_WITH_SECOND_FACTOR if with_factor else SHORTEST_ALONE,
        second_factor=with_factor,
        sessions=[
            SessionRow(one, one.token_hash == screen.session.token_hash)
            for one in services.own_account.sessions(administrator)
        ],
        codes_left=services.second_factors.codes_left(administrator) if with_factor else 0,
        problems=problems,
    )
    return screen.page(
        "pages/account.html",
        view,
        title="Your Account",
        nav="account",
        status=422 if problems else 200,
    )
