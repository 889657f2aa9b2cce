"""What the sign-in pages share: where they lead on to, what they carry through, and letting
somebody in."""

from typing import Any

import msgspec
from litestar import Response

from domain.accounts.throttling import Client
from web import paths, telemetry
from web.addresses import local_path
from web.forms import SECRETS, Form
from web.messages import Message
from web.screen import Anyone, FieldProblem, Screen
from web.security.csrf import FIELD, Tokens
from web.security.devices import KEPT_FOR, Devices, client_of
from web.security.visits import Cookies, new_visit_token, token_in

HOME = paths.MEMBERS()
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
    """What a form says, without its token and without secrets, which no page carries."""
    return tuple(
        (name, text)
        for name, texts in form.texts.items()
        if name != FIELD and name not in SECRETS
        for text in texts
    )


def kept_in(form: Form) -> Kept | None:
    """The form that the sign-in page carries."""
    action = local_path(form.text("kept_action"))
    if not action:
        return None
    fields = tuple(
        (name.removeprefix(_KEPT), text)
        for name, texts in form.texts.items()
        if name.startswith(_KEPT) and name.removeprefix(_KEPT) not in SECRETS
        for text in texts
    )
    return Kept(action, fields)


def leading_on(path: paths.Path, onward: str, **query: object) -> str:
    """The address of a sign-in page that leads on to ``onward``; home need not be said."""
    return path(next=onward if onward != HOME else "", **query)


class SignInFlow:
    """Where somebody who is not signed in comes in, for one request. Handlers get it by naming a
    parameter ``flow``."""

    def __init__(
        self, screen: Screen, request: Anyone, tokens: Tokens, cookies: Cookies, devices: Devices
    ) -> None:
        self.screen = screen
        self.request = request
        self.cookies = cookies
        self._tokens = tokens
        self._devices = devices

    @property
    def onward(self) -> str:
        """Where somebody was going when they were asked to sign in, by the address."""
        return local_path(self.request.query_params.get("next", "")) or HOME

    @property
    def former(self) -> str | None:
        """The token of the session that the browser had, alive or not."""
        return self.cookie(self.cookies.session)

    def cookie(self, name: str) -> str | None:
        return token_in(self.request, name)

    def client(self, email: str) -> Client:
        """Where it is, as a client of the person with that e-mail."""
        return client_of(self.request, self._devices, self.cookies, email)

    def page(self, template: str, view: Any, title: str, status: int = 200) -> Response[str]:
        """A page for somebody who is not signed in, whose form is bound to their browser."""
        visit = self.cookie(self.cookies.visit) or new_visit_token()
        token = self._tokens.token(visit)
        response = self.screen.page(template, view, title=title, status=status, csrf_token=token)
        response.set_cookie(self.cookies.make(self.cookies.visit, visit))
        return response

    def code_page(self, view: CodeView, status: int = 200) -> Response[str]:
        """The second page, for whoever gave the right password."""
        return self.page("pages/code.html", view, "Enter your code", status)

    def ask_for_code(self, pending: str, onward: str, kept: Kept | None) -> Response[Any]:
        """On to the second page; ``pending`` is the token of the sign-in that waits for a code."""
        if kept is None:
            response: Response[Any] = self.screen.go(leading_on(paths.SIGN_IN_CODE, onward))
        else:
            response = self.code_page(CodeView(kept=kept))
        response.set_cookie(self.cookies.make(self.cookies.pending, pending))
        return response

    def come_in(
        self, token: str, email: str, onward: str, kept: Kept | None, *messages: Message
    ) -> Response[Any]:
        """The answer that signs somebody in: on to where they were going, or a page that carries on
        with what they were sending. Their browser is known as theirs from now on."""
        telemetry.signed_in()
        if kept is not None or messages:
            self.screen.welcome(token)
        if kept is None:
            response = self.screen.go(onward, *messages)
        else:
            response = self.carry_on(kept, *messages)
        device = self._devices.cookie(email, self.client(email).device)
        response.set_cookie(self.cookies.make(self.cookies.session, token))
        response.set_cookie(self.cookies.keep(self.cookies.device, device, KEPT_FOR))
        return response

    def carry_on(self, kept: Kept, *messages: Message) -> Response[Any]:
        """A page from which somebody who is signed in sends what they were sending."""
        title = "You are signed in"
        return self.screen.page("pages/continue.html", kept, title=title, messages=messages)
