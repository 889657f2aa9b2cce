"""How much a file may take."""

from collections.abc import Mapping
from datetime import timedelta

import msgspec

_MB = 1024 * 1024


class Limits(msgspec.Struct, frozen=True):
    """What one file may take of a machine. 250 full rows take a tenth of a second and 15 MB; the
    worst that the guard lets through, a few seconds and 300 MB.

    ``memory`` is bytes of address space of the whole process, ``cpu`` seconds of processor time,
    ``wall`` how long it may be until there is an answer. A process that has held more than
    ``retires_at`` bytes does not read another file, so that none stays large.
    """

    memory: int = 768 * _MB
    cpu: int = 10
    wall: timedelta = timedelta(seconds=15)
    retires_at: int = 192 * _MB

    def as_arguments(self) -> list[str]:
        """For the process's command line."""
        return [str(self.memory), str(self.cpu), str(self.retires_at)]


def own_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """What a process that reads files may know of the site's environment: where its own modules
    are, and nothing of databases, keys and tokens."""
    kept = ("PATH", "LANG", "LC_ALL", "PYTHONHASHSEED", "SYSTEMROOT")
    return {name: environ[name] for name in kept if name in environ}
