"""A scanner in memory."""

from domain.errors import ScannerUnavailable

# In two pieces: other people's scanners look at these files too.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + rb"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
"""What all scanners find, and harms nothing (eicar.org)."""


class FakeScanner:
    """Finds EICAR's test file in a file that has nothing before it, or any in ``infected``.

    Set ``unreachable`` to have it answer nothing. ``scanned`` counts what it looked at."""

    def __init__(self) -> None:
        self.unreachable = False
        self.infected: set[bytes] = set()
        self.scanned = 0

    def scan(self, content: bytes) -> str | None:
        self.ping()
        self.scanned += 1
        if content in self.infected:
            return "Test.Signature"
        return "Eicar-Test-Signature" if content.startswith(EICAR) else None

    def ping(self) -> None:
        if self.unreachable:
            raise ScannerUnavailable
