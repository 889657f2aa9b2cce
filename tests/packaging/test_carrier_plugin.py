"""The example of a carrier's own registry, installed as a carrier would install it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parents[2] / "examples" / "carrier-plugin"
_NAMES = "from adapters.registry.plugins import installed; print(*installed())"


def install(folders: pytest.TempPathFactory) -> Path:
    """A new folder with the example installed into it."""
    folder = folders.mktemp("installed")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    command += ["--no-index", "--no-build-isolation", "--no-deps", "--target", str(folder)]
    # From a copy, so that building leaves nothing in the tree.
    copy = folders.mktemp("copy") / "plugin"
    shutil.copytree(EXAMPLE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    subprocess.run([*command, str(copy)], check=True)
    return folder


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return install(tmp_path_factory)


def run(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Python, with what is installed in the folder."""
    return subprocess.run(
        [sys.executable, *arguments],
        env={**os.environ, "PYTHONPATH": str(folder), **environment},
        capture_output=True,
        text=True,
        timeout=300,
    )


def test_it_is_found_once_it_is_installed(installed: Path, tmp_path: Path) -> None:
    """By its name, beside those that come with the product; before that it is not there."""
    assert run(installed, "-c", _NAMES).stdout.split() == [
        "demonstration",
        "http",
        "lighthouse",
        "x12-834",
    ]
    assert run(tmp_path, "-c", _NAMES).stdout.split() == ["demonstration", "http", "x12-834"]


def test_it_passes_the_suite_that_every_registry_must_pass(installed: Path) -> None:
    """Run as a carrier's engineer runs it."""
    done = run(
        installed, "-m", "pytest", "-q", "-p", "no:cacheprovider",
        "-c", str(EXAMPLE / "pyproject.toml"), str(EXAMPLE / "tests"),
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    assert " passed" in done.stdout


def test_nothing_loads_unasked(installed: Path) -> None:
    """Being installed is not enough to be imported."""
    code = (
        "import sys; from adapters.registry import plugins; plugins.installed();"
        "print('lighthouse_registry' in sys.modules)"
    )
    assert run(installed, "-c", code).stdout.strip() == "False"
