"""The person: number, age, and answers that contradict one another."""

from datetime import date

from domain.answers import AGE_LIMITED
from domain.findings import error, warning
from domain.rules.row import Facts, Row

_EARLIEST_BIRTH = date(1900, 1, 1)


def check(row: Row, facts: Facts) -> None:
    """Findings that need no other row."""
    _check_number(row)
    _check_birth_date(row, facts)
    signed = row.answers.arbitration_signed_on
    if signed is not None and signed > facts.today:
        row.findings.append(
            error(
                "arbitration_signed_on",
                "signed_in_future",
                "The signing date is in the future. Enter the day the agreement was signed.",
            )
        )


def _check_number(row: Row) -> None:
    if "ssn" in row.entries:
        if "no_ssn_reason" in row.entries:
            message = "A number is given, so clear the reason for having none."
            row.findings.append(error("no_ssn_reason", "number_and_reason", message))
    elif row.answers.is_dependent:
        message = "There is no SSN or ITIN. Add it if you can: it helps the carrier."
        row.findings.append(warning("ssn", "dependent_without_number", message))


def _check_birth_date(row: Row, facts: Facts) -> None:
    born = row.answers.birth_date
    if born is None:
        return
    if born > facts.today:
        message = "The birth date is in the future. Enter the day the person was born."
        row.findings.append(error("birth_date", "born_in_future", message))
    elif born < _EARLIEST_BIRTH:
        message = "The birth date is before 01/01/1900. Check the year."
        row.findings.append(error("birth_date", "born_before_1900", message))


def check_age(row: Row, effective: date | None, facts: Facts) -> None:
    """Age on the effective date, which for a dependent is the subscriber's."""
    born = row.answers.birth_date
    if born is None or effective is None or row.at_fault("birth_date"):
        return
    years = age_on(effective, born)
    settings = facts.settings
    if row.answers.is_subscriber and years < settings.subscriber_minimum_age:
        least = settings.subscriber_minimum_age
        message = (
            f"This subscriber is {max(years, 0)} on the effective date. A subscriber is at least "
            f"{least}. Check the birth date and the relationship."
        )
        group = f"A subscriber is at least {least} on the effective date."
        row.findings.append(error("birth_date", "subscriber_too_young", message, group))
    elif (
        row.answers.relationship in AGE_LIMITED
        and years >= settings.dependent_age_limit
        and row.answers.disabled_dependent != "Yes"
    ):
        message = (
            f"This child is {years} on the effective date. "
            'Set "Disabled Dependent" to Yes, or remove the row.'
        )
        group = f"A child is under {settings.dependent_age_limit} on the effective date."
        row.findings.append(error("birth_date", "child_too_old", message, group))


def age_on(day: date, born: date) -> int:
    """Whole years of age; somebody born on February 29 ages on March 1."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
