"""Things noticed about an application. Problems in a row are data, never exceptions."""

from collections.abc import Iterable
from enum import StrEnum

import msgspec

from domain.tone import Shown, Tone


class Severity(StrEnum):
    REJECTION = "rejection"
    ERROR = "error"
    WARNING = "warning"


class Verdict(Shown):
    """The tab an application stands on."""

    READY = "ready", "Ready", Tone.GOOD
    ERROR = "error", "Error", Tone.BAD
    REJECTED = "rejected", "Rejected", Tone.STOP


class Finding(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing noticed: the column's key, how bad, a stable code, and a sentence for people.

    The sentence says what is wrong and what to do about it, and never holds a Social Security
    number. ``problem`` is the sentence without the row's own particulars ("Enter the hire
    date"), by which the Error tab groups; it is the sentence itself where there are none.
    """

    column: str
    severity: Severity
    code: str
    message: str
    problem: str = ""

    @property
    def cause(self) -> str:
        """The words under which alike findings of several rows are grouped."""
        return self.problem or self.message


def rejection(column: str, code: str, message: str, problem: str = "") -> Finding:
    """What the administrator cannot fix."""
    return Finding(column, Severity.REJECTION, code, message, problem)


def error(column: str, code: str, message: str, problem: str = "") -> Finding:
    """What must be fixed before the application can be submitted."""
    return Finding(column, Severity.ERROR, code, message, problem)


def warning(column: str, code: str, message: str, problem: str = "") -> Finding:
    """What deserves a look and blocks nothing."""
    return Finding(column, Severity.WARNING, code, message, problem)


def verdict(findings: Iterable[Finding]) -> Verdict:
    """The tab that follows from the findings: the worst of them decides."""
    severities = {finding.severity for finding in findings}
    if Severity.REJECTION in severities:
        return Verdict.REJECTED
    if Severity.ERROR in severities:
        return Verdict.ERROR
    return Verdict.READY
