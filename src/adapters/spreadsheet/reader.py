"""Reads an uploaded template (``domain.ports.SpreadsheetReader``)."""

from collections.abc import Callable, Sequence

from adapters.spreadsheet import binding, refusals
from adapters.spreadsheet.binding import Binding
from adapters.spreadsheet.column_headers import Headers
from adapters.spreadsheet.reading.contents import Contents, contents_of
from adapters.spreadsheet.reading.grid import MAX_ROWS
from adapters.spreadsheet.reading.package import Unreadable
from domain.batch import column_letters
from domain.carrier import Carrier, Group
from domain.columns import Columns
from domain.ports import MAX_WORKBOOK_BYTES, Sheet, SheetRow


class WorkbookReader:
    """Reads .xlsx files that were made by ``WorkbookTemplates`` and saved by any program.

    ``contents`` opens a file and gives what is in it, or raises Unreadable; unless another is
    given, that is done in this process.
    """

    def __init__(self, contents: Callable[[bytes], Contents] = contents_of) -> None:
        self._contents = contents

    def read(self, content: bytes, file_name: str, *, carrier: Carrier, group: Group) -> Sheet:
        """The rows of the workbook for the group that was chosen; see the port.

        What the file is comes from its content: ``file_name`` is not believed.
        """
        if len(content) > MAX_WORKBOOK_BYTES:
            raise refusals.refused("too_large")
        try:
            found = self._contents(content)
        except Unreadable as refusal:
            if refusal.code == "too_many_rows":
                limit = carrier.settings.max_members_per_file
                raise refusals.too_many_rows(MAX_ROWS, limit, at_least=True) from None
            raise refusals.refused(refusal.code) from None
        return _sheet(found, carrier, group)


def _sheet(found: Contents, carrier: Carrier, group: Group) -> Sheet:
    """The checks after the file itself, in the product's order."""
    bound = binding.agreed(map(binding.from_mark, found.marks), group)
    too_old = bound is not None and (bound.version or 0) < binding.OLDEST_READABLE
    rows = found.data.rows
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
        notices=notices(found),
    )  # fmt: skip


def _columns(bound: Binding | None, carrier: Carrier, group: Group) -> Columns:
    """The columns of the file's own region: its headers are compared with its own template, so that
    another group's template is refused as that, and not for changed headers."""
    own = bound.region if bound else ""
    known = any(region.code == own for region in carrier.regions)
    return carrier.columns_in(own if known else group.region)


_NAMED = 3


def notices(found: Contents) -> tuple[str, ...]:
    """Whole sentences. Nothing of the file's content is in them but rows' numbers and columns'
    letters."""
    said = []
    rows = [row for row in found.data.hidden_rows if row > 1]
    if rows:
        which, are, were = _which("Row", [str(row) for row in rows])
        said.append(
            f"{which} {are} hidden in the workbook, by a filter or by hand."
            f" {were} read like all others."
        )
    columns = [column_letters(column - 1) for column in found.data.hidden_columns]
    if columns:
        which, are, were = _which("Column", columns)
        said.append(f"{which} {are} hidden in the workbook. {were} read like all others.")
    if found.data.covered:
        said.append(
            "Merged cells lie over values that cannot be seen. Only the value that a merged cell"
            " shows was read."
        )
    if found.copies:
        said.append(
            "The workbook has more than one Enrollment Data tab. Only the one with the template's"
            " own name was read."
        )
    return tuple(said)


def _which(noun: str, names: Sequence[str]) -> tuple[str, str, str]:
    """ "Row 4", "is", "It was"; or "Rows 4, 5, 6 and 2 more", "are", "They were"."""
    if len(names) == 1:
        return f"{noun} {names[0]}", "is", "It was"
    if len(names) <= _NAMED:
        listed = f"{', '.join(names[:-1])} and {names[-1]}"
    else:
        listed = f"{', '.join(names[:_NAMED])} and {len(names) - _NAMED} more"
    return f"{noun}s {listed}", "are", "They were"
