"""Rows as people fill them in."""

from collections.abc import Sequence
from functools import cache
from io import BytesIO
from xml.sax.saxutils import escape

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from tests.demonstration import FILE
from tests.web.uploads import a_person
from tests.workbooks import Value, with_rows

Row = dict[str, Value]


def in_hawaii(row: Row) -> Row:
    """The same person, employed by Pacific Surf Hotels."""
    if row["Relationship"] != "Subscriber":
        return row
    return row | {
        "Subgroup ID": "0002",
        "Plan": "HMO Basic",
        "Home Address": "8 Banyan Drive",
        "City": "Hilo",
        "State": "HI",
        "ZIP Code": "96720",
    }


def at_evergreen(row: Row) -> Row:
    """The same person, employed by Evergreen Logistics."""
    if row["Relationship"] != "Subscriber":
        return row
    return row | {"Plan": "HMO 30", "City": "Portland", "State": "OR", "ZIP Code": "97209"}


def an_enrolled_person(family: int = 1, group_id: str = "000341", which: int = 0) -> Row:
    """Somebody whom the carrier has enrolled in the group already."""
    members = [one.member() for one in FILE.members if one.group_id == group_id]
    member = [one for one in members if one.ssn and one.relationship == "Subscriber"][which]
    assert member.ssn
    return a_person(
        member.first_name,
        member.last_name,
        Family_Number=str(family),
        SSN_or_ITIN=member.ssn,
        Birth_Date=f"{member.birth_date:%m/%d/%Y}",
    )


def people(count: int, last_name: str = "Ortega", first_family: int = 1) -> list[Row]:
    """So many subscribers who are ready, of a family each."""
    return [
        a_person(f"{_letters(number)}a", last_name, Family_Number=str(first_family + number))
        for number in range(count)
    ]


def _letters(number: int) -> str:
    """Different first names without digits in them."""
    first, second = divmod(number, 26)
    return f"{chr(65 + first)}{chr(97 + second)}"


def typed_into(template: bytes, rows: Sequence[Row]) -> bytes:
    """The template with these rows as text, from row 2 down. Ten times as fast as opening and
    saving the workbook, which the main job does."""
    letters = _letters_of(template)
    lines = []
    for number, row in enumerate(rows, start=2):
        cells = sorted((letters[header], str(value)) for header, value in row.items() if value)
        lines.append(
            f'<row r="{number}">'
            + "".join(
                f'<c r="{get_column_letter(column)}{number}" t="inlineStr">'
                f'<is><t xml:space="preserve">{escape(text)}</t></is></c>'
                for column, text in cells
            )
            + "</row>"
        )
    return with_rows(template, "".join(lines))


@cache
def _letters_of(template: bytes) -> dict[str, int]:
    """Where each header stands."""
    sheet = load_workbook(BytesIO(template), read_only=True).worksheets[0]
    headers = next(sheet.iter_rows(max_row=1, values_only=True))
    return {str(header): at for at, header in enumerate(headers, start=1) if header}
