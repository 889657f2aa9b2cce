"""``make``, as somebody types it."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("name", ["site", "o'neil & co"])
def test_make_waits_for_nobody_to_type(tmp_path: Path, name: str) -> None:
    """It ends by itself where its input stays open, as in a terminal, and in a folder of any
    name it complains of nothing."""
    folder = tmp_path / name
    folder.mkdir()
    shutil.copy(ROOT / "Makefile", folder)
    variables = {key: value for key, value in os.environ.items() if not key.startswith("MAKE")}
    with subprocess.Popen(
        ["make", "help"],
        cwd=folder,
        env=variables,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as run:
        assert run.stdout is not None
        assert run.stderr is not None
        try:
            # Not communicate(), which would close its input.
            status = run.wait(timeout=300)
        finally:
            run.kill()
        assert (status, run.stderr.read()) == (0, "")
        assert "make demo" in run.stdout.read()
