"""``enroll demo``, ``serve`` and ``worker``: what goes on until it is stopped."""

import argparse
import logging
import os
import signal
import socket
from contextlib import AbstractContextManager, nullcontext
from queue import SimpleQueue
from typing import Any

import uvicorn
from litestar import Litestar
from uvicorn.config import STARTUP_FAILURE
from uvicorn.supervisors import Multiprocess

from web import bootstrap, demo
from web.background import Background
from web.commands.acting import demo_folder, require_current
from web.commands.exits import Exit, Failure
from web.commands.output import say
from web.logs import start_logging
from web.metrics import counting_together, telling_metrics
from web.protocol import ImpatientProtocol
from web.settings import Settings, SettingsError, from_environment

# The site as the environment describes it, for processes that start by themselves.
_SITE = "web.cli:site"


def add(commands: Any) -> None:
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

    command = commands.add_parser("worker", help="deliver submissions, without serving the site")
    command.add_argument(
        "--metrics-port",
        type=int,
        metavar="PORT",
        help="tell the worker's own metrics there, to whoever bears ENROLL_METRICS_TOKEN",
    )
    command.add_argument(
        "--metrics-host", metavar="HOST", default="127.0.0.1", help="address to tell them on"
    )
    command.set_defaults(run=_worker)


def _demo(options: argparse.Namespace) -> None:
    folder = demo_folder()
    with listen("127.0.0.1", _port(os.environ.get("PORT", "")), "PORT={} make demo") as listener:
        if options.reset:
            demo.reset(folder)
        settings = demo.settings_in(folder)
        emails, password = demo.prepare(settings)
        start_logging(logging.WARNING)
        app = bootstrap.build(settings)
        say(f"The demonstration is at http://localhost:{listener.getsockname()[1]}")
        say("Sign in as one of these administrators:")
        for email in emails:
            say(f"  {email}")
        say(f"All of them take the password: {password}")
        say(f"Its files are in {folder.absolute()}. Press Ctrl+C to stop.")
        uvicorn.Server(_config(app, proxy_headers=False)).run(sockets=[listener])


def _serve(options: argparse.Namespace) -> Exit:
    settings = from_environment(os.environ)
    require_current(settings)
    how = {
        "proxy_headers": options.trust_proxy is not None,
        "forwarded_allow_ips": options.trust_proxy,
        "workers": options.workers,
        # A process that is silent for so long is killed. On a busy machine a healthy one may be for
        # more than the five seconds that are usual.
        "timeout_worker_healthcheck": 30,
    }
    start_logging()
    with listen(options.host, options.port, "--port {}") as listener:
        if options.workers == 1:
            server = uvicorn.Server(_config(bootstrap.build(settings), **how))
            server.run(sockets=[listener])
            return Exit.DONE if server.started else Exit.FAILED
        with bootstrap.opened(settings):
            pass  # what the settings lack is said once, not by every process again and again
        processes = Multiprocess(_config(_SITE, factory=True, **how), sockets=[listener])
        with counting_together():
            processes.run()
        failed = any(one.exitcode == STARTUP_FAILURE for one in processes.processes)
        return Exit.FAILED if failed else Exit.DONE


def _worker(options: argparse.Namespace) -> None:
    settings = from_environment(os.environ)
    require_current(settings)
    telling = _telling_metrics(options, settings)
    start_logging()
    with telling, bootstrap.opened(settings) as services:
        background = Background(services, warms=False)
        # Not an Event: a signal may come while its lock is held, and would then wait for ever.
        stops: SimpleQueue[int] = SimpleQueue()
        for one in (signal.SIGTERM, signal.SIGINT):
            signal.signal(one, lambda number, _: stops.put(number))
        background.start()
        say("Delivering submissions. To stop: Ctrl+C; the call under way is finished first.")
        stops.get()
        background.stop()


def _telling_metrics(
    options: argparse.Namespace, settings: Settings
) -> AbstractContextManager[None]:
    if options.metrics_port is None:
        return nullcontext()
    if not settings.metrics_token:
        raise SettingsError(
            ["ENROLL_METRICS_TOKEN is not set. It is what whoever reads metrics has to know."]
        )
    listener = listen(options.metrics_host, options.metrics_port, "--metrics-port {}")
    return telling_metrics(listener, settings.metrics_token)


def listen(host: str, port: int, otherwise: str) -> socket.socket:
    """A socket that takes connections; taken before anything is written, so that a port has one
    server. ``otherwise`` says how to choose another port, {} standing for its number."""
    try:
        listener = socket.create_server(
            (host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET, backlog=2048
        )
    except OSError:
        raise Failure(
            f"Port {port} on {_named(host)} cannot be used. Choose another:"
            f" {otherwise.format(port + 1)}"
        ) from None
    # asyncio asks for it only where it made the socket itself. Without it each page waits 40 ms.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def _named(host: str) -> str:
    return "localhost" if host == "127.0.0.1" else host


def _config(app: Litestar | str, **how: Any) -> uvicorn.Config:
    how["http"] = ImpatientProtocol
    return uvicorn.Config(app, access_log=False, log_config=None, server_header=False, **how)


def _port(text: str) -> int:
    if not text:
        return demo.DEFAULT_PORT
    if not (text.isdecimal() and int(text) < 65536):
        raise SettingsError([f"PORT is {text!r}. Set it to a number from 1 to 65535."])
    return int(text)
