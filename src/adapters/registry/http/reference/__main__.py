"""Start the reference server."""

import argparse
import logging
import socket
import sys
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import msgspec
import uvicorn

from adapters.confidential import Vault
from adapters.keyring import KeysError, KeySource, make_keys_file, new_keyring
from adapters.registry.demonstration import connect, read_data, seed_members
from adapters.registry.demonstration.first_data import DATA_FILE
from adapters.registry.http.reference.app import create_app
from adapters.registry.http.reference.desk import Desk
from adapters.system import SystemClock

DATABASE, KEYS = "carrier.sqlite3", "keys.json"


def main() -> None:
    options = _parser().parse_args()
    logging.basicConfig(level=logging.WARNING)
    try:
        data = read_data(options.members)
    except (OSError, msgspec.MsgspecError) as error:
        sys.exit(f"{options.members} cannot be read: {error}")
    options.data.mkdir(parents=True, exist_ok=True)
    engine = connect(f"sqlite:///{options.data / DATABASE}")
    clock = SystemClock()
    try:
        if not (options.data / KEYS).exists():
            make_keys_file(options.data / KEYS, new_keyring(clock.now()))
        vault = Vault(KeySource.in_file(options.data / KEYS))
    except KeysError as error:
        sys.exit(str(error))
    seed_members(engine, data, vault)
    wait = timedelta(seconds=options.decide_after)
    app = create_app(Desk(engine, clock, data.groups, vault, wait), options.token)
    listener = _listen(options.host, options.port)
    host, port = listener.getsockname()[:2]
    sys.stdout.write(f"The reference registry is at http://{host}:{port}\n")
    sys.stdout.flush()
    config = uvicorn.Config(app, access_log=False, log_config=None, server_header=False)
    with suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[listener])


def _listen(host: str, port: int) -> socket.socket:
    try:
        listener = socket.create_server((host, port), backlog=128)
    except OSError as error:
        sys.exit(f"Port {port} of {host} cannot be used: {error.strerror}")
    # asyncio asks for it only where it made the socket itself.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m adapters.registry.http.reference",
        description="A small carrier's registry that keeps the published contract.",
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--port", type=int, default=8900, help="0 for any that is free")
    parser.add_argument(
        "--data",
        type=Path,
        required=True,
        metavar="FOLDER",
        help="where its database and keys are kept",
    )
    parser.add_argument("--token", default="", help="what requests must bear; nothing by default")
    parser.add_argument(
        "--members",
        type=Path,
        default=DATA_FILE,
        metavar="FILE",
        help="groups and first members as JSON, the demonstration's by default",
    )
    parser.add_argument(
        "--decide-after",
        type=float,
        default=0,
        metavar="SECONDS",
        help="say of each submission for so long that it is processing",
    )
    return parser


if __name__ == "__main__":
    main()
