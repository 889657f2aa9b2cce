"""Home and mailing addresses, and ways to reach a subscriber."""

from domain.cells import CellKind
from domain.findings import error, warning
from domain.places import is_po_box, states_of_zip
from domain.rules.row import Facts, Row
from domain.values import count_of

_HOME = ("address", "city", "state", "zip")
_MAILING = ("mailing_address", "mailing_city", "mailing_state", "mailing_zip")


def check(row: Row, facts: Facts) -> None:
    """Findings about where somebody lives and how to reach them."""
    for column in ("address", "address_2"):
        if is_po_box(getattr(row.answers, column) or ""):
            message = "A home address cannot be a P.O. box. Put the P.O. box in Mailing Address."
            row.findings.append(error(column, "po_box", message))
    for state, zip_code in (("state", "zip"), ("mailing_state", "mailing_zip")):
        _restore_zeros(row, state, zip_code)
        _check_zip_state(row, state, zip_code)
    _check_orphans(row, _HOME, "Home Address")
    _check_orphans(row, _MAILING, "Mailing Address")
    if row.answers.is_subscriber and not any(
        column in row.entries for column in ("day_phone", "evening_phone", "email")
    ):
        message = "There is no phone and no e-mail. Add one, so that the carrier can reach them."
        row.findings.append(warning("day_phone", "unreachable", message))


def _restore_zeros(row: Row, state: str, zip_code: str) -> None:
    """A number cell that lost its zeros is padded only where the state's ZIP codes begin so."""
    cell = row.entries.get(zip_code)
    short = getattr(row.answers, zip_code)
    if cell is None or cell.kind is not CellKind.NUMBER or short is None or len(short) >= 5:
        return
    padded = short.zfill(5)
    if getattr(row.answers, state) in states_of_zip(padded):
        setattr(row.answers, zip_code, padded)
        return
    setattr(row.answers, zip_code, None)
    message = f"ZIP code {short} has {count_of(len(short), 'digit')}. Enter all five."
    group = "A ZIP code has five digits. Enter all five, or nine as 12345-6789."
    row.findings.append(error(zip_code, "zip_length", message, group))


def _check_zip_state(row: Row, state: str, zip_code: str) -> None:
    code, given = getattr(row.answers, zip_code), getattr(row.answers, state)
    if code is None or given is None:
        return
    states = states_of_zip(code)
    if states and given not in states:
        message = (
            f"ZIP code {code} is in {' or '.join(sorted(states))}, and the state says {given}. "
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
