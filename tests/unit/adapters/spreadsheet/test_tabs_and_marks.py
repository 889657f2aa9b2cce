"""Which tab is read, what its headers may be, and how a file is known to be ours."""

from collections.abc import Callable
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.packaging.custom import CustomPropertyList

from domain.errors import FileRefused
from tests.unit.adapters.spreadsheet.conftest import Read, Refusal
from tests.workbooks import fill_template, saved

ROWS = [{"Family Number": 1, "Last Name": "Quispe"}]
TAB = "Enrollment Data"


@pytest.fixture(scope="session")
def filled(template: bytes) -> bytes:
    return fill_template(template, ROWS)


def changed(workbook: bytes, change: Callable[[Workbook], object]) -> bytes:
    opened = load_workbook(BytesIO(workbook))
    change(opened)
    return saved(opened)


def without_tab(name: str) -> Callable[[Workbook], object]:
    return lambda book: book.remove(book[name])


def without_properties(book: Workbook) -> None:
    book.custom_doc_props = CustomPropertyList()


def without_names(book: Workbook) -> None:
    book.defined_names.clear()


MARKS = {
    "properties": without_properties,
    "names": without_names,
    "Instructions": without_tab("Instructions"),
    "Lists": without_tab("Lists"),
}


@pytest.mark.parametrize("kept", MARKS)
def test_one_mark_is_enough(filled: bytes, read: Read, kept: str) -> None:
    """A file that lost all of its marks but one is still known."""

    def lose(book: Workbook) -> None:
        for mark, drop in MARKS.items():
            if mark != kept:
                drop(book)

    sheet = read(changed(filled, lose))
    assert (sheet.region, sheet.group_id, sheet.template_version) == ("NCAL", "000341", 1)


def test_file_without_any_mark_is_refused(filled: bytes, refusal: Refusal) -> None:
    """Right headers alone do not say which group the people belong to."""

    def lose(book: Workbook) -> None:
        for drop in MARKS.values():
            drop(book)

    assert refusal(changed(filled, lose)).code == "not_our_template"


def test_marks_that_disagree_are_another_group(filled: bytes, refusal: Refusal) -> None:
    """A mark of another group is believed over one of the group that was chosen."""

    def change(book: Workbook) -> None:
        book["Lists"]["B2"] = "000512"

    assert "This template is for group 000512." in refusal(changed(filled, change)).message


def test_template_of_another_region(filled: bytes, refusal: Refusal) -> None:
    """The group's template of a region it was in before."""

    def change(book: Workbook) -> None:
        without_properties(book)
        without_names(book)
        book["Lists"]["B1"] = "Southern California (SCAL)"

    refused = refusal(changed(filled, change))
    assert refused.code == "another_region"
    assert "This template is for region SCAL. You chose NCAL." in refused.message


@pytest.mark.parametrize("name", ["enrollment data", " Enrollment Data "])
def test_tab_name_in_any_case(filled: bytes, read: Read, name: str) -> None:
    """Case and outer spaces of the tab's name are nobody's fault."""

    def rename(book: Workbook) -> None:
        tab = book[TAB]
        tab.title = "Another"  # openpyxl numbers a name that differs in case only
        tab.title = name

    assert len(read(changed(filled, rename)).rows) == 1


def test_tab_may_stand_anywhere(filled: bytes, read: Read) -> None:
    """The tab is found by its name, with others before it."""

    def move(book: Workbook) -> None:
        book.move_sheet(TAB, 2)
        book.create_chartsheet("Chart", 0)
        book.create_sheet("Notes", 0)["A1"] = "Family Number"

    assert len(read(changed(filled, move)).rows) == 1


def test_missing_tab(filled: bytes, refusal: Refusal) -> None:
    """Without the tab there is nothing to read, whatever other tabs hold."""

    def rename(book: Workbook) -> None:
        book[TAB].title = "Sheet1"

    assert refusal(changed(filled, rename)).code == "tab_missing"


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_hidden_tab_is_never_read(filled: bytes, refusal: Refusal, state: str) -> None:
    """Nobody enrolls people from a tab that they do not see."""

    def hide(book: Workbook) -> None:
        book[TAB].sheet_state = state
        book.active = 1

    assert refusal(changed(filled, hide)).code == "tab_hidden"


def header_changed(filled: bytes, refusal: Refusal, **headers: str | None) -> FileRefused:
    def change(book: Workbook) -> None:
        for place, header in headers.items():
            book[TAB][place] = header

    refused = refusal(changed(filled, change))
    assert refused.code == "headers_changed"
    return refused


def test_header_spaces_do_not_matter(filled: bytes, read: Read) -> None:
    """Outer and non-breaking spaces around a header are not a change."""

    def change(book: Workbook) -> None:
        book[TAB]["M1"] = " Last\u00a0Name\u200b "

    assert read(changed(filled, change)).rows[0].entries["last_name"].text == "Quispe"


def test_header_in_other_letters_is_renamed(filled: bytes, refusal: Refusal) -> None:
    """Header texts are exact."""
    refused = header_changed(filled, refusal, M1="last name")
    assert "Renamed: “Last Name” to “last name”." in refused.message


def test_two_renamed_side_by_side(filled: bytes, refusal: Refusal) -> None:
    """Each renamed header is paired with the one it stands for."""
    refused = header_changed(filled, refusal, A1="Family", B1="Relation", AP1="Signed")
    assert (
        "Renamed: “Family Number” to “Family”, “Relationship” to “Relation”, “Arbitration "
        "Agreement Signed On” to “Signed”." in refused.message
    )


def test_header_row_gone(filled: bytes, refusal: Refusal) -> None:
    """When row 1 was deleted, that is said, and nothing of the person now in row 1."""

    def delete(book: Workbook) -> None:
        book[TAB].delete_rows(1)

    refused = refusal(changed(filled, delete))
    assert refused.code == "headers_changed"
    assert "Row 1 has none of the template's headers." in refused.message
    assert "Quispe" not in refused.message


def test_entries_under_no_header(filled: bytes, refusal: Refusal) -> None:
    """A remark beside the table would be lost, so it is told."""
    refused = header_changed(filled, refusal, AR2="called on Monday")
    assert "Entries under no header: column AR." in refused.message
    assert "called" not in refused.message


def test_empty_columns_between_do_not_matter(filled: bytes, read: Read) -> None:
    """A column without a header or entries is passed over, and the layout has its place."""

    def insert(book: Workbook) -> None:
        book[TAB].insert_cols(3)

    sheet = read(changed(filled, insert))
    assert sheet.layout[:4] == ("family_number", "relationship", "", "subgroup_id")
    assert sheet.rows[0].entries["last_name"].text == "Quispe"
