"""From what is handed over to what is written: who goes into the file, and in which order."""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from adapters.registry.x12.interchange import PersonEntry, TransactionSet
from adapters.registry.x12.ledger_status import LedgerStatus
from adapters.registry.x12.options import X12Options
from adapters.registry.x12.person import Unwritable, person_loop
from domain.carrier import Group
from domain.submission import Answer, Status, Submission

_NO_NUMBER = "The number that the subscriber was written with cannot be read in the ledger."


class Plan(msgspec.Struct, frozen=True):
    """What to write, with everybody's subscriber number by key; and an answer for each who cannot
    be written, which gives them back."""

    sets: Sequence[TransactionSet]
    subscriber_numbers: Mapping[str, str]
    refusals: Sequence[Answer]


def plan(
    submissions: Sequence[Submission],
    known: Mapping[str, LedgerStatus],
    groups: Mapping[str, Group],
    options: X12Options,
) -> Plan:
    """Those of the submissions that the carrier hasn't got; dependents only where it has their
    subscriber or gets it now. ``known`` has the submissions' keys and their subscribers'."""
    # The subscriber numbers of whoever the carrier has got, and then of whoever it gets now.
    there = {key: one.subscriber_number for key, one in known.items() if not one.given_back}
    numbers = {key: number for key, number in there.items() if number is not None}
    entries: dict[str, PersonEntry] = {}
    refusals: dict[str, Answer] = {}
    for one in submissions:
        if one.key in there or one.group_id not in groups:
            continue
        number = _subscriber_number(one, numbers)
        if number is None:
            if one.subscriber_key in there:
                refusals[one.key] = Answer(one.key, Status.SUBMITTED, _NO_NUMBER)
            continue
        try:
            entries[one.key] = PersonEntry(one, person_loop(one, number, options))
        except Unwritable as error:
            refusals[one.key] = Answer(one.key, Status.SUBMITTED, str(error))
        else:
            numbers[one.key] = number
    return Plan(_sets(entries.values(), groups), numbers, list(refusals.values()))


def _subscriber_number(one: Submission, numbers: Mapping[str, str]) -> str | None:
    """The Social Security number, or where there is none the confirmation ID, of the family's
    subscriber; None for a dependent whose subscriber the carrier hasn't got."""
    if one.subscriber_key is None:
        return one.answers.ssn or one.confirmation_id
    return numbers.get(one.subscriber_key)


def _sets(entries: Iterable[PersonEntry], groups: Mapping[str, Group]) -> Sequence[TransactionSet]:
    """A set for each batch, families together. A set has one sponsor, hence one group."""
    sets: dict[tuple[str, str], dict[str, list[PersonEntry]]] = {}
    for entry in entries:
        one = entry.submission
        families = sets.setdefault((one.batch_id, one.group_id), {})
        families.setdefault(one.subscriber_key or one.key, []).append(entry)
    return [
        TransactionSet(
            groups[group_id], batch_id, [entry for family in families.values() for entry in family]
        )
        for (batch_id, group_id), families in sets.items()
    ]
