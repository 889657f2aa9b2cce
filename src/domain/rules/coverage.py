"""Subgroup, plan, reason and dates of a subscriber's coverage."""

from datetime import date, timedelta

from domain.carrier import Group, Subgroup
from domain.findings import error, rejection
from domain.rules.required import EVENTLESS_REASONS, plan_choices
from domain.rules.row import Facts, Row
from domain.values import excerpt, format_date, shown

_ANY_DAY_REASONS = frozenset({"Birth", "Adoption"})


def check(row: Row, facts: Facts) -> None:
    """Findings about a subscriber's coverage; dependents take the subscriber's."""
    if not row.answers.is_subscriber:
        return
    subgroup = _check_subgroup(row, facts)
    if subgroup is not None:
        _check_plan(row, facts, subgroup)
    _check_effective_date(row, facts)
    _check_event_date(row, facts)
    _check_hire_date(row)


def take_only_plan(row: Row, group: Group) -> None:
    """A subscriber's blank plan is filled in where the subgroup has only one."""
    subgroup = group.subgroup(row.answers.subgroup_id or "")
    if subgroup is None or "plan" in row.entries or not row.answers.is_subscriber:
        return
    if len(subgroup.plans) == 1:
        (row.answers.plan,) = subgroup.plans


def _check_subgroup(row: Row, facts: Facts) -> Subgroup | None:
    subgroup_id = row.answers.subgroup_id
    if subgroup_id is None:
        return None
    subgroup = facts.group.subgroup(subgroup_id)
    effective = row.answers.effective_date
    if subgroup is None:
        message = (
            f"Subgroup {shown(subgroup_id)} is not a subgroup of this group. "
            "Check the number with the carrier, delete this application, and upload the row again."
        )
        row.findings.append(
            rejection("subgroup_id", "subgroup_unknown", message, "The subgroup is not known.")
        )
    elif effective is not None and not subgroup.active_on(effective):
        message = (
            f"Subgroup {subgroup_id} is not active for this group on {format_date(effective)}. "
            "Delete this application, and upload the row again with an active subgroup."
        )
        row.findings.append(
            rejection("subgroup_id", "subgroup_inactive", message, "The subgroup is not active.")
        )
    return subgroup


def _check_plan(row: Row, facts: Facts, subgroup: Subgroup) -> None:
    plan = row.answers.plan
    if plan is not None and plan not in subgroup.plans:
        message = (
            f"{excerpt(plan)} is not offered in subgroup {subgroup.id}. {plan_choices(row, facts)}"
        )
        row.findings.append(
            error("plan", "plan_not_offered", message, "The plan is not offered in the subgroup.")
        )


def _check_effective_date(row: Row, facts: Facts) -> None:
    day = row.answers.effective_date
    if day is None:
        return
    first = facts.today - timedelta(days=facts.settings.effective_days_back)
    last = facts.today + timedelta(days=facts.settings.effective_days_ahead)
    any_day = row.answers.enrollment_reason in _ANY_DAY_REASONS
    if not first <= day <= last:
        message = (
            f"Coverage can start from {format_date(first)} to {format_date(last)}."
            f"{_first_of_months(max(first, min(day, last)), first, last)}"
        )
        row.findings.append(
            error("effective_date", "effective_date_range", message, "Coverage starts too far off.")
        )
    elif day.day != 1 and not any_day:
        message = f"Coverage starts on the first of a month.{_first_of_months(day, first, last)}"
        row.findings.append(
            error(
                "effective_date",
                "effective_date_first",
                message,
                "Coverage starts on the first of a month.",
            )
        )


def _first_of_months(near: date, first: date, last: date) -> str:
    """ " Use 12/01/2026 or 01/01/2027.": the allowed firsts of a month around a day."""
    this = near.replace(day=1)
    following = (this + timedelta(days=32)).replace(day=1)
    allowed = [day for day in (this, following) if first <= day <= last]
    return f" Use {' or '.join(map(format_date, allowed))}." if allowed else ""


def _check_event_date(row: Row, facts: Facts) -> None:
    answers = row.answers
    event = answers.event_date
    if event is None:
        return
    limit = facts.settings.event_within_days
    if event > facts.today:
        message = f"{format_date(event)} is in the future. Enter the day the event happened."
        row.findings.append(
            error("event_date", "event_future", message, "The event date is in the future.")
        )
    elif answers.effective_date is not None and answers.enrollment_reason not in EVENTLESS_REASONS:
        days = (answers.effective_date - event).days
        if days > limit:
            message = (
                f"The event was {days} days before the effective date. The limit is {limit} days."
            )
            row.findings.append(
                error(
                    "event_date",
                    "event_too_old",
                    message,
                    f"The event was more than {limit} days before the effective date.",
                )
            )


def _check_hire_date(row: Row) -> None:
    answers = row.answers
    hired = answers.hire_date
    if hired is None:
        return
    born = None if row.at_fault("birth_date") else answers.birth_date
    if born is not None and hired <= born:
        message = "The hire date is not after the birth date. Correct one of the two dates."
        row.findings.append(error("hire_date", "hired_before_birth", message))
    elif answers.effective_date is not None and hired > answers.effective_date:
        message = (
            f"The hire date is after coverage starts on {format_date(answers.effective_date)}. "
            "Correct one of the two dates."
        )
        row.findings.append(
            error("hire_date", "hired_after_effective", message, "Hired after coverage starts.")
        )
