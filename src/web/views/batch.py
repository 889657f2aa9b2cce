"""A batch's page."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec

from domain.application import Application
from domain.batch import Batch, Tally
from domain.carrier import Carrier
from domain.columns import Columns
from domain.findings import Severity, Verdict
from domain.services.results import BatchSummary, Progress, ShownTab
from domain.submission import Submission
from web import paths
from web.views.look import Look
from web.views.result import Delivered, Polling, SubmissionResult, delivered, result_of
from web.views.rows import RowView, row_view

_SORT_LABELS = {
    "name": "Person",
    "row": "Row",
    "family": "Family",
    "relationship": "Relationship",
}
_FURTHER = {
    Verdict.READY: ("Coverage", "SSN"),
    Verdict.ERROR: ("What to fix",),
    Verdict.REJECTED: ("Why",),
}
MOST_IN_A_PROBLEM = 50


class TabLink(msgspec.Struct, frozen=True):
    """One of the three tabs, with its address."""

    verdict: Verdict
    count: int
    href: str
    selected: bool


class Heading(msgspec.Struct, frozen=True):
    """A column's head; ``sort`` is how the table is sorted by it, "" when it cannot be."""

    label: str
    sort_href: str = ""
    sort: str = ""
    kind: str = ""
    hidden: bool = False


class ProblemPlace(msgspec.Struct, frozen=True):
    """Where a problem stands: whose row, and the cell."""

    id: str
    person: str
    number: int
    cell: str
    column: str


class ProblemView(msgspec.Struct, frozen=True):
    """One cause with everybody who has it; ``more`` are beyond those named."""

    text: str
    count: int
    places: Sequence[ProblemPlace]
    more: int


Sent = SubmissionResult | Delivered | None
"""What is said above the tabs of what was submitted."""


class BatchView(msgspec.Struct, frozen=True, kw_only=True):
    """The whole page; its part shows all but the head.

    ``result`` lists what was submitted when that was asked for. Otherwise ``delivered`` says how
    far it has come, unless that is all the way.
    """

    summary: BatchSummary
    submitted: int
    look: Look
    tabs: Sequence[TabLink]
    headings: Sequence[Heading] = ()
    rows: Sequence[RowView] = ()
    found: int = 0
    pages: int = 1
    problems: Sequence[ProblemView] = ()
    result: SubmissionResult | None = None
    delivered: Delivered | None = None

    @property
    def batch(self) -> Batch:
        return self.summary.batch

    @property
    def tally(self) -> Tally:
        return self.summary.tally

    @property
    def noted(self) -> bool:
        """Whether some row has something to say beside its cells."""
        return any(row.notes for row in self.rows)

    @property
    def here(self) -> str:
        """The tab's own address."""
        return Look(self.look.tab).href(self.batch.id)

    def to(self, **changes: object) -> str:
        """The address of this tab looked at otherwise."""
        return self.look.but(**changes).href(self.batch.id)

    @property
    def query(self) -> str:
        """The address's query without the page, for the links to the other pages."""
        return self.look.but(page=1).href(self.batch.id).partition("?")[2]


def rows_view(shown: ShownTab, look: Look, columns: Columns, sent: Sent) -> BatchView:
    """A page of the tab's rows."""
    summary, page = shown.summary, shown.page
    rows = [row_view(one, summary.batch, columns, summary.may_enroll) for one in page.items]
    return _view(
        shown,
        look.but(page=page.number),
        sent,
        headings=_headings(look, summary.batch.id, rows),
        rows=rows,
        found=page.total,
        pages=page.pages,
    )


def problems_view(shown: ShownTab, look: Look, sent: Sent) -> BatchView:
    """The Error tab by cause."""
    batch, problems = shown.summary.batch, shown.problems
    return _view(
        shown,
        look,
        sent,
        problems=[_problem(text, having, batch) for text, having in problems],
        found=len({one.id for _, having in problems for one in having}),
    )


def _view(shown: ShownTab, look: Look, sent: Sent, **contents: Any) -> BatchView:
    return BatchView(
        summary=shown.summary,
        submitted=shown.progress.total,
        look=look,
        tabs=_tabs(shown.summary, shown.verdict),
        result=sent if isinstance(sent, SubmissionResult) else None,
        delivered=sent if isinstance(sent, Delivered) else None,
        **contents,
    )


def _tabs(summary: BatchSummary, selected: Verdict) -> list[TabLink]:
    tally = summary.tally
    counts = (tally.ready, tally.error, tally.rejected)
    return [
        TabLink(tab, count, Look(tab).href(summary.batch.id), tab is selected)
        for tab, count in zip(Verdict, counts, strict=True)
    ]


def _headings(look: Look, batch_id: str, rows: Sequence[RowView]) -> list[Heading]:
    verdict = Verdict(look.tab)
    sortable = [
        Heading(
            label,
            look.but(sort=key, desc=look.sort == key and not look.desc, page=1).href(batch_id),
            ("descending" if look.desc else "ascending") if look.sort == key else "none",
        )
        for key, label in _SORT_LABELS.items()
    ]
    further = list(_FURTHER[verdict])
    if verdict is Verdict.READY and any(row.notes for row in rows):
        further.append("Worth a look")
    act = [Heading("Actions", kind="act", hidden=True)] if any(row.menu for row in rows) else []
    return [*sortable, *map(Heading, further), *act]


def _problem(text: str, having: Sequence[Application], batch: Batch) -> ProblemView:
    places = []
    for one in having[:MOST_IN_A_PROBLEM]:
        column = next(
            found.column for found in one.of_severity(Severity.ERROR) if found.cause == text
        )
        cell = batch.cell(one.row, column)
        places.append(ProblemPlace(one.id, one.person_name, one.row, cell, column))
    return ProblemView(text.rstrip("."), len(having), places, len(having) - len(places))


def moment_key(moment: datetime) -> str:
    """How an address names the moment of a submitting."""
    return str(int(moment.timestamp() * 1_000_000))


def submitted_address(batch_id: str, submissions: Sequence[Submission], look: Look) -> str:
    """The batch's page with the result of one submitting."""
    return look.href(batch_id, submitted=moment_key(submissions[0].submitted_at))


def result_view(
    submissions: Sequence[Submission],
    named: str,
    batch_id: str,
    look: Look,
    carrier: Carrier,
    now: datetime,
) -> SubmissionResult | None:
    """The batch's submissions that an address names: "all", or a moment; None for none such."""
    shown = [one for one in submissions if named in ("all", moment_key(one.submitted_at))]
    if not shown:
        return None
    asked = _asked(batch_id, look, now, submitted=named)
    return result_of(sorted(shown, key=_by_family), carrier, asked)


def delivered_view(
    progress: Progress, batch_id: str, look: Look, carrier: Carrier, now: datetime
) -> Delivered:
    """How far all that was submitted of the batch has come."""
    return delivered(progress, carrier, _asked(batch_id, look, now))


def _asked(batch_id: str, look: Look, now: datetime, submitted: str = "") -> Polling:
    tab = Look(look.tab)
    return Polling(
        page=tab.href(batch_id, submitted=submitted),
        news=paths.BATCH_NEWS(batch_id, tab=tab.tab, submitted=submitted),
        now=now,
    )


def _by_family(one: Submission) -> tuple[datetime, int, bool, str]:
    answers = one.answers
    return one.submitted_at, answers.family_number or 0, answers.is_dependent, one.person_name
