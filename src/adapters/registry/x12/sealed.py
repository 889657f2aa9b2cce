"""The people of the ledger's submissions, whose numbers are sealed."""

from collections.abc import Mapping

from adapters.confidential import Vault
from adapters.persistence.resealing import SealedTable
from adapters.registry.members import sealed_members
from adapters.registry.x12.ledger_status import AnyRow
from adapters.registry.x12.tables import members, submissions
from domain.submission import Submission


def person_row(
    submission: Submission, subscriber_number: str, vault: Vault
) -> Mapping[str, object]:
    """What ``submissions`` keeps of a person."""
    answers = submission.answers
    return {
        "key": submission.key,
        "confirmation_id": submission.confirmation_id,
        "group_id": submission.group_id,
        "subgroup_id": answers.subgroup_id or "",
        "relationship": answers.relationship or "",
        "first_name": answers.first_name or "",
        "last_name": answers.last_name or "",
        "birth_date": answers.birth_date,
        "enrolled_on": answers.effective_date,
        **_numbers(submission.key, answers.ssn, subscriber_number, vault),
    }


def own_number(row: AnyRow, vault: Vault) -> str | None:
    """The person's Social Security number, from their row."""
    return None if row.ssn is None else vault.unseal("submissions", row.key, "ssn", row.ssn)


def subscriber_number(row: AnyRow, vault: Vault) -> str:
    """The number of the family, from a row that has it."""
    return vault.unseal("submissions", row.key, "subscriber_number", row.subscriber_number)


def _numbers(
    key: str, ssn: str | None, subscriber_number: str, vault: Vault
) -> Mapping[str, str | None]:
    return {
        "ssn": None if ssn is None else vault.seal("submissions", key, "ssn", ssn),
        "subscriber_number": vault.seal("submissions", key, "subscriber_number", subscriber_number),
    }


def _numbers_anew(row: AnyRow, vault: Vault) -> Mapping[str, str | None]:
    return _numbers(row.key, own_number(row, vault), subscriber_number(row, vault), vault)


SEALED = (
    sealed_members(members),
    SealedTable(submissions, ("ssn", "subscriber_number"), (), _numbers_anew),
)
