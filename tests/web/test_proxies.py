"""Where a request came from, as a server behind a proxy believes it, and one behind none."""

import sqlite3
from pathlib import Path

import httpx
import pytest

from tests.installation import EMAIL, Installation
from tests.web.pages import Page

pytestmark = pytest.mark.slow

ELSEWHERE = "203.0.113.9"
CLAIMS = {
    "X-Forwarded-For": ELSEWHERE,
    "X-Real-IP": ELSEWHERE,
    "Forwarded": f"for={ELSEWHERE};host=evil.example;proto=https",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Proto": "https",
}


def sources(folder: Path, *options: str, **claims: str) -> set[str]:
    """Where the audit trail says that a wrong password came from, sent with these headers."""
    members = f"sqlite:///{folder / 'members.sqlite3'}"
    installation = Installation(folder, REGISTRY="demonstration", REGISTRY_URL=members)
    with (
        installation.server(*options) as server,
        httpx.Client(base_url=server.url, timeout=300, trust_env=False) as stranger,
    ):
        page = Page(stranger.get("/sign-in").text)
        page.values |= {"email": EMAIL, "password": "not this one"}
        answer = stranger.post("/sign-in", data=page.values, headers=claims)
        assert answer.status_code == 422, answer.text
        assert "evil.example" not in answer.text
    with sqlite3.connect(folder / "site.sqlite3") as database:
        found = database.execute("SELECT source FROM audit WHERE act = 'Sign-in refused'")
        return {source for (source,) in found}


def test_no_proxy_is_believed_unless_it_is_named(tmp_path: Path) -> None:
    """Whatever a request says of itself, it came from where its connection did."""
    assert sources(tmp_path, **CLAIMS) == {"127.0.0.1"}


def test_a_named_proxy_says_where_requests_come_from(tmp_path: Path) -> None:
    """The last address that no named proxy added: what stood there before is the visitor's own
    say."""
    claims = CLAIMS | {"X-Forwarded-For": f"198.51.100.1, {ELSEWHERE}"}
    assert sources(tmp_path, "--trust-proxy", "127.0.0.1", **claims) == {ELSEWHERE}


def test_a_proxy_of_another_address_is_not_believed(tmp_path: Path) -> None:
    """Only those that were named are."""
    assert sources(tmp_path, "--trust-proxy", "192.0.2.1,10.0.0.0/8", **CLAIMS) == {"127.0.0.1"}
