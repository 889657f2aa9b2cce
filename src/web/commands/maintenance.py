"""``enroll migrate``, ``purge``, ``roster``, ``backup`` and ``restore``: looking after the data."""

import argparse
import os
from pathlib import Path
from typing import Any

from web import maintenance
from web.commands.acting import on_a_site, opened, settings_of
from web.commands.output import progress, say
from web.rendering import count
from web.settings import from_environment


def add(commands: Any) -> None:
    command = commands.add_parser("migrate", help="bring the database to its present shape")
    command.set_defaults(run=_migrate)

    command = commands.add_parser(
        "purge", parents=[on_a_site()], help="remove what is past its retention, now"
    )
    command.set_defaults(run=_purge)

    command = commands.add_parser(
        "roster", help="take over a carrier's members from a file, where its registry needs one"
    )
    command.add_argument("file", type=Path, help="the roster: CSV, or an 834 full file")
    command.set_defaults(run=_roster)

    command = commands.add_parser(
        "backup",
        parents=[on_a_site()],
        help="copy the SQLite database into a new file, while the site runs",
    )
    command.add_argument("file", type=Path)
    command.set_defaults(run=_backup)

    command = commands.add_parser(
        "restore",
        parents=[on_a_site()],
        help="have the SQLite database be what a copy is, while the site is stopped",
    )
    command.add_argument("file", type=Path)
    command.add_argument("--force", action="store_true", help="replace what is there")
    command.set_defaults(run=_restore)


def _migrate(_: argparse.Namespace) -> None:
    settings = from_environment(os.environ)
    with progress("Encrypting") as report:
        maintenance.migrate_database(settings, report)
    say("The database is up to date.")


def _purge(options: argparse.Namespace) -> None:
    with opened(options) as site:
        removed = site.services.upkeep.purge()
    say(f"What was past its retention is gone, {count(removed, 'document')} among it.")


def _roster(options: argparse.Namespace) -> None:
    settings = from_environment(os.environ)
    with progress("Reading") as report:
        members, groups = maintenance.import_roster(settings, options.file, report)
    say(f"{count(members, 'member')} of {count(groups, 'group')} taken over.")


def _backup(options: argparse.Namespace) -> None:
    settings = settings_of(options)
    with progress("Copying") as report:
        maintenance.back_up_database(settings, options.file, report)
    say(f"{options.file} is a copy of the database, checked. It holds personal data: keep it safe.")
    if settings.documents != "database":
        say(f"Uploaded documents are not in it. They are in {settings.documents}.")


def _restore(options: argparse.Namespace) -> None:
    settings = settings_of(options)
    with progress("Copying") as report:
        maintenance.restore_database(settings, options.file, report, replace=options.force)
    say(f"The database is now what {options.file} is.")
    if not maintenance.database_is_current(settings):
        say("It was made by an older version. Before you start the site, run: enroll migrate")
