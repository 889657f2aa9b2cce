"""Columns that a carrier hides, requires or adds."""

from datetime import date

import pytest
from msgspec.structs import replace

from domain.answers import Answers
from domain.cells import Cell, CellKind, Entries
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
from domain.findings import Severity
from domain.masking import readings
from domain.rules import enrollment, read_row
from domain.rules.reading import choices_of
from tests.unit.domain.rows import (
    alone,
    checked,
    child,
    codes,
    errors,
    facts,
    group,
    number,
    ready,
    subscriber,
    warnings,
)


def own(key: str, kind: Kind, **further: object) -> Column:
    """A column of the carrier's own."""
    header = key.replace("_", " ").title()
    return Column(key, header, Section.ABOUT, kind, extra=True, **further)  # type: ignore[arg-type]


PETS = own("pets", Kind.CHOICE, choices=("None", "One dog", "Two or more"))
SITE = own("site", Kind.CODE, max_length=8, applies_to=AppliesTo.SUBSCRIBER)
HOURS = own("hours", Kind.INTEGER, max_length=2)
SINCE = own("member_since", Kind.DATE)
MOTTO = own("motto", Kind.TEXT, max_length=5)
WITH_OWN = Columns((*COLUMNS, PETS, SITE, HOURS, SINCE, MOTTO))


def without(*keys: str) -> Columns:
    return Columns(tuple(one for one in COLUMNS if one.key not in keys))


def requiring(required: str, *keys: str) -> Columns:
    return Columns(
        tuple(replace(one, required=required) if one.key in keys else one for one in COLUMNS)
    )


def answers(typed: Entries, columns: Columns = WITH_OWN) -> Answers:
    return read_row(2, typed, group(), columns).answers


def test_a_hidden_column_is_not_read() -> None:
    """What a workbook of earlier days has in it is neither checked nor submitted."""
    typed = subscriber(medicare="nonsense", county="Alameda")
    row = alone(typed, columns=without("medicare", "mbi", "county"))
    assert ready(row)
    assert (row.answers.medicare, row.answers.county) == (None, None)


def test_without_an_email_only_a_phone_is_asked_for() -> None:
    """A subscriber whom nobody can reach is told of the ways that there are."""
    row = alone(subscriber(day_phone=None), columns=without("email"))
    assert warnings(row) == {
        "day_phone": "There is no phone. Add one, so that the carrier can reach them."
    }


def test_a_missing_phone_is_said_once() -> None:
    """Where it is required, the error is enough."""
    row = alone(subscriber(day_phone=None), columns=requiring(ALWAYS, "day_phone"))
    assert errors(row) == {"day_phone": "Enter the day phone."}
    assert warnings(row) == {}


@pytest.mark.parametrize(
    ("words", "of_subscriber", "of_child"),
    [(ALWAYS, True, True), (ON_SUBSCRIBERS, True, False), (ON_DEPENDENTS, False, True)],
)
def test_more_columns_are_required_of_whom_the_carrier_says(
    words: str, of_subscriber: bool, of_child: bool
) -> None:
    """With the usual sentence, and only where the cell is blank."""
    columns = requiring(words, "county")
    first, second = checked(subscriber(), child(), columns=columns)
    said = {"county": "Enter the county."}
    assert errors(first) == (said if of_subscriber else {})
    assert second.rejected is False
    assert {one.column for one in second.findings if one.code == "missing"} == (
        said.keys() if of_child else set()
    )
    filled = (subscriber(county="Alameda"), child(county="Alameda"))
    assert all(map(ready, checked(*filled, columns=columns)))


@pytest.mark.parametrize(
    ("key", "typed", "value"),
    [
        ("pets", "one DOG", "One dog"),
        ("site", "tx-104", "tx-104"),
        ("site", number("104"), "104"),
        ("hours", "038", "38"),
        ("hours", number("40"), "40"),
        ("hours", "0", "0"),
        ("member_since", "1/2/2020", "2020-01-02"),
        ("member_since", Cell("2020-01-02", CellKind.DATE), "2020-01-02"),
        ("motto", "a=b", "a=b"),
    ],
)
def test_an_own_column_is_read_by_its_kind(key: str, typed: str | Cell, value: str) -> None:
    """Its answer is a text among the others of the carrier's own, and no error."""
    row = alone(subscriber(**{key: typed}), columns=WITH_OWN)
    assert ready(row)
    assert row.answers.extra == {key: value}


@pytest.mark.parametrize(
    ("key", "typed", "sentence"),
    [
        ("pets", "cat", '"cat" is not on the list. Choose a pets from the list.'),
        ("pets", "two", '"two" is not on the list. Use "Two or more".'),
        ("site", "TX 104", "Use letters, digits and hyphens only, or leave it blank."),
        ("site", "TÜ-104", "Use letters, digits and hyphens only, or leave it blank."),
        ("site", "TX-104-00", "Site holds at most eight characters. This one has 9. Shorten it."),
        ("hours", "4O", '"4O" is not a whole number. Enter the hours as a whole number.'),
        ("hours", "-4", '"-4" is not a whole number. Enter the hours as a whole number.'),
        ("hours", "100", "Hours holds at most two digits. This one has 3. Shorten it."),
        ("member_since", "02/30/2020",
         "02/30/2020 is not a real date. Enter the member since as MM/DD/YYYY."),
        ("motto", "carpe diem",
         "Motto holds at most five characters. This one has 10. Shorten it."),
        ("motto", Cell("#REF!", CellKind.ERROR),
         "The cell holds the error #REF!. Type the motto instead."),
    ],
)  # fmt: skip
def test_what_cannot_be_read_in_an_own_column_is_an_error(
    key: str, typed: str | Cell, sentence: str
) -> None:
    """It names what is wrong and what to do, and there is no answer."""
    row = alone(subscriber(**{key: typed}), columns=WITH_OWN)
    assert errors(row) == {key: sentence}
    assert row.answers.extra == {}


def test_a_required_own_column_asks_for_itself() -> None:
    """By its header, and by its list where it has one."""
    columns = Columns(
        (*COLUMNS, replace(PETS, required=ALWAYS), replace(SITE, required=ON_SUBSCRIBERS))
    )
    first, second = checked(subscriber(), child(), columns=columns)
    assert errors(first) == {"pets": "Choose a pets from the list.", "site": "Enter the site."}
    assert "site" not in errors(second)
    wrong = alone(subscriber(pets="None", site="T X"), columns=columns)
    assert errors(wrong) == {"site": "Use letters, digits and hyphens only."}


def test_errors_stand_in_the_order_of_the_carriers_columns() -> None:
    """Its own among the others."""
    by_section = Columns((SITE, *COLUMNS))
    row = alone(subscriber(last_name=None, site="T X"), columns=by_section)
    assert [one.column for one in row.findings] == ["site", "last_name"]


def test_dependents_take_the_subscribers_own_columns() -> None:
    """Those that are for subscribers only; what is everybody's stays one's own."""
    typed = child(site="TX-9", pets="None")
    first, second = checked(
        subscriber(site="TX-104", pets="One dog", hours="40"), typed, columns=WITH_OWN
    )
    assert warnings(second) == {
        "site": "Site is taken from the subscriber. What this row says is not used."
    }
    assert enrollment(second, first).extra == {"site": "TX-104", "pets": "None"}
    assert enrollment(first, None).extra == {"site": "TX-104", "pets": "One dog", "hours": "40"}


def test_the_same_in_both_rows_is_no_warning() -> None:
    """Dates and numbers are compared as such, however they were written."""
    columns = Columns(
        (*COLUMNS, *(replace(one, applies_to=AppliesTo.SUBSCRIBER) for one in (HOURS, SINCE)))
    )
    _, second = checked(
        subscriber(hours="8", member_since="01/02/2020"),
        child(hours="08", member_since=Cell("2020-01-02", CellKind.DATE)),
        columns=columns,
    )
    assert second.findings == []


def test_how_an_own_column_was_understood_is_shown() -> None:
    """Where that is not what was typed, dates as people write them."""
    typed = subscriber(pets="one dog", member_since="1/2/2020", site="tx-1", hours="08")
    row = read_row(2, typed, group(), WITH_OWN)
    assert readings(row) == {"pets": "One dog", "member_since": "01/02/2020"}


def test_an_answer_is_read_back_by_its_kind() -> None:
    """One of a kind that the column had before is shown as it was kept."""
    found = answers(subscriber(hours="8", member_since="01/02/2020", motto="so"))
    assert found.value(HOURS) == 8
    assert found.value(SINCE) == date(2020, 1, 2)
    assert found.value(MOTTO) == "so"
    assert found.value(PETS) is None
    assert found.value(own("motto", Kind.DATE)) == found.value(own("motto", Kind.INTEGER)) == "so"


def test_own_lists_are_offered() -> None:
    assert choices_of(PETS, group()) == ("None", "One dog", "Two or more")


def test_a_column_that_is_no_more_is_called_by_its_key() -> None:
    """So that what was kept under it can still be shown."""
    assert WITH_OWN.header("pets") == "Pets"
    assert COLUMNS.header("badge_date") == "Badge date"


def test_a_region_without_agreements_requires_nothing_of_them() -> None:
    """Even where the carrier requires the day of signing."""
    columns = requiring(ON_SUBSCRIBERS, "arbitration_signed_on")
    assert "arbitration_signed_on" in errors(alone(subscriber(), columns=columns))
    there = alone(
        subscriber(arbitration_signed_on="nonsense"),
        against=facts(),
        columns=columns.without_arbitration,
    )
    assert ready(there)
    assert not codes(there)
    assert Severity.ERROR not in {one.severity for one in there.findings}
