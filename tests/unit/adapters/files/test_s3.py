"""The S3-compatible store beyond its port: what is beside it, and what it does without it."""

import json
import logging
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from adapters.files.s3 import S3FileStore
from domain.errors import StoreUnavailable
from tests.object_store import ObjectStore
from tests.ports import reserved_port
from web.logs import JsonLines

NAME = "3f9a.pdf"
ACTS: dict[str, Callable[[S3FileStore], object]] = {
    "put": lambda files: files.put(NAME, b"one"),
    "get": lambda files: files.get(NAME),
    "remove": lambda files: files.remove([NAME]),
    "list": lambda files: files.kept_before(datetime.now(UTC)),
    "ping": lambda files: files.ping(),
}


@contextmanager
def opened(bucket: str, prefix: str, endpoint: str, **how: float) -> Iterator[S3FileStore]:
    files = S3FileStore(bucket, prefix, endpoint, **how)
    with closing(files):
        yield files


def test_what_others_keep_beside_is_never_named(object_store: ObjectStore, bucket: str) -> None:
    """Neither other prefixes, nor folders below one's own, nor what has no name of ours: the
    purge would remove it."""
    for key in (
        *("a.pdf", "documents", "documents/", "documents/.hidden", "documents/our notes.txt"),
        *("documents/test/a.pdf", "documents-of-others/a.pdf", "docs/a.pdf"),
    ):
        object_store.put(bucket, key)
    with opened(bucket, "documents", object_store.endpoint) as files:
        files.put(NAME, b"one")
        later = datetime.now(UTC) + timedelta(hours=1)
        assert files.kept_before(later) == [NAME]
        with pytest.raises(KeyError):
            files.get("a.pdf")
        files.remove(["a.pdf"])
    assert "a.pdf" in object_store.keys(bucket)


@pytest.mark.parametrize("act", ACTS)
def test_a_store_that_cannot_be_reached(credentials: None, act: str) -> None:
    """Is said to be unavailable, whatever is asked of it."""
    with (
        reserved_port() as port,
        opened("bucket", "documents", f"http://127.0.0.1:{port}") as files,
        pytest.raises(StoreUnavailable),
    ):
        ACTS[act](files)


@pytest.mark.parametrize("act", ACTS)
def test_a_bucket_that_is_not_there(
    object_store: ObjectStore, credentials: None, act: str, caplog: pytest.LogCaptureFixture
) -> None:
    """No KeyError: the documents may well be somewhere. The log tells operators why."""
    with (
        opened("nobodys", "documents", object_store.endpoint) as files,
        caplog.at_level(logging.WARNING, "enroll.documents"),
        pytest.raises(StoreUnavailable),
    ):
        ACTS[act](files)
    (line,) = [json.loads(JsonLines().format(record)) for record in caplog.records]
    assert (line["event"], line["act"]) == ("documents out of reach", act)
    assert line["error"] in ("404 NoSuchBucket", "404 404")


def test_a_store_without_credentials(
    object_store: ObjectStore, credentials: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Is unavailable as well: they may come later, by a role of the machine's."""
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    with (
        opened("bucket", "documents", object_store.endpoint) as files,
        pytest.raises(StoreUnavailable),
    ):
        files.ping()


def test_a_store_that_never_answers(credentials: None) -> None:
    """Is given up after the time that was allowed, twice."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        endpoint = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with (
            opened("bucket", "documents", endpoint, patience=0.2) as files,
            pytest.raises(StoreUnavailable),
        ):
            files.get(NAME)


@contextmanager
def answering(*answers: tuple[int, dict[str, str], bytes]) -> Iterator[tuple[str, list[str]]]:
    """A server that gives these answers in turn, the last for ever, and notes what it is asked."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            status, headers, body = answers[min(len(asked), len(answers) - 1)]
            asked.append(f"{self.command} {self.path}")
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_PUT = do_HEAD = do_DELETE = answer

        def log_message(self, *_: object) -> None:
            """Nothing on the terminal."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", asked
        finally:
            server.shutdown()
            thread.join()


BUSY = (503, {"Content-Length": "0"}, b"")
DONE = (200, {"Content-Length": "0"}, b"")


def test_a_store_that_is_busy_is_asked_once_more(credentials: None) -> None:
    """What it does then counts."""
    with answering(BUSY, DONE) as (endpoint, asked), opened("bucket", "d", endpoint) as files:
        files.put(NAME, b"one")
    assert asked == [f"PUT /bucket/d/{NAME}"] * 2


def test_a_store_that_stays_busy_is_not_asked_for_ever(credentials: None) -> None:
    """Twice, and then people are told."""
    with (
        answering(BUSY) as (endpoint, asked),
        opened("bucket", "d", endpoint) as files,
        pytest.raises(StoreUnavailable),
    ):
        files.put(NAME, b"one")
    assert len(asked) == 2


def test_a_document_that_is_cut_off_is_not_given_out(credentials: None) -> None:
    """Less than was announced is no document."""
    half = (200, {"Content-Length": "8"}, b"half")
    with (
        answering(half) as (endpoint, _),
        opened("bucket", "d", endpoint) as files,
        pytest.raises(StoreUnavailable),
    ):
        files.get(NAME)
