"""The demonstration's Redwood Manufacturing, its template, and a reader."""

from collections.abc import Callable

import pytest

from adapters.spreadsheet.reader import WorkbookReader
from domain.errors import FileRefused
from domain.ports import Sheet
from tests.contract.spreadsheet import CARRIER, REDWOOD
from tests.workbooks import TEMPLATES

Read = Callable[[bytes], Sheet]
Refusal = Callable[[bytes], FileRefused]


@pytest.fixture(scope="session")
def template() -> bytes:
    """Redwood's template, as downloaded."""
    return TEMPLATES.write(CARRIER, REDWOOD)


@pytest.fixture(scope="session")
def read() -> Read:
    """Reads a file for Redwood."""
    reader = WorkbookReader()
    return lambda content: reader.read(content, "members.xlsx", carrier=CARRIER, group=REDWOOD)


@pytest.fixture(scope="session")
def refusal(read: Read) -> Refusal:
    """How a file is refused; fails when it is not."""

    def refused(content: bytes) -> FileRefused:
        with pytest.raises(FileRefused) as caught:
            read(content)
        return caught.value

    return refused
