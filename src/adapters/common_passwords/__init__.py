"""The passwords that stand most often in stolen collections, as Django brings them along."""

import gzip
from functools import cached_property
from pathlib import Path

LIST = Path(__file__).parent / "vendor" / "common-passwords.txt.gz"


class CommonPasswords:
    """Some 20,000, in lower case. Read when somebody first chooses a password."""

    def __contains__(self, password: object) -> bool:
        return password in self._passwords

    @cached_property
    def _passwords(self) -> frozenset[str]:
        return frozenset(gzip.decompress(LIST.read_bytes()).decode().splitlines())
