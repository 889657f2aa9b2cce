"""A batch's applications as rows of a table."""

from collections.abc import Sequence

import msgspec

from domain.application import Application
from domain.batch import Batch
from domain.columns import Columns
from domain.findings import Severity, Verdict
from domain.values import numbers_hidden
from web import paths
from web.rendering import masked


class MenuItem(msgspec.Struct, frozen=True, omit_defaults=True):
    """An entry of a row's Actions menu: a link, a POST, or a question asked in a dialog."""

    label: str
    href: str = ""
    action: str = ""
    asks: str = ""


class Note(msgspec.Struct, frozen=True):
    """A finding as it stands in a row: the column's header, the cell, the sentence."""

    header: str
    cell: str
    text: str


class RowView(msgspec.Struct, frozen=True, kw_only=True):
    """One application in a tab's table."""

    id: str
    number: int
    person: str
    family: str
    relationship: str
    subgroup: str
    plan: str
    ssn: str
    notes: Sequence[Note]
    menu: Sequence[MenuItem]


def row_view(application: Application, batch: Batch, columns: Columns, may_enroll: bool) -> RowView:
    text = application.text
    ssn = text("ssn")
    return RowView(
        id=application.id,
        number=application.row,
        person=application.person_name,
        family=numbers_hidden(text("family_number")),
        relationship=numbers_hidden(text("relationship")),
        subgroup=numbers_hidden(text("subgroup_id")),
        plan=numbers_hidden(text("plan")),
        ssn=masked(ssn) if ssn else "",
        notes=notes(application, batch, columns),
        menu=menu(application, may_enroll),
    )


_WORTH_SAYING = {
    Verdict.READY: Severity.WARNING,
    Verdict.ERROR: Severity.ERROR,
    Verdict.REJECTED: Severity.REJECTION,
}


def notes(application: Application, batch: Batch, columns: Columns) -> list[Note]:
    """What decided the verdict, in the sheet's order; the warnings of what is ready.

    A column may have gone from the carrier's file since the check; its findings come last."""
    found = application.of_severity(_WORTH_SAYING[application.verdict])
    last = len(columns.places)
    return [
        Note(columns.header(one.column), batch.cell(application.row, one.column), one.message)
        for one in sorted(found, key=lambda one: columns.places.get(one.column, last))
    ]


def menu(application: Application, may_enroll: bool) -> list[MenuItem]:
    """The acts that the application's tab allows, in the product's order."""
    id, version = application.id, application.version
    reason = MenuItem("View Reason", href=paths.REASON(id))
    if not may_enroll:
        return [reason] if application.verdict is Verdict.REJECTED else []
    edit = MenuItem("Edit", href=paths.APPLICATION(id))
    delete = MenuItem("Delete", action=paths.DELETE(id, v=version))
    save = MenuItem("Save for Later", action=paths.SAVE_FOR_LATER(id, v=version))
    match application.verdict:
        case Verdict.READY:
            return [edit, delete, MenuItem("Submit", asks=paths.SUBMIT(id)), save]
        case Verdict.ERROR:
            return [edit, save, delete]
        case Verdict.REJECTED:
            return [reason, delete]
