"""A file store in memory."""

import re
from collections.abc import Sequence
from datetime import datetime

from domain.errors import StoreUnavailable
from domain.ports import Clock


class FakeFiles:
    """Documents in a dictionary, ``kept``, by name. Set ``unreachable`` to have it answer
    nothing."""

    def __init__(self, clock: Clock) -> None:
        self.kept: dict[str, bytes] = {}
        self.unreachable = False
        self._kept_at: dict[str, datetime] = {}
        self._clock = clock

    def put(self, name: str, content: bytes) -> None:
        self.ping()
        self.kept[_checked(name)] = content
        self._kept_at[name] = self._clock.now()

    def get(self, name: str) -> bytes:
        self.ping()
        return self.kept[_checked(name)]

    def remove(self, names: Sequence[str]) -> None:
        self.ping()
        for name in [_checked(one) for one in names]:
            self.kept.pop(name, None)

    def kept_before(self, moment: datetime, after: str = "", limit: int = 1000) -> Sequence[str]:
        self.ping()
        return [one for one in sorted(self.kept) if one > after and self._kept_at[one] < moment][
            :limit
        ]

    def ping(self) -> None:
        if self.unreachable:
            raise StoreUnavailable

    def close(self) -> None:
        """Nothing is open."""


def _checked(name: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9.-]{0,99}", name):
        raise ValueError("not a name for a stored document")
    return name
