"""What the rules work on: rows being checked, and the facts they are checked against."""

from collections.abc import Collection, Sequence
from datetime import date

import msgspec

from domain.answers import Answers
from domain.carrier import CarrierSettings, Group
from domain.cells import Entries
from domain.columns import Columns
from domain.findings import Finding, Severity
from domain.people import Applicant, Member


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """Everything outside the rows that a verdict depends on, looked up once for a batch.

    ``declined`` are the numbers of the settled rows that the carrier has declined.
    """

    settings: CarrierSettings
    group: Group
    today: date
    members: Sequence[Member] = ()
    applicants: Sequence[Applicant] = ()
    declined: Collection[int] = ()


class Row(msgspec.Struct):
    """A row while it is checked.

    ``columns`` are those it was read by. ``settled`` rows were submitted before: they count as
    family and are not checked again.
    """

    number: int
    entries: Entries
    answers: Answers
    findings: list[Finding]
    columns: Columns
    settled: bool = False

    def at_fault(self, column: str) -> bool:
        """Whether the column has an error or rejection already, so that no more need be said."""
        return any(
            finding.column == column and finding.severity is not Severity.WARNING
            for finding in self.findings
        )

    @property
    def faulty(self) -> bool:
        return any(finding.severity is not Severity.WARNING for finding in self.findings)

    @property
    def rejected(self) -> bool:
        return any(finding.severity is Severity.REJECTION for finding in self.findings)
