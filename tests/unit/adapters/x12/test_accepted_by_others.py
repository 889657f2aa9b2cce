"""Another's reader accepts whatever we write."""

from datetime import UTC, date, datetime
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from adapters.registry.contract import GROUPS, HOTELS, REDWOOD
from adapters.registry.x12.batching import plan
from adapters.registry.x12.interchange import write_interchange
from adapters.registry.x12.options import X12Options
from domain import choices
from domain.cells import clean
from domain.submission import Submission
from tests.unit.adapters.x12.others_reader import faults
from tests.unit.adapters.x12.people import family, person
from tests.unit.adapters.x12.test_person import OPTIONS

NOW = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)


def text(submissions: list[Submission], options: X12Options = OPTIONS, number: int = 12) -> str:
    """The interchange with everybody who can be written."""
    sets = plan(submissions, {}, {group.id: group for group in GROUPS}, options).sets
    return write_interchange(number, sets, "Cascadia Health Plan", options, NOW).text


def full(**answers: object) -> list[Submission]:
    """A family who have filled in everything."""
    return family(
        **{
            "enrollment_reason": "Marriage or domestic partnership",
            "reason_details": "Letter of 11/02: see file",
            "event_date": date(2026, 11, 2),
            "hire_date": date(2020, 1, 6),
            "employee_id": "E-1007",
            "employment_status": "Full time",
            "middle_name": "Ana",
            "suffix": "III",
            "former_last_name": "O'Neil",
            "marital_status": "Married",
            "medical_record_number": "110022",
            "address": "12 Oak St",
            "address_2": "#4",
            "city": "Oakland",
            "state": "CA",
            "zip": "94612-0004",
            "county": "Alameda",
            "mailing_address": "PO Box 7",
            "mailing_city": "Oakland",
            "mailing_state": "CA",
            "mailing_zip": "94604",
            "day_phone": "+15105550123;ext=77",
            "evening_phone": "+15105550124",
            "email": "Ines_q+2@x.example",
            "language": "Spanish",
            "race_ethnicity": "White",
            "medicare": "Part A",
            "mbi": "1EG4TE5MK73",
            "disabled_dependent": "No",
            "arbitration_signed_on": date(2026, 11, 20),
        }
        | answers
    )


def test_the_reader_finds_faults() -> None:
    """The reader that the other tests rely on does look."""
    whole = text(family())
    assert faults(whole) == []
    assert faults(whole.replace("*021**HMO*", "*021**XYZ*"))
    assert faults(whole.replace("SE*", "SE*1"))
    assert faults(whole.replace("QUISPE", "QUÍSPE"))


@pytest.mark.parametrize(
    ("column", "listed"),
    [
        ("relationship", choices.RELATIONSHIPS[1:]),
        ("enrollment_reason", choices.ENROLLMENT_REASONS),
        ("employment_status", choices.EMPLOYMENT_STATUSES),
        ("cobra_event", choices.COBRA_EVENTS),
        ("gender", choices.GENDERS),
        ("marital_status", choices.MARITAL_STATUSES),
        ("race_ethnicity", choices.RACES_AND_ETHNICITIES),
        ("language", choices.LANGUAGES),
        ("medicare", choices.MEDICARE),
        ("no_ssn_reason", choices.NO_SSN_REASONS),
        ("suffix", choices.SUFFIXES),
        # The reader's list of states is older than Palau's code.
        ("state", tuple(state for state in choices.STATES if state != "PW")),
    ],
)
def test_every_choice_is_accepted(column: str, listed: tuple[str, ...]) -> None:
    """Whatever is chosen from a list, the guide has the code."""
    ines, luz = full(**({"enrollment_reason": "COBRA"} if column == "cobra_event" else {}))
    people = [ines]
    for number, choice in enumerate(listed, start=3):
        one = luz if column == "relationship" else ines
        answers = replace(one.answers, **{column: choice})
        people.append(replace(one, key=f"key-{number}", answers=answers))
    assert faults(text(people)) == []


@pytest.mark.parametrize(
    "options",
    [
        replace(OPTIONS, character_set="basic"),
        replace(OPTIONS, line_breaks=False, request_ta1=False, usage="P"),
        replace(OPTIONS, sender_qualifier="30", sender_id="941234567", sender_code="ENROLL2"),
        replace(OPTIONS, payer_id_qualifier="XV", sponsor_tax_ids={REDWOOD: "943216549"}),
    ],
)
def test_every_option_is_accepted(options: X12Options) -> None:
    """However a carrier wants it, the file keeps to the guide."""
    assert faults(text(full(), options)) == []


def test_several_sets_are_accepted() -> None:
    """Batches and groups stand in sets of their own."""
    other = [replace(one, batch_id="another", key=f"other-{one.key}") for one in full()]
    hotels = replace(person(9), group_id=HOTELS)
    whole = text([*full(), *other, hotels], number=999_999_999)
    assert whole.count("ST*834*") == 3
    assert faults(whole) == []


LETTERS = st.characters(categories=["L", "M", "Nd", "P", "S", "Zs"])
words = partial(st.text, LETTERS, min_size=1)


def cleaned(longest: int) -> st.SearchStrategy[str | None]:
    """What is left of a typed text, as the domain reads it."""
    return words(max_size=longest).map(lambda text: clean(text) or None)


NAMES = st.text(
    st.one_of(st.characters(codec="latin-1", categories=["L"]), st.sampled_from(" -'."), LETTERS),
    min_size=1,
)
DAYS = st.dates(date(1900, 1, 1), date(2026, 12, 31))
PHONES = st.from_regex(r"\+1[2-9][0-9]{9}(;ext=[0-9]{1,7})?", fullmatch=True)


def maybe(strategy: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.none() | strategy


ANSWERS = st.fixed_dictionaries(
    {
        "last_name": NAMES.map(lambda name: name[:60]),
        "first_name": NAMES.map(lambda name: name[:35]),
        "birth_date": DAYS,
        "effective_date": DAYS,
    },
    optional={
        "middle_name": cleaned(25),
        "former_last_name": cleaned(60),
        "suffix": maybe(st.sampled_from(choices.SUFFIXES)),
        "ssn": maybe(st.from_regex(r"[0-9]{9}", fullmatch=True)),
        "plan": maybe(st.sampled_from(["HMO 20", "HDHP 1800", "Plan * of ~ Überlingen"])),
        "enrollment_reason": maybe(st.sampled_from(choices.ENROLLMENT_REASONS)),
        "cobra_event": maybe(st.sampled_from(choices.COBRA_EVENTS)),
        "employment_status": maybe(st.sampled_from(choices.EMPLOYMENT_STATUSES)),
        "reason_details": cleaned(60),
        "event_date": maybe(DAYS),
        "hire_date": maybe(DAYS),
        "employee_id": cleaned(20),
        "address": cleaned(40),
        "address_2": cleaned(40),
        "city": cleaned(30),
        "state": st.sampled_from(["CA", "HI", "AE"]),
        "zip": st.from_regex(r"[0-9]{5}(-[0-9]{4})?", fullmatch=True),
        "county": cleaned(30),
        "mailing_address": cleaned(40),
        "mailing_city": cleaned(30),
        "day_phone": maybe(PHONES),
        "evening_phone": maybe(PHONES),
        "email": maybe(st.emails().filter(lambda text: len(text) <= 100)),
        "medical_record_number": maybe(st.from_regex(r"[0-9]{1,12}", fullmatch=True)),
        "arbitration_signed_on": maybe(DAYS),
    },
)


@given(st.lists(ANSWERS, min_size=1, max_size=6), st.sampled_from(["extended", "basic"]))
@settings(max_examples=150)
def test_whoever_enrolls_is_written_as_the_guide_wants(
    people: list[dict[str, object]], character_set: str
) -> None:
    """Of whatever people type, what is written is accepted."""
    options = replace(OPTIONS, character_set=character_set)
    submissions = [
        one
        for number, answers in enumerate(people, start=1)
        for one in family(2 * number, **answers)
    ]
    whole = text(submissions, options)
    assert whole.isascii()
    if "INS*" in whole:
        assert faults(whole) == []
