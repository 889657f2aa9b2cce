"""The audit trail as a file for spreadsheet programs."""

import csv
from collections.abc import Iterable, Iterator
from io import StringIO
from zoneinfo import ZoneInfo

from domain.audit import Entry, Unreadable
from domain.services.auditing import Told
from web.views.audit import facts_in_words, who
from web.views.transactions_csv import BEGINNING, plain, when

_HEADERS = ("Number", "Who", "Administrator ID", "What", "More", "To What", "Confirmation ID")


def csv_of(parts: Iterable[Told], zone: ZoneInfo) -> Iterator[str]:
    """The file in pieces, as the entries come."""
    text = StringIO()
    write = csv.writer(text).writerow
    text.write(BEGINNING)
    write([*_HEADERS, f"When ({zone.key})", "From Where", "Group ID"])
    for told in parts:
        for one in told.found.entries:
            write(map(plain, _cells(one, told, zone)))
        yield text.getvalue()
        text.seek(0)
        text.truncate()


def _cells(entry: Entry | Unreadable, told: Told, zone: ZoneInfo) -> list[str]:
    if isinstance(entry, Unreadable):
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
        when(event.at, zone),
        event.source,
        event.group_id,
    ]
