"""Python programs as processes of their own, forked from one that has imported what they need: that
takes as long as many of them do."""

import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from multiprocessing.reduction import DupFd
from pathlib import Path
from typing import Any, TextIO

forks = multiprocessing.get_context("forkserver")
forks.set_forkserver_preload(["tests.faults.nursery", "web.cli"])


class Fork:
    """``main`` of a module, with these arguments and variables, and its streams to these files.
    Like a ``subprocess.Popen`` with ``start_new_session``; what it prints is text in ``stdout``
    unless there is a file for it."""

    def __init__(
        self,
        module: str,
        arguments: Sequence[str],
        *,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        stdin: int | None = None,
        stdout: int | None = None,
        stderr: int | None = None,
    ) -> None:
        nothing = os.open(os.devnull, os.O_RDWR)
        ours = its = None
        if stdout is None:
            ours, its = os.pipe()
        streams = [
            nothing if one is None else one
            for one in (stdin, its if stdout is None else stdout, stderr)
        ]
        self._process = forks.Process(
            target=_begin,
            args=(
                module,
                list(arguments),
                dict(os.environ if env is None else env),
                str(cwd or Path.cwd()),
                _Passed(streams),
            ),
        )
        self._process.start()
        os.close(nothing)
        self.stdout: TextIO | None = None
        if ours is not None and its is not None:
            os.close(its)
            self.stdout = os.fdopen(ours, encoding="utf-8")

    def __enter__(self) -> "Fork":
        return self

    def __exit__(self, *_: object) -> None:
        if self.stdout:
            self.stdout.close()
        self.wait()

    @property
    def pid(self) -> int:
        assert self._process.pid is not None
        return self._process.pid

    @property
    def returncode(self) -> int | None:
        return self.poll()

    def poll(self) -> int | None:
        """Its exit status, once it has ended."""
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        self._process.join(timeout)
        status = self.poll()
        if status is None:
            raise subprocess.TimeoutExpired(self._process.name, timeout or 0)
        return status

    def communicate(self, timeout: float | None = None) -> tuple[str, str]:
        said = ""
        if self.stdout:
            with self.stdout:
                said = self.stdout.read()
        self.wait(timeout)
        return said, ""

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


class _Passed:
    """Files that the other process has, too."""

    def __init__(self, numbers: Sequence[int]) -> None:
        self._numbers = numbers

    def __getstate__(self) -> list[Any]:
        return [DupFd(one) for one in self._numbers]

    def __setstate__(self, passed: list[Any]) -> None:
        self._numbers = [one.detach() for one in passed]

    def take(self) -> None:
        for number, one in enumerate(self._numbers):
            os.dup2(one, number)
            os.close(one)


def _begin(
    module: str, arguments: list[str], variables: dict[str, str], folder: str, streams: _Passed
) -> None:
    os.setsid()
    streams.take()
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(variables)
    # As they are made where a program starts.
    sys.stdin, sys.stdout, sys.stderr = (
        os.fdopen(number, mode, 1 if number == 2 or os.isatty(number) else -1, closefd=False)
        for number, mode in enumerate("rww")
    )
    sys.argv = [module, *arguments]
    sys.exit(import_module(module).main())
