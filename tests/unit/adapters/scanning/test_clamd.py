"""What clamd may say, or not, and how it is named."""

import socket
import ssl
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.scanning import ScannerError, open_scanner
from adapters.scanning.clamd import Clamd
from domain.errors import ScannerUnavailable
from tests.certificates import certificate_for_localhost
from tests.clamd import StandIn, stand_in
from tests.web.logged import logged


@pytest.fixture
def server() -> Iterator[StandIn]:
    with stand_in() as server:
        yield server


def test_a_file_arrives_as_it_is(server: StandIn) -> None:
    """In pieces, and whole."""
    content = bytes(range(256)) * 1000
    assert Clamd(server.address).scan(content) is None
    assert server.seen == [content]


@pytest.mark.parametrize(
    "answer",
    [
        b"stream: Can't allocate memory ERROR\0",
        b"INSTREAM size limit exceeded. ERROR\0",
        b"UNKNOWN COMMAND\0",
        b"stream: OK FOUND OK\0",
        b"OK\0",
        b"\0",
        b"",
        b"stream: OK",
        b"x" * 10_000,
        b"HTTP/1.1 200 OK\r\n\r\n\0",
    ],
)
def test_any_other_answer_is_none(server: StandIn, answer: bytes) -> None:
    """Only that it is clean says that it is clean."""
    server.answer = answer
    with pytest.raises(ScannerUnavailable), logged() as lines:
        Clamd(server.address).scan(b"Quackenbush")
    assert "Quackenbush" not in str(lines)
    if answer:
        with pytest.raises(ScannerUnavailable):
            Clamd(server.address).ping()


def test_a_name_is_made_fit_for_a_log(server: StandIn) -> None:
    """Whatever it was called."""
    server.answer = b"stream: Win.Test<b>\r\n\xff" + b"x" * 200 + b" FOUND\0"
    found = Clamd(server.address).scan(b"")
    assert found
    assert found.startswith("Win.Test_b_")
    assert len(found) == 100


def test_who_takes_too_long_has_not_answered(server: StandIn) -> None:
    """The whole of a scan has its time, and no more."""
    server.slow = 600.0
    began = time.monotonic()
    with pytest.raises(ScannerUnavailable):
        Clamd(server.address, patience=0.3).scan(b"x")
    assert time.monotonic() - began < server.slow


def test_who_never_reads_has_not_answered() -> None:
    """A socket that takes a connection, and nothing of what is sent."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        host, port = silent.getsockname()
        with pytest.raises(ScannerUnavailable):
            Clamd((host, port), patience=0.3).scan(b"x" * 20_000_000)


@pytest.mark.parametrize(
    "where",
    [
        "unix:/run/clamav/clamd.ctl",
        "tcp://scanner.internal:3310",
        "tcp://[::1]:3310",
        "tls://scanner.internal:3310",
    ],
)
def test_a_scanner_is_named_by_its_socket(where: str) -> None:
    """The site starts without it."""
    assert isinstance(open_scanner(where), Clamd)
    assert open_scanner("") is None


@pytest.mark.parametrize(
    "where",
    [
        "yes",
        "unix:run/clamd.ctl",
        "/run/clamd.ctl",
        "tcp://host",
        "tcp://host:99999",
        "tcp://a b:1",
    ],
)
def test_any_other_name_is_said_to_be_none(where: str) -> None:
    """With how to write it."""
    with pytest.raises(ScannerError) as error:
        open_scanner(where)
    assert "unix:/run/clamav/clamd.ctl" in str(error.value)


@pytest.fixture
def protected(server: StandIn, tmp_path: Path) -> Path:
    """The daemon is behind TLS; the file has its certificate."""
    file = certificate_for_localhost(tmp_path / "scanner.pem")
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(file)
    server.socket = tls.wrap_socket(server.socket, server_side=True)
    return file


def test_files_go_over_tls(
    server: StandIn, protected: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To whoever has the host's certificate of an authority that the system knows."""
    monkeypatch.setenv("SSL_CERT_FILE", str(protected))
    scanner = open_scanner(f"tls://localhost:{server.address[1]}")
    assert scanner
    scanner.ping()
    assert scanner.scan(b"a document") is None
    assert server.seen == [b"a document"]


def test_a_certificate_that_is_not_the_hosts_is_no_scanner(
    server: StandIn, protected: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor one that nobody known has signed; nothing is sent."""
    port = server.address[1]
    unknown = open_scanner(f"tls://localhost:{port}")
    monkeypatch.setenv("SSL_CERT_FILE", str(protected))
    another = open_scanner(f"tls://127.0.0.1:{port}")
    for scanner in (unknown, another):
        assert scanner
        with pytest.raises(ScannerUnavailable):
            scanner.scan(b"a document")
    assert server.seen == []
