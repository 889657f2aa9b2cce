"""The document's example is what is written."""

from datetime import date
from pathlib import Path

import pytest

from adapters.registry.x12 import X12Registry
from adapters.registry.x12.codes import MAINTENANCE_REASONS, RELATIONSHIPS
from adapters.registry.x12.options import X12Options
from domain.submission import Submission
from tests.unit.adapters.x12.carrier import FileCarrier
from tests.unit.adapters.x12.others_reader import faults
from tests.unit.adapters.x12.people import person

DOCUMENT = (Path(__file__).parents[4] / "docs" / "x12-834.md").read_text(encoding="utf-8")


def people() -> list[Submission]:
    """Noa, who was just hired, and her child, who is called otherwise."""
    coverage = {
        "plan": "HMO 20",
        "enrollment_reason": "New hire",
        "hire_date": date(2026, 11, 2),
        "effective_date": date(2026, 12, 1),
        "employment_status": "Full time",
        "employee_id": "1007",
        "address": "12 Oak St #4",
        "city": "Oakland",
        "state": "CA",
        "zip": "94612-0004",
        "county": "Alameda",
    }
    noa = person(
        1,
        **coverage,
        last_name="D’Angelo",
        first_name="Noa",
        birth_date=date(1990, 4, 12),
        ssn="987651234",
        marital_status="Divorced",
        day_phone="+15105550123",
        email="noa@redwood.example",
        language="Spanish",
        former_last_name="Núñez",
    )
    zoe = person(
        2,
        subscriber=noa,
        **coverage,
        last_name="Núñez",
        first_name="Zoë",
        middle_name="Ana",
        birth_date=date(2021, 6, 30),
        ssn=None,
        no_ssn_reason="Applied for",
    )
    return [noa, zoe]


def test_example_is_what_is_written(carrier: FileCarrier, registry: X12Registry) -> None:
    """The example of the document is, letter for letter, what these two are written as."""
    registry.submit(people())
    (text,) = carrier.written().values()
    assert faults(text) == []
    assert f"```\n{text}```" in DOCUMENT


@pytest.mark.parametrize("key", X12Options.__struct_fields__)
def test_options_are_explained(key: str) -> None:
    """Every option is in the document."""
    assert f"| `{key}` |" in DOCUMENT


@pytest.mark.parametrize(("name", "code"), [*RELATIONSHIPS.items(), *MAINTENANCE_REASONS.items()])
def test_codes_are_listed(name: str, code: str) -> None:
    """The relationships and reasons are in the document with their codes."""
    assert f"| {name} | {code} |" in DOCUMENT
