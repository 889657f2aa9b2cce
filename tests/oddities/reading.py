"""What really comes of an odd workbook: the reader and the rules, as an upload has them."""

from dataclasses import dataclass, field
from functools import cache

from adapters.spreadsheet.reader import WorkbookReader
from domain.errors import FileRefused
from domain.ports import Sheet
from domain.rules import Row, check, read_row
from tests.contract.spreadsheet import CARRIER, REDWOOD
from tests.oddities.oddity import Oddity
from tests.unit.domain.rows import facts, members
from tests.workbooks import TEMPLATES


@dataclass(frozen=True)
class Result:
    """The rows as read and checked, or the refusal."""

    sheet: Sheet | None = None
    rows: dict[int, Row] = field(default_factory=dict)
    refusal: FileRefused | None = None

    @property
    def notices(self) -> tuple[str, ...]:
        return self.sheet.notices if self.sheet else ()


def template() -> bytes:
    """Redwood's template, as downloaded."""
    return TEMPLATES.write(CARRIER, REDWOOD)


@cache
def result_of(oddity: Oddity) -> Result:
    """What comes of the oddity's workbook."""
    return result_of_file(oddity.make(template()))


def result_of_file(content: bytes) -> Result:
    """What comes of a workbook that is uploaded for Redwood, on the day of all these tests."""
    try:
        sheet = WorkbookReader().read(content, "members.xlsx", carrier=CARRIER, group=REDWOOD)
    except FileRefused as refusal:
        return Result(refusal=refusal)
    columns = CARRIER.columns_in(REDWOOD.region)
    rows = [read_row(row.number, row.entries, REDWOOD, columns) for row in sheet.rows]
    check(rows, facts(members=members()))
    return Result(sheet, {row.number: row for row in rows})
