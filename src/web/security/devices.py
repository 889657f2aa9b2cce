"""Browsers that have signed in before, told by a cookie that only we can have given.

It says nothing of who signed in, opens nothing, and stays when somebody signs out: it only lets the
owner of an account try again while strangers who guess at it have to wait.
"""

import secrets
from datetime import timedelta

from domain.accounts.access import email_key
from domain.accounts.throttling import Client
from web.origin import origin
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
    return f"{nonce}\0{email_key(email)}"


def client_of(connection: Connection, devices: Devices, cookies: Cookies, email: str) -> Client:
    """Where a try at a secret of somebody with this e-mail comes from."""
    device = devices.recognise(token_in(connection, cookies.device), email)
    return Client(origin(), device, browser_of(connection.headers.get("User-Agent", "")))


# The first that is named counts: most name others too.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("CriOS/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)


def browser_of(user_agent: str) -> str:
    """Such as "Firefox on Windows"; nothing else of what it says is kept."""
    browser = _first(_BROWSERS, user_agent) or "A browser"
    system = _first(_SYSTEMS, user_agent)
    return f"{browser} on {system}" if system else browser


def _first(names: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for sign, name in names if sign in user_agent), "")
