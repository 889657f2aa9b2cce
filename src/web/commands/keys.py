"""``enroll keys``: the keys that Social Security and Medicare numbers are kept with."""

import argparse
import sys
from pathlib import Path
from typing import Any

from web import maintenance
from web.commands.acting import on_a_site, require_current, settings_of
from web.commands.output import progress, say, say_table
from web.rendering import count
from web.settings import Settings


def add(commands: Any) -> None:
    family = commands.add_parser("keys", help="the keys that people's numbers are encrypted with")
    commands = family.add_subparsers(required=True, metavar="command")

    command = commands.add_parser("make", help="make keys for a new installation")
    command.add_argument("file", help='a new file; "-" prints them, for ENROLL_KEYS')
    command.set_defaults(run=_make)

    command = commands.add_parser(
        "list", parents=[on_a_site()], help="which keys there are, and how much is kept with each"
    )
    command.set_defaults(run=_list)

    for name, run, words in (
        ("add", _add, "add a key that waits for its turn, to be copied to every machine first"),
        ("rotate", _rotate, "have a new key be the current one, and write everything anew with it"),
    ):
        command = commands.add_parser(name, parents=[on_a_site()], help=words)
        command.add_argument(
            "--lookup", action="store_true", help="the key that numbers are found by instead"
        )
        command.set_defaults(run=run)

    command = commands.add_parser(
        "reseal",
        parents=[on_a_site()],
        help="go on with what a rotation has left, after it was stopped",
    )
    command.set_defaults(run=_reseal)

    command = commands.add_parser(
        "retire", parents=[on_a_site()], help="remove a key that nothing is kept with any more"
    )
    command.add_argument("id")
    command.set_defaults(run=_retire)


def _make(options: argparse.Namespace) -> None:
    if options.file == "-":
        sys.stdout.write(maintenance.make_keys(None))
        return
    maintenance.make_keys(Path(options.file))
    say(f"{options.file} holds new keys. Whatever is kept with them is lost without them:")
    say("keep a copy of the file, apart from the copies of the database.")


def _list(options: argparse.Namespace) -> None:
    settings = settings_of(options)
    require_current(settings)
    with maintenance.key_rotation(settings) as keys:
        rows = [
            (one.id, one.kind, one.standing, f"{one.made:%Y-%m-%d %H:%M}", f"{one.values}")
            for one in keys.standings()
        ]
    say_table(("Key", "For", "State", "Made (UTC)", "Values"), rows)


def _add(options: argparse.Namespace) -> None:
    settings = settings_of(options)
    require_current(settings)
    with maintenance.key_rotation(settings) as keys:
        name = keys.add(lookup=options.lookup)
    say(f"The key {name} waits for its turn. Copy {settings.keys_file} to every machine, then run:")
    say("  enroll keys rotate" + (" --lookup" if options.lookup else ""))


def _rotate(options: argparse.Namespace) -> None:
    settings = settings_of(options)
    require_current(settings)
    with maintenance.key_rotation(settings) as keys:
        name = keys.turn(lookup=options.lookup)
    say(f"The key {name} is the current one. Keep a copy of {settings.keys_file}.")
    _write_anew(settings)


def _reseal(options: argparse.Namespace) -> None:
    settings = settings_of(options)
    require_current(settings)
    _write_anew(settings)


def _write_anew(settings: Settings) -> None:
    with maintenance.key_rotation(settings) as keys, progress("Encrypting") as report:
        done = keys.reseal(report)
    say(f"{count(done.rows, 'row')} written anew with the current keys.")
    if done.unreadable:
        say(
            f"{count(done.unreadable, 'row')} could not be read and stayed as they were. Keep the"
            " keys that they are kept with: enroll keys list"
        )


def _retire(options: argparse.Namespace) -> None:
    settings = settings_of(options)
    require_current(settings)
    with maintenance.key_rotation(settings) as keys:
        keys.retire(options.id)
    say(f"The key {options.id} is gone from {settings.keys_file}.")
