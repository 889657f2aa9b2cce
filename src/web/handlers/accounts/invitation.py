"""An invitation's own page, for whoever has its link."""

from typing import Any

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from domain.accounts.access import email_key
from domain.accounts.passwords import SHORTEST_ALONE
from domain.errors import EmailTaken, NotFound
from domain.services.accounts.invitations import OpenInvitation
from web import paths
from web.forms import Form
from web.handlers.accounts.sign_in_flow import OPEN, SignInFlow
from web.messages import done
from web.screen import FieldProblem, Screen
from web.services import Services
from web.views.accounts.passwords import NOT_THE_SAME, REFUSALS, password_problem
from web.views.accounts.people import WORDS

_TITLE = "You are invited"


class InvitationView(msgspec.Struct, frozen=True, kw_only=True):
    """``known`` is whether the person can sign in already; ``signed_in`` is the e-mail of whoever
    is signed in in this browser, or ""."""

    path: str
    accepting: str
    email: str
    name: str
    group_id: str
    role: str
    known: bool
    shortest: int
    signed_in: str = ""
    problems: tuple[FieldProblem, ...] = ()

    @property
    def mine(self) -> bool:
        """Whether it is the invited person who is signed in."""
        return email_key(self.signed_in) == email_key(self.email)


@get(paths.INVITATION, opt=OPEN, sync_to_thread=True)
def invitation_page(
    screen: NamedDependency[Screen],
    services: NamedDependency[Services],
    flow: NamedDependency[SignInFlow],
    token: FromPath[str],
) -> Response[Any]:
    try:
        view = _view(screen, token, services.invitations.open(token))
    except NotFound:
        return _over(screen)
    return _page(flow, view)


@post(paths.INVITATION, opt=OPEN, sync_to_thread=True)
def accept_as_new(
    screen: NamedDependency[Screen],
    services: NamedDependency[Services],
    flow: NamedDependency[SignInFlow],
    form: NamedDependency[Form],
    token: FromPath[str],
) -> Response[Any]:
    """Somebody new chooses a password, and signs in with it."""
    try:
        view = _view(screen, token, services.invitations.open(token))
        if form.text("new_password") != form.text("new_password_again"):
            return _page(flow, view, NOT_THE_SAME)
        services.invitations.accept_as_new(token, form.text("new_password"))
    except NotFound:
        return _over(screen)
    except EmailTaken:
        return screen.go(paths.INVITATION(token))
    except REFUSALS as refusal:
        return _page(flow, view, password_problem(refusal))
    return screen.go(paths.SIGN_IN)


@post(paths.ACCEPT_INVITATION, sync_to_thread=True)
def accept(
    screen: NamedDependency[Screen], services: NamedDependency[Services], token: FromPath[str]
) -> Response[Any]:
    """Somebody who is signed in takes it up."""
    invitation = services.invitations.accept(screen.administrator, token)
    return screen.go(paths.MEMBERS, done(f"You have access to group {invitation.group_id} now."))


def _view(screen: Screen, token: str, opened: OpenInvitation) -> InvitationView:
    invitation = opened.invitation
    return InvitationView(
        path=paths.INVITATION(token),
        accepting=paths.ACCEPT_INVITATION(token),
        email=invitation.email,
        name=invitation.name,
        group_id=invitation.group_id,
        role=WORDS[invitation.role],
        known=opened.known,
        shortest=SHORTEST_ALONE,
        signed_in=screen.visit.administrator.email if screen.visit else "",
    )


def _page(flow: SignInFlow, view: InvitationView, *problems: FieldProblem) -> Response[str]:
    view = msgspec.structs.replace(view, problems=problems)
    status = 422 if problems else 200
    return flow.page("pages/invitation.html", view, _TITLE, status)


def _over(screen: Screen) -> Response[str]:
    """The same for a link that was used, has expired, was withdrawn, or never was."""
    return screen.page(
        "pages/invitation_over.html", None, title="This invitation is over", status=404
    )
