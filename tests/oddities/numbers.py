"""Numbers as text, text as numbers, and what formats and programs make of both."""

from collections.abc import Mapping

from domain.cells import Cell, CellKind
from tests.oddities.edits import STYLES, formatted, in_cell, replacing
from tests.oddities.oddity import Answers, Make, Oddity, mistaken, read, repaired, typed, warned
from tests.oddities.people import Cells, changed, filling


def number(text: str) -> Cell:
    return Cell(text, CellKind.NUMBER)


def typed_number(header: str, value: float, text: str = "") -> tuple[Make, Cells]:
    return typed(header, value, number(text or str(value)))


def in_format(
    reference: str, value: float, code: str, row: Mapping[str, object] | None = None
) -> Make:
    """A number in another format, in a row that may have other values, too."""
    return formatted(reference, f"<v>{value}</v>", code, filling({4: row or {}}))


def in_last(**answers: object) -> Answers:
    return {4: answers}


def cut_short(header: str, text: str, column: str) -> Oddity:
    """A number as Excel shows it when there is no room, pasted as text."""
    make, rows = typed(header, text, Cell(text))
    return mistaken(f"{header} pasted as “{text}”", make, rows, {4: {column: "digits_lost"}})


def in_massachusetts(zip_code: object, cell: Cell) -> tuple[Make, Cells]:
    """A ZIP code that begins with 0, in a state whose ZIP codes all do."""
    values = {"City": "Boston", "State": "MA", "ZIP Code": zip_code}
    cells = {"City": Cell("Boston"), "State": Cell("MA"), "ZIP Code": cell}
    return filling({4: values}), changed({4: cells})


def as_floats(header: str, value: str, column: str, answer: object) -> Oddity:
    """A number that a program took for a fraction and wrote as text."""
    make, rows = typed(header, value, Cell(value))
    return repaired(f"{header} written as “{value}”", make, rows, in_last(**{column: answer}))


ODDITIES = (
    read("An SSN as a number", *typed_number("SSN or ITIN", 802345678),
         answers=in_last(ssn="802345678")),
    read("A ZIP code as a number", *typed_number("ZIP Code", 94601),
         answers=in_last(zip="94601")),
    read("A nine-digit ZIP code as a number", *typed_number("ZIP Code", 946011234),
         "Read as 94601-1234.", answers=in_last(zip="94601-1234")),
    read("A phone number as a number", *typed_number("Day Phone", 5105550154),
         "Read as (510) 555-0154.", answers=in_last(day_phone="+15105550154")),
    read("A number that the file has with an exponent",
         in_cell("R4", '<c r="R4"><v>8.02345678E8</v></c>'),
         changed({4: {"SSN or ITIN": number("802345678")}}), answers=in_last(ssn="802345678")),
    read("A family number as text", *typed("Family Number", "2", Cell("2"))),
    read("A number in a percent format", in_format("A4", 2, "0%"), note="Excel shows 200%."),
    read("A number in a currency format", in_format("A4", 2, '"$"#,##0.00'),
         note="Excel shows $2.00."),
    read("A number with separators for thousands", in_format("AB4", 94601, "#,##0"),
         changed({4: {"ZIP Code": number("94601")}}), answers=in_last(zip="94601")),
    read("A number with zeros in front that only its format shows",
         in_format("AB4", 2138, "00000", {"City": "Boston", "State": "MA"}),
         in_massachusetts(0, number("02138"))[1], answers=in_last(zip="02138")),
    read("Text with an apostrophe in front, as Excel keeps it",
         replacing('quotePrefix="0"', 'quotePrefix="1"', STYLES)),
    repaired("A ZIP code that lost its zero, in a state whose ZIP codes all begin with 0",
             *in_massachusetts(2138, number("2138")), in_last(zip="02138")),
    repaired("A Subgroup ID that lost its zeros", *typed_number("Subgroup ID", 1),
             in_last(subgroup_id="0001")),
    repaired("A family number with zeros in front", *typed("Family Number", "0002", Cell("0002")),
             in_last(family_number=2)),
    as_floats("Family Number", "2.0", "family_number", 2),
    as_floats("SSN or ITIN", "802345678.0", "ssn", "802345678"),
    as_floats("ZIP Code", "94601.0", "zip", "94601"),
    as_floats("Day Phone", "5105550154.0", "day_phone", "+15105550154"),
    as_floats("Subgroup ID", "1.0", "subgroup_id", "0001"),
    as_floats("Medical Record Number", "77012345.0", "medical_record_number", "77012345"),
    cut_short("SSN or ITIN", "8.02E+08", "ssn"),
    cut_short("ZIP Code", "9.46E+08", "zip"),
    cut_short("Day Phone", "5.11E+09", "day_phone"),
    cut_short("Medical Record Number", "1.23E+11", "medical_record_number"),
    cut_short("Employee ID", "1.23E+08", "employee_id"),
    mistaken("An SSN as a number of eight digits, which may have lost a zero",
             *typed_number("SSN or ITIN", 80234567), {4: {"ssn": "ssn_length"}}),
    mistaken("A ZIP code as a number of four digits, in a state whose ZIP codes begin with 9",
             *typed_number("ZIP Code", 9461), {4: {"zip": "zip_length"}}),
    mistaken("A ZIP code as text without its zero", *in_massachusetts("2138", Cell("2138")),
             {4: {"zip": "zip_length"}}),
    mistaken("A family number typed into a cell with a percent format",
             in_format("A4", 0.02, "0%"), changed({4: {"Family Number": number("0.02")}}),
             {4: {"family_number": "family_number"}}),
    mistaken("A family number as the text “$2.00”", *typed("Family Number", "$2.00", Cell("$2.00")),
             {4: {"family_number": "family_number"}}),
    mistaken("A number in a name's column", *typed_number("First Name", 7),
             {4: {"first_name": "name_characters"}}),
    mistaken("TRUE instead of Yes",
             filling({3: {"Disabled Dependent": True}}),
             changed({3: {"Disabled Dependent": Cell("TRUE", CellKind.BOOLEAN)}}),
             {3: {"disabled_dependent": "not_on_list"}}),
    warned("A ZIP code of another state", *typed("ZIP Code", "97201", Cell("97201")),
           findings={4: {"zip": "zip_state"}}),
)  # fmt: skip
