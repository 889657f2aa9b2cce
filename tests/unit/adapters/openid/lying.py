"""A provider that says whatever a test has it say."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

from adapters.system import SystemClock

CLIENT_ID, CLIENT_SECRET = "ours", "a secret of thirty-two bytes or more"
KEY, OTHER_KEY = (RSAKey.generate_key(2048, {"kid": name}) for name in ("first", "second"))


class Lying:
    """What it answers by path, and what its ID token says. ``signer``, ``header`` and ``keys`` are
    how that is signed, and what it may be checked with."""

    def __init__(self, address: str) -> None:
        self.issuer = address
        self.signer: Any = KEY
        self.header: dict[str, Any] = {"alg": "RS256", "kid": "first"}
        self.keys = [KEY]
        self.claims: dict[str, Any] = {}
        self.nulls: set[str] = set()
        self.configuration: dict[str, Any] = {
            "issuer": address,
            "authorization_endpoint": f"{address}/authorize",
            "token_endpoint": f"{address}/token",
            "userinfo_endpoint": f"{address}/userinfo",
            "jwks_uri": f"{address}/keys",
            "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
        }
        self.tokens: dict[str, Any] = {}
        self.user_info: Any = {}
        self.instead: dict[str, tuple[int, bytes]] = {}
        self.asked: list[tuple[str, Mapping[str, str], str]] = []

    def told(self, nonce: str) -> Mapping[str, Any]:
        """The claims: good ones, but for what the test says."""
        now = int(SystemClock().now().timestamp())
        good = {
            "iss": self.issuer,
            "aud": CLIENT_ID,
            "sub": "7",
            "nonce": nonce,
            "iat": now,
            "exp": now + 300,
            "email": "jo@redwood.example",
            "email_verified": True,
        }
        told = {**good, **self.claims}
        there = {name: value for name, value in told.items() if value is not None}
        return {**there, **dict.fromkeys(self.nulls)}

    def id_token(self, nonce: str) -> str:
        return jwt.encode(self.header, dict(self.told(nonce)), self.signer, [self.header["alg"]])

    def answer(self, path: str, nonce: str) -> tuple[int, bytes]:
        if path in self.instead:
            return self.instead[path]
        if path == "/token":
            good = {"access_token": "at", "token_type": "Bearer", "id_token": self.id_token(nonce)}
            return 200, json.dumps({**good, **self.tokens}).encode()
        content: Any = {
            "/.well-known/openid-configuration": self.configuration,
            "/keys": KeySet(self.keys).as_dict(private=False),
            "/userinfo": self.user_info,
        }[path]
        return 200, json.dumps(content).encode()


@contextmanager
def lying_provider() -> Iterator[Lying]:
    """Listening; ``nonce`` is what each ID token is for."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer("")

        def do_POST(self) -> None:
            self._answer(self.rfile.read(int(self.headers["Content-Length"])).decode())

        def _answer(self, body: str) -> None:
            lying.asked.append((self.path, dict(self.headers), body))
            status, content = lying.answer(self.path, "the nonce")
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    lying = Lying(f"http://127.0.0.1:{server.server_port}")
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield lying
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
