"""From the domain's objects to rows, and back. What people typed goes through the vault."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import msgspec

from adapters.confidential import SealBroken, Vault
from adapters.persistence.schema import AnyRow, Values
from domain.agreement import Agreement
from domain.answers import Answers
from domain.application import UNREADABLE, Application
from domain.batch import Batch
from domain.cells import Cell
from domain.delivery import Delivery, Stage, Step
from domain.findings import Finding, rejection
from domain.matching import fold, person_key
from domain.people import Identity
from domain.submission import Status, Submission

_encode = msgspec.json.Encoder().encode
_texts = msgspec.json.Decoder(tuple[str, ...])
_words = msgspec.json.Decoder(dict[str, str])
_entries = msgspec.json.Decoder(dict[str, Cell])
_findings = msgspec.json.Decoder(tuple[Finding, ...])
_answers = msgspec.json.Decoder(Answers)
_steps = msgspec.json.Decoder(tuple[Step, ...])

# More digits than any family number has, and too few for a Social Security number typed there.
_LONGEST_NUMBER = 6


_NOTHING_OPEN = "{}"  # in a column of the time before there were keys

T = TypeVar("T")


def _json(value: object) -> str:
    return _encode(value).decode()


def name_key(first_name: str, last_name: str) -> str:
    """What names are searched and sorted by: "noa dangelo"."""
    return f"{fold(first_name)} {fold(last_name)}".strip()


def birth_key(identity: Identity) -> str | None:
    """What somebody without an SSN is looked up by: "1990-04-12 noa"; None where a part is
    unknown."""
    first = fold(identity.first_name)
    return f"{identity.birth_date} {first}" if identity.birth_date and first else None


def _sealed_list(vault: Vault, table: str, row_id: str, column: str, found: Sequence[Any]) -> str:
    """As JSON; that there is nothing is no secret."""
    return vault.seal(table, row_id, column, _json(found)) if found else "[]"


def sealed_name(table: str, row_id: str, name: str, vault: Vault) -> str:
    """A file's name, sealed since people write in it whose it is."""
    # As in any other text, NULs are stored as the sign for what cannot be shown.
    return vault.seal(table, row_id, "file_name", name.replace("\0", "\ufffd"))


def batch_values(batch: Batch, vault: Vault) -> Values:
    return msgspec.structs.asdict(batch) | {
        "file_name": sealed_name("batches", batch.id, batch.file_name, vault),
        "layout": _json(batch.layout),
        "notices": _json(batch.notices),
        "digest_held": batch.digest,
    }


def batch_of(row: AnyRow, vault: Vault) -> Batch:
    return Batch(
        id=row.id,
        group_id=row.group_id,
        region=row.region,
        file_name=vault.unseal("batches", row.id, "file_name", row.file_name),
        digest=row.digest,
        repeat=row.repeat,
        layout=_texts.decode(row.layout),
        notices=_texts.decode(row.notices),
        uploaded_by=row.uploaded_by,
        uploaded_at=row.uploaded_at,
        expires_at=row.expires_at,
    )


def readable(
    table: str,
    read: Callable[[AnyRow, Vault], T],
    otherwise: Callable[[AnyRow], T],
    row: AnyRow,
    vault: Vault,
) -> T:
    """What is read from the row, or ``otherwise`` what is left of it, so that one row that was
    changed or damaged takes no other with it."""
    try:
        return read(row, vault)
    except (SealBroken, msgspec.MsgspecError):
        vault.note_broken(table, row.id)
        return otherwise(row)


def shown_batch(row: AnyRow, vault: Vault) -> Batch:
    """The batch, also where it cannot be read."""
    return readable("batches", batch_of, _broken_batch, row, vault)


def _broken_batch(row: AnyRow) -> Batch:
    left = {name: row._mapping[name] for name in Batch.__struct_fields__}
    return Batch(**left | {"file_name": _broken_name(row), "layout": (), "notices": ()})


def _broken_name(row: AnyRow) -> str:
    return f"The file's name cannot be read (reference {row.id})"


def application_values(application: Application, vault: Vault) -> Values:
    """All columns of an application's row."""
    return {
        "id": application.id,
        "batch_id": application.batch_id,
        "group_id": application.group_id,
        "row": application.row,
        "submission_key": application.submission_key,
        **application_state(application, vault),
    }


def application_state(application: Application, vault: Vault) -> Values:
    """The columns that acts and checks change."""
    return {**application_content(application, vault), **application_standing(application)}


def application_content(application: Application, vault: Vault) -> Values:
    """What was typed, what was found, and what both are searched and sorted by."""
    table, row_id = "applications", application.id
    number = application.text("family_number").strip()
    is_number = number.isdecimal() and len(number) <= _LONGEST_NUMBER
    return {
        "entries": _NOTHING_OPEN,
        "confidential": vault.seal(table, row_id, "confidential", _json(application.entries)),
        "findings": _sealed_list(vault, table, row_id, "findings", application.findings),
        "verdict": application.verdict.value,
        "name_key": name_key(application.text("first_name"), application.text("last_name")) or None,
        "family_number": int(number) if is_number else None,
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


def application_of(row: AnyRow, vault: Vault) -> Application:
    table, row_id = "applications", row.id
    sealed = vault.unseal(table, row_id, "confidential", row.confidential)
    if row.entries != _NOTHING_OPEN and not vault.believes_clear_text:
        raise SealBroken("applications.entries of a row, not sealed")
    return Application(
        id=row.id,
        batch_id=row.batch_id,
        group_id=row.group_id,
        row=row.row,
        entries=_entries.decode(row.entries) | _entries.decode(sealed),
        findings=_findings.decode(vault.unseal(table, row_id, "findings", row.findings)),
        submission_key=row.submission_key,
        expires_at=row.expires_at,
        version=row.version,
        saved=row.saved,
        confirmation_id=row.confirmation_id,
        deleted_at=row.deleted_at,
    )


def shown_application(row: AnyRow, vault: Vault) -> Application:
    """The application, also where it cannot be read."""
    return readable("applications", application_of, _broken_application, row, vault)


def _broken_application(row: AnyRow) -> Application:
    left = {name: row._mapping[name] for name in Application.__struct_fields__}
    message = (
        "What is kept of this row was damaged and cannot be read. Tell whoever runs the site,"
        f" with the reference {row.id}, or delete it and upload the person again."
    )
    finding = rejection("row", UNREADABLE, message, "Rows that cannot be read.")
    return Application(**left | {"entries": {}, "findings": (finding,)})


def submission_values(submission: Submission, vault: Vault) -> Values:
    """All columns of a submission's row."""
    table, row_id = "submissions", submission.id
    answers = submission.answers
    identity = answers.identity
    return {
        "id": submission.id,
        "key": submission.key,
        "application_id": submission.application_id,
        "batch_id": submission.batch_id,
        "group_id": submission.group_id,
        "confirmation_id": submission.confirmation_id,
        "answers": _NOTHING_OPEN,
        "confidential": vault.seal(table, row_id, "confidential", _json(answers)),
        "warnings": _sealed_list(vault, table, row_id, "warnings", submission.warnings),
        "subscriber_key": submission.subscriber_key,
        "submitted_by": submission.submitted_by,
        "submitted_at": submission.submitted_at,
        **submission_state(submission),
        **lookup_keys(identity, vault),
        "birth_key": birth_key(identity),
        "name_key": name_key(identity.first_name, identity.last_name),
    }


def lookup_keys(identity: Identity, vault: Vault) -> Values:
    """The columns that a person's number is found by."""
    return {
        "person_key": vault.lookup(person_key(identity)),
        "ssn_key": vault.lookup(identity.ssn) if identity.ssn else None,
    }


def submission_state(submission: Submission) -> Values:
    """The columns that change on its way to the carrier. Steps that cannot be read stay."""
    steps = {} if submission.unreadable else {"steps": _json(submission.steps)}
    return {
        "status": submission.status.value,
        "carrier_words": submission.carrier_words,
        "answered_at": submission.answered_at,
        **msgspec.structs.asdict(submission.delivery),
        "stage": submission.delivery.stage.value,
        **steps,
    }


def answers_of(row: AnyRow, vault: Vault) -> Answers:
    """The answers of a submission's row."""
    sealed = vault.unseal("submissions", row.id, "confidential", row.confidential)
    if row.answers == _NOTHING_OPEN:
        return _answers.decode(sealed)
    if not vault.believes_clear_text:
        raise SealBroken("submissions.answers of a row, not sealed")
    # Stored before there were keys, when only what is confidential stood here.
    return msgspec.structs.replace(_answers.decode(row.answers), **_words.decode(sealed))


def submission_of(row: AnyRow, vault: Vault) -> Submission:
    return _submission(
        row,
        answers=answers_of(row, vault),
        warnings=_texts.decode(vault.unseal("submissions", row.id, "warnings", row.warnings)),
        steps=_steps.decode(row.steps),
    )


def shown_submission(row: AnyRow, vault: Vault) -> Submission:
    """The submission, also where it cannot be read."""
    return readable("submissions", submission_of, _broken_submission, row, vault)


def _broken_submission(row: AnyRow) -> Submission:
    try:
        steps = _steps.decode(row.steps)
    except msgspec.MsgspecError:
        steps = ()
    return _submission(row, answers=Answers(), warnings=(), steps=steps, unreadable=True)


def _submission(
    row: AnyRow,
    *,
    answers: Answers,
    warnings: tuple[str, ...],
    steps: tuple[Step, ...],
    unreadable: bool = False,
) -> Submission:
    """With what the row has beside that in the clear."""
    return Submission(
        id=row.id,
        key=row.key,
        application_id=row.application_id,
        batch_id=row.batch_id,
        group_id=row.group_id,
        confirmation_id=row.confirmation_id,
        answers=answers,
        warnings=warnings,
        subscriber_key=row.subscriber_key,
        submitted_by=row.submitted_by,
        submitted_at=row.submitted_at,
        status=Status(row.status),
        carrier_words=row.carrier_words,
        answered_at=row.answered_at,
        delivery=Delivery(Stage(row.stage), row.due_at, row.attempts, row.trouble),
        steps=steps,
        unreadable=unreadable,
    )


def agreement_values(agreement: Agreement, vault: Vault) -> Values:
    name = sealed_name("agreements", agreement.id, agreement.file_name, vault)
    return msgspec.structs.asdict(agreement) | {"file_name": name}


def agreement_of(row: AnyRow, vault: Vault) -> Agreement:
    name = vault.unseal("agreements", row.id, "file_name", row.file_name)
    return Agreement(**{**row._mapping, "file_name": name})


def shown_agreement(row: AnyRow, vault: Vault) -> Agreement:
    """The agreement, also where its file's name cannot be read."""
    return readable("agreements", agreement_of, _broken_agreement, row, vault)


def _broken_agreement(row: AnyRow) -> Agreement:
    return Agreement(**{**row._mapping, "file_name": _broken_name(row)})
