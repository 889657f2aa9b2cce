"""Transaction History as a file for spreadsheet programs."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from io import StringIO
from zoneinfo import ZoneInfo

from domain.carrier import Carrier
from domain.services.views import HistoryEntry

MEDIA_TYPE = "text/csv"
BEGINNING = "\ufeff"  # by which Excel knows that it is UTF-8
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_ROWS_AT_ONCE = 100


def csv_of(
    entries: Iterable[HistoryEntry],
    groups: Mapping[str, str],
    carrier: Carrier,
    zone: ZoneInfo,
) -> Iterator[str]:
    """The file in pieces, as the entries come. ``groups`` are names by id."""
    text = StringIO()
    write = csv.writer(text).writerow
    text.write(BEGINNING)
    write(_headers(zone.key))
    for number, entry in enumerate(entries, start=1):
        write(map(plain, _cells(entry, groups, carrier, zone)))
        if number % _ROWS_AT_ONCE == 0:
            yield _taken(text)
    yield _taken(text)


def _headers(zone: str) -> list[str]:
    return [
        "Confirmation ID",
        "Person",
        "Group ID",
        "Group Name",
        f"Submitted At ({zone})",
        "Submitted By",
        "Status",
        "Carrier's Words",
        f"Answered At ({zone})",
    ]


def _cells(
    entry: HistoryEntry, groups: Mapping[str, str], carrier: Carrier, zone: ZoneInfo
) -> list[str]:
    one = entry.submission
    return [
        one.confirmation_id,
        one.person_name,
        one.group_id,
        groups.get(one.group_id, ""),
        when(one.submitted_at, zone),
        entry.submitted_by,
        carrier.status_word(one.status),
        one.carrier_words,
        when(one.answered_at, zone),
    ]


def when(at: datetime | None, zone: ZoneInfo) -> str:
    """As every spreadsheet program reads a date and time, whatever its language."""
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M:%S}" if at else ""


def plain(text: str) -> str:
    """Text that no program takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _taken(text: StringIO) -> str:
    piece = text.getvalue()
    text.seek(0)
    text.truncate()
    return piece
