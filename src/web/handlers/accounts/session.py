"""Staying signed in, and signing out."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency

from web import paths
from web.addresses import page_before
from web.messages import done
from web.screen import Anyone, Screen
from web.security.second_factor import BEFORE_SECOND_FACTOR
from web.security.visits import Cookies
from web.services import Services


@get(paths.START, sync_to_thread=True)
def home(screen: NamedDependency[Screen]) -> Response[Any]:
    """The site's own address leads to the first page of work."""
    return screen.go(paths.MEMBERS)


@post(paths.STAY_SIGNED_IN, opt=BEFORE_SECOND_FACTOR, sync_to_thread=True)
def stay(request: Anyone, screen: NamedDependency[Screen]) -> Response[Any]:
    """The button in the warning before a session ends: the request itself keeps it alive."""
    if request.headers.get("Sec-Fetch-Dest") == "empty":  # asked by a script, which stays
        return Response(None, status_code=204)
    return screen.go(page_before(request) or paths.MEMBERS, done("You are still signed in."))


@post(paths.SIGN_OUT, opt=BEFORE_SECOND_FACTOR, sync_to_thread=True)
def sign_out(
    screen: NamedDependency[Screen],
    services: NamedDependency[Services],
    our_cookies: NamedDependency[Cookies],
) -> Response[Any]:
    """Ends the session on the server too, so that a copied cookie is worth nothing."""
    if screen.visit is not None:
        services.access.sign_out(screen.visit.token)
    response = screen.leave(paths.SIGN_IN)
    response.set_cookie(our_cookies.end(our_cookies.session))
    return response
