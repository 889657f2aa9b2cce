"""From rows and facts to findings: small rules, one concern a module.

``check`` is the one entrance. The order matters only where a rule looks at what earlier ones
found: rows that are no person first, cells before rows, rows before families, and last what
dependents inherit.
"""

from collections.abc import Sequence

from domain.answers import Answers
from domain.carrier import Group
from domain.cells import Entries
from domain.columns import Columns
from domain.findings import Finding, Severity
from domain.rules import address, coverage, family, identity, person, required, stray
from domain.rules.reading import read
from domain.rules.row import Facts, Row

__all__ = ["Facts", "Row", "check", "read_row"]

_SEVERITY_ORDER = {Severity.REJECTION: 0, Severity.ERROR: 1, Severity.WARNING: 2}


def read_row(
    number: int,
    entries: Entries,
    group: Group,
    columns: Columns,
    *,
    settled: bool = False,
) -> Row:
    """A row with its answers, repaired where only one meaning is possible, and what could not
    be read. ``columns`` are those of the group's region."""
    answers, findings = read(entries, group, columns)
    row = Row(number, entries, answers, findings, columns, settled)
    coverage.take_only_plan(row, group)
    address.restore_zeros(row)
    return row


def check(rows: Sequence[Row], facts: Facts) -> None:
    """Complete the findings of every row that is not settled: the worst first, then by column.

    The same whatever the order of the rows; settled rows have no findings.
    """
    rows = sorted(rows, key=lambda row: row.number)
    people = [row for row in rows if row.settled or not stray.check(row)]
    unsettled = [row for row in people if not row.settled]
    for row in unsettled:
        required.check(row, facts)
        person.check(row, facts)
        coverage.check(row, facts)
        address.check(row, facts)
        if row.answers.is_subscriber:
            person.check_age(row, row.answers.effective_date, facts)
    identity.check_within_file(people)
    identity.check_against_known(unsettled, facts)
    families = family.families_of(people)
    for number, members in families.items():
        family.check_shape(number, members, facts)
        subscriber = family.the_subscriber(members)
        effective = subscriber.answers.effective_date if subscriber else None
        for row in members:
            if row.answers.is_dependent and not row.settled:
                person.check_age(row, effective, facts)
    for number, members in families.items():
        family.check_dependents(number, members, facts)
    for row in rows:
        row.findings = [] if row.settled else _in_order(row)


def _in_order(row: Row) -> list[Finding]:
    """Its findings, each once."""
    places = row.columns.places

    def order(finding: Finding) -> tuple[int, int, str, str]:
        severity, place = _SEVERITY_ORDER[finding.severity], places[finding.column]
        return (severity, place, finding.code, finding.message)

    return sorted(set(row.findings), key=order)


def enrollment(row: Row, subscriber: Row | None) -> Answers:
    """The answers as submitted: a dependent's coverage and blank address are the subscriber's."""
    return family.inherit(row.answers, subscriber.answers if subscriber else None, row.columns)
