"""What a person should know of a workbook that was read, though it keeps no row from anything."""

from collections.abc import Sequence

from adapters.spreadsheet.reading.contents import Contents
from domain.batch import column_letters

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
