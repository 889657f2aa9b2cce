"""The spreadsheet suite on its fake and on Excel workbooks, bare and from the cache."""

from collections.abc import Sequence

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from adapters.spreadsheet.caching import CachedTemplates
from adapters.spreadsheet.reader import WorkbookReader
from adapters.spreadsheet.template import WorkbookTemplates
from tests.contract.spreadsheet import Kit, SpreadsheetContract
from tests.fakes import spreadsheet as fake
from tests.workbooks import edit, fill_template


def head(template: bytes, headers: Sequence[str]) -> bytes:
    """The workbook with these headers in row 1."""

    def change(sheet: Worksheet) -> None:
        for place in range(1, sheet.max_column + 1):
            sheet.cell(1, place).value = None
        for place, header in enumerate(headers, start=1):
            sheet.cell(1, place).value = header

    return edit(template, change)


class TestFake(SpreadsheetContract):
    """JSON."""

    @pytest.fixture
    def kit(self) -> Kit:
        return Kit(fake.FakeReader(), fake.FakeTemplates, fake.fill, fake.head)


class TestWorkbooks(SpreadsheetContract):
    """Excel workbooks."""

    @pytest.fixture
    def kit(self) -> Kit:
        return Kit(WorkbookReader(), WorkbookTemplates, fill_template, head)


class TestCachedWorkbooks(SpreadsheetContract):
    """Excel workbooks whose templates are made once."""

    @pytest.fixture
    def kit(self) -> Kit:
        def cached(**version: int) -> CachedTemplates:
            return CachedTemplates(WorkbookTemplates(**version))

        return Kit(WorkbookReader(), cached, fill_template, head)
