"""``enroll user``: who may sign in, and what they may do for which group."""

import argparse
import sys
from collections.abc import Iterable
from getpass import getpass
from typing import Any

from domain.accounts.access import Administrator, Role
from domain.errors import NotFound, RegistryUnavailable
from web.commands.acting import OpenSite, on_a_site, opened, operator, somebody
from web.commands.exits import Failure
from web.commands.output import complain, say, say_json, say_table


def add(commands: Any) -> None:
    acts = commands.add_parser("user", help="add, list and change who may sign in")
    acts = acts.add_subparsers(required=True, metavar="act")

    command = acts.add_parser(
        "add", parents=[on_a_site()], help="let somebody sign in; asks for their password"
    )
    command.add_argument("email", type=_email)
    command.add_argument("name")
    _take_grants(command)
    command.set_defaults(run=_add)

    command = acts.add_parser("list", parents=[on_a_site()], help="who there is")
    command.add_argument("--json", action="store_true", help="answer with JSON")
    command.set_defaults(run=_list)

    command = acts.add_parser("grant", parents=[on_a_site()], help="give roles for groups")
    command.add_argument("email")
    _take_grants(command)
    command.set_defaults(run=_grant)

    command = acts.add_parser("revoke", parents=[on_a_site()], help="take roles for groups")
    command.add_argument("email")
    whose = command.add_mutually_exclusive_group(required=True)
    whose.add_argument("groups", nargs="*", default=[], metavar="GROUP")
    whose.add_argument("--all", action="store_true", help="for every group")
    command.set_defaults(run=_revoke)

    command = acts.add_parser(
        "password",
        parents=[on_a_site()],
        help="give a new password, asked for; they are signed out everywhere",
    )
    command.add_argument("email")
    command.set_defaults(run=_password)

    for name, does in (
        ("disable", "keep somebody from signing in; they are signed out everywhere"),
        ("enable", "let somebody sign in again"),
    ):
        command = acts.add_parser(name, parents=[on_a_site()], help=does)
        command.add_argument("email")
        command.set_defaults(run=_set_disabled, disabled=name == "disable")

    command = acts.add_parser(
        "reset-second-factor",
        parents=[on_a_site()],
        help="for whoever has lost it, recovery codes and all; they are signed out everywhere",
    )
    command.add_argument("email")
    command.set_defaults(run=_reset_second_factor)

    command = acts.add_parser(
        "unlink",
        parents=[on_a_site()],
        help="forget who somebody is with the identity provider: the next time they sign in"
        " through it, their e-mail says",
    )
    command.add_argument("email")
    command.set_defaults(run=_unlink)


def _take_grants(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "grants",
        nargs="+",
        type=_role,
        metavar="GROUP=ROLE",
        help="a role for a group, such as 000341=enroll; roles are view, enroll and administer",
    )


def _email(text: str) -> str:
    name, _, host = text.strip().partition("@")
    if not name or not host or any(one.isspace() for one in text.strip()):
        raise argparse.ArgumentTypeError(f"{text!r} is not an e-mail address")
    return text.strip()


def _role(text: str) -> tuple[str, Role]:
    group_id, _, role = text.partition("=")
    if not group_id or role.upper() not in Role.__members__:
        raise argparse.ArgumentTypeError(f"{text!r} is not a group and a role: 000341=enroll")
    return group_id, Role[role.upper()]


def _add(options: argparse.Namespace) -> None:
    grants = dict(options.grants)
    with opened(options) as site:
        _warn_of_strangers(site, grants)
        password = _asked_password()
        site.services.administrators.add(options.email, options.name, grants, password)
    say(f"{options.email} can sign in now.")


def _list(options: argparse.Namespace) -> None:
    with opened(options) as site:
        everybody = site.services.administrators.all()
    if options.json:
        say_json(
            [
                {"email": one.email, "name": one.name, "grants": dict(_grants(one))}
                for one in everybody
            ]
        )
    else:
        say_table(
            ("E-mail", "Name", "Roles"),
            [(one.email, one.name, _roles(one)) for one in everybody],
        )


def _grant(options: argparse.Namespace) -> None:
    grants = dict(options.grants)
    with opened(options) as site:
        known = somebody(site, options.email)
        _warn_of_strangers(site, grants)
        after = site.services.administrators.grant(known.email, grants)
    _say_roles(after)


def _revoke(options: argparse.Namespace) -> None:
    with opened(options) as site:
        known = somebody(site, options.email)
        if strangers := [one for one in options.groups if one not in known.grants]:
            raise Failure(f"{known.email} has no role for {', '.join(strangers)}.")
        groups = None if options.all else options.groups
        after = site.services.administrators.revoke(known.email, groups)
    _say_roles(after)


def _password(options: argparse.Namespace) -> None:
    with opened(options) as site:
        known = somebody(site, options.email)
        site.services.administrators.set_password(known.email, _asked_password())
    say(f"{known.email} has a new password, and is signed out everywhere.")


def _set_disabled(options: argparse.Namespace) -> None:
    with opened(options) as site:
        known = somebody(site, options.email)
        site.services.administrators.set_disabled(known.email, disabled=options.disabled)
    if options.disabled:
        say(f"{known.email} cannot sign in any more, and is signed out everywhere.")
    else:
        say(f"{known.email} can sign in again.")


def _reset_second_factor(options: argparse.Namespace) -> None:
    with opened(options) as site:
        known = somebody(site, options.email)
        site.services.second_factors.reset(known.email)
    say(f"{known.email} has no second factor any more, and is signed out everywhere.")


def _unlink(options: argparse.Namespace) -> None:
    with opened(options) as site:
        known = somebody(site, options.email)
        try:
            site.services.single_sign_on.unlink(known.email)
        except NotFound:
            raise Failure(f"{known.email} never signed in through an identity provider.") from None
    say(f"Who {known.email} is with the identity provider is forgotten.")


def _asked_password() -> str:
    """Asked for twice on a terminal; elsewhere the first line of standard input."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass("Password: ")
    if getpass("The same again: ") != password:
        raise Failure("These were two different passwords. Nothing was changed.")
    return password


def _warn_of_strangers(site: OpenSite, group_ids: Iterable[str]) -> None:
    """A group may come later; most often its ID has a typing error."""
    try:
        known = {one.id for one in site.services.groups.mine(operator(*group_ids))}
    except RegistryUnavailable:
        complain("The carrier cannot be reached, so it is not known whether it has these groups.")
        return
    for group_id in group_ids:
        if group_id not in known:
            complain(f"The carrier has no group {group_id} now.")


def _say_roles(one: Administrator) -> None:
    say(f"{one.email} has {_roles(one) or 'no role any more'}.")


def _grants(one: Administrator) -> list[tuple[str, str]]:
    return [(group_id, one.grants[group_id].name.lower()) for group_id in one.group_ids()]


def _roles(one: Administrator) -> str:
    return ", ".join(f"{group_id}={role}" for group_id, role in _grants(one))
