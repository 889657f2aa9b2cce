"""What is read and written in the ledger while nobody else writes to it."""

from collections.abc import Collection, Mapping, Sequence

import msgspec
from sqlalchemy import Connection, delete, insert, select, update

from adapters.confidential import SealBroken, Vault
from adapters.registry.x12.interchange import Interchange, TransactionSet
from adapters.registry.x12.ledger_status import AnyRow, LedgerStatus, standing
from adapters.registry.x12.sealed import person_row, subscriber_number
from adapters.registry.x12.tables import (
    interchanges,
    ledger,
    places,
    submissions,
    transaction_sets,
)
from domain.ports import Clock

_KNOWN = (
    select(
        *submissions.c["key", "subscriber_number", "notes", "status", "words"],
        *interchanges.c["file_name", "written_at", "received", "received_words"],
        *transaction_sets.c["accepted", "accepted_words"],
        places.c.faults,
    )
    .join(interchanges, interchanges.c.number == submissions.c.interchange)
    .join(
        places,
        (places.c.interchange == submissions.c.interchange) & (places.c.key == submissions.c.key),
    )
    .join(
        transaction_sets,
        (transaction_sets.c.interchange == places.c.interchange)
        & (transaction_sets.c.number == places.c.set_number),
    )
)


def known(
    connection: Connection, keys: Collection[str], vault: Vault
) -> Mapping[str, LedgerStatus]:
    """How those of the keys stand that were ever written to a file."""
    rows = connection.execute(_KNOWN.where(submissions.c.key.in_(keys)))
    return {row.key: standing(row, _readable_number(row, vault)) for row in rows}


def _readable_number(row: AnyRow, vault: Vault) -> str | None:
    try:
        return subscriber_number(row, vault)
    except SealBroken:
        vault.note_broken("submissions of the ledger", row.key)
        return None


class Staged(msgspec.Struct, frozen=True):
    """An interchange that the ledger knows of: the file's name, and its name while it is staged."""

    number: int
    file_name: str
    staged_as: str


def staged(connection: Connection) -> Sequence[Staged]:
    """The files that may still wait to appear in the outbox, the oldest first."""
    rows = connection.execute(
        select(*interchanges.c["number", "file_name", "staged_as"])
        .where(interchanges.c.written_at.is_(None))
        .order_by(interchanges.c.number)
    )
    return [Staged(**row._mapping) for row in rows]


class LedgerTransaction:
    """The ledger, held by one at a time."""

    def __init__(
        self, connection: Connection, last_number: int, clock: Clock, vault: Vault
    ) -> None:
        self.connection = connection
        self.vault = vault
        self.next_number = last_number + 1
        self.now = clock.now()

    def known(self, keys: Collection[str]) -> Mapping[str, LedgerStatus]:
        return known(self.connection, keys, self.vault)

    def staged(self) -> Sequence[Staged]:
        return staged(self.connection)

    def record(
        self,
        file_name: str,
        staged_as: str,
        sets: Sequence[TransactionSet],
        interchange: Interchange,
        subscriber_numbers: Mapping[str, str],
    ) -> None:
        """Keep that the next number's interchange is staged, by what name, and who is in it.
        Whoever was in another before, and was given back, is in this one from now on."""
        number = self.next_number
        write = self.connection.execute
        write(update(ledger).values(last_number=number))
        write(
            insert(interchanges),
            {
                "number": number,
                "file_name": file_name,
                "staged_as": staged_as,
                "staged_at": self.now,
            },
        )
        write(
            insert(transaction_sets),
            [
                {
                    "interchange": number,
                    "number": set_number,
                    "group_id": one.group.id,
                    "batch_id": one.batch_id,
                }
                for set_number, one in enumerate(sets, start=1)
            ],
        )
        write(
            insert(places),
            [
                {
                    "interchange": number,
                    "set_number": place.set_number,
                    "position": place.position,
                    "first_segment": place.first_segment,
                    "key": place.key,
                }
                for place in interchange.places
            ],
        )
        entries = [entry for one in sets for entry in one.entries]
        keys = [entry.submission.key for entry in entries]
        write(delete(submissions).where(submissions.c.key.in_(keys)))
        write(
            insert(submissions),
            [
                {
                    "interchange": number,
                    "notes": " ".join(entry.loop.notes),
                    **person_row(
                        entry.submission, subscriber_numbers[entry.submission.key], self.vault
                    ),
                }
                for entry in entries
            ],
        )
