"""Templates: where they are, what every one of them gets, how values read on screen."""

import hashlib
import re
from collections.abc import Iterable
from datetime import date, datetime
from functools import cache, partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.ext import Extension

from domain.values import format_date, mask_ssn
from web import paths
from web.security.once import form_token

_HERE = Path(__file__).parent
STATIC = _HERE / "static"


class SiteFacts(msgspec.Struct, frozen=True):
    """What every page may say of the site; ``kept_days`` is how long uploads and what is saved
    for later are kept, ``provider_name`` whose sign-on people may use, or ""."""

    carrier_name: str
    kept_days: int
    demonstration: bool
    provider_name: str = ""


class Frame(msgspec.Struct, frozen=True, kw_only=True):
    """What ``base.html`` needs beside a page's own view.

    ``user`` is an administrator, or None for a visitor. ``session_seconds`` is how long the session
    still lasts. ``partial`` says that only the page's working part was asked for.
    """

    site: SiteFacts
    user: Any = None
    csrf_token: str = ""
    messages: tuple[Any, ...] = ()
    session_seconds: int | None = None
    partial: bool = False


class Renderer:
    """Renders templates. A name that is not defined is an error, and all text is escaped.

    A template gets the fields of ``Frame``, ``page_title``, ``nav`` (the entry of the main
    navigation that is current, or None) and ``view``, the page's own view model.
    """

    def __init__(self, site: SiteFacts, time_zone: str) -> None:
        self.site = site
        self.zone = ZoneInfo(time_zone)
        self._environment = _environment(time_zone)

    def render(
        self, template: str, frame: Frame, *, title: str, nav: str | None = None, view: Any = None
    ) -> str:
        """The template's text with the frame and the page's view model in its context."""
        context = {name: getattr(frame, name) for name in frame.__struct_fields__}
        return self._environment.get_template(template).render(
            context, page_title=title, nav=nav, view=view
        )


class Flush(Extension):
    """Templates are indented for whoever reads them; pages are sent without. Nor does a line end
    before the end of a button: it would show beside what is drawn there."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        flush = re.sub(r"^ +", "", source, flags=re.MULTILINE)
        return flush.replace("\n</button>", "</button>\n")


@cache
def _environment(time_zone: str) -> Environment:
    """Templates are compiled once a process."""
    environment = Environment(
        loader=FileSystemLoader(_templates()),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=[Flush],
        auto_reload=False,
        cache_size=-1,
    )
    environment.globals.update(asset=asset, paths=paths, form_token=form_token)
    environment.filters.update(
        day=day,
        moment=partial(moment, zone=ZoneInfo(time_zone)),
        time_of_day=partial(time_of_day, zone=ZoneInfo(time_zone)),
        masked=masked,
        count=count,
        number=number,
        of_field=of_field,
    )
    return environment


def asset(path: str) -> str:
    """The address of a file in ``static``; another whenever any of them has changed."""
    return f"{assets()}/{path}"


@cache
def assets() -> str:
    """The address that the files in ``static`` are under, with a digest of all of them."""
    digest = hashlib.sha256()
    for path in sorted(one for one in STATIC.rglob("*") if one.is_file()):
        digest.update(path.relative_to(STATIC).as_posix().encode())
        digest.update(path.read_bytes())
    return paths.STATIC(digest.hexdigest()[:12])


def moment(value: datetime, zone: ZoneInfo) -> str:
    """A moment in the carrier's time zone: 11/23/2026, 2:05 PM PST."""
    return f"{day(value.astimezone(zone))}, {time_of_day(value, zone)}"


def time_of_day(value: datetime, zone: ZoneInfo) -> str:
    """When on its day a moment is in the carrier's time zone: 2:05 PM PST."""
    local = value.astimezone(zone)
    hour = local.hour % 12 or 12
    return f"{hour}:{local:%M} {'AM' if local.hour < 12 else 'PM'} {local:%Z}"


def day(value: date | None) -> str:
    """A date as people here write it: 11/23/2026."""
    return format_date(value) if value else ""


def masked(ssn: str | None) -> str:
    """A Social Security number by its last four digits: ***-**-1234."""
    digits = "".join(filter(str.isdigit, ssn or ""))
    return mask_ssn(digits) if len(digits) == 9 else ""


def number(value: int) -> str:
    """With a comma between thousands."""
    return f"{value:,}"


def of_field(problems: Iterable[Any], field: str) -> list[str]:
    """The sentences of the problems that lead to the field."""
    return [problem.text for problem in problems if problem.field == field]


def count(value: int, one: str, many: str = "") -> str:
    """A number with its noun: 1 application, 1,200 applications."""
    return f"{value:,} {one if value == 1 else many or one + 's'}"


def _templates() -> Path:
    """Beside this module when installed from a wheel, at the top of a checkout otherwise."""
    packed = _HERE / "templates"
    return packed if packed.is_dir() else _HERE.parent.parent / "templates"
