"""The ledger: which key went into which file, kept in a database of its own."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from uuid import uuid4

from sqlalchemy import Connection, Engine, insert, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from adapters.confidential import Vault
from adapters.persistence.engine import open_engine, writer
from adapters.persistence.resealing import SealedTables
from adapters.registry.members import reaching
from adapters.registry.sealing import seal_older
from adapters.registry.x12.ledger_status import LedgerStatus
from adapters.registry.x12.ledger_transaction import LedgerTransaction, Staged, known, staged
from adapters.registry.x12.sealed import SEALED
from adapters.registry.x12.tables import interchanges, ledger, metadata
from domain.errors import NothingArrived
from domain.ports import Clock

# Any number, as long as nobody else in the database uses it.
_SETTING_UP = 834_005_010
# Well within the time that a registry has for an answer.
_PATIENCE = "SET LOCAL lock_timeout = '15s'"


class Ledger:
    """The ledger at a database URL. Used by any number of threads and processes."""

    def __init__(self, url: str, clock: Clock, vault: Vault) -> None:
        self.engine: Engine = open_engine(url)
        self._writer = writer(self.engine)
        self._clock = clock
        self.vault = vault

    def prepare(self) -> tuple[str, int]:
        """Make the tables where there are none, and seal what stands open in those of an older
        version. The ledger's id, and the last number it has
        given, 0 for none."""
        with reaching():
            seal_older(self.engine, self.vault, *SEALED)
        with reaching(), self._writer.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(
                    text("SELECT pg_advisory_xact_lock(:number)"), {"number": _SETTING_UP}
                )
            metadata.create_all(connection)
            row = connection.execute(select(ledger)).one_or_none()
            if row is not None:
                return row.id, row.last_number
            ledger_id = uuid4().hex
            connection.execute(insert(ledger), {"id": ledger_id, "last_number": 0})
            return ledger_id, 0

    def ping(self) -> None:
        with reaching(), self.engine.connect() as connection:
            connection.execute(select(ledger.c.id))

    def known(self, keys: Collection[str]) -> Mapping[str, LedgerStatus]:
        """How those of the keys stand that were ever written to a file."""
        self.vault.refresh()
        with reaching(), self.engine.connect() as connection:
            return known(connection, keys, self.vault)

    def staged(self) -> Sequence[Staged]:
        """The files that may still wait to appear in the outbox, the oldest first."""
        with reaching(), self.engine.connect() as connection:
            return staged(connection)

    def mark_written(self, number: int) -> None:
        """The file has appeared in the outbox."""
        with reaching(), self._writer.begin() as connection:
            connection.execute(
                update(interchanges)
                .where(interchanges.c.number == number, interchanges.c.written_at.is_(None))
                .values(written_at=self._clock.now())
            )

    @contextmanager
    def writing(self) -> Iterator[LedgerTransaction]:
        """The ledger to oneself, until all that was written in it is kept. Raises NothingArrived
        when surely nothing was, plain RegistryUnavailable when nobody can tell."""
        self.vault.refresh()
        with _surely_nothing():
            connection = self._writer.connect()
        with connection:
            with _surely_nothing():
                transaction = connection.begin()
                last_number = _hold(connection)
                yield LedgerTransaction(connection, last_number, self._clock, self.vault)
            with reaching():
                transaction.commit()

    def sealed(self) -> SealedTables:
        return SealedTables(self.engine, SEALED)

    def close(self) -> None:
        self.engine.dispose()


def _hold(connection: Connection) -> int:
    """Wait until nobody else writes, and keep it so. The last number given."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(_PATIENCE))
    last_number: int = connection.execute(
        update(ledger).values(last_number=ledger.c.last_number).returning(ledger.c.last_number)
    ).scalar_one()
    return last_number


@contextmanager
def _surely_nothing() -> Iterator[None]:
    """Before the commit, whatever goes wrong with the database leaves nothing behind."""
    try:
        yield
    except (DBAPIError, NoConnectionFree) as error:
        raise NothingArrived from error
