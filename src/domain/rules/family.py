"""Families: one subscriber, at most one partner, and what follows from the subscriber."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import msgspec

from domain.answers import PARTNERS, Answers
from domain.carrier import Group
from domain.columns import Columns
from domain.findings import error, rejection, warning
from domain.rules.reading import value_of
from domain.rules.row import Facts, Row


def families_of(rows: Sequence[Row]) -> Mapping[int, Sequence[Row]]:
    """The rows of each family number; those without a readable one belong to none."""
    families: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        if row.answers.family_number is not None:
            families[row.answers.family_number].append(row)
    return families


def the_subscriber(family: Sequence[Row]) -> Row | None:
    """The family's subscriber where there is exactly one."""
    subscribers = [row for row in family if row.answers.is_subscriber]
    return subscribers[0] if len(subscribers) == 1 else None


def check_shape(number: int, family: Sequence[Row], facts: Facts) -> None:
    """One subscriber, at most one partner."""
    subscribers = [row for row in family if row.answers.is_subscriber]
    dependents = [row for row in family if row.answers.is_dependent]
    if len(subscribers) > 1:
        where = _rows(subscribers)
        message = (
            f"Family {number} has {len(subscribers)} subscribers ({where}). "
            "Keep one, and give the others a family number of their own."
        )
        for row in (*subscribers, *dependents):
            row.findings.append(
                error(
                    "family_number", "several_subscribers", message, "A family has one subscriber."
                )
            )
    elif not subscribers:
        message = (
            f'Family {number} has no subscriber. Add one row with Relationship "Subscriber", '
            "or use another family number."
        )
        for row in dependents:
            row.findings.append(
                error("family_number", "no_subscriber", message, "The family has no subscriber.")
            )
    partners = [row for row in family if row.answers.relationship in PARTNERS]
    if len(partners) > 1:
        message = (
            f"Family {number} has {len(partners)} partners ({_rows(partners)}). "
            "A family has at most one Spouse or Domestic partner. Keep one."
        )
        for row in partners:
            row.findings.append(
                error(
                    "relationship",
                    "several_partners",
                    message,
                    "A family has at most one Spouse or Domestic partner.",
                )
            )


def check_dependents(number: int, family: Sequence[Row], facts: Facts) -> None:
    """What the dependents inherit from their subscriber's verdict. Runs after all other rules."""
    subscriber = the_subscriber(family)
    if subscriber is None:
        return
    for row in family:
        if not row.answers.is_dependent:
            continue
        if subscriber.settled and subscriber.number in facts.declined:
            message = (
                f"The carrier declined the subscriber of family {number} (row {subscriber.number}),"
                " so this application cannot be submitted. Delete it, or enroll the whole family"
                " in a new upload."
            )
            row.findings.append(
                error(
                    "family_number", "subscriber_declined", message, "The subscriber was declined."
                )
            )
        elif subscriber.rejected and not subscriber.settled:
            message = (
                f"The subscriber of family {number} (row {subscriber.number}) was rejected, "
                "so this application cannot be accepted either. Delete it."
            )
            row.findings.append(
                rejection(
                    "family_number", "subscriber_rejected", message, "The subscriber was rejected."
                )
            )
        elif subscriber.faulty and not subscriber.settled:
            message = (
                f"The subscriber of family {number} (row {subscriber.number}) has errors. "
                "Fix those, and this row is checked again by itself."
            )
            row.findings.append(
                error("family_number", "subscriber_at_fault", message, "The subscriber has errors.")
            )
        _warn_of_unused(row, subscriber.answers, facts.group)


def _warn_of_unused(row: Row, subscriber: Answers, group: Group) -> None:
    """Coverage typed on a dependent's row is the subscriber's; say so where it differs."""
    for column in row.columns.subscribers:
        cell = row.entries.get(column.key)
        if cell is None or value_of(column, cell, group, row.columns) == subscriber.value(column):
            continue
        message = f"{column.header} is taken from the subscriber. What this row says is not used."
        row.findings.append(warning(column.key, "subscribers_column", message))


_HOME = ("address", "address_2", "city", "state", "zip", "county")


def inherit(answers: Answers, subscriber: Answers | None, columns: Columns) -> Answers:
    """A dependent's answers with the subscriber's coverage, and address where theirs is blank."""
    if subscriber is None or not answers.is_dependent:
        return answers
    taken = [column.key for column in columns.subscribers if not column.extra]
    if answers.address is None:
        taken += _HOME
    of_subscribers = {column.key for column in columns.subscribers if column.extra}
    extra = {key: text for key, text in subscriber.extra.items() if key in of_subscribers}
    return msgspec.structs.replace(
        answers,
        **{key: getattr(subscriber, key) for key in taken},
        extra={**answers.extra, **extra},
    )


def _rows(rows: Sequence[Row]) -> str:
    return "rows " + ", ".join(str(row.number) for row in rows)
