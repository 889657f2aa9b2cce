"""Which store the settings name."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from adapters.files import FileStoreError, open_file_store
from adapters.persistence import migrate, open_engine
from domain.errors import StoreUnavailable
from domain.ports import FileStore
from tests.fakes.system import FakeClock
from tests.object_store import ObjectStore


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    url = f"sqlite:///{tmp_path / 'site.sqlite3'}"
    migrate(url)
    engine = open_engine(url)
    yield engine
    engine.dispose()


def opened(engine: Engine, where: str, endpoint: str = "") -> FileStore:
    return open_file_store(where, engine, FakeClock(), endpoint)


def in_database(engine: Engine) -> int | None:
    with engine.connect() as connection:
        return connection.exec_driver_sql("SELECT count(*) FROM documents").scalar()


def test_the_database_keeps_documents(engine: Engine) -> None:
    """Beside everything else, as migrated."""
    opened(engine, "database").put("a.pdf", b"one")
    assert in_database(engine) == 1


@pytest.mark.parametrize("ending", ["", "/"])
def test_a_bucket_keeps_documents(
    engine: Engine, object_store: ObjectStore, bucket: str, ending: str
) -> None:
    """Under the prefix; nothing of them is in the database."""
    files = opened(engine, f"s3://{bucket}/enroll/documents{ending}", object_store.endpoint)
    files.put("a.pdf", b"one")
    assert in_database(engine) == 0
    assert object_store.keys(bucket) == ["enroll/documents/a.pdf"]
    files.close()


@pytest.mark.parametrize(
    "where",
    [
        "",
        "folder",
        "Database",
        "/srv/documents",
        "s3://",
        "s3://bucket",
        "s3://bucket/",
        "s3://bucket//documents",
        "s3://bucket/../documents",
        "s3://bucket/documents?x",
        "s3://bucket/my documents",
        "https://bucket/documents",
    ],
)
def test_nothing_else_does(engine: Engine, where: str) -> None:
    """The error names the variable, what it is, and what it may be."""
    with pytest.raises(FileStoreError) as refused:
        opened(engine, where)
    assert str(refused.value).startswith(f"ENROLL_DOCUMENTS is {where!r}. ")
    assert '"database"' in str(refused.value)
    assert '"s3://bucket/prefix"' in str(refused.value)


@pytest.mark.parametrize("endpoint", ["storage", "storage:9000", "http://"])
def test_an_endpoint_that_is_no_address(engine: Engine, credentials: None, endpoint: str) -> None:
    """The error names the variable."""
    with pytest.raises(FileStoreError, match=f"ENROLL_S3_ENDPOINT is '{endpoint}'"):
        opened(engine, "s3://bucket/documents", endpoint)


def test_settings_of_boto3_that_lead_nowhere(
    engine: Engine, credentials: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The error says what boto3 says of them."""
    monkeypatch.setenv("AWS_PROFILE", "nobodys")
    with pytest.raises(FileStoreError, match=r"ENROLL_DOCUMENTS is .*\(nobodys\)"):
        opened(engine, "s3://bucket/documents")


def test_the_start_does_not_wait_for_a_bucket(
    engine: Engine, object_store: ObjectStore, credentials: None
) -> None:
    """A store that is not there is opened all the same, and says so when it is asked."""
    files = opened(engine, "s3://nobodys/documents", object_store.endpoint)
    with pytest.raises(StoreUnavailable):
        files.ping()
    files.close()


def test_the_database_needs_no_boto3() -> None:
    """A server without an S3 store does not wait for boto3 to be imported."""
    program = (
        "import sys; from adapters.files import open_file_store;"
        " open_file_store('database', __import__('sqlalchemy').create_engine('sqlite://'), None);"
        " sys.exit('botocore' in sys.modules or 'boto3' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
