"""Where the site's own database holds what is sealed, and how each row of it is written anew."""

from sqlalchemy import Engine

from adapters.confidential import Vault
from adapters.persistence.accounts.administrators import sealed_notices
from adapters.persistence.accounts.tables import second_factors, sessions
from adapters.persistence.mappers import (
    answers_of,
    application_content,
    application_of,
    batch_of,
    batch_values,
    lookup_keys,
    sealed_name,
    submission_of,
    submission_values,
)
from adapters.persistence.resealing import SealedTable, SealedTables
from adapters.persistence.schema import AnyRow, Values
from adapters.persistence.tables import (
    agreements,
    applications,
    batches,
    sealed_levels,
    submissions,
)


def sealed_tables(engine: Engine) -> SealedTables:
    """Those of the site's database."""
    return SealedTables(engine, (*SEALED_TABLES, _LEVELS))


def _application(row: AnyRow, vault: Vault) -> Values:
    return application_content(application_of(row, vault), vault)


def _submission(row: AnyRow, vault: Vault) -> Values:
    values = submission_values(submission_of(row, vault), vault)
    columns = ("answers", "confidential", "warnings")
    return {name: values[name] for name in columns} | lookup_keys(
        answers_of(row, vault).identity, vault
    )


def _batch(row: AnyRow, vault: Vault) -> Values:
    return {"file_name": batch_values(batch_of(row, vault), vault)["file_name"]}


def _agreement(row: AnyRow, vault: Vault) -> Values:
    name = vault.unseal("agreements", row.id, "file_name", row.file_name)
    return {"file_name": sealed_name("agreements", row.id, name, vault)}


def _session(row: AnyRow, vault: Vault) -> Values:
    notices = vault.unseal("sessions", row.token_hash, "notices", row.notices)
    return {"notices": sealed_notices(row.token_hash, notices, vault)}


def _second_factor(row: AnyRow, vault: Vault) -> Values:
    place = ("second_factors", row.administrator_id, "confidential")
    return {"confidential": vault.seal(*place, vault.unseal(*place, row.confidential))}


ALL_SEALED = "throughout"


def level_row(table_name: str, vault: Vault) -> Values:
    """The row that tells of a table that it is sealed throughout."""
    level = vault.seal("sealed_levels", table_name, "level", ALL_SEALED)
    return {"table_name": table_name, "level": level}


def _level(row: AnyRow, vault: Vault) -> Values:
    vault.unseal("sealed_levels", row.table_name, "level", row.level)
    return {"level": level_row(row.table_name, vault)["level"]}


SEALED_TABLES = (
    SealedTable(applications, ("confidential", "findings"), (), _application),
    SealedTable(submissions, ("confidential", "warnings"), ("ssn_key", "person_key"), _submission),
    SealedTable(batches, ("file_name",), (), _batch),
    SealedTable(agreements, ("file_name",), (), _agreement),
    SealedTable(sessions, ("notices",), (), _session),
    SealedTable(second_factors, ("confidential",), (), _second_factor),
)
_LEVELS = SealedTable(sealed_levels, ("level",), (), _level)
