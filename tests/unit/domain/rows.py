"""Rows as people type them, checked against the demonstration carrier on one fixed day."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from msgspec.structs import replace

from domain.carrier import Group
from domain.cells import Cell, CellKind, Entries, typed
from domain.columns import Columns
from domain.core_columns import COLUMNS
from domain.findings import Finding, Severity, Verdict, verdict
from domain.people import Member
from domain.rules import Facts, Row, check, read_row
from tests.demonstration import FILE

TODAY = date(2026, 11, 23)


def group(group_id: str = "000341") -> Group:
    """A group of the demonstration carrier: by default Redwood Manufacturing, in California."""
    return next(one for one in FILE.groups if one.id == group_id)


def members(group_id: str = "000341") -> list[Member]:
    """Who is enrolled in the group to begin with."""
    return [one.member() for one in FILE.members if one.group_id == group_id]


def facts(group_id: str = "000341", **changes: Any) -> Facts:
    """What rows are checked against on the day, nobody being known unless told so."""
    of_group = group(group_id)
    found = Facts(
        settings=FILE.carrier.settings,
        group=of_group,
        today=TODAY,
    )
    return replace(found, **changes)


def entries(**texts: str | Cell | None) -> Entries:
    """A row's cells from what is typed in them, by column key; None and "" are blank."""
    found = {
        key: typed(text) if isinstance(text, str) else text for key, text in texts.items() if text
    }
    return {key: cell for key, cell in found.items() if cell is not None}


def subscriber(**changes: str | Cell | None) -> Entries:
    """A subscriber who is ready, but for the changes."""
    return entries(
        **{
            "family_number": "1",
            "relationship": "Subscriber",
            "subgroup_id": "0001",
            "plan": "HMO 20",
            "enrollment_reason": "Open enrollment",
            "effective_date": "12/01/2026",
            "last_name": "Moreno",
            "first_name": "Ana",
            "ssn": "801-12-3456",
            "birth_date": "03/10/1977",
            "gender": "Female",
            "address": "9004 Lake St",
            "city": "Fremont",
            "state": "CA",
            "zip": "94536",
            "day_phone": "(510) 555-0154",
            **changes,
        }
    )


def child(**changes: str | Cell | None) -> Entries:
    """A child of that subscriber, ready but for the changes."""
    return entries(
        **{
            "family_number": "1",
            "relationship": "Child",
            "last_name": "Moreno",
            "first_name": "Leo",
            "ssn": "801-12-3457",
            "birth_date": "05/20/2015",
            "gender": "Male",
            **changes,
        }
    )


def number(text: str) -> Cell:
    """A cell that the workbook holds as a number."""
    return Cell(text, CellKind.NUMBER)


def checked(
    *typed_rows: Entries, against: Facts | None = None, columns: Columns = COLUMNS
) -> list[Row]:
    """The rows, numbered from 2 as in a sheet, after a check."""
    known = against or facts()
    rows = [
        read_row(place, one, known.group, columns) for place, one in enumerate(typed_rows, start=2)
    ]
    check(rows, known)
    return rows


def alone(typed_row: Entries, against: Facts | None = None, columns: Columns = COLUMNS) -> Row:
    """The one row of a file, after a check."""
    return checked(typed_row, against=against, columns=columns)[0]


def said(row: Row | Sequence[Finding], severity: Severity | None = None) -> dict[str, str]:
    """The findings' sentences by column key, of one severity or all."""
    findings = row.findings if isinstance(row, Row) else row
    return {
        one.column: one.message for one in findings if severity is None or one.severity is severity
    }


def errors(row: Row) -> dict[str, str]:
    return said(row, Severity.ERROR)


def warnings(row: Row) -> dict[str, str]:
    return said(row, Severity.WARNING)


def rejections(row: Row) -> dict[str, str]:
    return said(row, Severity.REJECTION)


def codes(row: Row) -> set[str]:
    return {one.code for one in row.findings}


def ready(row: Row) -> bool:
    return verdict(row.findings) is Verdict.READY
