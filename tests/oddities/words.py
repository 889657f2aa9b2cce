"""Names, choices and other texts, as people type, paste and spell them."""

from domain.cells import Cell
from tests.oddities.oddity import Oddity, mistaken, read, repaired, typed, warned
from tests.oddities.people import changed, filling


def name(what: str, text: str) -> Oddity:
    """A last name that is kept letter for letter."""
    return read(what, *typed("Last Name", text, Cell(text)), f"“{text}”",
                answers={4: {"last_name": text}})  # fmt: skip


def cleaned(what: str, text: str, meant: str) -> Oddity:
    """A last name in which more is than is to be seen."""
    return repaired(what, *typed("Last Name", text, Cell(meant)), {4: {"last_name": meant}})


def taken(what: str, header: str, column: str, text: str, meant: object) -> Oddity:
    """A text that is taken for another."""
    return repaired(f"{what}: “{text}”", *typed(header, text, Cell(text)), {4: {column: meant}})


def wrong(what: str, header: str, column: str, text: str, code: str) -> Oddity:
    quoted = text if "“" in text else f"“{text}”"
    return mistaken(f"{what}: {quoted}", *typed(header, text, Cell(text)), {4: {column: code}})


ODDITIES = (
    name("Names in all capitals", "OKAFOR"),
    name("Accents", "Núñez-Łukasz"),
    name("Accents as characters of their own, as Macs write them", "Nguye\u0302\u0303n"),
    name("Names from right to left", "محمد الأمين"),
    name("Hebrew with vowel points", "כֹּהֵן"),
    name("Persian, with the joiner that its spelling needs", "علی\u200cپور"),
    name("Devanagari", "क्षत्रिय"),
    name("Chinese", "李"),
    name("An ʻokina", "Kealiʻi"),
    read("Text that looks like a formula", *typed("Employee ID", "=1+1", Cell("=1+1")),
         "It is text, and never becomes a formula in anything that is written.",
         answers={4: {"employee_id": "=1+1"}}),
    read("A phone number with any punctuation",
         *typed("Day Phone", "+1 510.555.0154", Cell("+1 510.555.0154")),
         answers={4: {"day_phone": "+15105550154"}}),
    cleaned("Spaces around a value, and double ones in it", "  De  la Cruz ", "De la Cruz"),
    cleaned("Non-breaking spaces", "\u00a0De\u00a0la\u202fCruz", "De la Cruz"),
    cleaned("Zero-width spaces, a byte order mark, a soft hyphen", "\ufeffOka\u200bfor\u00ad",
            "Okafor"),
    cleaned("Line breaks and tabs within a cell", "De la\r\nCruz\t", "De la Cruz"),
    cleaned("Unseen marks of the writing direction", "\u202aOkafor\u202c\u200f", "Okafor"),
    cleaned("Control characters", "Oka\x07for", "Okafor"),
    taken("A curly apostrophe", "Last Name", "last_name", "O’Brien", "O'Brien"),
    taken("An accent for an apostrophe", "Last Name", "last_name", "O´Brien", "O'Brien"),
    taken("A dash for a hyphen", "Last Name", "last_name", "Okafor–Lee", "Okafor-Lee"),
    taken("A choice in capitals", "Gender", "gender", "FEMALE", "Female"),
    taken("A plan in small letters", "Plan", "plan", "hmo 20", "HMO 20"),
    taken("A choice with a period", "Suffix", "suffix", "Jr.", "Jr"),
    taken("A state's full name", "State", "state", "california", "CA"),
    taken("An SSN with spaces", "SSN or ITIN", "ssn", "802 34 5678", "802345678"),
    taken("An SSN with long dashes", "SSN or ITIN", "ssn", "802–34–5678", "802345678"),
    taken("A ZIP code of nine digits", "ZIP Code", "zip", "946011234", "94601-1234"),
    repaired("A hyphen that became a dash in a choice: “Part–time to full–time”",
             filling({4: {"Enrollment Reason": "Part–time to full–time",
                          "Event Date": "11/02/2026"}}),
             changed({4: {"Enrollment Reason": Cell("Part–time to full–time"),
                          "Event Date": Cell("11/02/2026")}}),
             {4: {"enrollment_reason": "Part-time to full-time"}}),
    warned("A language that is not on the list", *typed("Preferred Language", "Tok Pisin",
                                                        Cell("Tok Pisin")),
           findings={4: {"language": "not_on_list"}}, answers={4: {"language": "Other"}}),
    warned("A race or ethnicity that is not on the list",
           *typed("Race or Ethnicity", "Martian", Cell("Martian")),
           findings={4: {"race_ethnicity": "not_on_list"}}),
    wrong("Quotation marks in a name", "First Name", "first_name", "“Ada”", "name_characters"),
    wrong("An emoji in a name", "First Name", "first_name", "Ada 😀", "name_characters"),
    wrong("Two names in one cell", "Last Name", "last_name", "Okafor, Ada", "name_characters"),
    wrong("A word that is not on the list", "Gender", "gender", "F", "not_on_list"),
    wrong("A state that is abbreviated in another way", "State", "state", "Calif.", "not_on_list"),
    wrong("An SSN with periods", "SSN or ITIN", "ssn", "802.34.5678", "ssn_characters"),
    wrong("Full-width digits", "SSN or ITIN", "ssn", "８０２345678", "ssn_characters"),
    wrong("A phone number that lost a digit", "Day Phone", "day_phone", "510-555-015",
          "phone_length"),
    wrong("An e-mail address without its end", "E-mail", "email", "ada@mail", "email"),
    mistaken("A text longer than its column", *typed("City", "Oakland " * 5 + "Oakland",
                                                     Cell("Oakland " * 5 + "Oakland")),
             {4: {"city": "too_long"}}),
    wrong("“N/A” for nothing", "Middle Name", "middle_name", "N/A", "name_characters"),
)  # fmt: skip
