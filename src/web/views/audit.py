"""The audit trail in words: who did what, to what, when and from where."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from domain.audit import Entry, Event
from domain.services.auditing import AuditReport
from web import paths

_ITSELF = {"delivery", "purge"}
_COMMANDS = "command line"


class EntryView(msgspec.Struct, frozen=True, kw_only=True):
    """An entry as a row; ``what`` is the act and ``facts`` what more there is to say of it.
    ``page`` is its subject's, ``history`` all that was done to it; "" where there is none.
    ``transaction`` is the confirmation ID that it is about, or "".

    Of one that cannot be read, only its ``number``."""

    number: int | None
    at: datetime | None = None
    who: str = ""
    what: str = ""
    facts: str = ""
    subject: str = ""
    page: str = ""
    history: str = ""
    transaction: str = ""
    source: str = ""
    group_id: str = ""


def entries_of(told: AuditReport) -> Sequence[EntryView]:
    return [
        _entry(one, told.names) if isinstance(one, Entry) else EntryView(number=one.sequence)
        for one in told.found.entries
    ]


def _entry(entry: Entry, names: Mapping[str, str]) -> EntryView:
    event = entry.event
    kind, _, id = event.subject.partition(" ")
    page = paths.BATCH(id) if kind == "batch" else ""
    if kind == "application":
        page = paths.APPLICATION(id)
    confirmation = str(event.facts.get("confirmation", ""))
    return EntryView(
        number=entry.sequence,
        at=event.at,
        who=who(event, names),
        what=event.act,
        facts=facts_in_words(event),
        subject=f"{kind} {names[id]}" if id in names else event.subject,
        page=page,
        history=paths.AUDIT(subject=id) if id else "",
        transaction=confirmation,
        source=event.source,
        group_id=event.group_id,
    )


def who(event: Event, names: Mapping[str, str]) -> str:
    """The name; without one, who else it was."""
    if event.administrator_id:
        return names.get(event.administrator_id, event.administrator_id)
    if event.source in _ITSELF:
        return "The site itself"
    return "An operator" if event.source == _COMMANDS else "Nobody known"


def facts_in_words(event: Event) -> str:
    """What more there is to say, the confirmation ID aside."""
    return ", ".join(
        f"{name.replace('_', ' ')}: {value}"
        for name, value in event.facts.items()
        if name != "confirmation" and value != ""
    )
