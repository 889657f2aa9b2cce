"""Cells that must be filled."""

from collections.abc import Callable
from functools import lru_cache

from domain.answers import Answers
from domain.columns import ALWAYS, ON_DEPENDENTS, ON_SUBSCRIBERS, Column, Columns
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


Rule = Callable[[Answers, Facts], bool]

# Columns are required by these words,
_BY_WORDS: dict[str, Rule] = {
    ALWAYS: lambda answers, _: True,
    ON_SUBSCRIBERS: lambda answers, _: answers.is_subscriber,
    ON_DEPENDENTS: lambda answers, _: answers.is_dependent,
}
# or by rules whose words stand in domain.core_columns, source: the product's column list.
_REQUIRED: dict[str, Rule] = {
    "plan": _plan,
    "reason_details": lambda answers, _: answers.enrollment_reason == "Other",
    "event_date": _event,
    "hire_date": lambda answers, _: answers.enrollment_reason in _HIRING_REASONS,
    "cobra_event": lambda answers, _: answers.enrollment_reason == "COBRA",
    "ssn": lambda answers, _: answers.is_subscriber and answers.no_ssn_reason is None,
    "city": _with_address,
    "state": _with_address,
    "zip": _with_address,
    "mailing_city": _with_mailing_address,
    "mailing_state": _with_mailing_address,
    "mailing_zip": _with_mailing_address,
    "mbi": lambda answers, _: answers.medicare in _WITH_MEDICARE,
}


@lru_cache(maxsize=16)
def _rules(columns: Columns) -> tuple[tuple[Column, Rule], ...]:
    """The columns that are ever required, each with when."""
    return tuple(
        (column, rule)
        for column in columns
        if (rule := _BY_WORDS.get(column.required) or _REQUIRED.get(column.key))
    )


def check(row: Row, facts: Facts) -> None:
    """An error for every blank cell that must be filled on this row."""
    answers = row.answers
    for column, required in _rules(row.columns):
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
