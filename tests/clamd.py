"""ClamAV's daemon: the real one where it is installed, and a stand-in that speaks its protocol."""

import hashlib
import shutil
import socket
import socketserver
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.fakes.scanning import EICAR

INSTALLED = shutil.which("clamd")
_SLOWEST = 300.0


@contextmanager
def real_clamd(folder: Path) -> Iterator[str]:
    """The path of the socket of a daemon that knows one signature, EICAR's, as its makers' whole
    lists cannot be had everywhere."""
    assert INSTALLED
    signatures = folder / "signatures"
    signatures.mkdir()
    digest = hashlib.md5(EICAR, usedforsecurity=False).hexdigest()
    (signatures / "test.hdb").write_text(f"{digest}:{len(EICAR)}:Eicar-Test-Signature\n")
    path = folder / "clamd.ctl"
    settings = folder / "clamd.conf"
    settings.write_text(
        f"LocalSocket {path}\nDatabaseDirectory {signatures}\nForeground yes\n"
        f"TemporaryDirectory {folder}\nStreamMaxLength 1M\nMaxThreads 2\n"
    )
    with (folder / "clamd.log").open("w") as log:
        daemon = subprocess.Popen([INSTALLED, "-c", str(settings)], stdout=log, stderr=log)
    try:
        late = time.monotonic() + _SLOWEST
        while not _answers(path):
            assert daemon.poll() is None, (folder / "clamd.log").read_text()
            assert time.monotonic() < late, (folder / "clamd.log").read_text()
            time.sleep(0.1)
        yield str(path)
    finally:
        daemon.terminate()
        daemon.wait(_SLOWEST)


def _answers(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        try:
            connection.connect(str(path))
        except OSError:
            return False
        return True


class _Session(socketserver.StreamRequestHandler):
    """One connection of the stand-in."""

    server: "StandIn"

    def handle(self) -> None:
        command = b""
        while not command.endswith(b"\0"):
            command += self.rfile.read(1)
        if command == b"zPING\0":
            self.wfile.write(self.server.answer or b"PONG\0")
        elif command == b"zINSTREAM\0":
            self.wfile.write(self._stream())

    def _stream(self) -> bytes:
        content = b""
        while length := int.from_bytes(self.rfile.read(4), "big"):
            content += self.rfile.read(length)
            if len(content) > self.server.most:
                return b"INSTREAM size limit exceeded. ERROR\0"
        self.server.seen.append(content)
        self.server.closing.wait(self.server.slow)
        if self.server.answer is not None:
            return self.server.answer
        found = b"Eicar-Test-Signature FOUND" if content == EICAR else b"OK"
        return b"stream: " + found + b"\0"


class StandIn(socketserver.ThreadingTCPServer):
    """Listens on TCP, as clamd may. ``answer`` replaces what it says, ``slow`` is how many seconds
    it takes, ``most`` what it takes at most; ``seen`` are the files that came whole."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.answer: bytes | None = None
        self.slow = 0.0
        self.most = 1024 * 1024
        self.seen: list[bytes] = []
        self.closing = threading.Event()

    @property
    def address(self) -> tuple[str, int]:
        host, port = self.socket.getsockname()
        return host, port


@contextmanager
def stand_in() -> Iterator[StandIn]:
    with StandIn() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield server
        finally:
            server.closing.set()
            server.shutdown()
            thread.join()
