"""Reads an uploaded template (``domain.ports.SpreadsheetReader``)."""

from collections.abc import Iterator
from io import BytesIO

from openpyxl.reader.excel import ExcelReader, _find_workbook_part

from adapters.spreadsheet import binding, guard, refusals
from adapters.spreadsheet.binding import Binding
from adapters.spreadsheet.headers import Headers
from adapters.spreadsheet.package import Package
from adapters.spreadsheet.rows import MAX_ROWS, Rows, TooManyRows, filled_rows
from adapters.spreadsheet.strings import number_styles, shared_strings
from adapters.spreadsheet.values import Values
from domain.carrier import Carrier, Group
from domain.columns import Columns
from domain.errors import FileRefused
from domain.ports import Sheet, SheetRow

_MAX_STRUCTURE = 2 * guard.MB  # workbook.xml and the like; a template's are below 10 kB
_MAX_MARKS_TAB = 1 * guard.MB
_MARKS_IN_ROWS = 20


class WorkbookReader:
    """Reads .xlsx files that were made by ``WorkbookTemplates`` and saved by any program."""

    def read(self, content: bytes, file_name: str, *, carrier: Carrier, group: Group) -> Sheet:
        """The rows of the workbook for the group that was chosen; see the port.

        What the file is comes from its content: ``file_name`` is not believed.
        """
        package = guard.opened(content)
        try:
            workbook = _Workbook(package)
            bound = binding.agreed(workbook.marks(), group)
            rows = workbook.data_rows()
        except FileRefused:
            raise
        except TooManyRows:
            limit = carrier.settings.max_members_per_file
            raise refusals.too_many_rows(MAX_ROWS, limit, at_least=True) from None
        except Exception:
            # A file of somebody else's making may break openpyxl and expat in any way at all.
            # What it was is not told: it could quote the file's content.
            raise refusals.refused("damaged") from None
        return _sheet(rows, bound, carrier, group)


def _sheet(rows: Rows, bound: Binding | None, carrier: Carrier, group: Group) -> Sheet:
    """The checks after the file itself, in the product's order."""
    too_old = bound is not None and (bound.version or 0) < binding.OLDEST_READABLE
    headers = Headers(rows.pop(1, {}), _columns(bound, carrier, group), rows)
    # A version that is not read any more had headers that nobody remembers.
    if not too_old:
        headers.check()
    if bound is None:
        raise refusals.refused("not_our_template")
    if bound.group_id != group.id:
        raise refusals.another_group(bound.group_id, group.id)
    if bound.region and bound.region != group.region:
        raise refusals.another_region(bound.region, group.region)
    if too_old:
        raise refusals.too_old(bound.version or 0)
    if not rows:
        raise refusals.refused("no_rows")
    limit = carrier.settings.max_members_per_file
    if len(rows) > limit:
        raise refusals.too_many_rows(len(rows), limit)
    return Sheet(
        region=bound.region or group.region,
        group_id=bound.group_id,
        template_version=bound.version or binding.VERSION,
        layout=headers.layout,
        rows=[
            SheetRow(number, headers.entries(cells)) for number, cells in sorted(rows.items())
        ],
    )  # fmt: skip


def _columns(bound: Binding | None, carrier: Carrier, group: Group) -> Columns:
    """Those of the file's own region: its headers are held against its own template, so that
    another group's is told as such and not as changed headers."""
    own = bound.region if bound else ""
    known = any(region.code == own for region in carrier.regions)
    return carrier.columns_in(own if known else group.region)


class _Workbook:
    """The parts of a package that matter, found with openpyxl."""

    def __init__(self, package: Package) -> None:
        for name in package.namelist():
            if name.startswith(("[Content", "docProps/")) or name.lower().endswith(".rels"):
                _check_size(package.read(name))
        self._package = package
        reader = ExcelReader(_no_file(), read_only=True, data_only=True, keep_links=False)
        reader.archive = package
        reader.valid_files = package.namelist()
        reader.read_manifest()
        # Whatever it is called: openpyxl makes a tree of it.
        _check_size(package.read(_find_workbook_part(reader.package).PartName))
        reader.read_workbook()
        self._reader = reader
        self._sheets = [
            (sheet.name.strip(), sheet.state, rel.target)
            for sheet, rel in reader.parser.find_sheets()
            if rel.Type.endswith("/worksheet") and rel.target in package
        ]
        strings, styles = self._part("/sharedStrings"), self._part("/styles")
        self._values = Values(
            shared_strings(strings) if strings else (),
            number_styles(styles) if styles else (),
            reader.wb.epoch,
        )

    def marks(self) -> Iterator[Binding | None]:
        """The binding, as often as the file tells it."""
        yield binding.from_names(self._reader.parser.defined_names.by_sheet().get("global", {}))
        yield self._properties()
        # Excel allows each name once; of several the first counts, and no other is walked.
        targets = {name: target for name, _, target in reversed(self._sheets)}
        for name in (binding.INSTRUCTIONS_TAB, binding.LISTS_TAB):
            part = self._package.read(targets[name]) if name in targets else b""
            if part and len(part) < _MAX_MARKS_TAB:
                rows = filled_rows(part, self._values, until=_MARKS_IN_ROWS)
                yield binding.from_texts(_pairs(rows))

    def data_rows(self) -> Rows:
        """The filled cells of the Enrollment Data tab. Raises FileRefused when there is none."""
        found = [
            (state, target)
            for name, state, target in self._sheets
            if name.casefold() == binding.DATA_TAB.casefold()
        ]
        if not found:
            raise refusals.refused("tab_missing")
        state, target = found[0]
        if state != "visible":
            raise refusals.refused("tab_hidden")
        return filled_rows(self._package.read(target), self._values)

    def _properties(self) -> Binding | None:
        try:
            self._reader.read_custom()
        except Exception:
            return None  # one mark less; there are others
        return binding.from_properties(self._reader.wb.custom_doc_props)

    def _part(self, kind: str) -> bytes | None:
        for rel in self._reader.parser.rels.values():
            if rel.Type.endswith(kind) and rel.target in self._package:
                return self._package.read(rel.target)
        return None


def _check_size(part: bytes) -> None:
    if len(part) > _MAX_STRUCTURE:
        raise refusals.refused("too_big_unpacked")


def _pairs(rows: Rows) -> Iterator[tuple[str, str]]:
    """Texts that stand side by side: a label and what it labels."""
    for row in rows.values():
        for column, cell in row.items():
            beside = row.get(column + 1)
            if beside is not None:
                yield cell.text, beside.text


def _no_file() -> BytesIO:
    """openpyxl insists on opening an archive itself before it can be given the checked one."""
    return BytesIO(b"PK\x05\x06" + bytes(18))
