"""Made-up things for tests, complete with defaults; say only what the test is about."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from msgspec.structs import replace

from domain.accounts.access import Administrator, Role, Session
from domain.agreement import Agreement
from domain.answers import Answers
from domain.application import Application
from domain.batch import Batch
from domain.cells import Cell, Entries
from domain.core_columns import COLUMNS
from domain.findings import error, rejection
from domain.submission import Submission
from tests.fakes.system import FakeIds

NOW = datetime(2026, 11, 16, 18, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=30)
GROUP = "000341"
SSN = "987651234"  # numbers that begin with 987 are never given to anybody

AN_ERROR = (error("hire_date", "required", "Enter the hire date as MM/DD/YYYY."),)
A_REJECTION = (rejection("ssn", "enrolled", "This person is already enrolled in this group."),)

_ids = FakeIds(1_000_000)
_numbers = count(1)


def an_id() -> str:
    """An id that no other call gives."""
    return _ids.new()[0]


def cells(**texts: str) -> Entries:
    """A row's entries from texts by column key; empty ones are left out."""
    return {key: Cell(text) for key, text in texts.items() if text}


def a_batch(**fields: Any) -> Batch:
    """An upload of today, of content that no other has."""
    batch = Batch(
        id=an_id(),
        group_id=GROUP,
        region="NCAL",
        file_name="November hires.xlsx",
        digest=f"{next(_numbers):064x}",
        repeat=0,
        layout=tuple(column.key for column in COLUMNS),
        uploaded_by="alex",
        uploaded_at=NOW,
        expires_at=LATER,
    )
    return replace(batch, **fields)


def an_application(batch: Batch, row: int = 2, **fields: Any) -> Application:
    """A ready application of the batch, that expires with it."""
    application = Application(
        id=an_id(),
        batch_id=batch.id,
        group_id=batch.group_id,
        row=row,
        entries=cells(
            family_number="1", relationship="Subscriber", first_name="Noa", last_name="D'Angelo"
        ),
        findings=(),
        submission_key=an_id(),
        expires_at=batch.expires_at,
    )
    return replace(application, **fields)


def some_answers(**fields: Any) -> Answers:
    """A subscriber's answers, with a number of their own."""
    answers = Answers(
        family_number=1,
        relationship="Subscriber",
        first_name="Noa",
        last_name="D'Angelo",
        birth_date=date(1990, 4, 12),
        ssn=f"98765{next(_numbers):04d}",
    )
    return replace(answers, **fields)


def a_submission(
    application: Application, answers: Answers | None = None, **fields: Any
) -> Submission:
    """The application's submission, not answered yet."""
    submission = Submission(
        id=an_id(),
        key=application.submission_key,
        application_id=application.id,
        batch_id=application.batch_id,
        group_id=application.group_id,
        confirmation_id=_ids.confirmation_numbers(1)[0],
        answers=answers or some_answers(),
        warnings=(),
        subscriber_key=None,
        submitted_by="alex",
        submitted_at=NOW,
    )
    return replace(submission, **fields)


def an_agreement(application: Application, **fields: Any) -> Agreement:
    """A signed document on file for the application."""
    id = an_id()
    agreement = Agreement(
        id=id,
        batch_id=application.batch_id,
        application_id=application.id,
        file_name="Family 1.pdf",
        media_type="application/pdf",
        size=48_213,
        digest=f"{next(_numbers):064x}",
        stored_name=f"{id}.pdf",
        uploaded_by="alex",
        uploaded_at=NOW,
    )
    return replace(agreement, **fields)


def an_administrator(**fields: Any) -> Administrator:
    """Somebody who may enroll in the group, with an e-mail that no other has."""
    id = an_id()
    administrator = Administrator(id, f"{id}@redwood.example", "Alex Moreno", {GROUP: Role.ENROLL})
    return replace(administrator, **fields)


def a_session(administrator: Administrator, **fields: Any) -> Session:
    """A session that starts now."""
    session = Session(
        token_hash=f"{next(_numbers):064x}",
        administrator_id=administrator.id,
        started_at=NOW,
        seen_at=NOW,
    )
    return replace(session, **fields)
