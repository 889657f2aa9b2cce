"""The guide's codes for the template's lists."""

from collections.abc import Mapping

import pytest

from adapters.registry.x12 import codes
from domain import choices


@pytest.mark.parametrize(
    ("table", "listed"),
    [
        (codes.RELATIONSHIPS, choices.RELATIONSHIPS),
        (codes.MAINTENANCE_REASONS, choices.ENROLLMENT_REASONS),
        (codes.COBRA_EVENTS, choices.COBRA_EVENTS),
        (codes.EMPLOYMENT, choices.EMPLOYMENT_STATUSES),
        (codes.GENDERS, choices.GENDERS),
        (codes.MARITAL, choices.MARITAL_STATUSES),
        (codes.RACES, choices.RACES_AND_ETHNICITIES),
        (codes.LANGUAGES, choices.LANGUAGES),
        (codes.MEDICARE, choices.MEDICARE),
        (codes.YES_NO, choices.YES_NO),
    ],
)
def test_every_choice_has_a_code(table: Mapping[str, str], listed: tuple[str, ...]) -> None:
    """Whatever can be chosen in the template is mapped, and nothing else is."""
    assert tuple(table) == listed


def test_codes_of_people_are_told_apart() -> None:
    """No two relationships, events or statuses become one code."""
    for table in (
        codes.RELATIONSHIPS,
        codes.COBRA_EVENTS,
        codes.EMPLOYMENT,
        codes.GENDERS,
        codes.MARITAL,
        codes.RACES,
        codes.LANGUAGES,
        codes.MEDICARE,
    ):
        assert len(set(table.values())) == len(table)


def test_reasons_are_codes_of_the_guide() -> None:
    """Every maintenance reason is one that the guide allows."""
    assert set(codes.MAINTENANCE_REASONS.values()) <= codes.MAINTENANCE_REASON_CODES


@pytest.mark.parametrize(
    ("plan", "line"),
    [
        ("HMO 20", "HMO"),
        ("Added Choice ppo", "PPO"),
        ("HDHP 1800", "HLT"),
        ("", "HLT"),
        ("Dental DEN basic", "DEN"),
    ],
)
def test_line_is_read_from_the_plan(plan: str, line: str) -> None:
    """A plan's name may say its insurance line; else it is health."""
    assert codes.insurance_line(plan) == line
