"""``enroll audit``: who did what, and whether the trail still says so."""

import argparse
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from domain.audit import Act, Entry, UnreadableEntry
from domain.audit_chain import Anchor
from domain.ports import AuditQuery
from domain.services.auditing import AuditReport
from domain.values import Problem, parse_date
from web.commands.acting import on_a_site, opened
from web.commands.exits import Exit, Failure
from web.commands.output import complain, say, say_json, say_table
from web.rendering import count, moment
from web.views.audit import entries_of, who


def add(commands: Any) -> None:
    acts = commands.add_parser("audit", help="look through the audit trail, and check it")
    acts = acts.add_subparsers(required=True, metavar="act")

    command = acts.add_parser("list", parents=[on_a_site()], help="who did what, newest first")
    command.add_argument("--group", help="only of this group")
    command.add_argument("--act", type=_act, help=f"only this: {', '.join(Act)}")
    command.add_argument("--person", metavar="NAME", help="only by whose name or e-mail has this")
    command.add_argument(
        "--about",
        metavar="ID",
        help="only what was done to this application, batch, administrator or submission",
    )
    command.add_argument("--since", type=_day, metavar="DAY", help="from this day on: 11/23/2026")
    command.add_argument("--until", type=_day, metavar="DAY", help="until the end of this day")
    command.add_argument("--limit", type=_limit, default=50, help="so many at most; 50")
    command.add_argument("--json", action="store_true", help="answer with JSON")
    command.set_defaults(run=_list)

    command = acts.add_parser(
        "verify", parents=[on_a_site()], help="say whether anything was changed, removed or put in"
    )
    command.add_argument(
        "--anchor", type=Path, metavar="FILE", help="what enroll audit anchor wrote then"
    )
    command.set_defaults(run=_verify)

    command = acts.add_parser(
        "anchor", parents=[on_a_site()], help="write down what the newest entry is"
    )
    command.add_argument("-o", "--output", type=Path, metavar="FILE", help="into this new file")
    command.set_defaults(run=_anchor)


def _act(text: str) -> Act:
    for one in Act:
        if one.value.casefold() == text.strip().casefold():
            return one
    raise argparse.ArgumentTypeError(f"{text!r} is none of: {', '.join(Act)}")


def _day(text: str) -> date:
    day = parse_date(text.strip(), "day")
    if isinstance(day, Problem):
        raise argparse.ArgumentTypeError(day.message)
    return day


def _limit(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) <= 100_000:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 to 100,000")
    return int(text)


def _list(options: argparse.Namespace) -> None:
    with opened(options) as site:
        zone = ZoneInfo(site.settings.time_zone)
        wanted = AuditQuery(
            group_ids=[options.group] if options.group else None,
            act=options.act or "",
            about=options.about or "",
            since=_beginning(options.since, zone) if options.since else None,
            until=_beginning(options.until + timedelta(days=1), zone) if options.until else None,
        )
        told = site.services.auditing.everything(wanted, options.person or "", options.limit)
    if options.json:
        say_json([_facts(one, told) for one in told.found.entries])
        return
    say_table(
        ("Number", "When", "Who", "What", "To what", "From where", "Group"),
        [
            (
                str(one.number or "?"),
                moment(one.at, zone),
                one.who,
                f"{one.what} ({one.facts})" if one.facts else one.what,
                f"{one.subject} {one.transaction}".strip(),
                one.source,
                one.group_id,
            )
            if one.at
            else (str(one.number or "?"), "", "", "This entry cannot be read", "", "", "")
            for one in entries_of(told)
        ],
    )
    if told.found.before:
        say(f"There are more. See them with --limit, above {options.limit}, or --until.")


def _facts(one: Entry | UnreadableEntry, told: AuditReport) -> dict[str, object]:
    if isinstance(one, UnreadableEntry):
        return {"number": one.sequence, "readable": False}
    event = msgspec.structs.asdict(one.event)
    name = who(one.event, told.names)
    return {"number": one.sequence, "who": name, **event, "digest": one.digest}


def _verify(options: argparse.Namespace) -> Exit:
    anchor = _read_anchor(options.anchor) if options.anchor else None
    with opened(options) as site:
        checked = site.services.auditing.verify(anchor)
    entries = count(checked.entries, "entry", "entries")
    if checked.broken:
        complain(f"Entry {checked.broken.sequence} {checked.broken.fault.value}.")
        say(f"{entries} before it hold.")
        return Exit.TRAIL_BROKEN
    held = " The entry that the anchor was made of is among them." if anchor else ""
    say(f"{entries} checked. Nothing was changed, removed or put in.{held}")
    return Exit.DONE


def _anchor(options: argparse.Namespace) -> None:
    with opened(options) as site:
        anchor = site.services.auditing.anchor()
    if anchor is None:
        raise Failure("There is no entry that an anchor could be made of.")
    if options.output is None:
        say_json(anchor)
        return
    text = msgspec.json.format(msgspec.json.encode(anchor)).decode()
    try:
        with options.output.open("x", encoding="utf-8") as file:
            file.write(f"{text}\n")
    except FileExistsError:
        raise Failure(f"{options.output} is there already. Name a new file.") from None
    except OSError as error:
        raise Failure(f"{options.output} cannot be written: {error.strerror}.") from None
    say(
        f"{options.output} says what entry {anchor.sequence} is. Keep it where nobody who can"
        " change the database can change it."
    )


def _read_anchor(path: Path) -> Anchor:
    try:
        return msgspec.json.decode(path.read_bytes(), type=Anchor)
    except OSError as error:
        raise Failure(f"{path} cannot be read: {error.strerror}.") from None
    except msgspec.MsgspecError:
        raise Failure(f"{path} is not what enroll audit anchor writes.") from None


def _beginning(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)
