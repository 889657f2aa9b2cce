"""How often secrets were guessed at."""

from collections.abc import Collection, Mapping

from sqlalchemy import Connection, bindparam, select, update

from adapters.persistence.accounts.tables import attempts
from adapters.persistence.queries import insert_or
from domain.accounts.throttling import Attempts


class SqlAttempts:
    """Satisfies ``domain.ports.AttemptRepository``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def tallies(self, keys: Collection[str]) -> Mapping[str, Attempts]:
        return self._read(keys, hold=False)

    def hold(self, keys: Collection[str]) -> Mapping[str, Attempts]:
        # A row that is not there cannot be locked. Always in the same order, so that no two wait
        # for each other.
        self._connection.execute(
            insert_or(self._connection, attempts).on_conflict_do_nothing(),
            [{"key": key, "failures": 0} for key in sorted(keys)],
        )
        return self._read(keys, hold=True)

    def _read(self, keys: Collection[str], *, hold: bool) -> Mapping[str, Attempts]:
        query = select(attempts).where(attempts.c.key.in_(keys)).order_by(attempts.c.key)
        rows = self._connection.execute(query.with_for_update() if hold else query)
        found = {row.key: Attempts(row.failures, row.failed_at, row.succeeded_at) for row in rows}
        return {key: found.get(key, Attempts()) for key in keys}

    def keep(self, tallies: Mapping[str, Attempts]) -> None:
        self._connection.execute(
            update(attempts).where(attempts.c.key == bindparam("one")),
            [
                {
                    "one": key,
                    "failures": tally.failures,
                    "failed_at": tally.failed_at,
                    "succeeded_at": tally.succeeded_at,
                    "kept_until": tally.kept_until(),
                }
                for key, tally in sorted(tallies.items())
            ],
        )
