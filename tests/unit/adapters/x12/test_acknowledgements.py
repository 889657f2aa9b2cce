"""Reading TA1 and 999."""

import io

import pytest

from adapters.registry.x12.acknowledgements import (
    Acknowledgement,
    GroupAccepted,
    InterchangeReceived,
    SetAccepted,
    read_acknowledgements,
)
from adapters.registry.x12.segments import NotX12
from tests.unit.adapters.x12.acknowledging import interchange, of_set, ta1, x999
from tests.unit.adapters.x12.others_reader import acknowledgement
from tests.unit.adapters.x12.people import family
from tests.unit.adapters.x12.test_accepted_by_others import text


def read(whole: str) -> list[Acknowledgement]:
    return list(read_acknowledgements(io.StringIO(whole), "ENROLL", "CASCADIA"))


@pytest.mark.parametrize(
    ("code", "note", "words"),
    [
        ("A", "000", "No fault is named (code 000)."),
        ("R", "025", "The control number was used before (code 025)."),
        ("E", "099", "Code 099."),
        ("R", "", "No reason is named."),
    ],
)
def test_ta1(code: str, note: str, words: str) -> None:
    """A TA1 says whether the interchange was taken, and why not."""
    assert read(ta1(12, code, note)) == [InterchangeReceived(12, code, words)]


def test_999_names_its_sets() -> None:
    """A 999 says of each set whether it was accepted, and what was found in which segment."""
    found = of_set(
        2,
        "R",
        "IK3*NM1*14**8",
        "IK4*3*1035*6*QUÍSPE",
        "IK4*9*67*5*12345678901",
        "IK3*N4*16**3",
        notes=["5", "I5"],
    )
    (group,) = read(x999(12, *of_set(1, "A"), *found, group="AK9*P*2*2*1*5"))
    assert group == GroupAccepted(
        12,
        "P",
        "The number of transaction sets is not right (code 5).",
        [
            SetAccepted(1, "A", "No reason is named."),
            SetAccepted(
                2,
                "R",
                "Segments have errors (code 5); segments break the guide's rules (code I5).",
                {
                    14: "Segment NM1 has errors (code 8)."
                    " Segment NM1, element 3, has characters that are not allowed (code 6)."
                    " Segment NM1, element 9, is too long (code 5).",
                    16: "Segment N4 is missing (code 3).",
                },
            ),
        ],
    )
    assert "SPE" not in str(group)


def test_rejected_group_takes_its_sets_along() -> None:
    """When the functional group is rejected, no set of it was taken."""
    (group,) = read(x999(12, *of_set(1, "A"), *of_set(2, "R"), group="AK9*R*2*2*0*3"))
    assert isinstance(group, GroupAccepted)
    assert [(one.number, one.code) for one in group.sets] == [(1, "R"), (2, "R")]
    assert group.sets[0].words == "The group's end is missing (code 3)."


def test_file_of_several_interchanges_is_read() -> None:
    """A file may hold several interchanges, without line breaks and with other separators."""
    whole = (ta1(12) + x999(13, *of_set(1, "A"))).replace("\n", "")
    assert len(read(whole)) == 2
    assert len(read(whole.replace("*", "|").replace("~", "\x1d"))) == 2


def test_what_another_program_answers_is_read() -> None:
    """A translator that finds a fault answers with a 999 that names the person's segment."""
    whole = text(family())
    taken = read(acknowledgement(whole))
    assert [one.code for one in taken] == ["A", "A"]
    group, ta1 = read(acknowledgement(whole.replace("*LUZ*", "*L\tUZ*")))
    assert isinstance(ta1, InterchangeReceived)
    assert isinstance(group, GroupAccepted)
    (one,) = group.sets
    numbers = [line.split("*")[0] for line in whole.splitlines()]
    second = [at for at, name in enumerate(numbers) if name == "NM1"][1] - numbers.index("ST") + 1
    assert list(one.faults) == [second]


@pytest.mark.parametrize(
    ("whole", "reason"),
    [
        ("", "does not begin with an ISA"),
        ("garbage" * 50, "does not begin with an ISA"),
        (ta1(12)[:-20], "within a segment"),
        (ta1(12).partition("IEA")[0], "before its IEA"),
        (interchange(), "acknowledges nothing"),
        (interchange("TA1*12345678901*261123*1800*A*000"), "TA101"),
        (interchange("TA1*000000012*261123*1800*X*000"), "TA104"),
        (interchange("ST*834*0001"), "something else than 999"),
        (interchange("AK1*HC*12"), "something else than enrollments"),
        (interchange("AK1*BE*12", "AK2*834*x", "IK5*A"), "AK202"),
        (interchange("AK1*BE*12", "AK2*834*0001", "IK5*Q"), "IK501"),
        (interchange("AK1*BE*12", "AK2*834*0001", "IK5*A"), "before its AK9"),
        (interchange("AK1*BE*12", "AK2*834*0001", "AK9*A"), "AK9 stands outside"),
        (interchange("IK5*A"), "IK5 stands outside"),
        (interchange("TA1*000000012*261123*1800*A*000", sender="SOMEBODY"), "somebody else"),
        (interchange("TA1*000000012*261123*1800*A*000", receiver="SOMEBODY"), "somebody else"),
        (ta1(12).replace("IEA*1*000000077", "IEA*1*000000078"), "differ"),
        (ta1(12).partition("IEA")[0] + ta1(13), "before its IEA"),
        (ta1(12) + "TA1*000000012~", "between the interchanges"),
        (ta1(12).replace("*00*", "*", 1), "does not have 16 elements|106"),
    ],
)
def test_what_is_no_acknowledgement_says_why(whole: str, reason: str) -> None:
    """A file that is damaged, somebody else's or something else is not taken in, with a reason."""
    with pytest.raises(NotX12, match=reason):
        read(whole)
