"""What is installed and how it is pinned."""

import importlib.util
import re

import pytest

from tests.architecture.tree import ROOT, imports, name, written_by_hand

LOCKS = [f"requirements{kind}.lock" for kind in ("", "-dev", "-all", "-peers")]
PIN = re.compile(r"([a-z0-9.-]+)==(\S+)((?:\s*\\\n\s+--hash=sha256:[0-9a-f]{64})*)\n")

# With lxml, openpyxl lets smuggled DOCTYPEs through; with advanced-alchemy, Litestar imports it
# and takes half a second longer to start.
UNWANTED = ["lxml", "advanced_alchemy"]


def pins(lock: str) -> dict[str, tuple[str, str]]:
    """Version and hashes by package. Raises AssertionError on a line that is not a pin."""
    text = "".join(
        line
        for line in (ROOT / lock).read_text(encoding="utf-8").splitlines(keepends=True)
        if not line.lstrip().startswith("#")
    )
    assert PIN.sub("", text).strip() == ""
    return {package: (version, hashes) for package, version, hashes in PIN.findall(text)}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_a_hash(lock: str) -> None:
    """A lock holds exact versions with their hashes, and nothing else."""
    locked = pins(lock)
    assert len(locked) > 20
    assert [package for package, (_, hashes) in locked.items() if not hashes] == []


def test_tests_run_on_what_runs() -> None:
    """Every package of the service is tested at the very version it is installed with."""
    assert pins("requirements.lock").items() <= pins("requirements-dev.lock").items()


def test_there_is_one_http_client() -> None:
    """httpx2, as Authlib has it; httpx is there for Litestar's test client alone."""
    assert [
        name(path)
        for path in written_by_hand(".py")
        if (ROOT / "src") in path.parents
        for _, module in imports(path)
        if module.partition(".")[0] in {"httpx", "httpcore", "requests", "urllib3"}
    ] == []


@pytest.mark.parametrize("module", UNWANTED)
def test_unwanted_packages_stay_out(module: str) -> None:
    """A package that weakens or slows the site is neither locked nor installed."""
    package = module.replace("_", "-")
    assert [lock for lock in LOCKS if package in pins(lock)] == []
    assert importlib.util.find_spec(module) is None


def test_defusedxml_is_there() -> None:
    """Workbooks are parsed with defusedxml in place."""
    from openpyxl import DEFUSEDXML

    assert DEFUSEDXML is True
