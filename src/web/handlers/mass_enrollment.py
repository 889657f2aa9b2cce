"""Mass Enrollment: what it can do, and the group's own template."""

from collections.abc import Mapping
from typing import Any

import msgspec
from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromQuery

from domain.accounts.access import Administrator, Role
from domain.batch import Batch
from domain.errors import FileRefused, RegistryUnavailable
from domain.ports import Page
from web import paths
from web.messages import failed
from web.screen import Choice, FieldProblem, Screen
from web.services import Services
from web.views.group_choice import Choosing, Chosen, GroupBoxes

_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class MassEnrollmentView(msgspec.Struct, frozen=True):
    """The page; ``problem`` is why no template could be made for the choice. ``uploads`` are
    those to go on with; ``groups`` the names of their groups by Group ID."""

    boxes: GroupBoxes
    problem: FieldProblem | None
    uploads: Page[Batch]
    groups: Mapping[str, str]


@get(paths.MASS_ENROLLMENT, sync_to_thread=True)
def mass_enrollment(
    screen: NamedDependency[Screen],
    services: NamedDependency[Services],
    page: FromQuery[int] = 1,
) -> Response[Any]:
    return _page(screen, services, Chosen(), page=page)


@get(paths.TEMPLATE, sync_to_thread=True)
def template(
    screen: NamedDependency[Screen],
    services: NamedDependency[Services],
    region: FromQuery[str] = "",
    group_id: FromQuery[str] = "",
    group_name: FromQuery[str] = "",
) -> Response[Any]:
    """The workbook as a download; the page again, with the choices, where they name no group."""
    chosen = Chosen(region, group_id, group_name)
    choice = choosing(services, screen.administrator, chosen)
    if problem := choice.problem():
        return _page(screen, services, chosen, problem)
    try:
        name, workbook = services.groups.template(
            screen.administrator, choice.region, choice.group_id
        )
    except FileRefused as refusal:
        return _page(screen, services, chosen, FieldProblem(refusal.message, "region"))
    return screen.file(name, workbook, _WORKBOOK)


def _page(
    screen: Screen,
    services: Services,
    chosen: Chosen,
    problem: FieldProblem | None = None,
    page: int = 1,
) -> Response[Any]:
    who = screen.administrator
    groups = services.groups.mine(who)
    own = [group for group in groups if who.may(Role.ENROLL, group.id)]
    view = MassEnrollmentView(
        Choosing(services.groups.carrier, own, chosen).boxes(),
        problem,
        services.groups.recent_batches(who, page=page),
        {group.id: group.name for group in groups},
    )
    return screen.page(
        "pages/mass_enrollment.html",
        view,
        title="Mass Enrollment",
        nav="mass-enrollment",
        messages=(failed(problem.text),) if problem else (),
        status=422 if problem else 200,
    )


def choosing(services: Services, administrator: Administrator, chosen: Chosen) -> Choosing:
    """Raises RegistryUnavailable: the names are the carrier's."""
    groups = services.groups.mine(administrator, Role.ENROLL)
    return Choosing(services.groups.carrier, groups, chosen)


def boxes_or_ids(services: Services, administrator: Administrator, chosen: Chosen) -> GroupBoxes:
    """The options; by their ids alone while the carrier cannot be reached."""
    try:
        return choosing(services, administrator, chosen).boxes()
    except RegistryUnavailable:
        ids = administrator.group_ids(Role.ENROLL)
        options = [Choice(one, one, one == chosen.group) for one in ids]
        regions = [Choice(chosen.region, chosen.region, True)] if chosen.region else []
        return GroupBoxes(regions, options, options, 0)
