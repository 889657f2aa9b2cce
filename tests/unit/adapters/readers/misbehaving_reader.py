"""A process that reads files, and does with each what the file says: mostly what it should not.

A workbook it reads as the real one does. Whatever it survives as a document, it calls a page. The
limits are the real one's, and so is what it says over the socket where nothing else is asked for.
As arguments it takes how it starts, and then what the site tells every reader.
"""

import os
import signal
import socket
import struct
import sys
import time
from collections.abc import Callable, Iterable

from adapters.readers import process
from adapters.readers.protocol import DOCUMENT, MOST, WORKBOOK
from adapters.spreadsheet.reading.contents import Contents, contents_of
from adapters.spreadsheet.reading.grid import Grid
from adapters.spreadsheet.reading.package import Unreadable


def main() -> None:
    start = sys.argv.pop(1)
    if start == "exits":
        sys.exit(1)
    if start == "never ready":
        time.sleep(3600)
    if start == "deaf":
        _send(b"ready")
        time.sleep(3600)
    if start != "confined":
        process.sandbox.enter = lambda: start != "unconfined"  # a sandbox in name alone
    if start.startswith("/"):
        _exit_at_the_first_start(start)
    process.READS[WORKBOOK.name] = _behave
    process.READS[DOCUMENT.name] = lambda content: _behave(content) and "text/html"
    process.main()


def _exit_at_the_first_start(marker: str) -> None:
    if not os.path.exists(marker):
        open(marker, "w").close()
        sys.exit(1)


def _behave(content: bytes) -> Contents:
    """Whatever the first word says; by default answer with this process's id and the time from
    which it has read until now. Some words ask what the process knows and may do."""
    if content.startswith(b"PK"):
        return contents_of(content)
    began = time.monotonic()
    word, *rest = content.decode().split()
    match word:
        case "hang":
            time.sleep(3600)
        case "spin":
            while True:
                pass
        case "grow":
            _grow()
        case "grow-and-tell":
            try:
                _grow()
            except MemoryError:
                raise Unreadable("too_much_memory") from None
        case "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        case "exit":
            os._exit(0)
        case "raise":
            raise RuntimeError("what a file holds: 987-65-4321")
        case "garbage":
            _send(b"\xc1 what a file holds: 987-65-4321")
            time.sleep(3600)
        case "long":
            _raw(struct.pack("!Q", MOST + 1))
            time.sleep(3600)
        case "half":
            _raw(struct.pack("!Q", 100) + b"half")
            os._exit(0)
        case "drip":
            _raw(struct.pack("!Q", 1_000_000))
            while True:
                _raw(b"x")
                time.sleep(0.05)
        case "refused":
            raise Unreadable(rest[0])
        case "swell":
            swollen = b"x" * int(rest[0])
            del swollen
        case "until":
            open(f"{rest[0]}.begun", "w").close()
            while not os.path.exists(rest[0]):
                time.sleep(0.01)
        case "environment":
            return _telling(os.environ)
        case "modules":
            return _telling(sys.modules)
        case "write":
            return _telling([_written(rest[0])])
        case "try":
            return _telling([_tried(*rest)])
    return _telling([str(os.getpid()), repr(began), repr(time.monotonic())])


def _telling(words: Iterable[str]) -> Contents:
    return Contents(marks=[], data=Grid({}, [], [], 0), copies=list(words))


def _written(path: str) -> str:
    try:
        with open(path, "w") as file:
            file.write("something")
    except OSError:
        return "refused"
    return "written"


def _tried(act: str, path: str) -> str:
    """What comes of an act that the sandbox is there to stop."""
    acts: dict[str, Callable[[], object]] = {
        "look up a name": lambda: socket.create_connection(("localhost", 9)),
        "send a datagram": lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM),
        "reach a local service": lambda: socket.socket(socket.AF_UNIX),
        "fork": os.fork,
        "start a program": lambda: os.posix_spawn("/bin/sh", ["sh"], {}),
        "become a program": lambda: os.execv("/bin/sh", ["sh", "-c", ":"]),
        "end another process": lambda: os.kill(os.getppid(), 0),
        "make a file": lambda: os.open(f"{path}/new", os.O_CREAT),
        "write a file": lambda: os.open(f"{path}/there", os.O_WRONLY),
        "empty a file": lambda: os.truncate(f"{path}/there", 0),
        "remove a file": lambda: os.unlink(f"{path}/there"),
        "rename a file": lambda: os.rename(f"{path}/there", f"{path}/elsewhere"),
        "link a file": lambda: os.link(f"{path}/there", f"{path}/elsewhere"),
        "let others in": lambda: os.chmod(f"{path}/there", 0o777),
        "make a folder": lambda: os.mkdir(f"{path}/new"),
        "hide a file in memory": lambda: os.memfd_create("hidden"),
        "read a file": lambda: os.close(os.open(f"{path}/there", os.O_RDONLY)),
    }
    try:
        acts[act.replace("_", " ")]()
    except (OSError, RuntimeError):
        return "refused"
    return "done"


def _grow() -> None:
    held = []
    while True:
        held.append(b"x" * 1024 * 1024)


def _send(message: bytes) -> None:
    _raw(struct.pack("!Q", len(message)) + message)


def _raw(some: bytes) -> None:
    with socket.socket(fileno=os.dup(0)) as line:
        line.sendall(some)


if __name__ == "__main__":
    main()
