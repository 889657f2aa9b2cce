"""Transaction History and the audit trail as files for spreadsheet programs."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from io import StringIO
from zoneinfo import ZoneInfo

from domain.audit import Entry, UnreadableEntry
from domain.carrier import Carrier
from domain.services.auditing import AuditReport
from domain.services.results import HistoryEntry
from web.views.audit import facts_in_words, who

MEDIA_TYPE = "text/csv"
_BEGINNING = "\ufeff"  # by which Excel knows that it is UTF-8
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_ROWS_AT_ONCE = 100
_AUDIT_HEADERS = ("Number", "Who", "Administrator ID", "What", "More", "To What", "Confirmation ID")


def transactions_csv(
    entries: Iterable[HistoryEntry],
    groups: Mapping[str, str],
    carrier: Carrier,
    zone: ZoneInfo,
) -> Iterator[str]:
    """The file in pieces, as the entries come. ``groups`` are names by id."""
    text = StringIO()
    write = csv.writer(text).writerow
    text.write(_BEGINNING)
    write(_transaction_headers(zone.key))
    for number, entry in enumerate(entries, start=1):
        write(map(_plain, _transaction_cells(entry, groups, carrier, zone)))
        if number % _ROWS_AT_ONCE == 0:
            yield _taken(text)
    yield _taken(text)


def _transaction_headers(zone: str) -> list[str]:
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


def _transaction_cells(
    entry: HistoryEntry, groups: Mapping[str, str], carrier: Carrier, zone: ZoneInfo
) -> list[str]:
    one = entry.submission
    return [
        one.confirmation_id,
        one.person_name,
        one.group_id,
        groups.get(one.group_id, ""),
        _when(one.submitted_at, zone),
        entry.submitted_by,
        carrier.status_word(one.status),
        one.carrier_words,
        _when(one.answered_at, zone),
    ]


def audit_csv(parts: Iterable[AuditReport], zone: ZoneInfo) -> Iterator[str]:
    """The file in pieces, as the entries come."""
    text = StringIO()
    write = csv.writer(text).writerow
    text.write(_BEGINNING)
    write([*_AUDIT_HEADERS, f"When ({zone.key})", "From Where", "Group ID"])
    for told in parts:
        for one in told.found.entries:
            write(map(_plain, _audit_cells(one, told, zone)))
        yield _taken(text)


def _audit_cells(entry: Entry | UnreadableEntry, told: AuditReport, zone: ZoneInfo) -> list[str]:
    if isinstance(entry, UnreadableEntry):
        return [str(entry.sequence or ""), "", "", "This entry cannot be read"]
    event = entry.event
    return [
        str(entry.sequence),
        who(event, told.names),
        event.administrator_id,
        event.act,
        facts_in_words(event),
        event.subject,
        str(event.facts.get("confirmation", "")),
        _when(event.at, zone),
        event.source,
        event.group_id,
    ]


def _when(at: datetime | None, zone: ZoneInfo) -> str:
    """A date and time as every spreadsheet program reads it, whatever its language."""
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M:%S}" if at else ""


def _plain(text: str) -> str:
    """Text that no program takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _taken(text: StringIO) -> str:
    piece = text.getvalue()
    text.seek(0)
    text.truncate()
    return piece
