"""The scanner's suite on its fake, and on clamd's protocol: spoken by a stand-in of the tests
everywhere, and by the real daemon where Debian's clamav-daemon is installed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.scanning.clamd import Clamd
from domain.errors import ScannerUnavailable
from domain.ports import Scanner
from tests.clamd import INSTALLED, real_clamd, stand_in
from tests.documents import JPEG, PDF, PNG
from tests.fakes.scanning import EICAR, FakeScanner


@pytest.fixture(scope="module", params=["memory", "stand-in", "clamd"])
def scanner(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Scanner]:
    """Every scanner there is, with whom it speaks."""
    if request.param == "memory":
        yield FakeScanner()
    elif request.param == "stand-in":
        with stand_in() as server:
            yield Clamd(server.address)
    elif INSTALLED is None:
        pytest.skip("clamd is not installed here; the stand-in spoke its protocol")
    else:
        with real_clamd(tmp_path_factory.mktemp("clamd")) as path:
            yield Clamd(path)


@pytest.fixture
def gone(scanner: Scanner, tmp_path: Path) -> Scanner:
    """One like it that does not answer."""
    if isinstance(scanner, FakeScanner):
        fake = FakeScanner()
        fake.unreachable = True
        return fake
    return Clamd(str(tmp_path / "nobody listens here"))


@pytest.mark.parametrize("content", [PDF, PNG, JPEG, b"", b"\0" * 200_000], ids=range(5))
def test_a_clean_file_is_clean(scanner: Scanner, content: bytes) -> None:
    """Whatever its bytes are, and an empty one too."""
    assert scanner.scan(content) is None


def test_what_is_found_has_a_name(scanner: Scanner) -> None:
    """The scanner's own, in letters that may stand in a log."""
    found = scanner.scan(EICAR)
    assert found
    assert "eicar" in found.lower()
    assert all(one.isascii() and (one.isalnum() or one in "._-") for one in found)


def test_one_after_the_other(scanner: Scanner) -> None:
    """What was found in one file is not found in the next."""
    assert scanner.scan(EICAR)
    assert scanner.scan(PDF) is None


def test_it_can_be_asked_whether_it_is_there(scanner: Scanner, gone: Scanner) -> None:
    """Silently when it is."""
    scanner.ping()
    with pytest.raises(ScannerUnavailable):
        gone.ping()


def test_nothing_is_clean_that_was_not_looked_at(gone: Scanner) -> None:
    """Without an answer nobody knows."""
    with pytest.raises(ScannerUnavailable):
        gone.scan(PDF)


def test_a_file_larger_than_it_takes_is_not_clean(scanner: Scanner) -> None:
    """clamd stops reading then, and says so."""
    if isinstance(scanner, FakeScanner):
        return  # it takes any
    with pytest.raises(ScannerUnavailable):
        scanner.scan(b"\0" * 3_000_000)
    assert scanner.scan(PDF) is None
