"""Keeping how often secrets were guessed at."""

from collections.abc import Collection, Mapping
from typing import Protocol

from domain.throttling import Tally


class AttemptRepository(Protocol):
    """Tallies by key; of a key that is not kept, the empty one."""

    def tallies(self, keys: Collection[str]) -> Mapping[str, Tally]:
        """All of them, as they are."""
        ...

    def hold(self, keys: Collection[str]) -> Mapping[str, Tally]:
        """The same; others that hold one of these wait until the unit of work ends."""
        ...

    def keep(self, tallies: Mapping[str, Tally]) -> None:
        """Write down tallies that are held."""
        ...
