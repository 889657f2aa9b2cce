"""One uploaded workbook and all that came of it."""

from datetime import datetime

import msgspec

from domain.findings import Verdict


class Tally(msgspec.Struct, frozen=True):
    """How many applications stand on each tab of a batch."""

    ready: int = 0
    error: int = 0
    rejected: int = 0

    @property
    def total(self) -> int:
        return self.ready + self.error + self.rejected

    @property
    def first(self) -> Verdict:
        """The first tab that is not empty; Ready when all are."""
        counts = (self.ready, self.error, self.rejected)
        full = (tab for tab, count in zip(Verdict, counts, strict=True) if count)
        return next(full, Verdict.READY)


class Batch(msgspec.Struct, frozen=True, kw_only=True):
    """An enrollment batch.

    ``digest`` is the SHA-256 of the file's bytes in hex; ``repeat`` is 0 for the first upload of
    that content in the group and counts up when somebody uploads it again on purpose, so that
    (group, digest, repeat) is unique. ``layout`` is the sheet's column keys from A onwards.
    ``notices`` are sentences about the file, such as which of its rows were hidden.
    """

    id: str
    group_id: str
    region: str
    file_name: str
    digest: str
    repeat: int
    layout: tuple[str, ...]
    notices: tuple[str, ...] = ()
    uploaded_by: str  # the administrator's id
    uploaded_at: datetime
    expires_at: datetime

    def cell(self, row: int, column: str) -> str:
        """The address of a column's cell in a row, such as "S14"; the row alone where the sheet
        lacks the column."""
        if column not in self.layout:
            return f"row {row}"
        return f"{column_letters(self.layout.index(column))}{row}"


def column_letters(index: int) -> str:
    """A spreadsheet's letters for a column counted from 0: A, Z, AA."""
    letters = ""
    index += 1
    while index:
        index, remainder = divmod(index - 1, 26)
        letters = chr(ord("A") + remainder) + letters
    return letters
