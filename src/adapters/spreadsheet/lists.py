"""The hidden tab: the binding once more, and the lists that the drop-downs choose from."""

from collections.abc import Mapping, Sequence

from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.worksheet import Worksheet

from adapters.spreadsheet.marks import LISTS_TAB
from adapters.spreadsheet.text import put
from domain.carrier import Group
from domain.columns import Column
from domain.rules.reading import choices_of

_FIRST = 4  # lists start in column D, beside the binding in A and B


def write_lists(
    sheet: Worksheet,
    columns: Sequence[Column],
    group: Group,
    binding: Sequence[tuple[str, str]],
) -> Mapping[str, str]:
    """Fill the tab; returns each list's absolute range, by the key of its column."""
    for row, (label, text) in enumerate(binding, start=1):
        put(sheet.cell(row, 1), label)
        put(sheet.cell(row, 2), text)
    ranges: dict[str, str] = {}
    for column in columns:
        choices = choices_of(column, group)
        if not choices:
            continue
        at = _FIRST + len(ranges)
        put(sheet.cell(1, at), column.header)
        for row, choice in enumerate(choices, start=2):
            put(sheet.cell(row, at), choice)
        letter = get_column_letter(at)
        ranges[column.key] = (
            f"{quote_sheetname(LISTS_TAB)}!${letter}$2:${letter}${len(choices) + 1}"
        )
    sheet.sheet_state = "hidden"
    sheet.protection.sheet = True
    return ranges
