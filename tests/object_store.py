"""An S3-compatible store of the tests' own: moto's server, a process by itself."""

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from urllib.parse import quote
from urllib.request import Request, urlopen

import pytest

_SLOWEST_START = 300.0
# Whatever this machine knows of a real store stays out of it.
ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "of the tests",
    "AWS_SECRET_ACCESS_KEY": "known to everybody",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "AWS_EC2_METADATA_DISABLED": "true",
    "NO_PROXY": "127.0.0.1",
}


class ObjectStore:
    """A server at ``endpoint``, which takes any credentials."""

    def __init__(self) -> None:
        self._log = tempfile.TemporaryDirectory(prefix="object-store-")
        self._numbers = count(1)
        path = Path(self._log.name) / "log"
        with path.open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", "0"],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                # Ctrl+C is for the tests, which then stop it themselves.
                start_new_session=True,
            )
        late = time.monotonic() + _SLOWEST_START
        while not (found := re.search(r"http://127\.0\.0\.1:\d+", path.read_text())):
            if self._process.poll() is not None or time.monotonic() > late:
                raise AssertionError(path.read_text())
            time.sleep(0.05)
        self.endpoint = found.group()

    def new_bucket(self) -> str:
        """The name of an empty bucket."""
        name = f"bucket-{next(self._numbers)}"
        self._ask("PUT", name)
        return name

    def put(self, bucket: str, key: str) -> None:
        """Keep an empty object, as somebody else."""
        self._ask("PUT", f"{bucket}/{quote(key)}")

    def keys(self, bucket: str) -> list[str]:
        """What is in the bucket, in order."""
        return re.findall(r"<Key>(.*?)</Key>", self._ask("GET", f"{bucket}?list-type=2"))

    def _ask(self, method: str, path: str) -> str:
        """Plain requests will do: this store looks at no signature."""
        with urlopen(Request(f"{self.endpoint}/{path}", method=method)) as answer:
            return str(answer.read().decode())

    def close(self) -> None:
        self._process.terminate()
        self._process.wait()
        self._log.cleanup()


@pytest.fixture(scope="session")
def object_store() -> Iterator[ObjectStore]:
    """One for all tests."""
    store = ObjectStore()
    yield store
    store.close()


@pytest.fixture
def credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    """What boto3 finds in the environment."""
    monkeypatch.delenv("AWS_PROFILE", raising=False)
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def bucket(object_store: ObjectStore, credentials: None) -> str:
    """An empty bucket, with credentials for it in the environment."""
    return object_store.new_bucket()
