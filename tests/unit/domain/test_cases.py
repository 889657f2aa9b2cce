"""The checked examples: each row gets the verdict, and the findings, that it must get."""

import json
from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from domain.cells import typed
from domain.core_columns import COLUMNS
from domain.findings import Finding, Severity, Verdict, verdict
from domain.rules import check, read_row
from tests.unit.domain.rows import facts, members

DATA = Path(__file__).parents[2] / "data"
KEYS = {column.header: column.key for column in COLUMNS}
FILES = {name: json.loads((DATA / f"cases_{name}.json").read_bytes()) for name in (
    "redwood", "pacific",
)}  # fmt: skip
CASES = [
    pytest.param(name, place, id=f"{name} {place + 2}: {one['case']}")
    for name, examples in FILES.items()
    for place, one in enumerate(examples["rows"])
]


@cache
def findings_of(name: str) -> Sequence[Sequence[Finding]]:
    """The findings of a whole file of examples, row by row."""
    examples = FILES[name]
    group_id = examples["group_id"]
    known = facts(group_id, today=date.fromisoformat(examples["as_of"]), members=members(group_id))
    rows = []
    for number, one in enumerate(examples["rows"], start=2):
        cells = {KEYS[header]: typed(text) for header, text in one["row"].items()}
        filled = {key: cell for key, cell in cells.items() if cell is not None}
        rows.append(read_row(number, filled, known.group, COLUMNS))
    check(rows, known)
    return [row.findings for row in rows]


@pytest.mark.parametrize(("name", "place"), CASES)
def test_row_comes_out_as_the_example_says(name: str, place: int) -> None:
    """The verdict is the example's, and so are the columns at fault and warned of; no others."""
    example: dict[str, Any] = FILES[name]["rows"][place]
    findings = findings_of(name)[place]

    def headers(severity: Severity) -> set[str]:
        return {COLUMNS.by_key[one.column].header for one in findings if one.severity is severity}

    assert verdict(findings) == example["status"], findings
    named, warned, may = (set(example[key]) for key in ("columns", "warnings", "may"))
    if verdict(findings) is Verdict.REJECTED:
        assert named <= headers(Severity.REJECTION)
    else:
        assert named <= headers(Severity.ERROR) <= named | may
        assert warned <= headers(Severity.WARNING) <= warned | may


@pytest.mark.parametrize("name", FILES)
def test_every_row_has_one_verdict(name: str) -> None:
    """Ready, errors and rejected add up to the file's rows."""
    assert len(findings_of(name)) == len(FILES[name]["rows"])
