"""How typed cells are shown to the one who mends them, and taken back."""

import pytest

from domain.cells import Cell, CellKind
from domain.core_columns import COLUMNS
from domain.masking import entries_from_form, form_text, masked, readings, shown_text
from domain.rules import read_row
from tests.builders import a_batch, an_application
from tests.unit.domain.rows import child, entries, group, number, subscriber

BATCH = a_batch()


def day(text: str) -> Cell:
    return Cell(text, CellKind.DATE)


def test_date_cells_are_shown_as_people_write_dates() -> None:
    """A real date is shown as MM/DD/YYYY; what is no date is shown as it is."""
    assert shown_text(day("2026-12-01")) == "12/01/2026"
    assert shown_text(day("2026-12-01 13:30")) == "2026-12-01 13:30"
    assert shown_text(Cell("2026-12-01")) == "2026-12-01"


@pytest.mark.parametrize(
    ("column", "typed", "field"),
    [
        ("ssn", "801-12-3456", "***-**-3456"),
        ("ssn", "801 12 3456", "***-**-3456"),
        ("ssn", "801-12-345", "801-12-345"),
        ("mbi", "1EG4-TE5-MK73", "*******MK73"),
        ("mbi", "1EG4", "1EG4"),
        ("ssn", "801/12/3456", "***-**-3456"),
        ("mbi", "1EG4.TE5.MK73", "*******MK73"),
        ("mbi", "1EG4 / TE5 / MK73", "*******MK73"),
        ("last_name", "1EG4\u00a0TE5\u00a0MK73", "*******MK73"),
        ("last_name", "Moreno", "Moreno"),
        ("birth_date", day("1977-03-10"), "03/10/1977"),
        ("middle_name", None, ""),
    ],
)
def test_a_field_shows_what_was_typed(column: str, typed: str | Cell | None, field: str) -> None:
    """Numbers of people that can be read are masked; those that cannot are there to be mended."""
    application = an_application(BATCH, entries=entries(**{column: typed}))
    assert form_text(application, column) == field


def test_a_number_stays_masked_when_it_is_on_two_rows() -> None:
    """A number that reads well is never shown whole, whatever else is wrong with it."""
    row = read_row(2, subscriber(), group(), COLUMNS)
    application = an_application(BATCH, entries=row.entries, findings=tuple(row.findings))
    assert "801" not in form_text(application, "ssn")


def test_short_confidential_texts_are_masked_too() -> None:
    """All but the last four characters are hidden, however few there are."""
    assert masked("1EG4-TE5-MK73") == "*******MK73"
    assert masked("12345") == "*2345"
    assert masked("802345678.0") == "***-**-5678"


def test_untouched_fields_keep_their_cells() -> None:
    """A masked number stays the number, a date cell a date, and a number cell a number."""
    before = subscriber(birth_date=day("1977-03-10"), zip=number("94536"))
    application = an_application(BATCH, entries=before)
    form = {key: form_text(application, key) for key in before}
    assert entries_from_form(application, form) == before


def test_changed_fields_are_as_typed() -> None:
    """What was typed anew is text; what was cleared is gone; what was filled in is there."""
    application = an_application(BATCH, entries=subscriber(zip=number("9453")))
    form = {key: form_text(application, key) for key in subscriber()}
    form |= {"zip": "94536", "ssn": "801-12-9999", "middle_name": "Bea", "city": " "}
    after = entries_from_form(application, form)
    assert after["zip"] == Cell("94536")
    assert after["ssn"] == Cell("801-12-9999")
    assert after["middle_name"] == Cell("Bea")
    assert "city" not in after


def test_what_has_no_field_stays() -> None:
    """A form need not hold all columns."""
    before = subscriber(zip=number("94536"))
    application = an_application(BATCH, entries=before)
    assert entries_from_form(application, {"city": "Alameda"}) == before | {"city": Cell("Alameda")}


def test_a_reading_is_shown_where_it_is_not_what_was_typed() -> None:
    """Choices, dates, ZIP codes and codes; and nothing where both are the same."""
    typed = subscriber(
        state="california",
        effective_date="2026-12-01",
        subgroup_id=number("1"),
        zip="945361234",
        birth_date=day("1977-03-10"),
        last_name="O’Brien",
        gender="?",
    )
    row = read_row(2, typed, group(), COLUMNS)
    assert readings(row) == {
        "state": "CA",
        "effective_date": "12/01/2026",
        "subgroup_id": "0001",
        "zip": "94536-1234",
    }


def test_a_restored_zero_is_shown() -> None:
    """A ZIP code that lost its zero is read with it, and the reading says so."""
    typed = child(address="1 Elm St", city="Cambridge", state="MA", zip=number("2138"))
    assert readings(read_row(2, typed, group(), COLUMNS)) == {"zip": "02138"}


def test_unknown_columns_have_no_reading() -> None:
    """A cell of a column that is not the template's is passed over."""
    typed = {**child(), "shoe_size": Cell("42")}
    assert readings(read_row(2, typed, group(), COLUMNS)) == {}
