"""What an 834 file says of a person."""

from datetime import date

import pytest
from msgspec.structs import replace

from adapters.registry.x12.options import PlanCodes, X12Options
from adapters.registry.x12.person import Loop, Unwritable, person_loop
from domain.submission import Submission
from tests.unit.adapters.x12.people import family, person, said, segments

OPTIONS = X12Options(
    outbox="o",
    inbox="i",
    groups_file="g",
    sender_id="ENROLL",
    receiver_id="CASCADIA",
    usage="T",
    payer_id="941234567",
)


def loop(one: Submission, options: X12Options = OPTIONS) -> list[list[str]]:
    """The person's segments."""
    return segments("".join(written(one, options).segments))


def written(one: Submission, options: X12Options = OPTIONS) -> Loop:
    return person_loop(one, "500000001", options)


def test_subscriber_is_self() -> None:
    """A subscriber is Y 18, added, active, and works."""
    one = person(enrollment_reason="New hire", employment_status="Full time")
    assert said(loop(one), "INS") == [["Y", "18", "021", "28", "A", "", "", "FT"]]


def test_dependent_has_a_relationship_and_no_job() -> None:
    """A dependent is N with their relationship, whatever the subscriber does for a living."""
    _, luz = family(
        enrollment_reason="Birth",
        employment_status="Full time",
        employee_id="1007",
        hire_date=date(2020, 1, 6),
        disabled_dependent="Yes",
    )
    assert said(loop(luz), "INS") == [["N", "19", "021", "02", "A", "", "", "", "", "Y"]]
    assert said(loop(luz), "DTP", "336") == said(loop(luz), "REF", "ABB") == []


@pytest.mark.parametrize(
    ("answers", "job"),
    [
        ({}, "AC"),
        ({"employment_status": "Leave"}, "L1"),
        ({"enrollment_reason": "COBRA", "cobra_event": "Termination"}, "TE"),
        ({"enrollment_reason": "COBRA", "cobra_event": "Divorce"}, ""),
    ],
)
def test_job_is_told_or_follows(answers: dict[str, str], job: str) -> None:
    """Who says nothing of a job works, unless COBRA says otherwise."""
    (ins,) = said(loop(person(**answers)), "INS")
    assert (ins[7:8] or [""]) == [job]


def test_cobra_is_told_with_its_event() -> None:
    """COBRA shows in the reason, the benefit status, the event and its day."""
    one = loop(
        person(enrollment_reason="COBRA", cobra_event="Reduced hours", event_date=date(2026, 11, 2))
    )
    assert said(one, "INS") == [["Y", "18", "021", "09", "C", "", "2"]]
    assert said(one, "DTP", "301") == [["D8", "20261102"]]


def test_medicare_is_told() -> None:
    """The Medicare plan stands in INS06, the number in a reference."""
    one = loop(person(medicare="Parts A and B", mbi="1EG4TE5MK73"))
    assert said(one, "INS")[0][5] == "C"
    assert said(one, "REF", "F6") == [["1EG4TE5MK73"]]


def test_references() -> None:
    """Subscriber, group, confirmation, subgroup, medical record and employee have numbers."""
    one = person(medical_record_number="110022", employee_id="1007")
    assert said(loop(one), "REF") == [
        ["0F", "500000001"],
        ["1L", "000341"],
        ["6O", one.confirmation_id],
        ["DX", "0001"],
        ["23", "110022"],
        ["ABB", "1007"],
    ]


def test_dates() -> None:
    """Employment, eligibility and coverage begin on the days that were given."""
    one = loop(person(hire_date=date(2026, 11, 2), effective_date=date(2026, 12, 1)))
    assert said(one, "DTP") == [
        ["336", "D8", "20261102"],
        ["356", "D8", "20261201"],
        ["348", "D8", "20261201"],
    ]


def test_names_are_written_whole() -> None:
    """Last, first and middle name, suffix and Social Security number have their elements."""
    one = person(
        last_name="Núñez de la O",
        first_name="María",
        middle_name="Ana",
        suffix="Jr",
        ssn="500000007",
    )
    assert said(loop(one), "NM1", "IL") == [
        ["1", "NUNEZ DE LA O", "MARIA", "ANA", "", "JR", "34", "500000007"]
    ]


def test_nobody_needs_a_number() -> None:
    """Without a Social Security number there is none, and its reason is a reporting category."""
    one = loop(person(ssn=None, no_ssn_reason="Newborn"))
    assert said(one, "NM1", "IL") == [["1", "QUISPE", "INES"]]
    assert ["75", "NO SSN"] in said(one, "N1")


@pytest.mark.parametrize(
    ("field", "noun"), [("last_name", "last name"), ("first_name", "first name")]
)
@pytest.mark.parametrize("name", ["张", "Wei 张", None])
def test_no_letter_of_a_name_is_lost(field: str, noun: str, name: str | None) -> None:
    """A name that the file cannot hold keeps the person out of it, and says what to do."""
    with pytest.raises(Unwritable, match=f"The {noun} has letters"):
        written(person(**{field: name}))


@pytest.mark.parametrize("field", ["effective_date", "birth_date"])
def test_days_that_must_be_there(field: str) -> None:
    """Nobody is enrolled without the day they were born, or from which on."""
    with pytest.raises(Unwritable, match=field.replace("_", " ")):
        written(person(**{field: None}))


def test_long_names_are_cut_and_noted() -> None:
    """A name that became too long with its accents taken apart is cut, and a note says so."""
    whole = written(person(last_name="ß" * 31))
    assert said(segments("".join(whole.segments)), "NM1", "IL")[0][1] == "S" * 60
    assert whole.notes == ("The last name was cut to 60 characters.",)


@pytest.mark.parametrize(
    ("day", "evening", "email", "ways"),
    [
        (None, None, None, []),
        ("+15105550123", None, None, ["TE", "5105550123"]),
        (None, "+15105550123;ext=4", None, ["HP", "5105550123", "EX", "4"]),
        (
            "+15105550123;ext=77",
            "+15105550124",
            None,
            ["TE", "5105550123", "EX", "77", "HP", "5105550124"],
        ),
        (
            "+15105550123",
            "+15105550124",
            "Ines.q@x.example",
            ["TE", "5105550123", "HP", "5105550124", "EM", "Ines.q@x.example"],
        ),
    ],
)
def test_ways_to_reach(
    day: str | None, evening: str | None, email: str | None, ways: list[str]
) -> None:
    """Phones as ten digits, extensions right after them, the e-mail address as it is."""
    whole = written(person(day_phone=day, evening_phone=evening, email=email))
    assert whole.notes == ()
    assert said(segments("".join(whole.segments)), "PER") == ([["IP", "", *ways]] if ways else [])


def test_there_is_room_for_three_ways() -> None:
    """An extension for which there is no room is left out, and noted."""
    whole = written(
        person(
            day_phone="+15105550123;ext=4", evening_phone="+15105550124;ext=5", email="a@x.example"
        )
    )
    (ways,) = said(segments("".join(whole.segments)), "PER")
    assert ways == ["IP", "", "TE", "5105550123", "HP", "5105550124", "EM", "a@x.example"]
    assert whole.notes == ("A phone number's extension was left out: there is no room for it.",)


def test_addresses() -> None:
    """Home and mail stand in their own loops, ZIP codes without a hyphen."""
    one = loop(
        person(
            address="12 Oak St",
            address_2="#4",
            city="Oakland",
            state="CA",
            zip="94612-0004",
            county="Alameda",
            mailing_address="PO Box 7",
            mailing_city="San José",
            mailing_state="CA",
            mailing_zip="95101",
        )
    )
    assert said(one, "N3") == [["12 OAK ST", "#4"], ["PO BOX 7"]]
    assert said(one, "N4") == [
        ["OAKLAND", "CA", "946120004", "", "CY", "ALAMEDA"],
        ["SAN JOSE", "CA", "95101"],
    ]
    assert said(one, "NM1", "31") == [["1"]]


def test_address_that_cannot_be_written_is_left_out() -> None:
    """Without a street or a city that the file can hold there is no address, which is noted."""
    whole = written(person(address="12 Oak St", city="張", state="CA", zip="94612"))
    assert said(segments("".join(whole.segments)), "N3") == []
    assert "The home address was left out: an 834 file cannot hold it." in whole.notes


def test_demographics() -> None:
    """Birth date, gender, marital status and race have codes; the language is ISO 639's."""
    one = loop(
        person(
            gender="Other or not stated",
            marital_status="Domestic partner",
            race_ethnicity="Middle Eastern or North African",
            language="Ilocano",
        )
    )
    assert said(one, "DMG") == [["D8", "19850214", "U", "B", ":RET:2118-8"]]
    assert said(one, "LUI") == [["LE", "ILO"]]


def test_coverage_names_the_plan() -> None:
    """The plan is told by name, and its line read from it, unless the options say otherwise."""
    assert said(loop(person(plan="HMO 20")), "HD") == [["021", "", "HMO", "HMO 20"]]
    options = replace(OPTIONS, plans={"HDHP 1800": PlanCodes(line="PPO", code="H18")})
    assert said(loop(person(plan="HDHP 1800"), options), "HD") == [["021", "", "PPO", "H18"]]


def test_reasons_may_have_other_codes() -> None:
    """A carrier that wants another maintenance reason has it."""
    options = replace(OPTIONS, maintenance_reasons={"Loss of coverage": "29"})
    one = person(enrollment_reason="Loss of coverage")
    assert said(loop(one, options), "INS")[0][3] == "29"


def test_what_the_guide_has_no_place_for() -> None:
    """The reason itself, its details and day, the agreement, a former name and a warning stand in
    reporting categories, numbered, between LS and LE."""
    one = person(
        enrollment_reason="Other",
        reason_details="See letter",
        event_date=date(2026, 11, 2),
        arbitration_signed_on=date(2026, 11, 20),
        former_last_name="Vega",
    )
    whole = loop(replace(one, warnings=("possible_duplicate",)))
    begin = whole.index(["LS", "2700"])
    assert whole[begin:] == [
        ["LS", "2700"],
        ["LX", "1"],
        ["N1", "75", "ENROLLMENT REASON"],
        ["REF", "17", "OTHER"],
        ["DTP", "007", "D8", "20261102"],
        ["LX", "2"],
        ["N1", "75", "REASON DETAILS"],
        ["REF", "17", "SEE LETTER"],
        ["LX", "3"],
        ["N1", "75", "ARBITRATION AGREEMENT"],
        ["REF", "17", "SIGNED"],
        ["DTP", "007", "D8", "20261120"],
        ["LX", "4"],
        ["N1", "75", "FORMER LAST NAME"],
        ["REF", "17", "VEGA"],
        ["LX", "5"],
        ["N1", "75", "POSSIBLE DUPLICATE"],
        ["REF", "17", "MAY BE ENROLLED ALREADY"],
        ["LE", "2700"],
    ]


def test_basic_set_leaves_addresses_out() -> None:
    """In the basic set there is no e-mail address, which is noted."""
    whole = written(person(email="a@x.example"), replace(OPTIONS, character_set="basic"))
    assert whole.notes == ("The e-mail address was left out: an 834 file cannot hold it.",)
