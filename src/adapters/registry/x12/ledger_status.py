"""What is to be answered of a submission that stands in the ledger."""

from typing import Any, TypeAlias

import msgspec
from sqlalchemy import Row

from domain.submission import Answer, Status

# TA104, IK501 and AK901: accepted, accepted though errors were found, some of it accepted. All
# other codes say that nothing was taken.
TAKEN = frozenset("AEP")

_DEFAULT_WORDS = {
    Status.COMPLETED: "Enrolled.",
    Status.NEEDS_REVIEW: "The carrier's staff will look at it.",
}

AnyRow: TypeAlias = Row[*tuple[Any, ...]]


class LedgerStatus(msgspec.Struct, frozen=True):
    """A key of the ledger: its answer by now, and the subscriber number it was written with, None
    where that cannot be read."""

    answer: Answer
    subscriber_number: str | None

    @property
    def given_back(self) -> bool:
        return self.answer.status is Status.SUBMITTED


def standing(row: AnyRow, subscriber_number: str | None) -> LedgerStatus:
    """From a row of the ledger's ``known`` query."""
    status, words = _answer(row)
    return LedgerStatus(Answer(row.key, status, words), subscriber_number)


def _answer(row: AnyRow) -> tuple[Status, str]:
    """Results are the last word. Before them, a file or a set that was not taken is given back,
    and what was taken is worked on."""
    if row.status is not None:
        status = Status(row.status)
        return status, row.words or _DEFAULT_WORDS.get(status, f"{status}.")
    name = row.file_name
    if row.received is not None and row.received not in TAKEN:
        return Status.SUBMITTED, f"The carrier did not take file {name}: {row.received_words}"
    if row.accepted is not None and row.accepted not in TAKEN:
        whose = row.faults or "Of this person's record nothing is said."
        words = f"The carrier's system rejected the content of file {name}:"
        return Status.SUBMITTED, f"{words} {row.accepted_words} {whose}"
    if row.accepted is not None:
        words = f"The carrier's system has accepted the content of file {name}."
    elif row.received is not None:
        words = f"The carrier has received file {name}."
    elif row.written_at is not None:
        words = f"Written to file {name}. {row.notes}".rstrip()
    else:
        words = f"Waiting to be put into the outbox, as {name}. {row.notes}".rstrip()
    return Status.PROCESSING, words
