"""Reading and making workbooks."""

from collections.abc import Sequence
from typing import Protocol

import msgspec

from domain.carrier import Carrier, Group
from domain.cells import Entries

# Source: the product's checks of a file.
MAX_WORKBOOK_BYTES = 5 * 1024 * 1024


class SheetRow(msgspec.Struct, frozen=True):
    """A filled row: its number in the sheet and its filled cells by column key."""

    number: int
    entries: Entries


class Sheet(msgspec.Struct, frozen=True):
    """What was read from a workbook's Enrollment Data tab, with the binding found in the file.

    ``layout`` is the column keys from A onwards as the file has them. ``notices`` are whole
    sentences about the file that the person should know, though they keep no row from anything.
    """

    region: str
    group_id: str
    template_version: int
    layout: tuple[str, ...]
    rows: Sequence[SheetRow]
    notices: tuple[str, ...] = ()


class SpreadsheetReader(Protocol):
    """Reads an uploaded workbook."""

    def read(self, content: bytes, file_name: str, *, carrier: Carrier, group: Group) -> Sheet:
        """The rows of the workbook, all of them or none, for the group that was chosen.

        Raises ReadersBusy when the file cannot be read just now, and FileRefused for every
        whole-file failure, in the product's order: larger than 5 MB,
        not an .xlsx (code by what it is), no Enrollment Data tab, headers changed, template of
        another group or region, template too old, no rows, more rows than the carrier's limit.
        A file is recognised by more than one of its marks, so that a lost one does not refuse it.
        Headers decide the columns: their order is free.
        """
        ...


class TemplateWriter(Protocol):
    """Makes a group's workbook."""

    @property
    def version(self) -> int:
        """The version of the templates that it makes; by it a reader knows what a file may hold."""
        ...

    def write(self, carrier: Carrier, group: Group) -> bytes:
        """The .xlsx for the group, bound to it. The same input gives the same rows and lists."""
        ...
