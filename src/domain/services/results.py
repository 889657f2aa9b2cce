"""What the services give to pages: plain facts, no words for the screen."""

from collections.abc import Mapping, Sequence

import msgspec

from domain.agreement import Agreement
from domain.application import Application
from domain.batch import Batch, Tally
from domain.carrier import Group, Region
from domain.columns import Column
from domain.findings import Verdict
from domain.ports import Page
from domain.submission import Submission


class BatchSummary(msgspec.Struct, frozen=True):
    """A batch with its group, its counts and what the administrator may do with it."""

    batch: Batch
    group: Group
    region: Region
    tally: Tally
    may_enroll: bool


class ShownTab(msgspec.Struct, frozen=True):
    """A tab of a batch as somebody looks at it: a ``page`` of its applications, or all of its
    ``problems``, each with those who have it; and how far has come what was submitted."""

    summary: BatchSummary
    verdict: Verdict
    progress: "Progress"
    page: Page[Application] = Page((), 0)
    problems: Sequence[tuple[str, Sequence[Application]]] = ()


class ApplicationDetail(msgspec.Struct, frozen=True):
    """An application opened for editing.

    ``columns`` are those of the batch's template; ``readings`` how a cell was understood where
    that differs from what was typed ("california" read as "CA"), by column key; ``choices`` the
    lists of this group, by column key.
    """

    application: Application
    batch: Batch
    group: Group
    columns: Sequence[Column]
    readings: Mapping[str, str]
    choices: Mapping[str, Sequence[str]]
    agreements: Sequence[Agreement]
    may_enroll: bool


class SubmissionPlan(msgspec.Struct, frozen=True):
    """What a submission would take, for the question before it.

    ``applications`` go, subscribers first. ``waiting`` are ready too, and stay because their
    subscriber is saved for later.
    """

    applications: Sequence[Application]
    waiting: Sequence[Application] = ()


class SavedApplication(msgspec.Struct, frozen=True):
    """A saved application and what its row in the list needs."""

    application: Application
    group: Group
    days_left: int


class HistoryEntry(msgspec.Struct, frozen=True):
    """A submission and the name of who submitted it."""

    submission: Submission
    submitted_by: str


class Transaction(msgspec.Struct, frozen=True):
    """A submission, the name of who submitted it, and the row of a file that it came from."""

    submission: Submission
    submitted_by: str
    application: Application
    batch: Batch


class Progress(msgspec.Struct, frozen=True):
    """How many submissions there are, and those to which the carrier has not said its last
    word."""

    total: int
    undone: Sequence[Submission]


class Subscriber(msgspec.Struct, frozen=True):
    """A subscriber of a batch, with the agreements on file."""

    application: Application
    family_number: int | None
    agreements: Sequence[Agreement]
