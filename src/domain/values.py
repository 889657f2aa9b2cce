"""Values read from what people type: parse, don't validate.

Every parser takes a cleaned, filled text (``domain.cells.clean``) and returns the value or a
``Problem``; none raises.
"""

import re
import unicodedata
from datetime import date

import msgspec
import phonenumbers
from stdnum.exceptions import ValidationError
from stdnum.us import ssn as us_ssn

from domain.caching import cached_for_short_texts


class Problem(msgspec.Struct, frozen=True):
    """Why a text is not a value: a stable code, the sentence, and the sentence without the
    row's own particulars, by which alike problems are grouped."""

    code: str
    message: str
    group: str = ""


# Somebody's number may be typed in any cell, with whatever people put between its characters:
# spaces, dashes, dots and slashes of any kind, and some that cannot be seen.
_BETWEEN = r"[\W_]{0,3}"
# Nine digits in three groups, or however apart.
_NINE_ANYHOW = re.compile(
    rf"(?<!\d)\d{{3}}{_BETWEEN}\d{{2}}{_BETWEEN}\d{{4}}(?!\d)"
    rf"|(?<!\d)(?<!\d[\W_])\d(?:{_BETWEEN}\d){{8}}(?![\W_]?\d)"
)
_MEDICARE_PLACES = (
    *("[1-9]", "[a-z]", "[0-9a-z]", r"\d", "[a-z]", "[0-9a-z]", r"\d"),
    *("[a-z]", "[a-z]", r"\d", r"\d"),
)
_MEDICARE_ANYHOW = re.compile(
    rf"(?<![0-9a-z]){_BETWEEN.join(_MEDICARE_PLACES)}(?![0-9a-z])", re.IGNORECASE
)


def numbers_hidden(text: str) -> str:
    """A typed text with only the last four characters of each number that may be somebody's."""
    text = _NINE_ANYHOW.sub(lambda found: mask_ssn(_together(found[0])), text)
    return _MEDICARE_ANYHOW.sub(lambda found: f"*******{_together(found[0])[-4:]}", text)


def _together(number: str) -> str:
    return "".join(filter(str.isalnum, number))


def shown(text: str) -> str:
    """A typed text as it may stand in a sentence: at most 40 characters, its numbers hidden."""
    text = numbers_hidden(text)
    return text if len(text) <= 40 else f"{text[:39]}…"


def excerpt(text: str) -> str:
    """A typed text as it may stand in a sentence, in quotes."""
    return f'"{shown(text)}"'


_NUMBER_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def count_of(count: int, noun: str) -> str:
    """A count in words up to nine: "four digits", "1 digit" is "one digit"."""
    words = _NUMBER_WORDS[count] if count < len(_NUMBER_WORDS) else str(count)
    return f"{words} {noun}{'' if count == 1 else 's'}"


# Dates

_US_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00(?::00(?:\.0+)?)?)?")
_SHORT_YEAR = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2}")


def parse_date(text: str, noun: str) -> date | Problem:
    """A day written MM/DD/YYYY, M/D/YYYY or ISO. ``noun`` names it: "hire date"."""
    how = f"Enter the {noun} as MM/DD/YYYY."
    if match := _US_DATE.fullmatch(text):
        month, day, year = match.groups()
    elif match := _ISO_DATE.fullmatch(text):
        year, month, day = match.groups()
    elif _SHORT_YEAR.fullmatch(text):
        return Problem("date_short_year", f"{shown(text)} has a year of two digits. {how}", how)
    else:
        return Problem("date_unreadable", f"{excerpt(text)} is not a date. {how}", how)
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return Problem("date_unreal", f"{shown(text)} is not a real date. {how}", how)


def format_date(day: date) -> str:
    """MM/DD/YYYY, as the template and the pages show dates."""
    return f"{day.month:02}/{day.day:02}/{day.year:04}"


# Numbers of people


def whole(text: str) -> str:
    """Digits without the ".0" that is written by programs that hold numbers as fractions."""
    digits = text.removesuffix(".0")
    return digits if digits.isascii() and digits.isdigit() else text


_SSN_CHARACTERS = frozenset("0123456789 -")
_NINE_DIGITS = re.compile(r"\d{9}|\d{3}[- ]?\d{2}[- ]?\d{4}", re.ASCII)
# IRS: groups 50-65, 70-88, 90-92 and 94-99 (python-stdnum still lacks 50 to 65).
_ITIN_GROUPS = frozenset({*range(50, 66), *range(70, 89), *range(90, 93), *range(94, 100)})


def parse_ssn(text: str) -> str | Problem:
    """A Social Security number or ITIN as nine digits. Messages never repeat it.

    Source: SSA's rules for numbers never assigned, and the IRS's for ITINs.
    """
    text = whole(text) if text.isascii() else re.sub(r"[‐‑‒–—−]", "-", text)
    digits = text.replace("-", "").replace(" ", "")
    if not _SSN_CHARACTERS.issuperset(text):
        return Problem(
            "ssn_characters",
            "A Social Security number has only digits. Use nine digits; dashes are optional.",
        )
    if len(digits) != 9:
        return Problem(
            "ssn_length",
            f"A Social Security number has nine digits. This one has {len(digits)}.",
            "A Social Security number has nine digits.",
        )
    if not _NINE_DIGITS.fullmatch(text):
        return Problem("ssn_dashes", "Write the nine digits as 123-45-6789, or without dashes.")
    if digits[0] == "9":
        if int(digits[3:5]) in _ITIN_GROUPS:
            return digits
        return Problem(
            "itin_group",
            "A number that begins with 9 is an ITIN, and the fourth and fifth digits of this one "
            "are not used for ITINs. Check them against the IRS letter.",
        )
    if digits[:3] in ("000", "666"):
        return Problem(
            "ssn_area",
            "The first three digits of a Social Security number cannot be 000, 666 or 900-999.",
        )
    try:
        us_ssn.validate(digits)
    except ValidationError:
        if digits[3:5] == "00" or digits[5:] == "0000":
            return Problem(
                "ssn_zeros",
                "The middle two and the last four digits of a Social Security number are never "
                "all zeros. Check them against the card.",
            )
        return Problem(
            "ssn_void",
            "This number was never given to a person. Check it against the Social Security card.",
        )
    return digits


def dashed_ssn(digits: str) -> str:
    """How a number is written in full."""
    return f"{digits[:3]}-{digits[3:5]}-{digits[5:]}"


def mask_ssn(digits: str) -> str:
    """How a number is shown: only its last four digits."""
    return f"***-**-{digits[-4:]}"


# CMS, "Understanding the MBI": C 1-9, A a letter but S L O I B Z, N 0-9, AN either.
_LETTER = "[AC-HJKMNP-RT-Y]"
_MBI = re.compile(
    f"[1-9]{_LETTER}[0-9AC-HJKMNP-RT-Y][0-9]{_LETTER}[0-9AC-HJKMNP-RT-Y][0-9]"
    f"{_LETTER}{_LETTER}[0-9][0-9]"
)


def parse_mbi(text: str) -> str | Problem:
    """A Medicare Beneficiary Identifier as eleven characters without dashes."""
    number = re.sub(r"[-‐‑‒–—− ]", "", text).upper()
    if _MBI.fullmatch(number):
        return number
    if len(number) != 11 or set(number) & set("SLOIBZ"):
        return Problem(
            "mbi",
            "A Medicare number has 11 characters and never uses S, L, O, I, B or Z.",
        )
    return Problem(
        "mbi_pattern",
        "A Medicare number has letters and digits in fixed places, as in 1EG4-TE5-MK73. "
        "Copy it from the Medicare card.",
    )


# Names

# Apostrophes and hyphens of other keyboards, scripts and programs.
_NAME_MARKS = dict.fromkeys("’‘‛ʼ`´′＇׳", "'") | dict.fromkeys("‐‑‒–—−", "-")


def parse_name(text: str, header: str) -> str | Problem:
    """A name: letters of any script, spaces, hyphen, apostrophe, period. ``header`` names it."""
    if text.isascii() and text.isalpha():
        return text
    name = "".join(_NAME_MARKS.get(character, character) for character in text)
    # Letters and the marks that belong to them; isalpha() alone would refuse combining accents.
    wrong = [c for c in name if not (c.isalpha() or c in " -'." or _is_mark(c))]
    label = header[0] + header[1:].lower()
    if wrong:
        kind = "a digit" if wrong[0].isdigit() else "a character that cannot be used"
        return Problem(
            "name_characters",
            f'{label} has {kind}: "{wrong[0]}". Use letters, spaces, hyphens, apostrophes and '
            "periods.",
            f"{label} has a character that cannot be used.",
        )
    if not any(c.isalpha() for c in name):
        return Problem("name_letters", f"{label} has no letters. Enter the {header.lower()}.")
    return name


def _is_mark(character: str) -> bool:
    # Combining marks, and the joiners that shape letters in some scripts.
    return character in "\u200c\u200d" or unicodedata.category(character).startswith("M")


# Ways to reach somebody

_US_REGIONS = frozenset({"US", "AS", "GU", "MP", "PR", "VI"})


# Families share a number, and a batch is read at its upload, each edit and its submission.
@cached_for_short_texts(4096)
def parse_phone(text: str) -> str | Problem:
    """A dialable US number as E.164, with ";ext=" and the extension where there is one."""
    try:
        number = phonenumbers.parse(whole(text), "US")
    except phonenumbers.NumberParseException:
        number = None
    # Canada and others share the country code; a number of no region is not dialable at all.
    if number is not None and phonenumbers.region_code_for_number(number) in _US_REGIONS:
        e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        return f"{e164};ext={number.extension}" if number.extension else e164
    digits = sum(character.isdigit() for character in text)
    if digits == 10 or (digits == 11 and text.lstrip("+( ").startswith("1")):
        return Problem(
            "phone_undialable",
            "This number cannot be dialed in the United States. Check the area code.",
        )
    return Problem(
        "phone_length",
        f"A phone number has 10 digits. This one has {digits or 'none'}.",
        "A phone number has 10 digits.",
    )


def format_phone(value: str) -> str:
    """A stored phone number as people write it: (510) 555-0123 ext. 4."""
    number, _, extension = value.partition(";ext=")
    national = phonenumbers.format_number(
        phonenumbers.parse(number, "US"), phonenumbers.PhoneNumberFormat.NATIONAL
    )
    return f"{national} ext. {extension}" if extension else national


_EMAIL = re.compile(
    r"[^\s@\"(),:;<>\[\]\\.]+(?:\.[^\s@\"(),:;<>\[\]\\.]+)*"
    r"@(?:[^\W_](?:[\w-]*[^\W_])?\.)+(?:[^\W\d_]{2,}|xn--[a-z0-9-]*[a-z0-9])",
    re.IGNORECASE,
)


def parse_email(text: str) -> str | Problem:
    """An e-mail address with a complete domain."""
    if _EMAIL.fullmatch(text) and len(text.partition("@")[0]) <= 64:
        return text
    return Problem(
        "email",
        f"{excerpt(text)} is not a complete e-mail address. Write it as name@example.com.",
        "Write the e-mail address as name@example.com.",
    )
