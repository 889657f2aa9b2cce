"""Cells that must be filled."""

from collections.abc import Callable

from domain.answers import Answers
from domain.columns import COLUMNS, Column
from domain.findings import error
from domain.rules.row import Facts, Row

EVENTLESS_REASONS = frozenset({"New group", "Open enrollment", "New hire", "Other"})
_HIRING_REASONS = frozenset({"New hire", "Rehire", "Part-time to full-time"})
_WITH_MEDICARE = frozenset({"Part A", "Part B", "Parts A and B"})


def _plan(answers: Answers, facts: Facts) -> bool:
    subgroup = facts.group.subgroup(answers.subgroup_id or "")
    return answers.is_subscriber and subgroup is not None and len(subgroup.plans) > 1


def _event(answers: Answers, facts: Facts) -> bool:
    reason = answers.enrollment_reason
    return reason is not None and reason not in EVENTLESS_REASONS


def _with_address(answers: Answers, facts: Facts) -> bool:
    return answers.address is not None


def _with_mailing_address(answers: Answers, facts: Facts) -> bool:
    return answers.mailing_address is not None


def _subscriber(answers: Answers, facts: Facts) -> bool:
    return answers.is_subscriber


# The words of these rules stand in domain.columns, source: the product's column list.
_REQUIRED: dict[str, Callable[[Answers, Facts], bool]] = {
    "subgroup_id": _subscriber,
    "plan": _plan,
    "enrollment_reason": _subscriber,
    "reason_details": lambda answers, _: answers.enrollment_reason == "Other",
    "event_date": _event,
    "hire_date": lambda answers, _: answers.enrollment_reason in _HIRING_REASONS,
    "effective_date": _subscriber,
    "cobra_event": lambda answers, _: answers.enrollment_reason == "COBRA",
    "ssn": lambda answers, _: answers.is_subscriber and answers.no_ssn_reason is None,
    "address": _subscriber,
    "city": _with_address,
    "state": _with_address,
    "zip": _with_address,
    "mailing_city": _with_mailing_address,
    "mailing_state": _with_mailing_address,
    "mailing_zip": _with_mailing_address,
    "mbi": lambda answers, _: answers.medicare in _WITH_MEDICARE,
}
_CHECKS: tuple[tuple[Column, Callable[[Answers, Facts], bool]], ...] = tuple(
    (column, (lambda answers, facts: True) if column.always_required else _REQUIRED[column.key])
    for column in COLUMNS
    if column.always_required or column.key in _REQUIRED
)


def check(row: Row, facts: Facts) -> None:
    """An error for every blank cell that must be filled on this row."""
    answers = row.answers
    for column, required in _CHECKS:
        if column.key in row.entries or not required(answers, facts):
            continue
        if column.key == "ssn" and row.at_fault("no_ssn_reason"):
            continue  # A reason was given and could not be read: that is the thing to fix.
        message = column.missing
        if column.key == "plan":
            message = plan_choices(row, facts)
        row.findings.append(error(column.key, "missing", message, column.missing))


def plan_choices(row: Row, facts: Facts) -> str:
    """ "Choose HMO 20 or HDHP 1800." for the row's subgroup."""
    subgroup = facts.group.subgroup(row.answers.subgroup_id or "")
    return f"Choose {' or '.join(subgroup.plans)}." if subgroup else "Choose a plan."
