"""The file store's suite on its fake, in SQLite, in PostgreSQL and in an S3-compatible store."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from adapters.files.database import SqlFileStore
from adapters.files.s3 import S3FileStore
from adapters.persistence import open_engine
from adapters.persistence.tables import documents
from adapters.system import SystemClock
from domain.documents import MAX_DOCUMENT_BYTES
from domain.ports import Clock, FileStore
from tests.fakes.files import FakeFiles
from tests.fakes.system import FakeClock

# What an S3 store counts by.
TICK = timedelta(seconds=1)


@dataclass
class Place:
    """A store, how another server opens the same, and the clock it goes by."""

    files: FileStore
    again: Callable[[], FileStore]
    clock: Clock

    def now(self) -> datetime:
        return self.clock.now()

    def wait(self) -> None:
        """Until what was put before is older than a tick ago: a store's ticks are whole seconds."""
        if isinstance(self.clock, FakeClock):
            self.clock.advance(2 * TICK)
        else:
            time.sleep(1.01 - time.time() % 1)


@pytest.fixture(params=["memory", "sqlite", "postgresql", "s3"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """Every store there is, empty."""
    clock = FakeClock()
    if request.param == "memory":
        fake = FakeFiles(clock)
        yield Place(fake, lambda: fake, clock)
    elif request.param == "s3":
        bucket = request.getfixturevalue("bucket")
        endpoint = request.getfixturevalue("object_store").endpoint
        with ExitStack() as opened:

            def open_one() -> FileStore:
                store = S3FileStore(bucket, "documents", endpoint)
                opened.callback(store.close)
                return store

            yield Place(open_one(), open_one, SystemClock("America/Los_Angeles"))
    else:
        url = f"sqlite:///{tmp_path / 'documents.sqlite3'}"
        if request.param == "postgresql":
            url = request.getfixturevalue("postgresql").new_database()
        one_engine, other_engine = open_engine(url), open_engine(url)
        documents.create(one_engine)
        yield Place(
            SqlFileStore(one_engine, clock), lambda: SqlFileStore(other_engine, clock), clock
        )
        one_engine.dispose()
        other_engine.dispose()


@pytest.fixture
def files(place: Place) -> FileStore:
    return place.files


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\0\r\n", bytes(range(256)) * 4096])
def test_what_is_put_is_got(files: FileStore, content: bytes) -> None:
    """A document comes back byte by byte."""
    files.put("3f9a-1.pdf", content)
    assert files.get("3f9a-1.pdf") == content


def test_the_largest_document(files: FileStore) -> None:
    """As large as an agreement may be."""
    content = bytes(range(256)) * (MAX_DOCUMENT_BYTES // 256)
    files.put("a.pdf", content)
    assert files.get("a.pdf") == content


def test_another_server_has_it_at_once(place: Place) -> None:
    """What one has put, another gets and removes."""
    place.files.put("a.pdf", b"one")
    assert place.again().get("a.pdf") == b"one"
    place.again().remove(["a.pdf"])
    with pytest.raises(KeyError):
        place.files.get("a.pdf")


def test_documents_do_not_mix(files: FileStore) -> None:
    """Each name has its own document, its case included, and putting again replaces it."""
    files.put("a.pdf", b"one")
    files.put("a.png", b"other")
    files.put("A.pdf", b"large")
    files.put("a.pdf", b"two")
    assert [files.get(name) for name in ("a.pdf", "a.png", "A.pdf")] == [b"two", b"other", b"large"]


def test_what_is_not_there_is_a_key_error(files: FileStore) -> None:
    """A name that nothing is kept under, or not any more, is a KeyError."""
    files.put("a.pdf", b"one")
    files.remove(["a.pdf"])
    for name in ("a.pdf", "b.pdf"):
        with pytest.raises(KeyError):
            files.get(name)


def test_several_are_removed_at_once(files: FileStore) -> None:
    """Those that are named and no others."""
    for name in ("a.pdf", "b.pdf", "c.pdf"):
        files.put(name, b"one")
    files.remove(["a.pdf", "c.pdf"])
    files.remove([])
    assert files.get("b.pdf") == b"one"
    for name in ("a.pdf", "c.pdf"):
        with pytest.raises(KeyError):
            files.get(name)


def test_removing_twice_does_nothing(files: FileStore) -> None:
    """Removing what isn't there is no error and leaves the others."""
    files.put("a.pdf", b"one")
    files.remove(["b.pdf", "b.pdf"])
    files.remove(["b.pdf"])
    assert files.get("a.pdf") == b"one"


def test_other_names_are_refused(files: FileStore) -> None:
    """Names are letters, digits, hyphens and periods, so that none leads out of the store."""
    files.put("a.pdf", b"one")
    for name in (
        *("", ".", "..", "../a.pdf", "a/b.pdf", "/etc/passwd", ".hidden", "-a"),
        *("a\\b", "a b", "a\n", "é.pdf"),
    ):
        with pytest.raises(ValueError):
            files.put(name, b"x")
        with pytest.raises(ValueError):
            files.get(name)
        with pytest.raises(ValueError):
            files.remove(["a.pdf", name])
    assert files.get("a.pdf") == b"one"


def test_a_name_has_a_hundred_characters_at_most(files: FileStore) -> None:
    """The longest is taken, a longer one refused."""
    files.put("a" * 100, b"one")
    assert files.get("a" * 100) == b"one"
    with pytest.raises(ValueError):
        files.put("a" * 101, b"one")


def test_what_was_kept_before_a_moment(place: Place) -> None:
    """The names of older documents only; putting one again makes it young."""
    for name in ("old.pdf", "older.pdf", "renewed.pdf"):
        place.files.put(name, b"one")
    place.wait()
    between = place.now() - TICK
    place.files.put("renewed.pdf", b"two")
    place.files.put("new.pdf", b"two")
    assert list(place.files.kept_before(between)) == ["old.pdf", "older.pdf"]
    assert list(place.files.kept_before(between - timedelta(hours=1))) == []
    place.files.remove(["old.pdf"])
    assert list(place.files.kept_before(between)) == ["older.pdf"]


def test_they_come_by_name_and_in_parts(place: Place) -> None:
    """Each part goes on after the last name of the one before, although that is gone by then."""
    names = ["0.pdf", "A.pdf", "a-b.pdf", "a.pdf", "a0.pdf", "b"]
    for name in sorted(names, reverse=True):
        place.files.put(name, b"one")
    later = place.now() + timedelta(hours=1)
    assert list(place.files.kept_before(later)) == names
    parts, after = [], ""
    while part := list(place.files.kept_before(later, after=after, limit=2)):
        parts.append(part)
        place.files.remove(part)
        after = part[-1]
    assert parts == [names[:2], names[2:4], names[4:]]
    assert list(place.files.kept_before(later)) == []


def test_it_answers(files: FileStore) -> None:
    """A store that is there does, with and without documents in it."""
    files.ping()
    files.put("a.pdf", b"one")
    files.ping()
