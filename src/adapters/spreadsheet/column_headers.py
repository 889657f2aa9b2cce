"""Row 1 of the Enrollment Data tab: which column is which."""

from collections.abc import Mapping

from adapters.spreadsheet.reading.grid import Rows
from adapters.spreadsheet.refusals import headers_changed, headers_gone
from domain.batch import column_letters
from domain.cells import Cell, Entries
from domain.columns import Columns
from domain.core_columns import COLUMNS

_EVER = frozenset(column.header for column in COLUMNS)


class Headers:
    """The headers a file has, held against the columns its template had."""

    def __init__(self, header_row: Mapping[int, Cell], columns: Columns, rows: Rows) -> None:
        self._columns = columns.all
        self._rows = rows
        self._texts = {place: cell.text for place, cell in sorted(header_row.items())}
        keys = {column.header: column.key for column in columns}
        self._keys: dict[int, str] = {}
        self._twice: list[str] = []
        for place, text in self._texts.items():
            key = keys.get(text)
            if key is None:
                continue
            if key in self._keys.values():
                self._twice.append(text)
            self._keys[place] = key

    @property
    def layout(self) -> tuple[str, ...]:
        """The column keys from A onwards, "" where a column of the file has no header."""
        last = max(self._keys, default=0)
        return tuple(self._keys.get(place, "") for place in range(1, last + 1))

    def entries(self, cells: Mapping[int, Cell]) -> Entries:
        """A row's cells by column key."""
        keys = self._keys
        return {keys[place]: cell for place, cell in cells.items() if place in keys}

    def check(self) -> None:
        """Raises FileRefused unless each header stands there once and no other does."""
        present = set(self._keys.values())
        missing = [column.header for column in self._columns if column.key not in present]
        if not present:
            raise headers_gone()
        added = {place: text for place, text in self._texts.items() if place not in self._keys}
        stray = sorted(
            {place for cells in self._rows.values() for place in cells if place not in self._texts}
        )
        if not (missing or added or self._twice or stray):
            return
        renamed = self._renamed(set(missing), added)
        raise headers_changed(
            missing=[one for one in missing if one not in renamed.values()],
            renamed=[(old, added[place]) for place, old in renamed.items()],
            added=[text for place, text in added.items() if place not in renamed],
            twice=self._twice,
            unnamed=[column_letters(place - 1) for place in stray],
        )

    def _renamed(self, missing: set[str], added: Mapping[int, str]) -> dict[int, str]:
        """The places of renamed headers, with the template's own: an unknown header counts as
        renamed where it follows the header that a missing one should follow."""
        before = dict(
            zip(
                (column.header for column in self._columns),
                ("", *(column.header for column in self._columns[:-1])),
                strict=True,
            )
        )
        after = {left: header for header, left in before.items() if header in missing}
        renamed: dict[int, str] = {}
        left = ""
        for place, text in self._texts.items():
            # A header that the carrier hides comes from an earlier template: nobody wrote it.
            own = after.get(left) if place in added and text not in _EVER else None
            if own is not None:
                renamed[place] = own
            left = own or text
        return renamed
