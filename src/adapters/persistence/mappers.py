"""From what the domain has to rows, and back."""

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import Row

from adapters.persistence import confidential
from domain.access import Administrator, Role, Session
from domain.agreement import Agreement
from domain.answers import Answers
from domain.application import Application
from domain.batch import Batch
from domain.cells import Cell
from domain.delivery import Delivery, Stage, Step
from domain.findings import Finding
from domain.matching import fold, person_key
from domain.people import Identity
from domain.submission import Status, Submission

Values = dict[str, Any]
"""A row to write: values by column name."""

AnyRow = Row[*tuple[Any, ...]]
"""A row that was read, columns as attributes."""

_encode = msgspec.json.Encoder().encode
_texts = msgspec.json.Decoder(tuple[str, ...])
_entries = msgspec.json.Decoder(dict[str, Cell])
_findings = msgspec.json.Decoder(tuple[Finding, ...])
_answers = msgspec.json.Decoder(Answers)
_steps = msgspec.json.Decoder(tuple[Step, ...])

# More digits than any family number has, and few enough for an integer column.
_LONGEST_NUMBER = 9


def _json(value: object) -> str:
    return _encode(value).decode()


def name_key(first_name: str, last_name: str) -> str:
    """What names are searched and sorted by: "noa dangelo"."""
    return f"{fold(first_name)} {fold(last_name)}".strip()


def birth_key(identity: Identity) -> str | None:
    """What who lacks an SSN is looked up by: "1990-04-12 noa"; None where a part is unknown."""
    first = fold(identity.first_name)
    return f"{identity.birth_date} {first}" if identity.birth_date and first else None


def batch_values(batch: Batch) -> Values:
    return msgspec.structs.asdict(batch) | {
        "layout": _json(batch.layout),
        "notices": _json(batch.notices),
        "digest_held": batch.digest,
    }


def batch_of(row: AnyRow) -> Batch:
    return Batch(
        id=row.id,
        group_id=row.group_id,
        region=row.region,
        file_name=row.file_name,
        digest=row.digest,
        repeat=row.repeat,
        layout=_texts.decode(row.layout),
        notices=_texts.decode(row.notices),
        uploaded_by=row.uploaded_by,
        uploaded_at=row.uploaded_at,
        expires_at=row.expires_at,
    )


def application_values(application: Application) -> Values:
    """All columns of an application's row."""
    return {
        "id": application.id,
        "batch_id": application.batch_id,
        "group_id": application.group_id,
        "row": application.row,
        "submission_key": application.submission_key,
        **application_state(application),
    }


def application_state(application: Application) -> Values:
    """The columns that acts and checks change."""
    return {**application_content(application), **application_standing(application)}


def application_content(application: Application) -> Values:
    """What was typed, what was found, and what both are searched and sorted by."""
    entries = application.entries
    sealed = {key: entries[key] for key in confidential.KEYS if key in entries}
    number = application.text("family_number").strip()
    readable = number.isdecimal() and len(number) <= _LONGEST_NUMBER
    return {
        "entries": _json({key: entries[key] for key in entries if key not in sealed}),
        "confidential": confidential.seal(sealed),
        "findings": _json(application.findings),
        "verdict": application.verdict.value,
        "name_key": name_key(application.text("first_name"), application.text("last_name")) or None,
        "family_number": int(number) if readable else None,
        "relationship": fold(application.text("relationship")) or None,
    }


def application_standing(application: Application) -> Values:
    """Where it stands beside its findings."""
    return {
        "expires_at": application.expires_at,
        "version": application.version,
        "saved": application.saved,
        "confirmation_id": application.confirmation_id,
        "deleted_at": application.deleted_at,
    }


def application_of(row: AnyRow) -> Application:
    return Application(
        id=row.id,
        batch_id=row.batch_id,
        group_id=row.group_id,
        row=row.row,
        entries=_entries.decode(row.entries) | confidential.unseal_cells(row.confidential),
        findings=_findings.decode(row.findings),
        submission_key=row.submission_key,
        expires_at=row.expires_at,
        version=row.version,
        saved=row.saved,
        confirmation_id=row.confirmation_id,
        deleted_at=row.deleted_at,
    )


def submission_values(submission: Submission) -> Values:
    """All columns of a submission's row."""
    answers = submission.answers
    given = {key: getattr(answers, key) for key in confidential.KEYS}
    sealed = {key: value for key, value in given.items() if value is not None}
    open_answers = msgspec.structs.replace(answers, **dict.fromkeys(sealed))
    identity = answers.identity
    return {
        "id": submission.id,
        "key": submission.key,
        "application_id": submission.application_id,
        "batch_id": submission.batch_id,
        "group_id": submission.group_id,
        "confirmation_id": submission.confirmation_id,
        "answers": _json(open_answers),
        "confidential": confidential.seal(sealed),
        "warnings": _json(submission.warnings),
        "subscriber_key": submission.subscriber_key,
        "submitted_by": submission.submitted_by,
        "submitted_at": submission.submitted_at,
        **submission_state(submission),
        "person_key": confidential.lookup_key(person_key(identity)),
        "ssn_key": confidential.lookup_key(identity.ssn) if identity.ssn else None,
        "birth_key": birth_key(identity),
        "name_key": name_key(identity.first_name, identity.last_name),
    }


def submission_state(submission: Submission) -> Values:
    """The columns that change on its way to the carrier."""
    return {
        "status": submission.status.value,
        "carrier_words": submission.carrier_words,
        "answered_at": submission.answered_at,
        **msgspec.structs.asdict(submission.delivery),
        "stage": submission.delivery.stage.value,
        "steps": _json(submission.steps),
    }


def answers_of(row: AnyRow) -> Answers:
    """The answers of a submission's row, the confidential ones among them."""
    sealed = confidential.unseal_texts(row.confidential)
    return msgspec.structs.replace(_answers.decode(row.answers), **sealed)


def submission_of(row: AnyRow) -> Submission:
    return Submission(
        id=row.id,
        key=row.key,
        application_id=row.application_id,
        batch_id=row.batch_id,
        group_id=row.group_id,
        confirmation_id=row.confirmation_id,
        answers=answers_of(row),
        warnings=_texts.decode(row.warnings),
        subscriber_key=row.subscriber_key,
        submitted_by=row.submitted_by,
        submitted_at=row.submitted_at,
        status=Status(row.status),
        carrier_words=row.carrier_words,
        answered_at=row.answered_at,
        delivery=Delivery(Stage(row.stage), row.due_at, row.attempts, row.trouble),
        steps=_steps.decode(row.steps),
    )


def agreement_values(agreement: Agreement) -> Values:
    return msgspec.structs.asdict(agreement)


def agreement_of(row: AnyRow) -> Agreement:
    return Agreement(**row._mapping)


def administrator_of(rows: Sequence[AnyRow]) -> Administrator:
    """An administrator from the rows of one, a row a grant, or one row without a grant."""
    first = rows[0]
    grants = {row.group_id: Role(row.role) for row in rows if row.group_id is not None}
    return Administrator(
        first.id, first.email, first.name, grants, first.confirmed_at is not None, first.disabled
    )


def session_of(row: AnyRow) -> Session:
    return Session(**{name: getattr(row, name) for name in Session.__struct_fields__})


def session_values(session: Session) -> Values:
    return msgspec.structs.asdict(session)
