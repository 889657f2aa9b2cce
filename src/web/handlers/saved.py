"""Saved Applications: what was set aside for later, in all of the administrator's groups."""

from collections.abc import Sequence
from typing import Any

import msgspec
from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromQuery

from domain.accounts.access import Role
from domain.errors import NotFound
from domain.findings import Verdict
from domain.ports import Page
from domain.services.results import SavedApplication
from domain.tone import Shown
from web import paths
from web.screen import Screen
from web.security.visits import PASSIVE
from web.services import Services
from web.views.read_only import status_of
from web.views.result import Polling, SubmissionResult, result_of
from web.views.rows import MenuItem, menu

# A saved application goes alone or with its subscriber.
_MOST_SUBMITTED = 2


class SavedRow(msgspec.Struct, frozen=True):
    """A saved application with its status and its menu; none for people who may only look."""

    saved: SavedApplication
    status: Shown
    menu: Sequence[MenuItem]


class SavedView(msgspec.Struct, frozen=True):
    """The list, above it what has just been submitted from it."""

    rows: Page[SavedRow]
    result: SubmissionResult | None = None


@get(paths.SAVED, sync_to_thread=True)
def saved_page(
    screen: NamedDependency[Screen],
    services: NamedDependency[Services],
    page: FromQuery[int] = 1,
    submitted: FromQuery[str] = "",
) -> Response[Any]:
    """``submitted`` names submissions to list, by confirmation IDs with commas between."""
    found = services.looking.saved(screen.administrator, page)
    rows = [SavedRow(one, status_of(one.application), _menu(screen, one)) for one in found.items]
    return screen.page(
        "pages/saved.html",
        SavedView(
            Page(rows, found.total, found.number, found.size),
            _result(screen, services, submitted),
        ),
        title="Saved Applications",
        nav="saved",
        part="partials/_saved.html",
    )


@get(paths.SAVED_NEWS, opt=PASSIVE, sync_to_thread=True)
def saved_news(
    screen: NamedDependency[Screen],
    services: NamedDependency[Services],
    submitted: FromQuery[str] = "",
) -> Response[Any]:
    """How far what was submitted from the list has come."""
    result = _result(screen, services, submitted)
    if result is None:
        raise NotFound
    return screen.news("partials/_delivered.html", result)


def _result(screen: Screen, services: Services, submitted: str) -> SubmissionResult | None:
    if not submitted:
        return None
    confirmation_ids = submitted.split(",")[:_MOST_SUBMITTED]
    found = [services.history.transaction(screen.administrator, one) for one in confirmation_ids]
    asked = Polling(
        page=paths.SAVED(submitted=submitted),
        news=paths.SAVED_NEWS(submitted=submitted),
        now=services.clock.now(),
    )
    return result_of([one.submission for one in found], services.groups.carrier, asked)


def _menu(screen: Screen, saved: SavedApplication) -> Sequence[MenuItem]:
    """The tab's menu; a reason is asked for as a question is, since other links lead away."""
    items = menu(saved.application, screen.administrator.may(Role.ENROLL, saved.group.id))
    if saved.application.verdict is not Verdict.REJECTED:
        return items
    return [MenuItem(one.label, action=one.action, asks=one.href) for one in items]
