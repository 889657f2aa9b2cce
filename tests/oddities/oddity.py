"""What an odd workbook is, how it is made, and what must come of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from domain.cells import Cell
from domain.findings import Severity
from tests.oddities.people import PEOPLE, Cells, changed, filling

Make = Callable[[bytes], bytes]
"""From a template as downloaded to a workbook."""

Findings = Mapping[int, Mapping[str, str]]
"""By row number: the column at fault, and the finding's code."""

Answers = Mapping[int, Mapping[str, object]]
"""By row number: what columns must say."""


class Outcome(StrEnum):
    READ = "read"
    REPAIRED = "repaired"
    WARNED = "warned of"
    ERROR = "error"
    REFUSED = "refused"


@dataclass(frozen=True, kw_only=True, eq=False)
class Oddity:
    """One way for a workbook to be odd.

    ``what`` is a row of the table in the documentation, ``note`` what its reader is told beside
    what the product says itself. ``rows`` are all rows that must be read, cell for cell.
    ``answers`` are what some of the cells must be taken for, ``findings`` all that may be found;
    each of ``notices`` is a piece of one sentence about the file. A file that is ``refused`` has
    nothing but that code. What is made with ``needs`` is skipped where that is not installed.
    """

    what: str
    make: Make
    outcome: Outcome
    note: str = ""
    rows: Cells = field(default_factory=lambda: PEOPLE)
    answers: Answers = field(default_factory=dict)
    findings: Findings = field(default_factory=dict)
    severity: Severity = Severity.ERROR
    notices: Sequence[str] = ()
    refused: str = ""
    needs: str = ""


def read(
    what: str,
    make: Make,
    rows: Cells = PEOPLE,
    note: str = "",
    *,
    answers: Answers | None = None,
    needs: str = "",
) -> Oddity:
    """A workbook that is read as if nothing were odd about it."""
    return Oddity(
        what=what, make=make, outcome=Outcome.READ, rows=rows, note=note, answers=answers or {},
        needs=needs,
    )  # fmt: skip


def repaired(what: str, make: Make, rows: Cells, answers: Answers) -> Oddity:
    """A workbook with cells that are taken for something else than stands there."""
    return Oddity(what=what, make=make, outcome=Outcome.REPAIRED, rows=rows, answers=answers)


def warned(
    what: str,
    make: Make,
    rows: Cells = PEOPLE,
    *,
    findings: Findings | None = None,
    notices: Sequence[str] = (),
    answers: Answers | None = None,
) -> Oddity:
    """A workbook of which something is said that keeps nobody from being enrolled."""
    return Oddity(
        what=what, make=make, outcome=Outcome.WARNED, rows=rows, findings=findings or {},
        severity=Severity.WARNING, notices=notices, answers=answers or {},
    )  # fmt: skip


def mistaken(what: str, make: Make, rows: Cells, findings: Findings) -> Oddity:
    """A workbook with cells that somebody must mend."""
    return Oddity(what=what, make=make, outcome=Outcome.ERROR, rows=rows, findings=findings)


def refused(what: str, make: Make, code: str) -> Oddity:
    """A workbook that is not read at all, and why."""
    return Oddity(what=what, make=make, outcome=Outcome.REFUSED, rows={}, refused=code)


def typed(header: str, value: object, cell: Cell | None) -> tuple[Make, Cells]:
    """A workbook with this value under a header in the last row, and the rows it must give."""
    return filling({4: {header: value}}), changed({4: {header: cell}})
