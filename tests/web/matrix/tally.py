"""What no answer may lack, whoever asked and whatever for."""

from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from tests.web.matrix.addresses import Address

_EXACTLY = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_POLICY = {"default-src 'self'", "base-uri 'none'", "form-action 'self'", "object-src 'none'"}
_POLICY |= {"frame-ancestors 'none'"}
_OF_FILES = {"default-src 'none'", "base-uri 'none'", "form-action 'none'", "sandbox"}
_OF_FILES |= {"frame-ancestors 'none'"}
_TRACES = ("Traceback (most recent", 'File "/', "site-packages", "litestar.", "sqlalchemy")


class Tally:
    """Keeps what was wrong with any answer."""

    def __init__(self) -> None:
        self._faults: list[str] = []
        self.looked_at = 0
        self._expected = 500

    def made(self, check: str, address: Address, wrong: bool = False, said: object = "") -> None:
        """One check of one address; ``said`` is shown where it found something wrong."""
        if wrong:
            self._faults.append(f"{check}: {address.name}: {said}")

    @contextmanager
    def faults(self) -> Iterator[None]:
        """What is found meanwhile fails the test, all of it at once."""
        self._faults.clear()
        self.looked_at = 0
        yield
        found, self._faults = self._faults, []
        assert not found, f"{len(found)} faults\n" + "\n".join(found[:40])

    @contextmanager
    def defects(self) -> Iterator[None]:
        """Meanwhile the site is made to fail."""
        self._expected = 600
        yield
        self._expected = 500

    def watch(self, answer: httpx.Response) -> None:
        """Looks at every answer."""
        answer.read()
        self.looked_at += 1
        where = f"{answer.request.method} {answer.request.url} {answer.status_code}"
        if answer.status_code >= self._expected:
            self._faults.append(f"{where}: failed")
        self._faults += [f"{where}: {wrong}" for wrong in unsafe(answer)]


TALLY = Tally()


def unsafe(answer: httpx.Response, *, https: bool = False) -> list[str]:
    """What an answer tells the browser too little of, or anybody too much."""
    headers, found = answer.headers, []
    for name, value in _EXACTLY.items():
        if headers.get_list(name) != [value]:
            found.append(f"{name} is {headers.get_list(name)}")
    policies = headers.get_list("Content-Security-Policy")
    saved = headers.get("Content-Disposition", "").startswith("attachment")
    least = _OF_FILES if saved else _POLICY
    if len(policies) != 1 or not set(policies[0].split("; ")) >= least:
        found.append(f"the policy is {policies}")
    if any("unsafe" in one for one in policies):
        found.append(f"the policy allows too much: {policies}")
    for feature in ("camera=()", "geolocation=()", "microphone=()", "payment=()", "usb=()"):
        if feature not in headers.get("Permissions-Policy", ""):
            found.append(f"{feature} is not among the permissions")
    ours = "/static/" in str(answer.request.url) and answer.status_code in (200, 204, 304)
    if not ours and headers.get("Cache-Control") != "no-store":
        found.append(f"may be kept: {headers.get('Cache-Control')}")
    if ("Strict-Transport-Security" in headers) != https:
        found.append("Strict-Transport-Security is where there is no HTTPS, or the other way round")
    if any(name.lower().startswith("access-control-") for name in headers):
        found.append("lets another site in")
    kind = headers.get("Content-Type", "")
    if answer.content and not kind:
        found.append("does not say what it is")
    if kind.startswith("text/html") and "charset=utf-8" not in kind:
        found.append(f"does not say how it is written: {kind}")
    if "Server" in headers or "X-Powered-By" in headers:
        found.append("says what it is made of")
    for cookie in headers.get_list("Set-Cookie"):
        if not {"HttpOnly", "SameSite=lax"} <= set(cookie.split("; ")):
            found.append(f"a cookie lacks its safeguards: {cookie.partition('=')[0]}")
    if answer.headers.get("Content-Type", "").startswith("text/html"):
        found += [f"shows {one!r}" for one in _TRACES if one in answer.text]
    return found
