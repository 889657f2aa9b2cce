"""People: who may do what in the groups that somebody administers."""

from collections.abc import Callable
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from domain.accounts.access import Administrator, Role
from domain.errors import (
    AlsoElsewhere,
    EmailTaken,
    LastAdministrator,
    NotAllowed,
    NotYourself,
)
from web import paths
from web.forms import Form, FormUnreadable
from web.messages import done
from web.screen import Anyone, FieldProblem, Screen
from web.security.once import token_of
from web.security.proof import SENSITIVE
from web.services import Services
from web.settings import Settings
from web.views.accounts.people import (
    LAST_ADMINISTRATOR,
    InvitedView,
    Invitee,
    PeopleView,
    PersonView,
    access_of,
    invitee_problems,
    role_of,
)


@get(paths.PEOPLE, sync_to_thread=True)
def people_page(
    screen: NamedDependency[Screen], services: NamedDependency[Services]
) -> Response[Any]:
    return _list(screen, services, Invitee())


@post(paths.INVITE, opt=SENSITIVE, sync_to_thread=True)
def invite(
    screen: NamedDependency[Screen],
    request: Anyone,
    services: NamedDependency[Services],
    settings: NamedDependency[Settings],
    form: NamedDependency[Form],
) -> Response[Any]:
    """Answers with the link itself, since it is shown once and kept nowhere."""
    invitee = Invitee(*(form.text(name).strip() for name in Invitee.__struct_fields__))
    if problems := invitee_problems(invitee):
        return _list(screen, services, invitee, *problems)
    role = role_of(invitee.role)
    if role is None:
        raise FormUnreadable
    try:
        token = services.invitations.invite(
            screen.administrator,
            invitee.email,
            invitee.name,
            invitee.group_id,
            role,
            form=token_of(form),
        )
    except EmailTaken:
        there = FieldProblem(
            "This person has access to the group already. Open them in the list to change what"
            " they may do.",
            "email",
        )
        return _list(screen, services, invitee, there)
    scheme = "https" if settings.https else "http"
    link = f"{scheme}://{request.headers.get('Host', '')}{paths.INVITATION(token)}"
    return screen.page(
        "pages/invited.html", InvitedView(invitee, link), title="Hand over this link", nav="people"
    )


@post(paths.WITHDRAW_INVITATION, sync_to_thread=True)
def withdraw(
    screen: NamedDependency[Screen],
    services: NamedDependency[Services],
    reference: FromPath[str],
) -> Response[Any]:
    services.invitations.withdraw(screen.administrator, reference)
    return screen.go(paths.PEOPLE, done("The invitation is withdrawn. Its link lets nobody in."))


@get(paths.PERSON, sync_to_thread=True)
def person_page(
    screen: NamedDependency[Screen],
    services: NamedDependency[Services],
    person_id: FromPath[str],
) -> Response[Any]:
    return _person(screen, services, person_id)


@post(paths.ROLES, opt=SENSITIVE, sync_to_thread=True)
def set_roles(
    screen: NamedDependency[Screen],
    services: NamedDependency[Services],
    form: NamedDependency[Form],
    person_id: FromPath[str],
) -> Response[Any]:
    person = services.people.find(screen.administrator, person_id)
    roles = {group_id: access_of(text) for group_id, text in form.under("role.").items()}
    try:
        after = services.people.set_roles(screen.administrator, person_id, roles)
    except LastAdministrator:
        return _person(screen, services, person_id, LAST_ADMINISTRATOR)
    if not _administers(services, screen.administrator):
        return screen.go(paths.MEMBERS, done("You have given up your own access there."))
    if not after.grants:
        return screen.go(paths.PEOPLE, done(f"{person.name} has no access any more."))
    return screen.go(paths.PERSON(person_id), done(f"{person.name}’s roles are saved."))


@post(paths.DISABLE, opt=SENSITIVE, sync_to_thread=True)
def disable(
    screen: NamedDependency[Screen],
    services: NamedDependency[Services],
    person_id: FromPath[str],
) -> Response[Any]:
    told = "cannot sign in any more, and was signed out."
    return _change_access(screen, services, person_id, services.people.disable, told)


@post(paths.ENABLE, opt=SENSITIVE, sync_to_thread=True)
def enable(
    screen: NamedDependency[Screen],
    services: NamedDependency[Services],
    person_id: FromPath[str],
) -> Response[Any]:
    return _change_access(screen, services, person_id, services.people.enable, "can sign in again.")


def _change_access(
    screen: Screen,
    services: Services,
    person_id: str,
    act: Callable[[Administrator, str], None],
    told: str,
) -> Response[Any]:
    person = services.people.find(screen.administrator, person_id)
    try:
        act(screen.administrator, person_id)
    except LastAdministrator:
        return _person(screen, services, person_id, LAST_ADMINISTRATOR)
    except (NotYourself, AlsoElsewhere):
        raise NotAllowed from None
    return screen.go(paths.PERSON(person_id), done(f"{person.name} {told}"))


def _administers(services: Services, administrator: Administrator) -> bool:
    return services.administrators.find(administrator.email).administers


def _list(
    screen: Screen, services: Services, invitee: Invitee, *problems: FieldProblem
) -> Response[Any]:
    me = screen.administrator
    view = PeopleView(
        people=services.people.all(me),
        invitations=services.invitations.pending(me),
        group_ids=me.group_ids(Role.ADMINISTER),
        invitee=invitee,
        problems=problems,
    )
    return screen.page(
        "pages/people.html",
        view,
        title="People",
        nav="people",
        status=422 if problems else 200,
    )


def _person(
    screen: Screen, services: Services, person_id: str, *problems: FieldProblem
) -> Response[Any]:
    me = screen.administrator
    person = services.people.find(me, person_id)
    view = PersonView(
        person=person,
        myself=person.id == me.id,
        may_disable=services.people.may_disable(me, person_id),
        problems=problems,
    )
    return screen.page(
        "pages/person.html", view, title=person.name, nav="people", status=422 if problems else 200
    )
