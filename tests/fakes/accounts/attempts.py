"""Tries at secrets in memory."""

from collections.abc import Collection, Mapping

from domain.accounts.throttling import Attempts
from tests.fakes.kept import Kept


class FakeAttempts:
    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    def tallies(self, keys: Collection[str]) -> Mapping[str, Attempts]:
        return {key: self._kept.tallies.get(key, Attempts()) for key in keys}

    # Whoever writes waits for everybody else who does.
    hold = tallies

    def keep(self, tallies: Mapping[str, Attempts]) -> None:
        self._kept.tallies.update(tallies)
