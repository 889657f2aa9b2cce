"""Settings that hold for every test below the browser."""

from typing import Any

import pytest
from hypothesis import settings

from tests.object_store import bucket, credentials, object_store
from tests.postgresql import postgresql
from tests.web.matrix.tally import TALLY

__all__ = ["bucket", "credentials", "object_store", "postgresql"]

# A slow machine is no fault of the code: examples have no deadline, and a failure prints how to
# see the same example again.
settings.register_profile("steady", deadline=None, print_blob=True)
settings.load_profile("steady")

# Of several processes that share the tests each counts what it has asked; the first prints the sum.


def pytest_sessionfinish(session: pytest.Session) -> None:
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["matrix"] = TALLY.told()


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    if told := getattr(node, "workeroutput", {}).get("matrix"):
        TALLY.add(told)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if TALLY.answers:
        terminalreporter.write_line(f"The matrix: {TALLY}.")
