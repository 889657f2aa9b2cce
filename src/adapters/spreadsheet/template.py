"""A group's own workbook, made from the column spec (the product's "The template")."""

from collections.abc import Mapping, Sequence
from io import BytesIO

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.formatting.rule import Rule
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from adapters.spreadsheet import binding, looks
from adapters.spreadsheet.instructions import write_instructions
from adapters.spreadsheet.marks import DATA_TAB, INSTRUCTIONS_TAB, LISTS_TAB
from adapters.spreadsheet.text import put
from adapters.spreadsheet.validations import validation
from domain.carrier import Carrier, Group
from domain.columns import ON_DEPENDENTS, ON_SUBSCRIBERS, AppliesTo, Column, Kind
from domain.rules.reading import choices_of

_LAST_COLUMN = 16_384  # XFD
_FROZEN = "C2"  # the header, family number and relationship stay in sight
_PAGES_ACROSS = 4
_LEGEND = (
    "Dark blue: always. Light blue: when the note on the header says so. Grey: if you like. "
    "One row for each person, from row 2. More on the Instructions tab."
)
_FORMATS = {Kind.DATE: "mm/dd/yyyy", Kind.INTEGER: "0"}  # all else is text, zeros and all
_WIDTHS = {
    Kind.INTEGER: 10.0, Kind.CODE: 12.0, Kind.DATE: 13.0, Kind.SSN: 14.0, Kind.MBI: 15.0,
    Kind.ZIP: 12.0, Kind.PHONE: 16.0, Kind.EMAIL: 28.0, Kind.NAME: 18.0, Kind.TEXT: 20.0,
}  # fmt: skip
_MOST_WIDTH = 34.0


class WorkbookTemplates:
    """Makes templates (``domain.ports.TemplateWriter``) of one version."""

    def __init__(self, version: int = binding.VERSION) -> None:
        self.version = version

    def write(self, carrier: Carrier, group: Group) -> bytes:
        """The .xlsx for the group, bound to it."""
        columns = carrier.columns_in(group.region).all
        bound = binding.texts(carrier, group, self.version)

        workbook = Workbook()
        data: Worksheet = workbook.active
        data.title = DATA_TAB
        instructions = workbook.create_sheet(INSTRUCTIONS_TAB)
        lists = workbook.create_sheet(LISTS_TAB)

        ranges = write_lists(lists, columns, group, bound)
        _write_data_tab(data, columns, group, ranges, _data_rows(carrier))
        write_instructions(instructions, carrier, group, columns, bound)

        for one in binding.properties(bound):
            workbook.custom_doc_props.append(one)
        for name in binding.names(group, self.version):
            workbook.defined_names.add(name)
        workbook.properties.creator = carrier.name
        workbook.properties.title = f"Mass Enrollment, {group.name} ({group.id})"
        workbook.properties.subject = "New members to enroll"

        content = BytesIO()
        workbook.save(content)
        return content.getvalue()


def _data_rows(carrier: Carrier) -> int:
    """How many rows are prepared: the limit, and a few for those who leave gaps."""
    return carrier.settings.max_members_per_file + 50


def _write_data_tab(
    sheet: Worksheet,
    columns: Sequence[Column],
    group: Group,
    ranges: Mapping[str, str],
    rows: int,
) -> None:
    last = rows + 1
    _header(sheet, columns)
    for index, column in enumerate(columns, start=1):
        letter = get_column_letter(index)
        new_section = index > 1 and column.section is not columns[index - 2].section
        _prepare(sheet, column, index, last, new_section=new_section)
        sheet.column_dimensions[letter].width = _width(column, choices_of(column, group))
        check = validation(column, ranges.get(column.key))
        if check is not None:
            check.add(f"{letter}2:{letter}{last}")
            sheet.add_data_validation(check)
    _guide(sheet, columns, last)
    _protect(sheet, len(columns))
    sheet.freeze_panes = _FROZEN
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{last}"
    sheet.sheet_properties.tabColor = looks.BLUE
    _print_setup(sheet)


def _header(sheet: Worksheet, columns: Sequence[Column]) -> None:
    sheet.row_dimensions[1].height = 50
    sheet.sheet_format.defaultRowHeight = 18
    sheet.sheet_format.customHeight = True
    # Shown beside A1, which is selected when the workbook is opened for the first time.
    legend = DataValidation(
        promptTitle="Which columns to fill in", prompt=_LEGEND, showInputMessage=True
    )
    legend.add("A1")
    sheet.add_data_validation(legend)
    for index, column in enumerate(columns, start=1):
        cell = sheet.cell(1, index)
        put(cell, column.header)
        cell.fill = looks.header_fill(column)
        cell.font = looks.header_font(column)
        cell.alignment = looks.WRAPPED
        new_section = index > 1 and column.section is not columns[index - 2].section
        cell.border = looks.GRID_SECTION if new_section else looks.GRID
        if column.required:
            when = "." if column.always_required else f" {column.required}."
            note = Comment(f"Required{when}\n{column.hint}".strip(), "Mass Enrollment")
            note.width, note.height = 260, 90
            cell.comment = note


def _prepare(sheet: Worksheet, column: Column, index: int, last: int, *, new_section: bool) -> None:
    """Give the column's cells their format, and unlock them."""
    dimension = sheet.column_dimensions[get_column_letter(index)]
    for one in (dimension, sheet.cell(2, index)):
        one.number_format = _FORMATS.get(column.kind, "@")
        one.font = looks.font()
        one.border = looks.GRID_SECTION if new_section else looks.GRID
        one.alignment = looks.ENTRY
        one.protection = looks.OPEN
    # Google Sheets knows no column styles: each cell says for itself that it is text. Sharing the
    # first one's style costs a tenth of styling each.
    style = sheet.cell(2, index)._style
    for row in range(3, last + 1):
        sheet.cell(row, index)._style = style


def _guide(sheet: Worksheet, columns: Sequence[Column], last: int) -> None:
    """Tint what a begun row still needs, and grey what its relationship has no use for."""
    relationship = next(
        get_column_letter(index)
        for index, column in enumerate(columns, start=1)
        if column.key == "relationship"
    )
    begun = f"COUNTA($A2:${get_column_letter(len(columns))}2)>0"
    subscriber = f'TRIM(${relationship}2)="Subscriber"'
    dependent = f'AND(TRIM(${relationship}2)<>"",TRIM(${relationship}2)<>"Subscriber")'
    for index, column in enumerate(columns, start=1):
        letter = get_column_letter(index)
        cells = f"{letter}2:{letter}{last}"
        blank = f'TRIM({letter}2)=""'
        if column.always_required:
            _tint(sheet, cells, f"AND({begun},{blank})", looks.EMPTY_BUT_NEEDED)
        elif column.required == ON_SUBSCRIBERS:
            _tint(sheet, cells, f"AND({subscriber},{blank})", looks.EMPTY_BUT_NEEDED)
        elif column.required == ON_DEPENDENTS:
            _tint(sheet, cells, f"AND({dependent},{blank})", looks.EMPTY_BUT_NEEDED)
        if column.applies_to is AppliesTo.SUBSCRIBER:
            _tint(sheet, cells, dependent, looks.NOT_FOR_THIS_ROW)
        elif column.applies_to is AppliesTo.DEPENDENTS:
            _tint(sheet, cells, subscriber, looks.NOT_FOR_THIS_ROW)


def _tint(sheet: Worksheet, cells: str, formula: str, style: object) -> None:
    sheet.conditional_formatting.add(cells, Rule(type="expression", formula=[formula], dxf=style))


def _protect(sheet: Worksheet, columns: int) -> None:
    """Keep the header as it is, without a password; all the rest stays free to arrange."""
    protection = sheet.protection
    protection.sheet = True
    for allowed in (
        "formatCells", "formatColumns", "formatRows", "insertRows", "deleteRows",
        "insertHyperlinks", "sort", "autoFilter",
    ):  # fmt: skip
        setattr(protection, allowed, False)  # False is "not locked"
    # Excel deletes a row of a protected sheet only when all its cells are unlocked, to the end.
    rest = sheet.column_dimensions[get_column_letter(columns + 1)]
    rest.min, rest.max = columns + 1, _LAST_COLUMN
    rest.protection = looks.OPEN


def _print_setup(sheet: Worksheet) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_LETTER
    sheet.page_setup.pageOrder = "overThenDown"
    sheet.page_setup.fitToWidth = _PAGES_ACROSS
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top = sheet.page_margins.bottom = 0.5
    sheet.print_title_rows = "1:1"
    sheet.print_title_cols = "A:B"
    sheet.oddFooter.left.text = "&A"
    sheet.oddFooter.right.text = "Page &P of &N"


def _width(column: Column, choices: Sequence[str]) -> float:
    """Wide enough for the header on three lines and for the longest choice, in characters."""
    longest = max((len(choice) for choice in choices), default=0) + 3
    words = max(len(word) for word in column.header.split()) + 6  # and the filter's button
    lines = len(column.header) / 2 + 4
    return min(_MOST_WIDTH, max(_WIDTHS.get(column.kind, 10.0), longest, words, lines))


_FIRST = 4  # lists start in column D, beside the binding in A and B


def write_lists(
    sheet: Worksheet,
    columns: Sequence[Column],
    group: Group,
    binding: Sequence[tuple[str, str]],
) -> Mapping[str, str]:
    """Fill the tab; returns each list's absolute range, by the key of its column."""
    for row, (label, text) in enumerate(binding, start=1):
        put(sheet.cell(row, 1), label)
        put(sheet.cell(row, 2), text)
    ranges: dict[str, str] = {}
    for column in columns:
        choices = choices_of(column, group)
        if not choices:
            continue
        at = _FIRST + len(ranges)
        put(sheet.cell(1, at), column.header)
        for row, choice in enumerate(choices, start=2):
            put(sheet.cell(row, at), choice)
        letter = get_column_letter(at)
        ranges[column.key] = (
            f"{quote_sheetname(LISTS_TAB)}!${letter}$2:${letter}${len(choices) + 1}"
        )
    sheet.sheet_state = "hidden"
    sheet.protection.sheet = True
    return ranges
