"""What holds on every address: a session, a token, headers; and what odd requests get."""

import re
from collections.abc import Iterator

import pytest
from litestar.routes import HTTPRoute

from tests.web.site import Browser, Site

PUBLIC = (
    "/sign-in",
    "/invitation/{token:str}",
    "/health/live",
    "/health/ready",
    "/metrics",
    "/static/",
    "/{address:path}",
)
PART = b"--x\r\nContent-Disposition: form-data; name="
END = b"\r\n--x--\r\n"


def addresses(site: Site) -> Iterator[tuple[str, str]]:
    """Every method and address of the site that is not open to visitors."""
    for route in site.app.routes:
        assert isinstance(route, HTTPRoute)
        if route.path.startswith(PUBLIC):
            continue
        for method in sorted(set(route.methods) - {"OPTIONS"}):
            yield method, re.sub(r"\{[^}]*\}", "x", route.path)


def test_every_address_but_the_open_ones_needs_a_session(site: Site) -> None:
    """A visitor is sent to sign in from everywhere else, whatever the method."""
    visitor = site.client()
    asked = list(addresses(site))
    assert ("GET", "/members") in asked
    for method, path in asked:
        answer = visitor.client.request(method, path, follow_redirects=False)
        assert answer.status_code == 303, (method, path)
        assert answer.headers["Location"].startswith("/sign-in"), (method, path)


def test_every_change_needs_a_token(site: Site, alex: Browser) -> None:
    """Without the session's token nothing is done, whatever the address."""
    changes = [(method, path) for method, path in addresses(site) if method != "GET"]
    assert ("POST", "/sign-out") in changes
    for method, path in changes:
        for headers in ({}, {"X-CSRF-Token": "guessed"}):
            answer = alex.client.request(method, path, headers=headers, follow_redirects=False)
            assert answer.status_code == 403, (method, path)
    assert alex.get("/members").status_code == 200


def test_a_token_of_another_session_is_refused(alex: Browser, kim: Browser) -> None:
    """A token is worth something only together with its own cookie."""
    assert alex.post("/session/stay", token=kim.token).status_code == 403
    assert alex.post("/session/stay").status_code == 303


def test_signing_in_needs_a_token_of_the_visit(site: Site) -> None:
    """Nobody is signed in by another site's form."""
    form = {"email": "alex@redwood.example", "password": "correct horse battery"}
    assert site.client().post("/sign-in", form, token="").status_code == 403
    visitor = site.client()
    visitor.get("/sign-in")
    assert visitor.post("/sign-in", form, token="guessed").status_code == 403
    assert visitor.cookie == ""


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 303),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "http://[broken"}, 403),
        ({"Origin": "http://enroll.test"}, 303),
    ],
)
def test_a_change_asked_for_by_another_site_is_refused(
    alex: Browser, headers: dict[str, str], status: int
) -> None:
    """What the browser says of the request's origin counts, even with the right token."""
    token = {"X-CSRF-Token": alex.token}
    answer = alex.client.post("/session/stay", headers=headers | token, follow_redirects=False)
    assert answer.status_code == status


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/x-www-form-urlencoded", "csrf_token=é".encode()),
        ("application/x-www-form-urlencoded", b"csrf_token=%C3%A9"),
        ("application/x-www-form-urlencoded", b"csrf_token=%ff"),
        ("application/x-www-form-urlencoded", b"csrf_token=\xff\xfe"),
        ("application/x-www-form-urlencoded", b"csrf_token=%00"),
        ("application/x-www-form-urlencoded", b"a=1&" * 1001),
        ("application/json", b'{"csrf_token": 1}'),
        ("text/plain", b"csrf_token=x"),
        ("", b"csrf_token=x"),
        ("multipart/form-data", b"no boundary"),
        ("multipart/form-data; boundary=", b""),
        ("multipart/form-data; boundary=x", b""),
        ("multipart/form-data; boundary=x", b"nothing of the kind"),
        ("multipart/form-data; boundary=x", PART + b'"csrf_token"\r\n\r\ncut off'),
        ("multipart/form-data; boundary=x", PART + b'"csrf_token"\r\n\r\n\xff\xfe' + END),
        ("multipart/form-data; boundary=x", PART + b'"csrf_token"; filename="t"\r\n\r\na' + END),
        (
            "multipart/form-data; boundary=x",
            PART + b'"csrf_token"\r\nContent-Type: text/plain; charset=bogus\r\n\r\na' + END,
        ),
        (
            "multipart/form-data; boundary=x",
            2 * (PART + b'"file"; filename="t"\r\n\r\na\r\n') + END,
        ),
        (
            "multipart/form-data; boundary=x",
            PART
            + b'"file"; filename="t"\r\n\r\nkept\r\n'
            + PART
            + b'"note"\r\nContent-Type: text/plain; charset=bogus\r\n\r\na'
            + END,
        ),
        ("multipart/form-data; boundary=x", 1001 * (PART + b'"a"\r\n\r\n1\r\n') + END),
        ("multipart/form-data; boundary=\xe9", b""),
    ],
)
@pytest.mark.parametrize("path", ["/session/stay", "/sign-in"])
def test_an_odd_body_is_refused_with_a_page(
    alex: Browser, path: str, kind: str, body: bytes
) -> None:
    """However a body is broken, the answer is a 4xx page with a reference number."""
    answer = alex.client.post(path, content=body, headers={b"Content-Type": kind.encode("latin-1")})
    assert 400 <= answer.status_code < 500
    assert "Reference number" in answer.text
    assert "Traceback" not in answer.text


def test_an_odd_header_is_refused_with_a_page(alex: Browser) -> None:
    """A token that is not even ASCII is a wrong token."""
    answer = alex.client.post("/session/stay", headers={b"X-CSRF-Token": b"\xff\xe9"})
    assert answer.status_code == 403


@pytest.mark.parametrize("token", ["", "x", "é" * 30, "a" * 5000, "../../etc/passwd", "'; --"])
def test_an_odd_cookie_is_no_session(site: Site, token: str) -> None:
    """Whatever the cookie holds, its bearer is a visitor."""
    cookie = f"enroll={token}".encode()
    answer = site.client().client.get(
        "/members", headers={b"Cookie": cookie}, follow_redirects=False
    )
    assert answer.status_code == 303


def test_a_body_beyond_the_limit_is_refused_in_a_sentence(alex: Browser) -> None:
    """A form of more than a megabyte gets the page that says so."""
    answer = alex.post("/session/stay", {"note": "x" * 1_100_000})
    assert answer.status_code == 413
    assert "A spreadsheet may have 5 MB" in answer.text


@pytest.mark.parametrize(
    "path", ["/members", "/sign-in", "/nowhere", "/health/live", "/batches/x/y/z"]
)
def test_every_answer_tells_the_browser_what_it_may_do(alex: Browser, path: str) -> None:
    """The policy allows nothing but the site itself, on error pages too."""
    headers = alex.get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"
    assert "HX-Request-Type" in headers["Vary"]
    assert "Strict-Transport-Security" not in headers


def test_pages_have_no_inline_style_or_script(alex: Browser) -> None:
    """The policy would keep them from working."""
    page = alex.get("/members").text
    assert not re.search(r"<style|<script(?![^>]*\ssrc=)|\sstyle=|\son\w+=|hx-on", page)


def test_files_of_the_site_may_be_kept_for_ever(site: Site) -> None:
    """Their address changes with them; a page names the address that works."""
    visitor = site.client()
    found = re.findall(r'(?:href|src)="(/static/[^"]+)"', visitor.get("/sign-in").text)
    assert len(found) > 4
    for address in found:
        answer = visitor.get(address.partition("#")[0])
        assert answer.status_code == 200, address
        assert "immutable" in answer.headers["Cache-Control"]
        assert "Set-Cookie" not in answer.headers


def test_files_outside_the_folder_are_not_served(site: Site) -> None:
    """No way around the address leads out of the folder of static files."""
    visitor = site.client()
    base = re.search(r"/static/\w+", visitor.get("/sign-in").text)
    assert base
    for path in (
        "/../app.py",
        "/%2e%2e/app.py",
        "/..%2fapp.py",
        "//etc/passwd",
        "/css/../../cli.py",
        "/css",
        "/%00",
        "/css/base.css%00.js",
        "/" + "a" * 300,
    ):
        assert visitor.get(base[0] + path).status_code == 404, path


def test_pages_are_compressed(alex: Browser) -> None:
    """What a browser can unpack is sent small."""
    assert alex.get("/members").headers["Content-Encoding"] == "gzip"


@pytest.mark.parametrize("host", ["evil.example", "enroll.test.evil.example", "", "enroll.test@x"])
def test_other_host_names_are_refused(site: Site, host: str) -> None:
    """The site answers to its own names only, on any port."""
    visitor = site.client()
    assert visitor.get("/sign-in", headers={"Host": host}).status_code == 400
    assert visitor.get("/sign-in", headers={"Host": "Enroll.test:8443"}).status_code == 200
