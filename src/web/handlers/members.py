"""Manage Members: who is enrolled in a group, and what was uploaded for it lately."""

from collections.abc import Sequence
from typing import Any

import msgspec
from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromQuery

from domain.batch import Batch
from domain.carrier import Group
from domain.people import Member
from domain.ports import Page
from web import paths
from web.screen import Choice, Screen
from web.services import Services

# The others are listed on Mass Enrollment.
_UPLOADS = 5


class MembersView(msgspec.Struct, frozen=True, kw_only=True):
    """``group`` is None for an administrator without any group. ``query`` is the
    address's, without the page."""

    groups: Sequence[Choice] = ()
    group: Group | None = None
    subgroups: dict[str, str] = {}
    search: str = ""
    members: Page[Member] = Page((), 0)
    uploads: Sequence[Batch] = ()
    query: str = ""


@get(paths.MEMBERS, sync_to_thread=True)
def manage_members(
    screen: NamedDependency[Screen],
    services: NamedDependency[Services],
    group: FromQuery[str] = "",
    search: FromQuery[str] = "",
    page: FromQuery[int] = 1,
) -> Response[Any]:
    view = _view(screen, services, group, search.strip(), page)
    return screen.page(
        "pages/members.html",
        view,
        title="Manage Members",
        nav="members",
        part="partials/_members.html",
    )


def _view(screen: Screen, services: Services, group_id: str, search: str, page: int) -> MembersView:
    mine = services.groups.mine(screen.administrator)
    if not mine and not group_id:
        return MembersView()
    chosen = group_id or mine[0].id
    members = services.groups.members(screen.administrator, chosen, search, page)
    group = next(one for one in mine if one.id == chosen)
    return MembersView(
        groups=[Choice(one.id, f"{one.id} – {one.name}", one.id == chosen) for one in mine],
        group=group,
        subgroups={one.id: one.name for one in group.subgroups},
        search=search,
        members=members,
        query=paths.address("", group=chosen, search=search).lstrip("?"),
        uploads=services.groups.recent_batches(screen.administrator, chosen).items[:_UPLOADS],
    )
