"""Home and mailing addresses, and ways to reach a subscriber."""

import pytest

from domain.cells import Cell
from tests.unit.domain.rows import (
    alone,
    checked,
    child,
    errors,
    number,
    ready,
    subscriber,
    warnings,
)

HOME = {"address": "12 Elm St", "city": "Cambridge"}


def living(state: str, zip_code: str | Cell) -> dict[str, str | Cell | None]:
    return {**HOME, "state": state, "zip": zip_code}


@pytest.mark.parametrize("column", ["address", "address_2"])
def test_a_home_is_never_a_post_office_box(column: str) -> None:
    """Neither in the first line nor in the second, on dependents too."""
    sentence = "A home address cannot be a P.O. box. Put the P.O. box in Mailing Address."
    assert errors(alone(subscriber(**{column: "P.O. Box 12"}))) == {column: sentence}
    theirs = {**living("CA", "94536"), column: "PO Box 12"}
    assert errors(checked(subscriber(), child(**theirs))[1]) == {column: sentence}


def test_a_rural_box_is_a_home() -> None:
    """The second line of a rural or military address may be a box; the first may not."""
    assert ready(alone(subscriber(address="RR 2", address_2="Box 152")))
    assert "address" in errors(alone(subscriber(address="Box 152")))


def test_mail_may_go_to_a_post_office_box() -> None:
    """A mailing address is no home."""
    mail = {"mailing_address": "PO Box 900", "mailing_city": "Hilo", "mailing_state": "HI"}
    assert ready(alone(subscriber(**mail, mailing_zip="96720")))


@pytest.mark.parametrize(
    ("state", "typed", "zip_code"),
    [
        ("MA", "2138", "02138"),
        ("NJ", "7030", "07030"),
        ("PR", "601", "00601"),
        ("VI", "801", "00801"),
        ("AE", "9012", "09012"),
        ("NY", "6390", "06390"),  # Fishers Island, the rest of New York begins with 1
        ("MA", "21381234", "02138-1234"),
        ("PR", "6011234", "00601-1234"),
        ("CA", "94536", "94536"),
    ],
)
def test_numbers_that_lost_their_zeros_get_them_back(state: str, typed: str, zip_code: str) -> None:
    """Where the state's ZIP codes begin so, a number cell has one possible meaning."""
    row = alone(subscriber(**living(state, number(typed))))
    assert row.answers.zip == zip_code
    assert ready(row)
    assert row.entries["zip"].text == typed


@pytest.mark.parametrize(
    ("state", "typed"),
    [
        ("CA", number("9461")),  # California's begin with 9
        ("NY", number("2138")),  # some of New York's begin with 0, this one doesn't
        ("MA", number("601")),  # two zeros are Puerto Rico's
        ("MA", "2138"),  # text keeps its zeros
        ("", number("2138")),
    ],
)
def test_other_short_codes_are_errors(state: str, typed: str | Cell) -> None:
    """The digits are counted, and nothing is guessed."""
    row = alone(subscriber(**living(state, typed)))
    text = typed.text if isinstance(typed, Cell) else typed
    count = "three" if len(text) == 3 else "four"
    assert errors(row)["zip"].startswith(f"ZIP code {text} has {count} digits. Enter all five")
    assert row.answers.zip is None


def test_a_restored_code_may_still_be_another_states() -> None:
    """A code that begins with 0 as New Jersey's do, and is in Massachusetts, is warned of."""
    row = alone(subscriber(**living("NJ", number("2138"))))
    assert row.answers.zip == "02138"
    assert ready(row)
    assert warnings(row).keys() == {"zip"}


def test_a_mailing_code_is_restored_by_the_mailing_state() -> None:
    """Each address by its own state."""
    mail = {"mailing_address": "PO Box 9", "mailing_city": "Boston", "mailing_state": "MA"}
    row = alone(subscriber(**mail, mailing_zip=number("2101")))
    assert row.answers.mailing_zip == "02101"
    assert ready(row)


def test_a_code_of_another_state_is_a_warning() -> None:
    """Both are named, and the row stays ready."""
    row = alone(subscriber(state="HI"))
    assert ready(row)
    assert warnings(row) == {
        "zip": "ZIP code 94536 is in CA, and the state says HI. Check both.",
    }


def test_a_code_nobody_knows_is_not_warned_of() -> None:
    """Only what is known to be elsewhere is."""
    assert warnings(alone(subscriber(zip="00012"))) == {}


def test_a_subscriber_should_be_reachable() -> None:
    """Neither phone nor e-mail is a warning; any of the three will do."""
    unreachable = alone(subscriber(day_phone=None))
    assert ready(unreachable)
    assert warnings(unreachable).keys() == {"day_phone"}
    for way in ({"evening_phone": "808-555-0177"}, {"email": "ana@example.com"}):
        assert warnings(alone(subscriber(day_phone=None, **way))) == {}


def test_dependents_are_reached_through_the_subscriber() -> None:
    """Nothing is said about theirs."""
    assert warnings(checked(subscriber(), child())[1]) == {}


def test_a_phone_that_cannot_be_read_is_not_called_missing() -> None:
    """It is an error, and once mended there is a way to reach the person."""
    row = alone(subscriber(day_phone="555-0101"))
    assert errors(row).keys() == {"day_phone"}
    assert warnings(row) == {}


def test_part_of_an_address_without_its_first_line_is_warned_of() -> None:
    """It isn't used, on a mailing address and on a dependent's home."""
    assert warnings(alone(subscriber(mailing_city="Hilo", mailing_state="HI"))) == {
        "mailing_city": "This is not used without Mailing Address. "
        "Fill in Mailing Address, or clear this."
    }
    assert warnings(checked(subscriber(), child(zip="94536"))[1]).keys() == {"zip"}


def test_a_first_line_that_cannot_be_read_is_there() -> None:
    """The rest isn't called unused because of it."""
    row = alone(subscriber(mailing_address="x" * 41, mailing_city="Hilo"))
    assert errors(row).keys() == {"mailing_address"}
    assert warnings(row) == {}


def test_a_subscribers_missing_first_line_is_an_error_only() -> None:
    """What must be filled is asked for once."""
    row = alone(subscriber(address=None))
    assert errors(row).keys() == {"address"}
    assert warnings(row) == {}
