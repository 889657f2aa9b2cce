"""Taking over a roster."""

from collections.abc import Iterator
from datetime import date

import pytest
from msgspec.structs import replace

from adapters.registry.contract import HOTELS, MEMBERS, REDWOOD
from adapters.registry.x12 import RosterRefused, X12Registry, import_roster
from domain.people import Member
from tests.unit.adapters.x12.carrier import FileCarrier, no_progress
from tests.unit.adapters.x12.others_reader import faults
from tests.unit.adapters.x12.people import person

HEADER = ",".join(Member.__struct_fields__)
ROW = "M-1,000341,0001,Subscriber,Noa,Silva,1990-04-12,987-65-1234,2026-01-01"
NOA = Member(
    member_id="M-1",
    group_id=REDWOOD,
    subgroup_id="0001",
    relationship="Subscriber",
    first_name="Noa",
    last_name="Silva",
    birth_date=date(1990, 4, 12),
    ssn="987651234",
    enrolled_on=date(2026, 1, 1),
)


@pytest.fixture
def registry(carrier: FileCarrier) -> Iterator[X12Registry]:
    """With the demonstration's members."""
    import_roster(carrier.setup, carrier.roster(), no_progress)
    registry = carrier.open()
    yield registry
    registry.close()


def taken_over(carrier: FileCarrier, text: str, name: str = "roster.csv") -> int:
    """How many members were taken over from a file."""
    path = carrier.folder / name
    path.write_text(text, encoding="utf-8")
    return import_roster(carrier.setup, path, no_progress).members


def refusal(carrier: FileCarrier, text: str) -> tuple[str, ...]:
    """Why a file is not taken over."""
    with pytest.raises(RosterRefused) as told:
        taken_over(carrier, text)
    return told.value.problems


def everybody(registry: X12Registry, group_id: str = REDWOOD) -> list[Member]:
    first = registry.members(group_id, "", 1)
    pages = [registry.members(group_id, "", page) for page in range(1, first.pages + 1)]
    return [one for page in pages for one in page.items]


def test_members_are_taken_over(carrier: FileCarrier, registry: X12Registry) -> None:
    """Everybody of the file is a member, as the file says."""
    of_redwood = {one.member_id: one for one in MEMBERS if one.group_id == REDWOOD}
    assert {one.member_id: one for one in everybody(registry)} == of_redwood


def test_groups_of_the_file_are_replaced(carrier: FileCarrier, registry: X12Registry) -> None:
    """A group that the file covers consists of the file's members; others stay as they are."""
    hotels = everybody(registry, HOTELS)
    assert taken_over(carrier, f"{HEADER}\n{ROW}\n") == 1
    assert everybody(registry) == [NOA]
    assert everybody(registry, HOTELS) == hotels


def test_file_is_read_as_people_write_it(carrier: FileCarrier, registry: X12Registry) -> None:
    """Columns in any order, a byte order mark, blank rows, US dates and nobody's number."""
    text = (
        "\ufeffssn, Enrolled_on,birth_date,last_name,first_name,relationship,subgroup_id,"
        "group_id,member_id,remarks\r\n\r\n"
        ",1/1/2026,04/12/1990, Silva ,Noa,Subscriber,0001,000341,M-1,new\r\n,,\r\n"
    )
    assert taken_over(carrier, text) == 1
    assert everybody(registry) == [replace(NOA, ssn=None)]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "The header lacks member_id, group_id, subgroup_id, relationship,"),
        (HEADER.replace("ssn,", "") + "\n", "The header lacks ssn."),
        (f"{HEADER}\n", "There is no member in the file."),
        (f"{HEADER}\n{ROW.replace('Noa', '')}\n", "Row 2 has no first_name."),
        (f"{HEADER}\n{ROW}\n{ROW.replace('1990', '90')}\n", "Row 3: birth_date is not a date"),
        (f"{HEADER}\n{ROW.replace('1234', '123')}\n", "Row 2: ssn does not have nine digits."),
        (f"{HEADER}\n{ROW.replace('Noa', 'N' * 101)}\n", "Row 2: first_name is longer than 100"),
        (f"{HEADER}\n{ROW.replace('000341', '999999')}\n", "Group 999999 is not in the groups"),
        (f'{HEADER}\n"M"x,\n', "Row 2 is not readable as CSV."),
        (f"{HEADER}\n{ROW}\n{ROW}\n", "Among members 1 to 2 of the file is one whose group and"),
    ],
)
def test_nothing_of_a_faulty_file_is_taken_over(
    carrier: FileCarrier, registry: X12Registry, text: str, problem: str
) -> None:
    """A file with a fault changes nothing, and the fault is told by its row, naming nobody."""
    before = everybody(registry)
    (told,) = refusal(carrier, text)
    assert told.startswith(problem)
    assert "Silva" not in told
    assert everybody(registry) == before


def test_many_faults_are_told_at_once(carrier: FileCarrier, registry: X12Registry) -> None:
    """The first twenty faults are told together."""
    rows = "\n".join(ROW.replace("Noa", "") for _ in range(50))
    assert len(refusal(carrier, f"{HEADER}\n{rows}\n")) == 20


@pytest.mark.parametrize("content", [None, b"\xff\xfe"])
def test_file_that_cannot_be_read_is_refused(
    carrier: FileCarrier, registry: X12Registry, content: bytes | None
) -> None:
    """A file that is not there, or no text, is refused with a sentence."""
    path = carrier.folder / "r.csv"
    if content:
        path.write_bytes(content)
    with pytest.raises(RosterRefused, match=r"cannot be read|not UTF-8"):
        import_roster(carrier.setup, path, no_progress)


def test_progress_is_told(carrier: FileCarrier) -> None:
    """Whoever watches sees how much is done, up to all of it."""
    seen: list[tuple[int, int]] = []
    import_roster(carrier.setup, carrier.roster(), lambda *done: seen.append(done))
    assert seen == sorted(seen)
    assert seen[-1][0] == seen[-1][1] > 0


def test_roster_has_the_last_word_on_members(carrier: FileCarrier, registry: X12Registry) -> None:
    """Who was completed is a member until a roster of their group says otherwise."""
    one = person(1)
    registry.submit([one])
    carrier.says("c.csv", f"confirmation_id,status\n{one.confirmation_id},completed\n")
    registry.ask([one.key])
    assert registry.members(REDWOOD, "Quispe", 1).total == 1
    taken_over(carrier, f"{HEADER}\n{ROW}\n")
    assert registry.members(REDWOOD, "Quispe", 1).total == 0


def test_completed_later_than_the_roster_counts_once(
    carrier: FileCarrier, registry: X12Registry
) -> None:
    """Who is in the roster already, by the carrier's number, is not a member twice."""
    one = person(1)
    registry.submit([one])
    taken_over(carrier, f"{HEADER}\n{ROW}\n")
    carrier.says(
        "c.csv", f"confirmation_id,status,member_id\n{one.confirmation_id},completed,M-1\n"
    )
    registry.ask([one.key])
    assert everybody(registry) == [NOA]


BEGIN = """\
ISA*00*          *00*          *ZZ*CASCADIA       *ZZ*ENROLL         \
*261101*0400*^*00501*000000900*0*T*:~
GS*BE*CASCADIA*ENROLL*20261101*0400*900*X*005010X220A1~
ST*834*0001*005010X220A1~
BGN*00*900*20261101*0400****4~
REF*38*000341~
N1*P5*REDWOOD*94*000341~
N1*IN*CASCADIA*FI*941234567~
"""
NOA_834 = """\
INS*Y*18*030*XN*A***FT~
REF*0F*987651234~
REF*DX*0001~
REF*23*M-1~
DTP*356*D8*20260101~
NM1*IL*1*SILVA*NOA****34*987651234~
DMG*D8*19900412*F~
HD*030**HMO~
DTP*348*D8*20260101~
"""
END = "SE*{}*0001~\nGE*1*900~\nIEA*1*000000900~\n"


def full_file(*people: str) -> str:
    text = BEGIN + "".join(people)
    return text + END.format(text.count("~") - 1)


def test_full_834_is_taken_over(carrier: FileCarrier, registry: X12Registry) -> None:
    """Members may come as an 834 full file."""
    luz = (
        NOA_834.replace("Y*18", "N*17")
        .replace("M-1", "M-2")
        .replace("*NOA****34*987651234", "*LUZ")
        .replace("DTP*356*D8*20260101~\n", "")
    )
    hotels = NOA_834.replace("REF*DX", "REF*1L*000512~\nREF*DX")
    text = full_file(NOA_834, luz, hotels)
    assert faults(text) == []
    assert taken_over(carrier, text, "roster.834") == 3
    noa = replace(NOA, first_name="NOA", last_name="SILVA")
    assert everybody(registry) == [
        replace(noa, first_name="LUZ", member_id="M-2", relationship="Stepchild", ssn=None),
        noa,
    ]
    assert everybody(registry, HOTELS) == [replace(noa, group_id=HOTELS)]


def test_who_is_no_member_any_more_is_passed_over(
    carrier: FileCarrier, registry: X12Registry
) -> None:
    """Terminated people, and those whose eligibility has ended, are no members."""
    gone = NOA_834.replace("*030*XN", "*024*08").replace("M-1", "M-2")
    ended = NOA_834.replace("M-1", "M-3").replace("NM1*IL", "DTP*357*D8*20261031~\nNM1*IL")
    stays = NOA_834.replace("NM1*IL", "DTP*357*D8*20261231~\nNM1*IL")
    assert taken_over(carrier, full_file(gone, ended, stays), "roster.x12") == 1


@pytest.mark.parametrize(
    ("was", "becomes", "problem"),
    [
        ("****4~", "****2~", "BGN08 is to be 4"),
        ("005010X220A1~\nST", "005010X221A1~\nST", "GS01 is to be BE and GS08 005010X220A1"),
        ("IEA*1*000000900~\n", "", "The file ends before its IEA segment."),
        ("IEA*1*000000900~\n", "IEA*1", "The file ends within a segment."),
        ("REF*23*M-1~\n", "", "Member 1 of transaction set 0001 has no member id"),
        ("*SILVA*", "**", "Member 1 of transaction set 0001 has no last name"),
        ("19900412", "19900231", "Member 1 of transaction set 0001 has a date that is none."),
        ("34*987651234", "34*98765", "Member 1 of transaction set 0001: NM109 does not"),
        ("*38*000341", "*38*000999", "Group 000999 is not in the groups file."),
    ],
)
def test_834_that_is_no_roster_is_refused(
    carrier: FileCarrier, registry: X12Registry, was: str, becomes: str, problem: str
) -> None:
    """A file of changes, or one that is damaged or lacks something, is not taken over."""
    text = full_file(NOA_834)
    assert was in text
    told = refusal(carrier, text.replace(was, becomes))
    assert told[0].startswith(problem)
    assert "SILVA" not in " ".join(told)
    assert len(everybody(registry)) == 119
