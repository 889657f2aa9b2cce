"""From findings to the tab."""

import pytest

from domain.findings import Finding, Verdict, error, rejection, verdict, warning

REJECTION = rejection("ssn", "already_enrolled", "This person is already enrolled.")
ERROR = error("hire_date", "missing", "Enter the hire date.")
WARNING = warning("zip", "zip_state", "ZIP code 94612 is in CA.", "The ZIP code is elsewhere.")


@pytest.mark.parametrize(
    ("findings", "tab"),
    [
        ([], Verdict.READY),
        ([WARNING], Verdict.READY),
        ([WARNING, ERROR], Verdict.ERROR),
        ([ERROR, WARNING, REJECTION], Verdict.REJECTED),
        ([REJECTION], Verdict.REJECTED),
    ],
)
def test_the_worst_finding_decides(findings: list[Finding], tab: Verdict) -> None:
    """Warnings block nothing, errors keep from Ready, and a rejection outweighs all."""
    assert verdict(findings) is tab


def test_alike_findings_have_one_cause() -> None:
    """A finding is grouped by its sentence without particulars, or by the sentence itself."""
    assert (WARNING.cause, ERROR.cause) == ("The ZIP code is elsewhere.", "Enter the hire date.")
