"""A batch's counts and the addresses of its cells."""

from datetime import UTC, datetime

import pytest
from openpyxl.utils import get_column_letter

from domain.batch import Batch, Tally, column_letters

BATCH = Batch(
    id="batch",
    group_id="000341",
    region="NCAL",
    file_name="November hires.xlsx",
    digest="0" * 64,
    repeat=0,
    layout=("family_number", "relationship", *(f"other_{n}" for n in range(24)), "ssn"),
    uploaded_by="alex",
    uploaded_at=datetime(2026, 11, 23, 18, 0, tzinfo=UTC),
    expires_at=datetime(2026, 12, 23, 18, 0, tzinfo=UTC),
)


def test_columns_are_lettered_as_spreadsheets_do() -> None:
    """Every column a sheet can have gets the letters a spreadsheet shows."""
    letters = [column_letters(index) for index in range(16_384)]
    assert letters == [get_column_letter(index + 1) for index in range(16_384)]
    assert letters[-1] == "XFD"


@pytest.mark.parametrize(
    ("row", "column", "address"),
    [
        (2, "family_number", "A2"),
        (14, "relationship", "B14"),
        (251, "ssn", "AA251"),
        (14, "birth_date", "row 14"),
    ],
)
def test_cells_have_addresses(row: int, column: str, address: str) -> None:
    """A cell is named as in the file that was uploaded, whatever order its columns have; a column
    the file lacks, by its row."""
    assert BATCH.cell(row, column) == address


def test_tally_adds_up() -> None:
    """The total is the three tabs together, and nothing until something stands on one."""
    assert Tally(ready=3, error=4, rejected=5).total == 12
    assert Tally().total == 0
