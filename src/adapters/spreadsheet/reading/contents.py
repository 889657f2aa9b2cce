"""All that is needed of an uploaded file, in one message from the process that reads it."""

import msgspec

from adapters.spreadsheet.marks import DATA_TAB, INSTRUCTIONS_TAB, LABELS, LISTS_TAB, defined_name
from adapters.spreadsheet.reading import guard
from adapters.spreadsheet.reading.cell_values import Values
from adapters.spreadsheet.reading.grid import Grid, Rows, read_grid
from adapters.spreadsheet.reading.package import Package, Unreadable
from adapters.spreadsheet.reading.styles import number_styles
from adapters.spreadsheet.reading.texts import shared_texts
from adapters.spreadsheet.reading.workbook import Tab, Workbook

_MAX_MARKS_TAB = 1024 * 1024
_MARKS_IN_ROWS = 20
_MAX_COPIES = 3

Mark = dict[str, str]
"""What one place in a workbook says it was made for: texts by their label."""


class Contents(msgspec.Struct, frozen=True):
    """The filled cells of the Enrollment Data tab, and how the workbook is marked.

    ``copies`` are names of further tabs that look like it, can be seen and hold entries.
    """

    marks: list[Mark]
    data: Grid
    copies: list[str]


def contents_of(content: bytes) -> Contents:
    """What is in an uploaded file. Raises Unreadable, and nothing else whatever the file is."""
    try:
        return _contents(guard.opened(content))
    except Unreadable:
        raise
    except MemoryError:
        raise Unreadable("too_much_memory") from None
    except Exception:
        # A stranger's file may break anything. What broke is not told: it could quote the file's
        # content.
        raise Unreadable("damaged") from None


def _contents(package: Package) -> Contents:
    workbook = Workbook(package)
    tab = _data_tab(workbook)
    texts, styles = workbook.part("sharedStrings"), workbook.part("styles")
    values = Values(
        shared_texts(texts) if texts else (),
        number_styles(styles) if styles else (),
        counts_from_1904=workbook.counts_from_1904,
    )
    return Contents(
        marks=_marks(package, workbook, values),
        data=read_grid(package.read(tab.part), values),
        copies=_copies(package, workbook, tab, values),
    )


def _data_tab(workbook: Workbook) -> Tab:
    found = [tab for tab in workbook.tabs if _plain(tab.name) == _plain(DATA_TAB)]
    if not found:
        raise Unreadable("tab_missing")
    if found[0].state != "visible":
        raise Unreadable("tab_hidden")
    return found[0]


def _marks(package: Package, workbook: Workbook, values: Values) -> list[Mark]:
    """What each place says that may say what the workbook was made for; those that say nothing are
    left out."""
    named = dict(workbook.names())
    marks = [
        {
            label: _constant(named[defined_name(label)])
            for label in LABELS
            if defined_name(label) in named
        },
        {label: text for label, text in workbook.properties() if label in LABELS},
    ]
    # Excel allows each name once; of several the first counts, and no other is walked.
    targets = {tab.name.strip(): tab.part for tab in reversed(workbook.tabs)}
    for name in (INSTRUCTIONS_TAB, LISTS_TAB):
        part = package.read(targets[name]) if name in targets else b""
        if part and len(part) < _MAX_MARKS_TAB:
            marks.append(_side_by_side(read_grid(part, values, until=_MARKS_IN_ROWS).rows))
    return [mark for mark in marks if mark]


def _side_by_side(rows: Rows) -> Mark:
    """Labels, with what stands beside them."""
    return {
        cell.text: row[column + 1].text
        for row in rows.values()
        for column, cell in row.items()
        if cell.text in LABELS and column + 1 in row
    }


def _copies(package: Package, workbook: Workbook, data: Tab, values: Values) -> list[str]:
    """Tabs such as "Enrollment Data (2)" or "Copy of Enrollment Data" that have entries below
    their first row."""
    alike = [
        tab
        for tab in workbook.tabs
        if tab.part != data.part and tab.state == "visible" and _plain(DATA_TAB) in _plain(tab.name)
    ]
    return [tab.name for tab in alike[:_MAX_COPIES] if _has_entries(package.read(tab.part), values)]


def _has_entries(part: bytes, values: Values) -> bool:
    try:
        return any(number > 1 for number in read_grid(part, values).rows)
    except Unreadable:
        return True  # it is not going to be read, whatever is in it


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def _constant(formula: str) -> str:
    """The text of a defined name that holds one: ="Text"."""
    return formula.strip('="')
