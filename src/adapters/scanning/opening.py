"""Opening the scanner that the settings name."""

import re

from adapters.scanning.clamd import Clamd
from domain.ports import Scanner

_UNIX = re.compile(r"unix:(?P<path>/[^\0]+)")
_TCP = re.compile(r"tcp://(?P<host>[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\]):(?P<port>\d{1,5})")


class ScannerError(Exception):
    """The setting names no scanner; a sentence that says how to mend it."""


def open_scanner(where: str) -> Scanner | None:
    """The scanner at "unix:/path" or "tcp://host:port"; None for "", where nothing is scanned.

    Raises ScannerError for anything else. Whether it answers is for its ``ping`` to tell.
    """
    if not where:
        return None
    if unix := _UNIX.fullmatch(where):
        return Clamd(unix["path"])
    tcp = _TCP.fullmatch(where)
    if tcp and 0 < int(tcp["port"]) < 65_536:
        return Clamd((tcp["host"].strip("[]"), int(tcp["port"])))
    raise ScannerError(
        f"ENROLL_CLAMD is {where!r}. Set it to where clamd listens, such as"
        " unix:/run/clamav/clamd.ctl or tcp://scanner.internal:3310, or leave it out."
    )
