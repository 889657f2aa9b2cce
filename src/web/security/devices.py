"""Browsers that have signed in before, told by a cookie that only we can have given.

It says nothing of who signed in, opens nothing, and stays when somebody signs out: it only lets the
owner of an account try again while strangers who guess at it have to wait.
"""

import secrets
from datetime import timedelta

from domain.accounts.throttling import Place
from web.origin import origin
from web.security.browsers import browser_of
from web.security.csrf import Connection
from web.security.signing import Signer
from web.security.visits import Cookies, token_in

_NONCE = 32  # characters of a device's id
KEPT_FOR = timedelta(days=365)


class Devices:
    """Gives and recognises the cookies of browsers that have signed in."""

    def __init__(self, secret_key: str) -> None:
        self._signer = Signer("device", secret_key)

    def cookie(self, email: str, device: str = "") -> str:
        """A value for the browser in which somebody with this e-mail has signed in; ``device`` is
        the id that it had as theirs before."""
        nonce = device or secrets.token_hex(_NONCE // 2)
        return nonce + self._signer.signature(_told(nonce, email))

    def recognise(self, cookie: str | None, email: str) -> str:
        """The id of the browser, if somebody with this e-mail has signed in there; else ""."""
        nonce, signature = (cookie or "")[:_NONCE], (cookie or "")[_NONCE:]
        return nonce if self._signer.match(_told(nonce, email), signature) else ""


def _told(nonce: str, email: str) -> str:
    return f"{nonce}\0{email.strip().casefold()}"


def place_of(connection: Connection, devices: Devices, cookies: Cookies, email: str) -> Place:
    """Where a try at a secret of somebody with this e-mail comes from."""
    device = devices.recognise(token_in(connection, cookies.device), email)
    return Place(origin(), device, browser_of(connection.headers.get("User-Agent", "")))
