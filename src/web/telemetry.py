"""What people do and what comes of it, told to the log and to the metrics at once.

Never who they are, nor what they typed: our own ids, numbers and words.
"""

import logging
from collections.abc import Sequence

from domain.errors import DomainError, FileRefused, NobodyHere, SignInEnded
from domain.services.delivering import CallReport, Report
from domain.services.results import BatchSummary
from domain.submission import Submission
from web import metrics

log = logging.getLogger("enroll.acts")

_REASONS = {NobodyHere: "nobody here", SignInEnded: "did not leave from here, or too long ago"}


def signed_in() -> None:
    metrics.SIGN_INS.labels("signed in").inc()
    _note("signed in")


def sign_in_refused() -> None:
    metrics.SIGN_INS.labels("refused").inc()
    _note("sign-in refused")


def single_sign_on_refused(refusal: DomainError) -> None:
    """What the provider said of somebody does not let them in, or it said nothing."""
    metrics.SIGN_INS.labels("refused").inc()
    _note("single sign-on refused", reason=_REASONS.get(type(refusal)) or str(refusal))


def sign_in_put_off() -> None:
    """Too many tries before."""
    metrics.SIGN_INS.labels("put off").inc()
    _note("sign-in put off")


def uploaded(summary: BatchSummary) -> None:
    tally = summary.tally
    verdicts = {"ready": tally.ready, "error": tally.error, "rejected": tally.rejected}
    metrics.UPLOADS.labels("kept").inc()
    for verdict, rows in verdicts.items():
        metrics.ROWS.labels(verdict).inc(rows)
    _note("uploaded", batch=summary.batch.id, **verdicts)


def file_refused(refusal: FileRefused) -> None:
    metrics.UPLOADS.labels("refused").inc()
    metrics.REFUSED_FILES.labels(refusal.code).inc()
    _note("file refused", code=refusal.code)


def file_not_checked() -> None:
    """The carrier could not be reached."""
    metrics.UPLOADS.labels("carrier away").inc()
    _note("file not checked")


def readers_busy() -> None:
    """Too many files were being read already."""
    metrics.UPLOADS.labels("busy").inc()
    _note("file not read")


def documents_refused(codes: Sequence[str]) -> None:
    for code in codes:
        metrics.REFUSED_DOCUMENTS.labels(code).inc()
        _note("document refused", code=code)


def documents_not_read() -> None:
    """Too many files were being read already."""
    metrics.REFUSED_DOCUMENTS.labels("busy").inc()
    _note("documents not read")


def documents_not_scanned() -> None:
    """The scanner could not be reached."""
    metrics.REFUSED_DOCUMENTS.labels("scanner away").inc()
    _note("documents not scanned")


def submitted(submissions: Sequence[Submission]) -> None:
    """At least one, all of a batch."""
    metrics.SUBMITTED.inc(len(submissions))
    _note("submitted", batch=submissions[0].batch_id, submissions=len(submissions))


def delivered(report: Report) -> None:
    """A round of deliveries, whatever came of it."""
    for call in report.calls:
        _called(report.batch_id, call)
    metrics.ANSWERS.inc(report.answered)
    if report.lost:
        metrics.TAKEN_OVER.inc()
        log.warning("delivery taken over by another", extra={"facts": {"batch": report.batch_id}})


def _called(batch_id: str, call: CallReport) -> None:
    metrics.count_call(call)
    facts = {
        "batch": batch_id,
        "call": call.kind,
        "submissions": call.count,
        "milliseconds": round(call.seconds * 1000, 1),
    }
    if call.trouble:
        log.warning("delivery failed", extra={"facts": {**facts, "trouble": call.trouble}})
    else:
        log.info("delivered", extra={"facts": facts})


def _note(event: str, **facts: object) -> None:
    log.info(event, extra={"facts": facts})
