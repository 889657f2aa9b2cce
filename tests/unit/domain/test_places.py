"""P.O. boxes, ZIP codes and their states."""

import pytest

from domain.places import is_po_box, parse_zip, place_in, states_of_zero, states_of_zip
from domain.values import Problem
from tools.zip_table import MODULE, written


@pytest.mark.parametrize(
    "text",
    [
        "P.O. Box 12", "PO BOX 900", "po box 5", "P O Box 7", "P. O. Box 7", "P.O.Box 7", "POBox 7",
        "PO-Box 7", "P0 Box 7", "P.0. Box 7", "POB 12", "P.O.B. 12", "PO Bx 3", "PO Box A",
        "PO BOX12", "P.O. 123", "PO #123", "Post Office Box 7", "Post-Office Box 7",
        "Postoffice Box 7", "Post Off. Box 7", "Postal Box 9", "Post Box 9", "PO Drawer 4",
        "Post Office Drawer 4", "Box 44", "BOX #44", "Box No. 44", "Drawer 12", "Lock Box 12",
        "Lockbox 12", "Caller 12", "Firm Caller 12", "Apartado 55", "Apartado Postal 55",
        "Apdo. 55", "12 Main St, PO Box 9", "c/o Silva, P.O. Box 9", "(PO Box 9)",
    ],
)  # fmt: skip
def test_post_office_boxes_however_written(text: str) -> None:
    """A P.O. box is known by every name the Postal Service and people give it."""
    assert is_po_box(text)


@pytest.mark.parametrize(
    "text",
    [
        "9004 Lake St", "12 Post Rd", "1 Old Post Office Rd", "100 Box Elder Ln", "7 Boxwood Ct",
        "55 Poplar St", "12 Pobst Ave", "3 Boxer Way", "RR 2 Box 18", "HC 1 Box 4", "8 Polk St 12",
        "200 Via Po", "4 Drawbridge Ct", "17 Port Blvd", "9 Lockwood Ave", "12 Callery Rd",
        "5 Postal Ct", "1600 Opossum Box Trl", "22 E Po Valley Rd", "Calle 5", "1 Apartado Ct",
    ],
)  # fmt: skip
def test_streets_are_no_post_office_boxes(text: str) -> None:
    """Streets with such words in their names, and rural routes, are places to live."""
    assert not is_po_box(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("94612", "94612"),
        ("94612-1234", "94612-1234"),
        ("946121234", "94612-1234"),
        ("94612 1234", "94612-1234"),
        ("94612–1234", "94612-1234"),
        ("00601", "00601"),
    ],
)
def test_zip_codes_have_five_digits_or_nine(text: str, code: str) -> None:
    """The four more come after a dash, whichever way they were typed."""
    assert parse_zip(text) == code


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("9461", "ZIP code 9461 has four digits. Enter all five"),
        ("946123", "ZIP code 946123 has six digits. Enter all five"),
        ("94612-12", '"94612-12" is not a ZIP code. Use 12345 or 12345-6789.'),
        ("9461O", '"9461O" is not a ZIP code.'),
        ("٩٤٦١٢", '"٩٤٦١٢" is not a ZIP code.'),
        ("8011234567", "ZIP code 8011234567 has 10 digits."),
    ],
)
def test_other_texts_are_no_zip_codes(text: str, sentence: str) -> None:
    """Digits are counted; anything else is shown how a ZIP code is written."""
    found = parse_zip(text)
    assert isinstance(found, Problem)
    assert found.message.startswith(sentence)


@pytest.mark.parametrize(
    ("code", "states"),
    [
        ("94612", {"CA"}),
        ("96808-0001", {"HI"}),
        ("02138", {"MA"}),
        ("00601", {"PR"}),
        ("00801", {"VI"}),
        ("09012", {"AE"}),
        ("00000", set()),
    ],
)
def test_a_zip_code_tells_its_state(code: str, states: set[str]) -> None:
    """By its first three digits; none where those are not in use."""
    assert states_of_zip(code) == states


def test_some_prefixes_cross_a_border() -> None:
    """Where a prefix serves two states, either is right."""
    assert {"DC", "VA"} <= states_of_zip("20101") | states_of_zip("20001")


def test_states_whose_codes_begin_with_zero() -> None:
    """New England, New Jersey, Puerto Rico, the Virgin Islands and the forces in Europe."""
    assert states_of_zero() == {"CT", "MA", "ME", "NH", "NJ", "RI", "VT", "PR", "VI", "AE"}


def test_the_table_is_what_the_library_says_today() -> None:
    """``make tables`` writes it anew."""
    assert MODULE.read_text(encoding="utf-8") == written()


def test_a_place_in_each_state_has_a_zip_code_of_it() -> None:
    """Military "states" and those of free association included."""
    for state in ("CA", "HI", "PR", "AE", "MH"):
        zip_code, _ = place_in(state)
        assert parse_zip(zip_code) == zip_code
        assert state in states_of_zip(zip_code)
