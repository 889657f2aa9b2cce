"""A second factor of one's own: setting it up, its recovery codes, and turning it off."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any
from urllib.parse import quote

import msgspec
import segno
from litestar import Response, get, post
from litestar.di import NamedDependency

from domain.accounts.throttling import Client
from domain.errors import CodeWrong
from web import paths
from web.forms import Form
from web.messages import done
from web.screen import FieldProblem, Screen
from web.security.proof import SENSITIVE
from web.security.second_factor import BEFORE_SECOND_FACTOR
from web.services import Services
from web.views.accounts.passwords import REFUSALS, password_problem

_GROUP = 4


class SetUpView(msgspec.Struct, frozen=True, kw_only=True):
    """``secret`` is in groups of four, to be typed; ``must`` says that nothing else can be done
    before."""

    secret: str
    must: bool
    problems: tuple[FieldProblem, ...] = ()


class RecoveryCodesView(msgspec.Struct, frozen=True):
    codes: Sequence[str]


NO_CODE = FieldProblem("Enter the code that your app shows now.", "code")


class TurnOffView(msgspec.Struct, frozen=True):
    problems: tuple[FieldProblem, ...] = ()


@get(paths.SECOND_FACTOR, opt=BEFORE_SECOND_FACTOR, sync_to_thread=True)
def set_up_page(
    screen: NamedDependency[Screen], services: NamedDependency[Services]
) -> Response[Any]:
    if screen.administrator.second_factor:
        return screen.go(paths.ACCOUNT)
    return _set_up(screen, services)


@get(paths.SECOND_FACTOR_PICTURE, opt=BEFORE_SECOND_FACTOR, sync_to_thread=True)
def secret_picture(
    screen: NamedDependency[Screen], services: NamedDependency[Services]
) -> Response[bytes]:
    """The secret for the app's camera."""
    secret = services.second_factors.begun(screen.administrator)
    issuer = f"{services.groups.carrier.name} Mass Enrollment"
    address = _address_for_apps(secret, issuer, screen.administrator.email)
    return Response(_qr_code(address), media_type="image/svg+xml")


@post(paths.SECOND_FACTOR, opt=BEFORE_SECOND_FACTOR | SENSITIVE, sync_to_thread=True)
def turn_on(
    screen: NamedDependency[Screen],
    services: NamedDependency[Services],
    client: NamedDependency[Client],
    form: NamedDependency[Form],
) -> Response[Any]:
    if not form.text("code"):
        return _set_up(screen, services, NO_CODE)
    try:
        codes = services.second_factors.turn_on(
            screen.administrator, screen.session, form.text("code"), client
        )
    except (CodeWrong, *REFUSALS) as refusal:
        return _set_up(screen, services, password_problem(refusal, "code"))
    return _codes(screen, codes, "Your second factor is on")


@post(paths.RECOVERY_CODES, opt=SENSITIVE, sync_to_thread=True)
def new_recovery_codes(
    screen: NamedDependency[Screen], services: NamedDependency[Services]
) -> Response[Any]:
    codes = services.second_factors.new_recovery_codes(screen.administrator)
    return _codes(screen, codes, "Your new recovery codes")


@get(paths.SECOND_FACTOR_OFF, sync_to_thread=True)
def turn_off_page(screen: NamedDependency[Screen]) -> Response[Any]:
    if not screen.administrator.second_factor:
        return screen.go(paths.ACCOUNT)
    return _off(screen)


@post(paths.SECOND_FACTOR_OFF, sync_to_thread=True)
def turn_off(
    screen: NamedDependency[Screen],
    services: NamedDependency[Services],
    client: NamedDependency[Client],
    form: NamedDependency[Form],
) -> Response[Any]:
    if not screen.administrator.second_factor:
        return screen.go(paths.ACCOUNT)
    try:
        services.second_factors.turn_off(
            screen.administrator,
            screen.session,
            form.text("current_password"),
            form.text("code"),
            client,
        )
    except (CodeWrong, *REFUSALS) as refusal:
        return _off(screen, password_problem(refusal, "current_password"))
    return screen.go(
        paths.ACCOUNT, done("Your second factor is off. You were signed out everywhere else.")
    )


def _set_up(screen: Screen, services: Services, *problems: FieldProblem) -> Response[Any]:
    secret = services.second_factors.begin(screen.administrator)
    groups = (secret[at : at + _GROUP] for at in range(0, len(secret), _GROUP))
    view = SetUpView(secret=" ".join(groups), must=screen.owes_factor, problems=problems)
    return screen.page(
        "pages/second_factor.html",
        view,
        title="Set up a second factor",
        nav="account",
        status=422 if problems else 200,
    )


def _codes(screen: Screen, codes: Sequence[str], title: str) -> Response[Any]:
    """The answer to the form itself, since they are shown once and kept nowhere."""
    return screen.page(
        "pages/recovery_codes.html", RecoveryCodesView(codes), title=title, nav="account"
    )


def _off(screen: Screen, *problems: FieldProblem) -> Response[Any]:
    return screen.page(
        "pages/second_factor_off.html",
        TurnOffView(problems),
        title="Turn off your second factor",
        nav="account",
        status=422 if problems else 200,
    )


def _address_for_apps(secret: str, issuer: str, email: str) -> str:
    """The address that gives an app the secret, in the form of Google Authenticator, which all apps
    read."""
    label = f"{quote(issuer, safe='')}:{quote(email, safe='@')}"
    return f"otpauth://totp/{label}?secret={secret}&issuer={quote(issuer, safe='')}"


def _qr_code(text: str) -> bytes:
    """A QR code as SVG, dark on light in every colour scheme, since cameras need that."""
    drawn = BytesIO()
    segno.make(text, micro=False, error="m").save(
        drawn, kind="svg", border=4, dark="#000", light="#fff", xmldecl=False, omitsize=True
    )
    return drawn.getvalue()
