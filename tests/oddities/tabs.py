"""Tabs, headers, and what ties a file to its group."""

import re
from io import BytesIO

from openpyxl import Workbook, load_workbook
from openpyxl.packaging.custom import CustomPropertyList

from adapters.spreadsheet.marks import DATA_TAB, INSTRUCTIONS_TAB, LISTS_TAB
from adapters.spreadsheet.template import WorkbookTemplates
from tests.contract.spreadsheet import CARRIER, GROUPS
from tests.oddities.edits import (
    BOOK,
    after_rows,
    in_cell,
    on_book,
    on_sheet,
    part,
    replacing,
    sheet,
)
from tests.oddities.oddity import Make, read, refused, warned
from tests.oddities.people import filled, filling
from tests.workbooks import TEMPLATES, saved

COPY = "Enrollment Data (2)"


def copying(name: str = COPY, *, filled: bool = True, hidden: bool = False) -> Make:
    """With a second tab, as Excel names a copied one unless said."""

    def copy(book: Workbook) -> None:
        tab = book.copy_worksheet(book[DATA_TAB])
        tab.title = name
        if not filled:
            tab.delete_rows(2, 3)
        if hidden:
            tab.sheet_state = "hidden"

    return on_book(copy)


def renamed(name: str) -> Make:
    return replacing(f'name="{DATA_TAB}"', f'name="{name}"', BOOK)


def moved_behind(book: Workbook) -> None:
    """Behind notes and a chart of its own sheet."""
    book.move_sheet(DATA_TAB, 2)
    book.create_chartsheet("Chart", 0)
    book.create_sheet("Notes", 0)["A1"] = "Family Number"


def without_tabs(*names: str) -> Make:
    def drop(book: Workbook) -> None:
        for name in names:
            book.remove(book[name])

    return on_book(drop)


def unnamed(book: Workbook) -> None:
    book.custom_doc_props = CustomPropertyList()
    book.defined_names.clear()


def unmarked(book: Workbook) -> None:
    unnamed(book)
    book.remove(book[INSTRUCTIONS_TAB])
    book.remove(book[LISTS_TAB])


def hidden_notes(book: Workbook) -> None:
    book.create_sheet("Salaries")["A1"] = "Secret"
    book["Salaries"].sheet_state = "veryHidden"


def hiding(state: str) -> Make:
    return replacing('sheetId="1" state="visible"', f'sheetId="1" state="{state}"', BOOK)


def header(place: str, text: str) -> Make:
    return in_cell(place, f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>')


def beside(place: str, text: str) -> Make:
    """The people's workbook with a cell to the right of all others in its row."""
    row = re.compile(rf'(<row r="{place[2:]}".*?)(?=</row>)', re.DOTALL)
    cell = f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'
    return sheet(lambda markup: row.sub(rf"\1{cell}", markup, count=1))


def of_group(group_id: str) -> Make:
    """Filled into another group's template."""
    return lambda _: filled(TEMPLATES.write(CARRIER, GROUPS[group_id]))


def of_version(version: int) -> Make:
    from tests.contract.spreadsheet import REDWOOD

    return lambda _: filled(WorkbookTemplates(version).write(CARRIER, REDWOOD))


def of_region(template: bytes) -> bytes:
    """As the group's template was before it moved."""
    book = load_workbook(BytesIO(filled(template)))
    unnamed(book)
    book[LISTS_TAB]["B1"] = "Southern California (SCAL)"
    return saved(book)


ODDITIES = (
    read("The tab's name in other letters, or with spaces", renamed(" enrollment DATA ")),
    read("The tab behind others, with a chart and notes before it", on_book(moved_behind)),
    read("More tabs, hidden ones among them", on_book(hidden_notes),
         note="They are not looked at."),
    read("The Instructions tab deleted", without_tabs(INSTRUCTIONS_TAB)),
    read("The Lists tab deleted", without_tabs(LISTS_TAB)),
    read("The file's properties and names lost", on_book(unnamed),
         note="The group is told by the other places that name it."),
    read("Spaces and line breaks in headers", header(
        "M1", " Last\u00a0\nName\u200b")),
    read("A copied tab with nothing in it", copying(filled=False)),
    read("A copied tab with people in it, hidden", copying(hidden=True),
         note="It is not looked at."),
    warned(f"A copied tab, “{COPY}”, with people in it", copying(),
           notices=("more than one Enrollment Data tab",)),
    warned("A copied tab, “Copy of Enrollment Data”, as Google Sheets names it",
           copying("Copy of Enrollment Data"), notices=("more than one Enrollment Data tab",)),
    refused(f"Only a copied tab, “{COPY}”", renamed(COPY), "tab_missing"),
    refused("The tab renamed", renamed("Sheet1"), "tab_missing"),
    refused("The tab hidden", hiding("hidden"), "tab_hidden"),
    refused("The tab hidden so that Excel does not offer to show it", hiding("veryHidden"),
            "tab_hidden"),
    refused("A renamed header", header("M1", "Surname"), "headers_changed"),
    refused("A header in other letters", header("M1", "last name"), "headers_changed"),
    refused("A deleted column", on_sheet(lambda tab: tab.delete_cols(29)), "headers_changed"),
    refused("An added column", beside("AQ1", "Shirt Size"), "headers_changed"),
    refused("A header that stands there twice", beside("AQ1", "Last Name"), "headers_changed"),
    refused("Notes to the right, under no header", beside("AS3", "call on Monday"),
            "headers_changed"),
    refused("The header row deleted", on_sheet(lambda tab: tab.delete_rows(1)), "headers_changed"),
    refused("A title above the headers", on_sheet(lambda tab: tab.insert_rows(1)),
            "headers_changed"),
    refused("A cell in the farthest corner of the sheet",
            after_rows('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
            "headers_changed"),
    refused("Another group's template", of_group("000512"), "another_group"),
    refused("The group's template of a region it was in before", of_region, "another_region"),
    refused("A template too old to be read", of_version(0), "template_too_old"),
    refused("The tab alone, in a workbook that names no group", on_book(unmarked),
            "not_our_template"),
    refused("The template as downloaded", lambda template: template, "no_rows"),
    refused("More people than a file may hold",
            filling({row: {"Family Number": 3} for row in range(5, 256)}), "too_many_rows"),
    refused("Another group's name within the file",
            part("xl/worksheets/sheet3.xml", lambda markup: markup.replace("000341", "000512")),
            "another_group"),
)  # fmt: skip
