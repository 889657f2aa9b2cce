"""The template of a carrier with columns of its own."""

from io import BytesIO
from typing import Any

import pytest
from msgspec.structs import replace
from openpyxl import load_workbook
from openpyxl.worksheet.datavalidation import DataValidation

from adapters.spreadsheet.instructions import example
from adapters.spreadsheet.template import WorkbookTemplates
from domain.carrier import Region
from domain.choices import STATES
from domain.columns import (
    ALWAYS,
    ON_DEPENDENTS,
    ON_SUBSCRIBERS,
    AppliesTo,
    Column,
    Columns,
    Kind,
    Section,
)
from domain.core_columns import COLUMNS
from domain.places import states_of_zip
from tests.contract.spreadsheet import CARRIER, REDWOOD

LONGEST = 32 * "H"
SCHOOL = Column(
    "school",
    "School",
    Section.ABOUT,
    Kind.TEXT,
    AppliesTo.DEPENDENTS,
    60,
    ON_DEPENDENTS,
    extra=True,
)
BADGE = Column(
    "badge", LONGEST, Section.ABOUT, Kind.INTEGER, AppliesTo.SUBSCRIBER, 9, ON_SUBSCRIBERS,
    hint=120 * "h", extra=True,
)  # fmt: skip
SHIRT = Column(
    "shirt", "Shirt", Section.ABOUT, Kind.CHOICE, required=ALWAYS, choices=("=S", "M", "L"),
    extra=True,
)  # fmt: skip
OWN = (SCHOOL, BADGE, SHIRT)


@pytest.fixture(scope="module")
def workbook() -> Any:
    carrier = replace(CARRIER, columns=Columns((*COLUMNS, *OWN)))
    return load_workbook(BytesIO(WorkbookTemplates().write(carrier, REDWOOD)))


@pytest.fixture(scope="module")
def checks(workbook: Any) -> dict[str, DataValidation]:
    sheet = workbook["Enrollment Data"]
    return {one.errorTitle: one for one in sheet.data_validations.dataValidation}


def test_its_checks_are_those_of_its_kind(workbook: Any, checks: dict[str, DataValidation]) -> None:
    """Lengths, numbers and lists, with titles and hints within what Excel takes."""
    assert (checks["School"].type, checks["School"].formula2) == ("textLength", "60")
    badge = checks[LONGEST]
    assert (badge.type, badge.formula1, badge.formula2) == ("whole", "0", "999999999")
    assert badge.prompt == BADGE.hint
    assert checks["Shirt"].type == "list"
    for check in checks.values():
        assert len(check.errorTitle or "") <= 32
        assert len(check.error or "") <= 225
    column = next(cell.column for cell in workbook["Lists"][1] if cell.value == "Shirt")
    listed = [workbook["Lists"].cell(row, column) for row in (2, 3, 4)]
    assert [cell.value for cell in listed] == ["=S", "M", "L"]
    assert {cell.data_type for cell in listed} == {"s"}


def test_begun_rows_show_what_they_still_need(workbook: Any) -> None:
    """A column for dependents is tinted on theirs and greyed on subscribers', and the other way
    round."""
    letters = {cell.value: cell.column_letter for cell in workbook["Enrollment Data"][1]}
    formulas: dict[str, list[str]] = {}
    for place, rules in workbook["Enrollment Data"].conditional_formatting._cf_rules.items():
        formulas[str(place.sqref).partition("2:")[0]] = [one.formula[0] for one in rules]
    needs, unused = formulas[letters["School"]]
    assert 'TRIM($B2)<>"Subscriber"' in needs
    assert unused == 'TRIM($B2)="Subscriber"'
    needs, unused = formulas[letters[LONGEST]]
    assert 'TRIM($B2)="Subscriber"' in needs
    assert 'TRIM($B2)<>"Subscriber"' in unused


def test_the_example_fills_what_the_carrier_requires(workbook: Any) -> None:
    """Of whom it requires it, with something that may stand there."""
    rows = [[cell.value for cell in row[1:5]] for row in workbook["Instructions"].iter_rows()]
    # The example comes before the list of every column.
    example = {row[0]: row[1:] for row in reversed(rows)}
    assert example["Shirt"] == ["=S", "=S", "=S"]
    assert example["School"] == [None, "Example", "Example"]
    assert example[LONGEST] == ["12", None, None]


@pytest.mark.parametrize("state", STATES)
def test_the_example_lives_where_the_region_is(state: str) -> None:
    """Wherever that is."""
    carrier = replace(CARRIER, regions=(Region("HERE", "Here", states=(state,)),))
    rows = {
        row[0]: row[1] for row in example(carrier, replace(REDWOOD, region="HERE"), COLUMNS.all)
    }
    assert rows["State"] == state
    assert state in states_of_zip(rows["ZIP Code"])
