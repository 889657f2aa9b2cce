"""The template itself: its tabs, lists, checks and formats, as Excel has them."""

from io import BytesIO
from typing import Any

import pytest
from msgspec.structs import replace
from openpyxl import load_workbook
from openpyxl.worksheet.datavalidation import DataValidation

from adapters.spreadsheet.template import WorkbookTemplates
from domain.carrier import Subgroup
from domain.columns import Column, Kind
from domain.core_columns import COLUMNS
from tests.contract.spreadsheet import CARRIER, EVERGREEN, GROUPS, HOTELS, REDWOOD, headers
from tests.workbooks import parts

LAST = 301  # 250 members, and 50 rows more


@pytest.fixture(scope="module")
def workbook(template: bytes) -> Any:
    return load_workbook(BytesIO(template))


@pytest.fixture(scope="module")
def checks(workbook: Any) -> dict[str, DataValidation]:
    """The check of each column, by its header."""
    sheet = workbook["Enrollment Data"]
    found = {}
    for check in sheet.data_validations.dataValidation:
        area = str(check.sqref)
        if area != "A1":
            first, last = area.split(":")
            assert (first.strip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"), last.endswith(f"{LAST}")) == (
                "2",
                True,
            )
            found[sheet[f"{first[:-1]}1"].value] = check
    return found


def choices(workbook: Any, check: DataValidation) -> list[str]:
    """The list that a drop-down refers to."""
    tab, area = check.formula1.replace("'", "").split("!")
    return [row[0].value for row in workbook[tab][area.replace("$", "")]]


def test_tabs(workbook: Any) -> None:
    """Enrollment Data first and open, Instructions second, the lists out of sight."""
    assert [(one.title, one.sheet_state) for one in workbook.worksheets] == [
        ("Enrollment Data", "visible"), ("Instructions", "visible"), ("Lists", "hidden"),
    ]  # fmt: skip
    assert workbook.active.title == "Enrollment Data"


@pytest.mark.parametrize("group", GROUPS.values(), ids=GROUPS)
def test_headers_are_the_specs(group: Any) -> None:
    """Row 1 has exactly the columns of the group's region, and nothing stands below."""
    sheet = load_workbook(BytesIO(WorkbookTemplates().write(CARRIER, group)))["Enrollment Data"]
    assert [cell.value for cell in sheet[1]] == headers(group)
    assert not [c for row in sheet.iter_rows(min_row=2) for c in row if c.value is not None]


def test_arbitration_only_where_the_region_uses_it() -> None:
    """Hawaii's template asks for the signing date, Oregon's does not."""
    assert "Arbitration Agreement Signed On" in headers(HOTELS)
    assert "Arbitration Agreement Signed On" not in headers(EVERGREEN)


def test_required_columns_are_marked(workbook: Any) -> None:
    """Always, sometimes and never required differ in fill; a note says when."""
    fills: dict[str, set[str]] = {"always": set(), "sometimes": set(), "never": set()}
    for cell, column in zip(workbook["Enrollment Data"][1], COLUMNS, strict=True):
        need = "always" if column.always_required else "sometimes" if column.required else "never"
        fills[need].add(cell.fill.start_color.rgb)
        note = cell.comment.text if cell.comment else ""
        assert note.startswith("Required") == bool(column.required)
        assert need != "sometimes" or column.required in note
    assert all(len(colours) == 1 for colours in fills.values())
    assert len(set.union(*fills.values())) == 3


@pytest.mark.parametrize(
    "column", [one for one in COLUMNS if one.choices], ids=lambda column: column.key
)
def test_every_choice_has_its_drop_down(
    workbook: Any, checks: dict[str, DataValidation], column: Column
) -> None:
    """The list is the spec's, in its order; language and race ask where others stop."""
    check = checks[column.header]
    assert (check.type, check.showErrorMessage, check.showDropDown) == ("list", True, False)
    assert choices(workbook, check) == list(column.choices)
    asks = column.key in {"language", "race_ethnicity"}
    assert check.errorStyle == ("warning" if asks else "stop")


def test_subgroups_and_plans_are_the_groups_own(
    workbook: Any, checks: dict[str, DataValidation]
) -> None:
    """The group's subgroups with their zeros, and each of its plans once."""
    assert choices(workbook, checks["Subgroup ID"]) == ["0001", "0002", "0003", "0009", "7000"]
    assert choices(workbook, checks["Plan"]) == ["HMO 20", "HDHP 1800", "HMO 40"]


def test_alerts_and_hints_fit_excels_limits(checks: dict[str, DataValidation]) -> None:
    """Every column is checked with its alert on, and hints are the spec's."""
    assert set(checks) == {column.header for column in COLUMNS}
    for column in COLUMNS:
        check = checks[column.header]
        assert check.showErrorMessage
        assert check.allowBlank
        assert len(check.errorTitle) <= 32
        assert 0 < len(check.error) <= 225
        assert (check.prompt or "", bool(check.showInputMessage)) == (
            column.hint,
            bool(column.hint),
        )
        assert len(check.prompt or "") <= 255


def test_formats(workbook: Any) -> None:
    """Dates are dates, the family number a number, and all else text that keeps its zeros."""
    sheet = workbook["Enrollment Data"]
    kinds = {Kind.DATE: "mm/dd/yyyy", Kind.INTEGER: "0"}
    for place, column in enumerate(COLUMNS, start=1):
        for row in (2, 100, LAST):
            assert sheet.cell(row, place).number_format == kinds.get(column.kind, "@")


def test_protection(workbook: Any) -> None:
    """The header cannot be changed, all below it can, and there is no password."""
    sheet = workbook["Enrollment Data"]
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    assert all(cell.protection.locked for cell in sheet[1])
    assert not any(cell.protection.locked for row in sheet.iter_rows(min_row=2) for cell in row)
    # False means that the sheet's protection does not forbid it.
    assert not sheet.protection.sort
    assert not sheet.protection.insertRows
    assert not sheet.protection.deleteRows


def test_header_stays_in_sight(workbook: Any) -> None:
    """Header and first columns are frozen, and every header fits its column."""
    sheet = workbook["Enrollment Data"]
    assert sheet.freeze_panes == "C2"
    for cell in sheet[1]:
        longest = max(len(word) for word in cell.value.split())
        assert sheet.column_dimensions[cell.column_letter].width > longest + 2


def test_instructions_name_the_group(workbook: Any) -> None:
    """The second tab says whom it is for, and lists every column and subgroup."""
    said = {str(cell.value) for row in workbook["Instructions"].iter_rows() for cell in row}
    assert {"Northern California (NCAL)", "000341", "Redwood Manufacturing"} <= said
    assert {column.header for column in COLUMNS} <= said
    assert {"0001", "Salaried", "HMO 20, HDHP 1800"} <= said


def test_carriers_words_never_become_formulas() -> None:
    """A group or plan whose name begins like a formula is written as text."""
    odd = ("=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\0=1")
    subgroups = tuple(
        Subgroup(f"000{number}", name, (name,), REDWOOD.subgroups[0].active_from)
        for number, name in enumerate(odd)
    )
    template = WorkbookTemplates().write(
        CARRIER, replace(REDWOOD, name="=cmd", subgroups=subgroups)
    )
    for name, part in parts(template).items():
        if name.startswith("xl/worksheets/sheet"):
            cells = part[: part.index(b"</sheetData>")]
            assert b"<f>" not in cells


def test_columns_are_open_to_the_end(template: bytes) -> None:
    """Rows beyond those prepared are text and open, too: the columns say so."""
    assert b'max="16384"' in parts(template)["xl/worksheets/sheet1.xml"]
