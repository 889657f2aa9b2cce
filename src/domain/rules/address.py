"""Home and mailing addresses, and ways to reach a subscriber."""

from domain.findings import error, warning
from domain.places import is_po_box, parse_zip, states_of_zero, states_of_zip
from domain.rules.parsers import is_short_zip
from domain.rules.row import Facts, Row
from domain.values import Problem

_HOME = ("address", "city", "state", "zip")
_MAILING = ("mailing_address", "mailing_city", "mailing_state", "mailing_zip")
_WAYS = ("day_phone", "evening_phone", "email")
_STATES_AND_ZIPS = (("state", "zip"), ("mailing_state", "mailing_zip"))


def check(row: Row, facts: Facts) -> None:
    """Findings about where somebody lives and how to reach them."""
    lines = (("address", row.answers.address), ("address_2", row.answers.address_2))
    for column, line in lines:
        if is_po_box(line or "", second_line=column == "address_2"):
            message = "A home address cannot be a P.O. box. Put the P.O. box in Mailing Address."
            row.findings.append(error(column, "po_box", message))
    for state, zip_code in _STATES_AND_ZIPS:
        _check_zip_state(row, state, zip_code)
    _check_orphans(row, _HOME, "Home Address")
    _check_orphans(row, _MAILING, "Mailing Address")
    _check_reach(row)


def _check_reach(row: Row) -> None:
    """A warning for a subscriber with no phone and no e-mail, unless that is an error already."""
    if not row.answers.is_subscriber:
        return
    if any(column in row.entries or row.at_fault(column) for column in _WAYS):
        return
    none = "no phone and no e-mail" if "email" in row.columns.by_key else "no phone"
    message = f"There is {none}. Add one, so that the carrier can reach them."
    row.findings.append(warning("day_phone", "unreachable", message))


def restore_zeros(row: Row) -> None:
    """A ZIP code that lost its zeros as a number is padded where the state's begin so."""
    for state, zip_code in _STATES_AND_ZIPS:
        short = getattr(row.answers, zip_code)
        if short is None or not is_short_zip(row.entries[zip_code]):
            continue
        found = _padded(short, getattr(row.answers, state))
        if isinstance(found, Problem):
            row.findings.append(error(zip_code, found.code, found.message, found.group))
        setattr(row.answers, zip_code, None if isinstance(found, Problem) else found)


def _padded(short: str, state: str | None) -> str | Problem:
    padded = short.zfill(5 if len(short) < 5 else 9)
    only_one_zero = not padded.startswith("00") and state in states_of_zero()
    return parse_zip(padded if only_one_zero or state in states_of_zip(padded) else short)


def _check_zip_state(row: Row, state: str, zip_code: str) -> None:
    code, given = getattr(row.answers, zip_code), getattr(row.answers, state)
    if code is None or given is None:
        return
    states = states_of_zip(code)
    if states and given not in states:
        message = (
            f"ZIP code {code[:5]} is in {' or '.join(sorted(states))}, and the state says {given}. "
            "Check both."
        )
        row.findings.append(
            warning(zip_code, "zip_state", message, "The ZIP code is in another state.")
        )


def _check_orphans(row: Row, columns: tuple[str, ...], header: str) -> None:
    """Part of an address without its first line goes unused, which somebody should know."""
    first, *rest = columns
    if (
        first in row.entries
        or row.at_fault(first)
        or (row.answers.is_subscriber and first == "address")
    ):
        return
    for column in rest:
        if column in row.entries:
            message = f"This is not used without {header}. Fill in {header}, or clear this."
            row.findings.append(warning(column, "address_part", message))
            return
