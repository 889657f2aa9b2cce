"""Cells read by their column's kind."""

import pytest

from domain.cells import Cell, CellKind
from domain.columns import AppliesTo, Column, Kind
from domain.core_columns import COLUMNS
from domain.rules.reading import choices_of, read
from tests.unit.domain.rows import (
    alone,
    child,
    codes,
    entries,
    errors,
    group,
    number,
    ready,
    said,
    subscriber,
    warnings,
)


def value(column: str, typed: str | Cell) -> object:
    """What the column's cell says, on a row of unknown relationship."""
    answers, _ = read(entries(**{column: typed}), group(), COLUMNS)
    return getattr(answers, column)


def sentence(column: str, typed: str | Cell) -> str:
    """What is said about the column's cell, which cannot be read."""
    answers, findings = read(entries(**{column: typed}), group(), COLUMNS)
    assert getattr(answers, column) is None
    return said(findings)[column]


@pytest.mark.parametrize(
    ("typed", "family"),
    [("1", 1), ("9999", 9999), ("0012", 12), ("12.0", 12), (number("7"), 7), ("0000000012", 12)],
)
def test_family_numbers_are_whole(typed: str | Cell, family: int) -> None:
    """A whole number from 1 to 9999, typed as text or as a number."""
    assert value("family_number", typed) == family


@pytest.mark.parametrize(
    "typed", ["0", "0000", "10000", "0001234567", "1.5", "-1", "A1", "1e3", "²", "١٢"]
)
def test_other_family_numbers_are_told_so(typed: str) -> None:
    """The sentence repeats the text and says which numbers there are."""
    assert sentence("family_number", typed) == (
        f'"{typed}" is not a family number. Use a whole number from 1 to 9999.'
    )


@pytest.mark.parametrize(
    ("typed", "choice"),
    [
        ("Domestic partner", "Domestic partner"),
        ("DOMESTIC PARTNER", "Domestic partner"),
        ("domestic-partner", "Domestic partner"),
        ("Legal ward", "Legal ward"),
    ],
)
def test_choices_are_read_in_any_case(typed: str, choice: str) -> None:
    """Case, periods and hyphens for spaces don't matter."""
    assert value("relationship", typed) == choice


def test_choices_ignore_periods() -> None:
    """ "Jr." is the list's "Jr", and "part time to full time" is there with hyphens."""
    assert value("suffix", "Jr.") == "Jr"
    assert value("enrollment_reason", "part time to full time") == "Part-time to full-time"


@pytest.mark.parametrize(
    ("column", "typed", "said"),
    [
        ("relationship", "Son", '"Son" is not on the list of relationships. Use "Child".'),
        ("relationship", "wife", '"wife" is not on the list of relationships. Use "Spouse".'),
        ("relationship", "Chlid", '"Chlid" is not on the list of relationships. Use "Child".'),
        ("gender", "F", '"F" is not on the list. Use "Female".'),
        ("gender", "F?", '"F?" is not on the list. Choose Male, Female, or Other or not stated.'),
        ("suffix", "Esq", '"Esq" is not on the list. Choose a suffix from the list.'),
        ("state", "Calif.", '"Calif." is not a state code. Use CA.'),
        ("state", "XX", '"XX" is not a state code. Choose the state from the list.'),
        ("mailing_state", "Massachusets", '"Massachusets" is not a state code. Use MA.'),
        ("enrollment_reason", "Birthday", '"Birthday" is not on the list. Use "Birth".'),
        ("employment_status", "zzz", '"zzz" is not on the list. Choose an employment status from'),
        ("suffix", "-", '"-" is not on the list. Choose a suffix from the list.'),
    ],
)
def test_words_not_on_a_list_get_a_suggestion(column: str, typed: str, said: str) -> None:
    """The nearest word is proposed, never put in its place."""
    assert sentence(column, typed).startswith(said)


@pytest.mark.parametrize(
    ("typed", "state"),
    [
        ("CA", "CA"),
        ("ca", "CA"),
        ("C.A.", "CA"),
        ("california", "CA"),
        ("North Dakota", "ND"),
        ("district of columbia", "DC"),
        ("Puerto Rico", "PR"),
        ("GUAM", "GU"),
        ("AP", "AP"),
        ("Armed Forces Europe", "AE"),
    ],
)
def test_states_are_read_by_code_or_full_name(typed: str, state: str) -> None:
    """Stored as the Postal Service's code, for home and mailing address alike."""
    assert value("state", typed) == state
    assert value("mailing_state", typed) == state


@pytest.mark.parametrize(
    ("typed", "subgroup"),
    [
        (number("1"), "0001"),
        ("1", "0001"),
        ("001", "0001"),
        ("7000", "7000"),
        ("00001", "00001"),
        ("Salaried", "Salaried"),
        ("¹", "¹"),
    ],
)
def test_subgroup_ids_get_their_lost_zeros_back(typed: str | Cell, subgroup: str) -> None:
    """They always have four digits; anything else is left as it is, for the rules to judge."""
    assert value("subgroup_id", typed) == subgroup


@pytest.mark.parametrize("typed", ["HMO 20", "hmo 20", "HMO-20"])
def test_plans_are_the_groups_own(typed: str) -> None:
    """A plan is read in any case."""
    assert value("plan", typed) == "HMO 20"


def test_unknown_plans_are_kept_for_the_rules() -> None:
    """Whether a plan is offered depends on the subgroup; only its length is looked at here."""
    assert value("plan", "Gold") == "Gold"
    assert sentence("plan", "x" * 51) == (
        "Plan holds at most 50 characters. This one has 51. Shorten it."
    )


LIMITED = [
    column
    for column in COLUMNS
    if column.max_length and column.kind in (Kind.TEXT, Kind.NAME, Kind.CODE, Kind.EMAIL)
    if column.key != "subgroup_id"
]


@pytest.mark.parametrize("column", LIMITED, ids=lambda column: column.key)
def test_texts_have_their_length(column: Column) -> None:
    """The longest that fits is taken; one more is told with both counts."""
    assert column.max_length is not None
    tail = {Kind.CODE: "1", Kind.EMAIL: "@example.com"}.get(column.kind, "a")
    filler = "1" if column.kind is Kind.CODE else "a"
    fits = filler * (column.max_length - len(tail)) + tail
    if column.kind is Kind.EMAIL:
        fits = "a" * 60 + "@" + "b" * 35 + ".com"
        assert len(fits) == column.max_length
    assert value(column.key, fits) == fits
    said = sentence(column.key, filler + fits)
    assert said.endswith(f"This one has {column.max_length + 1}. Shorten it.")


def test_medical_record_numbers_are_digits() -> None:
    """Digits only, up to twelve."""
    assert value("medical_record_number", "000123456789") == "000123456789"
    assert sentence("medical_record_number", "12A45") == "Use digits only, or leave it blank."
    assert "12 characters" in sentence("medical_record_number", "1" * 13)


@pytest.mark.parametrize("dash", "‐‑‒–—−")
def test_choices_are_read_with_any_dash(dash: str) -> None:
    """Programs replace a typed hyphen by a longer dash."""
    assert (
        value("enrollment_reason", f"Part{dash}time to full{dash}time") == "Part-time to full-time"
    )
    assert value("plan", f"HMO{dash}20") == "HMO 20"


def test_a_language_not_on_the_list_is_other() -> None:
    """It is kept as Other, with a warning, and the row stays ready."""
    row = alone(subscriber(language="Klingon"))
    assert row.answers.language == "Other"
    assert warnings(row) == {"language": '"Klingon" is not on the list. It is kept as "Other".'}
    assert ready(row)


def test_a_race_not_on_the_list_is_left_out() -> None:
    """Nothing is kept, with a warning, and the row stays ready."""
    row = alone(subscriber(race_ethnicity="Martian"))
    assert row.answers.race_ethnicity is None
    assert warnings(row) == {"race_ethnicity": '"Martian" is not on the list. It is left out.'}
    assert ready(row)


@pytest.mark.parametrize("column", COLUMNS.all, ids=lambda column: column.key)
def test_error_cells_and_formulas_without_result_are_errors(column: Column) -> None:
    """Whatever the column, the sentence says what the cell holds and what to type instead."""
    assert sentence(column.key, Cell("#REF!", CellKind.ERROR)) == (
        f"The cell holds the error #REF!. Type the {column.noun} instead."
    )
    assert sentence(column.key, Cell("=B2", CellKind.FORMULA)) == (
        f"The cell holds a formula without a result. Type the {column.noun} instead."
    )


def test_a_subscribers_columns_are_not_read_on_dependents() -> None:
    """A dependent's coverage comes from the subscriber, so what stands there is no error."""
    theirs = {
        column.key: "nonsense" for column in COLUMNS if column.applies_to is AppliesTo.SUBSCRIBER
    }
    answers, findings = read(child(**theirs), group(), COLUMNS)
    assert findings == []
    assert all(getattr(answers, key) is None for key in theirs)


def test_disabled_dependent_is_not_read_on_subscribers() -> None:
    """It is about dependents."""
    row = alone(subscriber(disabled_dependent="nonsense"))
    assert row.answers.disabled_dependent is None
    assert ready(row)


def test_everything_is_read_while_the_relationship_is_unknown() -> None:
    """What is wrong anywhere is said at once, not after the relationship was mended."""
    row = alone(subscriber(relationship="Employer", plan=None, event_date="soon"))
    assert {"relationship", "event_date"} <= errors(row).keys()


def test_columns_that_are_not_the_templates_are_passed_over() -> None:
    """A cell under an unknown key says nothing."""
    assert "unknown" not in codes(alone({**subscriber(), "shoe_size": Cell("42")}))


def test_the_groups_own_lists() -> None:
    """Subgroups and plans are offered as the group has them; other lists are the column's."""
    own = choices_of(COLUMNS.by_key["subgroup_id"], group())
    assert own == (
        "0001",
        "0002",
        "0003",
        "0009",
        "7000",
    )
    assert choices_of(COLUMNS.by_key["plan"], group("000888")) == ("HMO 25",)
    assert choices_of(COLUMNS.by_key["medicare"], group()) == COLUMNS.by_key["medicare"].choices
