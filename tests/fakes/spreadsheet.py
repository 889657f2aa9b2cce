"""Workbooks without Excel: JSON that says what a template or a filled one holds."""

from collections.abc import Mapping, Sequence

import msgspec

from adapters.spreadsheet import binding, refusals
from adapters.spreadsheet.column_headers import Headers
from domain.carrier import Carrier, Group
from domain.cells import Cell
from domain.ports import MAX_WORKBOOK_BYTES, Sheet, SheetRow


class FakeWorkbook(msgspec.Struct):
    """What such a file says; ``rows`` are texts by header, under the rows' numbers."""

    region: str
    group_id: str
    version: int
    headers: list[str]
    rows: dict[int, dict[str, str]] = {}


class FakeTemplates:
    """Makes templates as JSON."""

    def __init__(self, version: int = binding.VERSION) -> None:
        self.version = version

    def write(self, carrier: Carrier, group: Group) -> bytes:
        headers = [column.header for column in carrier.columns_in(group.region)]
        return msgspec.json.encode(FakeWorkbook(group.region, group.id, self.version, headers))


class FakeReader:
    """Reads what ``FakeTemplates`` made and ``fill`` filled in."""

    def read(self, content: bytes, file_name: str, *, carrier: Carrier, group: Group) -> Sheet:
        if len(content) > MAX_WORKBOOK_BYTES:
            raise refusals.refused("too_large")
        try:
            book = msgspec.json.decode(content, type=FakeWorkbook)
        except msgspec.DecodeError:
            raise refusals.refused("unknown") from None
        row_1 = {place: Cell(header) for place, header in enumerate(book.headers, start=1)}
        headers = Headers(row_1, carrier.columns_in(book.region), {})
        headers.check()
        if book.group_id != group.id:
            raise refusals.another_group(book.group_id, group.id)
        if book.version < binding.OLDEST_READABLE:
            raise refusals.too_old(book.version)
        if not book.rows:
            raise refusals.refused("no_rows")
        limit = carrier.settings.max_members_per_file
        if len(book.rows) > limit:
            raise refusals.too_many_rows(len(book.rows), limit)
        keys = dict(zip(book.headers, headers.layout, strict=True))
        return Sheet(
            region=book.region,
            group_id=book.group_id,
            template_version=book.version,
            layout=headers.layout,
            rows=[
                SheetRow(number, {keys[header]: Cell(text) for header, text in row.items()})
                for number, row in sorted(book.rows.items())
            ],
        )


def fill(template: bytes, rows: Sequence[Mapping[str, str]], *, first_row: int = 2) -> bytes:
    """The template with a row for each mapping of header to text; empty rows are no rows."""
    book = msgspec.json.decode(template, type=FakeWorkbook)
    filled = {
        number: {header: text for header, text in row.items() if text}
        for number, row in enumerate(rows, start=first_row)
    }
    book.rows = {number: row for number, row in filled.items() if row}
    return msgspec.json.encode(book)


def head(template: bytes, headers: Sequence[str]) -> bytes:
    """The template with these headers in row 1 instead of its own."""
    book = msgspec.json.decode(template, type=FakeWorkbook)
    book.headers = list(headers)
    return msgspec.json.encode(book)
