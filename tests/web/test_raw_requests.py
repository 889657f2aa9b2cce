"""Requests as no browser writes them, byte by byte, to a server as an operator runs it."""

import re
import socket
from collections.abc import Iterator
from contextlib import suppress

import pytest

from tests.installation import Installation, Server

pytestmark = pytest.mark.slow

SIGN_IN = "GET /sign-in HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("raw")
    members = f"sqlite:///{folder / 'members.sqlite3'}"
    installation = Installation(folder, REGISTRY="demonstration", REGISTRY_URL=members)
    with installation.server() as server:
        yield server


def said(server: Server, request: bytes, *, ends: bool = False) -> tuple[int, str]:
    """The status and the whole answer; 0 where the connection was closed without. ``ends`` says
    that nothing more is to come, to a server that waits for the rest."""
    host, port = server.url.removeprefix("http://").split(":")
    answer = b""
    with (
        socket.create_connection((host, int(port)), timeout=300) as connection,
        suppress(ConnectionError),
    ):
        connection.sendall(request)
        if ends:
            with suppress(OSError):  # the server has closed it already
                connection.shutdown(socket.SHUT_WR)
        while piece := connection.recv(65536):
            answer += piece
    text = answer.decode("latin-1")
    found = re.match(r"HTTP/1\.[01] (\d{3})", text)
    return (int(found[1]) if found else 0), text


@pytest.mark.parametrize(
    "path",
    [
        "/%ff%fe",
        "/members/%ff",
        "/batches/%c0%af",
        "/batches/%00",
        "/batches/%",
        "/applications/..%2f..%2fetc%2fpasswd",
        "/static/%ff/x.css",
        "/sign-in?next=%ff%fe",
        "/sign-in?%ff=%00&next=/%0d%0aSet-Cookie:%20a=b",
        "/sign-in?" + "a=1&" * 5000,
        "/" + "a" * 60_000,
        "//evil.example/",
        "/\\evil.example",
        "/sign-in;x=y",
        "*",
        "http://evil.example:99999999/",
        "http://[::1/",
        "\xff\xfe",
    ],
)
def test_an_odd_target_is_refused(server: Server, path: str) -> None:
    """Whatever stands for the address, the answer is no failure, and leads nowhere else."""
    request = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    status, text = said(server, request.encode("latin-1"))
    assert status < 500, text
    assert status != 200 or "This is" in text or "Sign in" in text
    assert "Traceback" not in text
    assert "\r\nSet-Cookie: a=b" not in text
    assert not re.search(r"(?im)^location: *(https?:|//|/\\)", text)


@pytest.mark.parametrize(
    ("head", "status"),
    [
        (SIGN_IN, 200),
        (SIGN_IN.replace("localhost", "LOCALHOST:8443"), 200),
        ("GET /sign-in HTTP/1.1\r\nConnection: close\r\n", 400),
        ("GET /sign-in HTTP/1.0\r\n", 400),
        (SIGN_IN + "Host: evil.example\r\n", 400),
        (SIGN_IN.replace("Host: ", "Host: evil.example\r\nHost: "), 400),
        (SIGN_IN + "Host: localhost\r\n", 400),
        (SIGN_IN.replace("localhost", "localhost."), 400),
        (SIGN_IN.replace("localhost", "evil.example"), 400),
        # As one asks a proxy, which this is not.
        (SIGN_IN.replace("/sign-in", "http://localhost/sign-in"), 404),
        (SIGN_IN.replace("/sign-in", "http://evil.example/sign-in"), 404),
        (
            SIGN_IN.replace("localhost", "evil.example").replace("/sign", "http://localhost/sign"),
            400,
        ),
    ],
)
def test_a_request_names_one_host_and_ours(server: Server, head: str, status: int) -> None:
    """Once, in its header."""
    found, text = said(server, f"{head}\r\n".encode())
    assert found == status, text
    assert "evil.example" not in text


@pytest.mark.parametrize(
    "request_",
    [
        b"nonsense\r\n\r\n",
        b"GET\r\n\r\n",
        SIGN_IN.encode() + b"X-Note : 1\r\n\r\n",
        SIGN_IN.encode() + b"X-Note\0: 1\r\n\r\n",
        SIGN_IN.encode() + b"X-Note: " + b"x" * 200_000 + b"\r\n\r\n",
        b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n"
        b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /members HTTP/1.1\r\n\r\n",
        b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n"
        b"Content-Length: 6\r\n\r\naaaaaa",
        b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\naaaaaa",
        b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 500\r\n"
        b"Content-Type: application/x-www-form-urlencoded\r\n\r\ncut off",
    ],
    ids=range(10),
)
def test_what_is_no_request_is_refused(server: Server, request_: bytes) -> None:
    """With a 4xx or a closed connection; the server lives on, and says nothing of itself."""
    status, text = said(server, request_, ends=True)
    assert status == 0 or 400 <= status < 500, text
    assert "Traceback" not in text
    assert not re.search(r"(?im)^server:|uvicorn|litestar|python", text)
    assert server.answers()


@pytest.mark.parametrize(
    ("path", "kind", "cut_off"),
    [
        ("/sign-in", "application/x-www-form-urlencoded", b"email=jo%40redwood"),
        (
            "/mass-enrollment/upload",
            "multipart/form-data; boundary=b",
            b'--b\r\nContent-Disposition: form-data; name="file"; filename="hires.xlsx"\r\n\r\nPK',
        ),
    ],
)
def test_who_hangs_up_is_no_defect(server: Server, path: str, kind: str, cut_off: bytes) -> None:
    """The log says what happened, and it is counted apart; the server waits for no more."""
    with server.jo() as jo:
        head = (
            f"POST {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {jo.cookies}\r\n"
            f"Content-Type: {kind}\r\nContent-Length: 50000\r\n\r\n"
        )
    host, port = server.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=300) as connection:
        connection.sendall(head.encode() + cut_off)
    assert server.process.will_log(f'"route": "{path}", "status": 499')
    line = next(one for one in server.process.log.splitlines() if f'"{path}", "status": 499' in one)
    assert '"event": "hung up"' in line
    assert '"level": "error"' not in server.process.log


def test_what_the_site_says_of_itself(server: Server) -> None:
    """Nothing of what it is made of."""
    for path in ("/sign-in", "/health/live", "/nowhere", "/metrics"):
        _, text = said(server, SIGN_IN.replace("/sign-in", path).encode() + b"\r\n")
        head = text.partition("\r\n\r\n")[0]
        assert not re.search(r"(?i)^server:|uvicorn|litestar|python", head, re.MULTILINE), head


@pytest.mark.parametrize(
    "lengths",
    [
        "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 0\r\n",
        "content-length: 5\r\nTRANSFER-ENCODING: Chunked\r\n",
    ],
)
def test_a_length_that_is_told_twice_is_refused(server: Server, lengths: str) -> None:
    """One of the two would be where a second request begins, for whoever believes the other."""
    head = f"POST /sign-in HTTP/1.1\r\nHost: localhost\r\n{lengths}\r\n"
    rest = "0\r\n\r\nGET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n"
    status, text = said(server, (head + rest).encode())
    assert status == 400
    assert text.count("HTTP/1.1 ") == 1
