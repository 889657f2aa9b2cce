"""The command ``enroll``: serve the site, and look after its data."""

import argparse
import logging
import os
import socket
import sys
from collections.abc import Sequence
from getpass import getpass
from pathlib import Path

import uvicorn
from litestar import Litestar

from domain.access import Role
from web import bootstrap, demo
from web.logs import start_logging
from web.settings import Settings, SettingsError, from_environment

_BACKLOG = 128
# NIST SP 800-63B-4, for a password that is the only factor.
SHORTEST_PASSWORD = 15


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return the exit status; 1 with a sentence for what a person can mend."""
    options = _parser().parse_args(arguments)
    try:
        options.run(options)
    except SettingsError as error:
        for problem in error.problems:
            print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def site() -> Litestar:
    """The site that the environment describes, for web servers that start their own processes."""
    start_logging()
    return bootstrap.build(from_environment(os.environ))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="enroll", description="Enroll many people in a group's health plan from one workbook."
    )
    commands = parser.add_subparsers(required=True, metavar="command")

    command = commands.add_parser("demo", help="serve a demonstration on localhost")
    command.add_argument("--reset", action="store_true", help="start over with its first data")
    command.set_defaults(run=_demo)

    command = commands.add_parser("serve", help="serve the site that ENROLL_… variables describe")
    command.add_argument("--host", default="127.0.0.1", help="address to listen on")
    command.add_argument("--port", type=int, default=8000)
    command.add_argument("--workers", type=int, default=1, help="processes")
    command.add_argument(
        "--trust-proxy",
        metavar="ADDRESSES",
        help="addresses of proxies whose X-Forwarded-… headers are believed, with commas between",
    )
    command.set_defaults(run=_serve)

    command = commands.add_parser(
        "administrator", help="let somebody sign in; asks for their password"
    )
    command.add_argument("email")
    command.add_argument("name")
    command.add_argument(
        "grants",
        nargs="+",
        type=_grant,
        metavar="GROUP=ROLE",
        help="a role for a group, such as 000341=enroll; roles are view, enroll and administer",
    )
    command.set_defaults(run=_administrator)

    command = commands.add_parser("migrate", help="bring the database to its present shape")
    command.set_defaults(run=_migrate)

    command = commands.add_parser("purge", help="remove what is past its retention, now")
    command.set_defaults(run=_purge)
    return parser


def _demo(options: argparse.Namespace) -> None:
    folder = Path(os.environ.get("DEMO_DIR") or demo.DEFAULT_FOLDER)
    listener = _listen(_port(os.environ.get("PORT", "")))
    if options.reset:
        demo.reset(folder)
    settings = demo.settings_in(folder)
    emails, password = demo.prepare(settings)
    start_logging(logging.WARNING)
    app = bootstrap.build(settings)
    print(f"The demonstration is at http://localhost:{listener.getsockname()[1]}")
    print("Sign in as one of these administrators:")
    for email in emails:
        print(f"  {email}")
    print(f"All of them take the password: {password}")
    print(f"Its files are in {folder.absolute()}. Press Ctrl+C to stop.", flush=True)
    _server(app).run(sockets=[listener])


def _serve(options: argparse.Namespace) -> None:
    _require_current(from_environment(os.environ))
    uvicorn.run(
        "web.cli:site",
        factory=True,
        host=options.host,
        port=options.port,
        workers=options.workers,
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=options.trust_proxy is not None,
        forwarded_allow_ips=options.trust_proxy,
    )


def _administrator(options: argparse.Namespace) -> None:
    settings = from_environment(os.environ)
    _require_current(settings)
    password = getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    if len(password) < SHORTEST_PASSWORD:
        raise SettingsError([f"A password has at least {SHORTEST_PASSWORD} characters."])
    grants = dict(options.grants)
    bootstrap.add_administrator(settings, options.email, options.name, grants, password)
    print(f"{options.email} can sign in now.")


def _grant(text: str) -> tuple[str, Role]:
    group_id, _, role = text.partition("=")
    if not group_id or role.upper() not in Role.__members__:
        raise argparse.ArgumentTypeError(f"{text!r} is not a group and a role: 000341=enroll")
    return group_id, Role[role.upper()]


def _migrate(_: argparse.Namespace) -> None:
    bootstrap.migrate_database(from_environment(os.environ))
    print("The database is up to date.")


def _purge(_: argparse.Namespace) -> None:
    settings = from_environment(os.environ)
    _require_current(settings)
    services = bootstrap.services(settings)
    try:
        services.upkeep.purge()
    finally:
        services.upkeep.close()
    print("What was past its retention is gone.")


def _require_current(settings: Settings) -> None:
    if not bootstrap.database_is_current(settings):
        raise SettingsError(
            ["The database is not in the shape this version needs. Run: enroll migrate"]
        )


def _port(text: str) -> int:
    if not text:
        return demo.DEFAULT_PORT
    if not (text.isdecimal() and int(text) < 65536):
        raise SettingsError([f"PORT is {text!r}. Set it to a number from 1 to 65535."])
    return int(text)


def _listen(port: int) -> socket.socket:
    """A socket on localhost, taken before anything is written: one demonstration a port."""
    try:
        listener = socket.create_server(("127.0.0.1", port), backlog=_BACKLOG)
    except OSError:
        raise SettingsError(
            [f"Port {port} on localhost cannot be used. Choose another: PORT={port + 1} make demo"]
        ) from None
    # asyncio asks for it only where it made the socket itself. Without it each page waits 40 ms.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def _server(app: Litestar) -> uvicorn.Server:
    return uvicorn.Server(
        uvicorn.Config(
            app, access_log=False, log_config=None, server_header=False, proxy_headers=False
        )
    )
