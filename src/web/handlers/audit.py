"""Audit Trail: who did what in the groups that somebody administers."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from litestar import Response, get
from litestar.di import NamedDependency, Provide
from litestar.exceptions import NotFoundException
from litestar.params import FromQuery

from domain.accounts.access import Role
from domain.audit import Act
from domain.ports import AuditQuery
from domain.values import Problem, parse_date
from web import paths
from web.screen import Choice, FieldProblem, Screen
from web.services import Services
from web.views import exports
from web.views.audit import EntryView, entries_of

_LAST = 2**63 - 1  # of all places in the trail; what a database can count to


class AuditFilter(msgspec.Struct, frozen=True, kw_only=True):
    """What the trail is narrowed to, as typed; ``problems`` are of its days."""

    group: str = ""
    act: str = ""
    who: str = ""
    subject: str = ""
    since: str = ""
    until: str = ""
    days: tuple[date | None, date | None] = (None, None)
    problems: Mapping[str, Sequence[str]] = {}

    @property
    def query(self) -> str:
        return paths.address(
            "",
            group=self.group,
            act=self.act,
            who=self.who,
            subject=self.subject,
            since=self.since,
            until=self.until,
        ).removeprefix("?")

    def wanted(self, zone: ZoneInfo) -> AuditQuery:
        """Whole days in the carrier's time zone, the last one included."""
        first, last = self.days
        return AuditQuery(
            act=self.act,
            about=self.subject,
            since=_beginning(first, zone) if first else None,
            until=_beginning(last + timedelta(days=1), zone) if last else None,
        )


def _asked(
    group: FromQuery[str] = "",
    act: FromQuery[str] = "",
    who: FromQuery[str] = "",
    subject: FromQuery[str] = "",
    since: FromQuery[str] = "",
    until: FromQuery[str] = "",
) -> AuditFilter:
    typed = {"since": since.strip(), "until": until.strip()}
    days: list[date | None] = []
    problems: dict[str, Sequence[str]] = {}
    for name, noun in (("since", "first day"), ("until", "last day")):
        day = parse_date(typed[name], noun) if typed[name] else None
        if isinstance(day, Problem):
            problems[name], day = (day.message,), None
        elif day == date.max:
            day = None  # there is no day after it, and nothing to leave out
        days.append(day)
    return AuditFilter(
        group=group,
        act=act if act in {*Act} else "",
        who=who.strip(),
        subject=subject.strip(),
        **typed,
        days=(days[0], days[1]),
        problems=problems,
    )


_ASKED = {"asked": Provide(_asked, sync_to_thread=False)}


class AuditView(msgspec.Struct, frozen=True, kw_only=True):
    """``older`` is the address of what is further back, "" where nothing is; ``newest`` that of
    the first page where this is another."""

    asked: AuditFilter
    groups: Sequence[Choice]
    acts: Sequence[Choice]
    entries: Sequence[EntryView] = ()
    older: str = ""
    newest: str = ""
    problems: Sequence[FieldProblem] = ()


@get(paths.AUDIT, dependencies=_ASKED, sync_to_thread=True)
def audit_page(
    screen: NamedDependency[Screen],
    services: NamedDependency[Services],
    asked: NamedDependency[AuditFilter],
    before: FromQuery[int | None] = None,
) -> Response[Any]:
    """Raises NotFound for somebody who administers no group, or not this one."""
    who = screen.administrator
    names = services.history.groups(who)
    view = AuditView(
        asked=asked,
        groups=[
            Choice(one, f"{one} – {names[one]}" if names[one] else one, one == asked.group)
            for one in who.group_ids(Role.ADMINISTER)
        ],
        acts=[Choice(one.value, one.value, one == asked.act) for one in Act],
        problems=[FieldProblem(text, name) for name, (text,) in asked.problems.items()],
    )
    before = None if before is None else max(0, min(before, _LAST))
    told = services.auditing.find(who, asked.wanted(screen.zone), asked.group, asked.who, before)
    if not view.problems:
        onward = told.found.before
        here = f"{paths.AUDIT}?{asked.query}&" if asked.query else f"{paths.AUDIT}?"
        view = msgspec.structs.replace(
            view,
            entries=entries_of(told),
            older=f"{here}before={onward}" if onward else "",
            newest=here.rstrip("?&") if before else "",
        )
    return screen.page(
        "pages/audit.html",
        view,
        title="Audit Trail",
        nav="audit",
        part="partials/_audit.html",
        status=422 if view.problems else 200,
    )


@get(paths.AUDIT_CSV, dependencies=_ASKED, sync_to_thread=True)
def audit_csv(
    screen: NamedDependency[Screen],
    services: NamedDependency[Services],
    asked: NamedDependency[AuditFilter],
) -> Response[Any]:
    """All that is found, on whatever page."""
    if asked.problems:
        raise NotFoundException
    wanted = asked.wanted(screen.zone)
    parts = services.auditing.download(screen.administrator, wanted, asked.group, asked.who)
    name = f"Audit trail {services.clock.today()}.csv"
    return screen.stream(name, exports.audit_csv(parts, screen.zone), exports.MEDIA_TYPE)


def _beginning(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)
