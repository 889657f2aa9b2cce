"""The Instructions tab: what to fill in, what happens next, and which group it is for."""

from collections.abc import Sequence
from datetime import date

from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from adapters.spreadsheet import looks
from adapters.spreadsheet.text import put
from domain.carrier import Carrier, Group, Subgroup
from domain.columns import ALWAYS, ON_DEPENDENTS, ON_SUBSCRIBERS, Column, Kind, Section
from domain.places import place_in

_FIRST, _LAST = 2, 6  # columns B to F
_WIDTHS = {"A": 2, "B": 34, "C": 34, "D": 26, "E": 26, "F": 30, "G": 2}
_POINTS_A_LINE = 15.5
_AIR = 4  # points above and below
_CHARACTERS_A_LINE = 150  # of B to F together


def write_instructions(
    sheet: Worksheet,
    carrier: Carrier,
    group: Group,
    columns: Sequence[Column],
    binding: Sequence[tuple[str, str]],
) -> None:
    """Fill the tab. ``binding`` is shown as a table, and read back when the file is uploaded."""
    page = _Page(sheet)
    limit = carrier.settings.max_members_per_file
    page.title(
        "Mass Enrollment", f"Enroll new members of {group.name} with {carrier.name}, many at once."
    )

    page.heading("This workbook is for")
    for label, text in binding:
        page.pair(label, text)
    page.line("It is bound to this group. For another group, download that group's template.")

    page.heading("What to do")
    page.numbered(
        "Fill in one row for each person on the Enrollment Data tab, from row 2 down.",
        "Fill every column with a dark blue header. Fill a light blue one when its note says so: "
        "point at the red corner of the header. Grey ones are up to you.",
        "Give everyone in a family the same Family Number. Each family has exactly one "
        "Subscriber (the employee) and at most one Spouse or Domestic partner. The rows of a "
        "family may stand anywhere.",
        "Choose from the lists where a cell has one. A cell that turns yellow still needs "
        "something; a cell that turns grey is not used for that person.",
        "Save the file as an Excel workbook (.xlsx) and upload it on the Mass Enrollment page.",
    )

    page.heading("What the header colors mean")
    page.legend()

    page.heading("What happens next")
    page.bulleted(
        "Every row is checked. Each person then stands on one of three tabs: Ready, Error or "
        "Rejected, with the cell and what to do about it.",
        "You can mend errors on the site; there is no need to upload the file again.",
        "Nothing is sent to the carrier until you submit. Each person submitted gets a "
        "confirmation ID.",
    )

    page.heading("What it can do, and what it cannot")
    page.bulleted(
        f"It enrolls new members: up to {limit} in a file, and as many files a day as you like.",
        "It cannot change or end coverage, change a member's details, or add family to somebody "
        "who is enrolled already. Those go the usual way.",
        "Do not change the headers in row 1, and add no columns. You may sort, filter, "
        "hide and leave rows empty.",
        "Coverage starts on the first of a month, unless the reason is Birth or Adoption.",
    )

    page.heading("Subgroups and plans")
    page.table(
        ("Subgroup ID", "Name", "Active", "Plans"),
        [
            (one.id, one.name, _active(one), ", ".join(one.plans))
            for one in group.subgroups
        ],
    )  # fmt: skip

    page.heading("An example: an employee with a spouse and a newborn")
    page.table(("Column", "Employee", "Spouse", "Child"), example(carrier, group, columns))

    page.new_page()
    page.heading("Every column")
    page.table(
        ("Column", "Fill it in", "What to enter", ""),
        [(one.header, _needed(one), _what(one), "") for one in columns],
        wide=True,
    )
    page.finish()


class _Page:
    """Writes down the sheet, a line at a time."""

    def __init__(self, sheet: Worksheet) -> None:
        self._sheet = sheet
        self._row = 1
        for letter, width in _WIDTHS.items():
            sheet.column_dimensions[letter].width = width
        sheet.sheet_view.showGridLines = False
        sheet.sheet_properties.tabColor = looks.QUIET

    def title(self, text: str, under: str) -> None:
        for line, size, height in ((text, 22, 38), (under, 12, 24)):
            for column in range(1, _LAST + 2):
                self._sheet.cell(self._row, column).fill = looks.fill(looks.NAVY)
            cell = self._sheet.cell(self._row, _FIRST)
            put(cell, line)
            cell.font = looks.font(size, "FFFFFF", bold=size > 12)
            cell.alignment = looks.MIDDLE
            self._sheet.row_dimensions[self._row].height = height
            self._row += 1

    def heading(self, text: str) -> None:
        self._row += 1
        for column in range(_FIRST, _LAST + 1):
            self._sheet.cell(self._row, column).border = looks.UNDERLINE
        cell = self._sheet.cell(self._row, _FIRST)
        put(cell, text)
        cell.font = looks.font(14, looks.NAVY, bold=True)
        cell.alignment = looks.MIDDLE
        self._sheet.row_dimensions[self._row].height = 24
        self._row += 1

    def new_page(self) -> None:
        self._sheet.row_breaks.append(Break(id=self._row))

    def line(self, text: str) -> None:
        cell = self._sheet.cell(self._row, _FIRST)
        put(cell, text)
        cell.font = looks.font()
        cell.alignment = looks.WRAPPED
        self._sheet.merge_cells(
            start_row=self._row, end_row=self._row, start_column=_FIRST, end_column=_LAST
        )
        lines = -(-len(text) // _CHARACTERS_A_LINE)
        self._sheet.row_dimensions[self._row].height = _POINTS_A_LINE * lines + _AIR
        self._row += 1

    def numbered(self, *texts: str) -> None:
        for number, text in enumerate(texts, start=1):
            self.line(f"{number}.  {text}")

    def bulleted(self, *texts: str) -> None:
        for text in texts:
            self.line(f"•  {text}")

    def pair(self, label: str, text: str) -> None:
        for column, words, bold in ((_FIRST, label, False), (_FIRST + 1, text, True)):
            cell = self._sheet.cell(self._row, column)
            put(cell, words)
            cell.font = looks.font(colour=looks.INK if bold else looks.QUIET, bold=bold)
            cell.alignment = looks.MIDDLE
        self._sheet.row_dimensions[self._row].height = _POINTS_A_LINE + _AIR
        self._row += 1

    def legend(self) -> None:
        samples = (
            (Column("a", "Last Name", Section.PERSON, Kind.NAME, required="always"),
             "Always fill it in."),
            (Column("b", "Hire Date", Section.COVERAGE, Kind.DATE, required="sometimes"),
             "Fill it in when the header's note says so, for example on subscribers."),
            (Column("c", "County", Section.ADDRESS, Kind.TEXT), "Fill it in if you like."),
        )  # fmt: skip
        for column, meaning in samples:
            sample = self._sheet.cell(self._row, _FIRST)
            put(sample, column.header)
            sample.fill = looks.header_fill(column)
            sample.font = looks.header_font(column)
            sample.border = looks.GRID
            sample.alignment = looks.MIDDLE
            cell = self._sheet.cell(self._row, _FIRST + 1)
            put(cell, meaning)
            cell.font = looks.font()
            cell.alignment = looks.MIDDLE
            self._sheet.row_dimensions[self._row].height = 22
            self._row += 1

    def table(
        self,
        headers: Sequence[str],
        rows: Sequence[Sequence[str]],
        *,
        wide: bool = False,
    ) -> None:
        """Four columns in B to E; ``wide`` lets the third take all that is left."""
        for row, texts in enumerate([headers, *rows]):
            for column, text in enumerate(texts, start=_FIRST):
                cell = self._sheet.cell(self._row, column)
                put(cell, text)
                cell.font = looks.font(bold=row == 0 or column == _FIRST)
                cell.border = looks.UNDERLINE
                cell.alignment = looks.WRAPPED
                if row == 0:
                    cell.fill = looks.fill(looks.MIST)
            self._height(texts, wide=wide)
            if wide:
                self._sheet.merge_cells(
                    start_row=self._row, end_row=self._row, start_column=4, end_column=_LAST
                )
            self._row += 1

    def _height(self, texts: Sequence[str], *, wide: bool) -> None:
        room = (30, 30, 76, 1) if wide else (30, 30, 23, 23)
        lines = max(
            -(-len(text) // characters) for text, characters in zip(texts, room, strict=True)
        )
        self._sheet.row_dimensions[self._row].height = _POINTS_A_LINE * max(1, lines) + _AIR

    def finish(self) -> None:
        self._sheet.page_setup.orientation = "portrait"
        self._sheet.page_setup.paperSize = self._sheet.PAPERSIZE_LETTER
        self._sheet.page_setup.fitToHeight = 0
        self._sheet.sheet_properties.pageSetUpPr.fitToPage = True
        self._sheet.print_area = f"A1:G{self._row}"
        self._sheet.protection.sheet = True


def _needed(column: Column) -> str:
    if not column.required:
        return "If you like"
    return column.required[0].upper() + column.required[1:]


def _what(column: Column) -> str:
    if column.kind is Kind.CHOICE:
        return f"Choose from the list. {column.hint}".strip()
    if column.kind is Kind.DATE or column.hint:
        return column.hint
    return f"Up to {column.max_length} characters."


def _active(subgroup: Subgroup) -> str:
    since = f"from {_us(subgroup.active_from)}"
    return f"{since} to {_us(subgroup.active_to)}" if subgroup.active_to else since


def _us(day: date) -> str:
    return f"{day:%m/%d/%Y}"


_KEYS = (
    "family_number", "relationship", "subgroup_id", "plan", "enrollment_reason", "hire_date",
    "effective_date", "last_name", "first_name", "ssn", "no_ssn_reason", "birth_date", "gender",
    "address", "city", "state", "zip", "day_phone",
)  # fmt: skip
# The places of those who need a column that is required in these words.
_WHOSE = {ALWAYS: (0, 1, 2), ON_SUBSCRIBERS: (0,), ON_DEPENDENTS: (1, 2)}
_SOMETHING = {
    Kind.DATE: "11/09/2026", Kind.INTEGER: "12", Kind.CODE: "A-100",
    Kind.EMAIL: "robin@sample.example", Kind.PHONE: "(510) 555-0100", Kind.ZIP: "94601",
}  # fmt: skip


def example(carrier: Carrier, group: Group, columns: Sequence[Column]) -> Sequence[Sequence[str]]:
    """For each column that the family needs: its header, and what each of the three has in it."""
    states = carrier.region(group.region).states or ("CA",)
    zip_code, city = place_in(states[0])
    subgroup = next((one for one in group.subgroups if one.active_to is None), None)
    employee = {
        "family_number": "1", "relationship": "Subscriber",
        "subgroup_id": subgroup.id if subgroup else "",
        "plan": subgroup.plans[0] if subgroup and subgroup.plans else "",
        "enrollment_reason": "New hire", "hire_date": "11/09/2026",
        "effective_date": "12/01/2026", "last_name": "Sample", "first_name": "Robin",
        "ssn": "987-65-4321", "birth_date": "04/17/1988", "gender": "Female",
        "address": "100 Example Street", "city": city, "state": states[0],
        "zip": zip_code, "day_phone": "(510) 555-0100",
    }  # fmt: skip
    spouse = {
        "family_number": "1", "relationship": "Spouse", "last_name": "Sample",
        "first_name": "Jamie", "ssn": "987-65-4322", "birth_date": "08/02/1987",
        "gender": "Male",
    }  # fmt: skip
    child = {
        "family_number": "1", "relationship": "Child", "last_name": "Sample",
        "first_name": "Noa", "no_ssn_reason": "Newborn", "birth_date": "10/30/2026",
        "gender": "Other or not stated",
    }  # fmt: skip
    family = (employee, spouse, child)
    wanted = [one for one in columns if one.key in _KEYS or one.required in _WHOSE]
    for column in wanted:
        if column.key not in _KEYS:
            for place in _WHOSE[column.required]:
                family[place][column.key] = _something(column)
    return [
        (column.header, *(person.get(column.key, "") for person in family)) for column in wanted
    ]


def _something(column: Column) -> str:
    """What may stand in a column that this carrier requires."""
    return column.choices[0] if column.choices else _SOMETHING.get(column.kind, "Example")
