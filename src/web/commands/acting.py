"""The site that a command acts on, and on whose behalf."""

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from domain.accounts.access import Administrator, Role
from domain.carrier import Group
from domain.errors import NotFound
from web import bootstrap, demo, maintenance
from web.commands.exits import Failure
from web.origin import coming_from
from web.services import Services
from web.settings import Settings, SettingsError, from_environment


@dataclass(frozen=True)
class OpenSite:
    """A site's settings and services, while a command runs."""

    settings: Settings
    services: Services


def on_a_site() -> argparse.ArgumentParser:
    """What every command takes that acts on a site."""
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument(
        "--demo",
        action="store_true",
        help="act on the demonstration in DEMO_DIR, not on the site of the ENROLL_… variables",
    )
    return parser


def on_behalf(*, required: bool) -> argparse.ArgumentParser:
    """What every command takes that acts for somebody."""
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument(
        "--as",
        dest="email",
        required=required,
        metavar="EMAIL",
        help="the administrator on whose behalf, within their roles"
        + ("" if required else "; without it, as the site's operator"),
    )
    return parser


def settings_of(options: argparse.Namespace) -> Settings:
    """Raises SettingsError."""
    if not options.demo:
        return from_environment(os.environ)
    settings = demo.settings_in(demo_folder())
    demo.prepare(settings)
    return settings


def demo_folder() -> Path:
    return Path(os.environ.get("DEMO_DIR") or demo.DEFAULT_FOLDER)


def require_current(settings: Settings) -> None:
    if not maintenance.database_is_current(settings):
        raise SettingsError(
            ["The database is not in the shape this version needs. Run: enroll migrate"]
        )


@contextmanager
def opened(options: argparse.Namespace) -> Iterator[OpenSite]:
    """The site, closed at the end. Raises SettingsError."""
    settings = settings_of(options)
    require_current(settings)
    with bootstrap.opened(settings) as services, coming_from("command line"):
        yield OpenSite(settings, services)


def somebody(site: OpenSite, email: str) -> Administrator:
    """The administrator with this e-mail."""
    try:
        return site.services.administrators.find(email)
    except NotFound:
        raise Failure(
            f"Nobody with the e-mail {email} is there. Add them with: enroll user add {email} NAME"
            " GROUP=enroll"
        ) from None


def operator(*group_ids: str) -> Administrator:
    """Whoever may run commands here holds all of the site's secrets: they may enroll in any
    group. What is kept names somebody else."""
    return Administrator("", "", "", dict.fromkeys(group_ids, Role.ENROLL))


def group_of(site: OpenSite, email: str | None, group_id: str) -> tuple[Administrator, Group]:
    """Who acts, and the group they act in."""
    who = somebody(site, email) if email else operator(group_id)
    if group_id not in who.grants:
        raise Failure(
            f"{email} has no role for group {group_id}. Give them one with: enroll user grant"
            f" {email} {group_id}=enroll"
        )
    for group in site.services.groups.mine(who):
        if group.id == group_id:
            return who, group
    raise Failure(f"The carrier has no group {group_id}.")
