"""An identity provider as a process of its own, and people who log in at it."""

import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Any

import httpx
import msgspec
from msgspec.structs import asdict

from tests.ports import reserved_port

CLIENT_ID, CLIENT_SECRET = "mass-enrollment", "a secret of tests between two servers"
PASSWORD = "what only the provider knows"
_SLOWEST = 300.0


class User(msgspec.Struct, frozen=True):
    """Somebody whom the provider knows; ``claims`` are what it says of them beside the e-mail."""

    name: str
    email: str
    claims: Mapping[str, Any] = MappingProxyType({"email_verified": True})
    password: str = PASSWORD


class OpenIdServer:
    """A running provider."""

    def __init__(self, port: int) -> None:
        self.origin = f"http://127.0.0.1:{port}"
        self.issuer = f"{self.origin}/o"

    def answers(self) -> bool:
        try:
            found = httpx.get(f"{self.issuer}/.well-known/openid-configuration")
        except httpx.TransportError:
            return False
        return found.status_code == 200

    def log_in(self, address: str, user: User) -> str:
        """Go where the site sent the browser, and log in there: where the provider sends it back
        to."""
        with httpx.Client(follow_redirects=True, timeout=_SLOWEST) as browser:
            page = browser.get(address)
            token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', page.text)
            assert token, page.text
            fields = {
                "csrfmiddlewaretoken": token[1],
                "username": user.name,
                "password": user.password,
            }
            answer = browser.post(page.url, data=fields, follow_redirects=False)
            assert answer.status_code == 302, answer.text
            onward = browser.get(
                str(page.url.join(answer.headers["Location"])), follow_redirects=False
            )
            return str(onward.headers["Location"])


@contextmanager
def openid_server(folder: Path, back: str, *users: User) -> Iterator[OpenIdServer]:
    """A provider that knows these users, and sends browsers back to these addresses alone."""
    application = {
        "client_id": CLIENT_ID,
        "client_secret": CLIENT_SECRET,
        "redirect_uris": back,
        "name": "Mass Enrollment",
    }
    known = json.dumps([{**asdict(user), "claims": dict(user.claims)} for user in users])
    with reserved_port() as port:
        command = [sys.executable, "-m", "tests.openid_provider", str(port), str(folder), known]
        process = subprocess.Popen([*command, json.dumps(application)])
        try:
            server = OpenIdServer(port)
            late = time.monotonic() + _SLOWEST
            while not server.answers():
                assert process.poll() is None, "the provider did not start"
                assert time.monotonic() < late, "the provider does not answer"
                time.sleep(0.05)
            yield server
        finally:
            process.kill()
            process.wait()
