"""The one column spec says what the product's column list says."""

import csv
from pathlib import Path

import msgspec
import pytest

from domain.answers import Answers
from domain.choices import STATES
from domain.columns import AppliesTo, Column, Kind, Section
from domain.core_columns import COLUMNS
from tests.demonstration import FILE

with (Path(__file__).parents[2] / "data" / "columns.csv").open(newline="") as file:
    LISTED = list(csv.DictReader(file))

SECTIONS = {
    "family": Section.FAMILY,
    "coverage": Section.COVERAGE,
    "person": Section.PERSON,
    "address": Section.ADDRESS,
    "contact": Section.CONTACT,
    "about": Section.ABOUT,
    "arbitration": Section.ARBITRATION,
}
each_column = pytest.mark.parametrize("listed", LISTED, ids=[one["key"] for one in LISTED])


def spec(listed: dict[str, str]) -> Column:
    return COLUMNS.by_key[listed["key"]]


def test_same_columns_in_the_same_order() -> None:
    """The template has the list's columns, all of them, in its order, under its headers."""
    assert [(one.key, one.header) for one in COLUMNS] == [
        (one["key"], one["header"]) for one in LISTED
    ]


@each_column
def test_kind_and_length_are_the_lists(listed: dict[str, str]) -> None:
    """A column reads the kind of value the list names, of at most the length it names."""
    length = int(listed["max_length"]) if listed["max_length"] else None
    assert (spec(listed).kind, spec(listed).max_length) == (Kind(listed["type"]), length)


@each_column
def test_section_is_the_lists(listed: dict[str, str]) -> None:
    """A column stands in the part of the form that the list puts it in."""
    assert spec(listed).section is SECTIONS[listed["section"]]


@each_column
def test_it_is_read_on_the_rows_the_list_names(listed: dict[str, str]) -> None:
    """Whose rows a column is read on is as the list has it."""
    whose = listed["applies_to"].split(",")[0]  # "subscriber, optional for dependents"
    expected = AppliesTo.EVERYONE if "optional" in listed["applies_to"] else AppliesTo(whose)
    assert spec(listed).applies_to is expected


@each_column
def test_choices_are_the_lists(listed: dict[str, str]) -> None:
    """A choice offers exactly the listed words, in their order; the group's own lists are none."""
    allowed = listed["allowed"]
    if spec(listed).kind is not Kind.CHOICE or allowed.startswith("the "):
        assert spec(listed).choices == ()
    elif "|" in allowed:
        assert spec(listed).choices == tuple(allowed.split("|"))
    else:
        assert spec(listed).choices == STATES  # "USPS two-letter codes", "as State"


@each_column
def test_it_is_required_when_the_list_says_so(listed: dict[str, str]) -> None:
    """A column that is never required has no words for when, and the others have some."""
    when = listed["required_when"]
    assert spec(listed).always_required == (when == "always")
    # The reason for having no number is asked for by the number's own sentence.
    assert bool(spec(listed).required) == (when != "never")


def test_states_are_the_postal_services() -> None:
    """The states are the fifty, the capital, the territories and the military's, by code."""
    assert len(STATES) == len(set(STATES)) == 62
    assert {"CA", "DC", "PR", "GU", "VI", "AS", "MP", "FM", "MH", "PW", "AA", "AE", "AP"} < set(
        STATES
    )


def test_answers_have_a_field_for_each_column() -> None:
    """What a row says has exactly the columns' keys, in their order, and the carrier's own."""
    *listed, extra = msgspec.structs.fields(Answers)
    assert [one.name for one in listed] == [one["key"] for one in LISTED]
    assert all(one.default is None for one in listed)
    assert extra.name == "extra"


def test_arbitration_is_only_on_templates_of_regions_that_use_it() -> None:
    """Where the region has no agreements the signing date is left out, and nothing else."""
    without = {one.key for one in FILE.carrier.columns_in("GA")}
    assert FILE.carrier.columns_in("HI") == COLUMNS
    assert set(COLUMNS.by_key) - without == {"arbitration_signed_on"}


def test_numbers_of_people_are_confidential() -> None:
    """The Social Security and the Medicare number, and only they, are kept apart and masked."""
    assert {one.key for one in COLUMNS if one.confidential} == {"ssn", "mbi"}


@pytest.mark.parametrize("column", COLUMNS.all, ids=lambda column: column.key)
def test_what_to_do_about_a_blank_cell_names_the_column(column: Column) -> None:
    """The sentence about a blank cell says to enter or choose something, and what."""
    verb, *words = column.missing.removesuffix(".").split()
    assert verb in {"Enter", "Choose", "Say"}
    assert words
    assert column.missing.endswith(".")


def test_article_fits_the_noun() -> None:
    """A choice is asked for in good English: "an enrollment reason", "a relationship"."""
    assert (
        COLUMNS.by_key["enrollment_reason"].missing == "Choose an enrollment reason from the list."
    )
    assert COLUMNS.by_key["relationship"].missing == "Choose a relationship from the list."
    assert COLUMNS.by_key["ssn"].noun == "SSN or ITIN"
