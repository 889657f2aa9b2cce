"""Slowing down whoever guesses at secrets. Every server counts in the same place."""

from datetime import timedelta

from domain.accounts.throttling import Place, after, keys_of, wait
from domain.errors import TooManyTries
from domain.ports import Clock, Persistence, UnitOfWork


class Throttle:
    """Tries at secrets, counted where all servers see them."""

    def __init__(self, persistence: Persistence, clock: Clock) -> None:
        self._persistence = persistence
        self._clock = clock

    def check(self, secret: str, place: Place) -> None:
        """Before anything is compared. Raises TooManyTries."""
        keys = keys_of(secret, place)
        with self._persistence.reading() as uow:
            tallies = uow.attempts.tallies(keys.all())
        _refuse(wait(keys, tallies, self._clock.now()))

    def record(self, uow: UnitOfWork, secret: str, place: Place, *, right: bool) -> None:
        """Count a try, in the unit of work that acts on it. Raises TooManyTries, whatever was
        tried, when others have used up the tries in the meantime: many guesses at once tell no
        more than as many one by one."""
        keys, now = keys_of(secret, place), self._clock.now()
        tallies = uow.attempts.hold(keys.all())
        _refuse(wait(keys, tallies, now))
        uow.attempts.keep(after(keys, tallies, now, right=right))


def _refuse(left: timedelta) -> None:
    if left > timedelta(0):
        raise TooManyTries(left)
