"""Families: one subscriber, at most one partner, and what follows from the subscriber."""

import pytest

from domain.cells import Cell, CellKind, Entries
from domain.core_columns import COLUMNS
from domain.rules import Row, check, enrollment, read_row
from tests.unit.domain.rows import (
    checked,
    child,
    codes,
    errors,
    facts,
    members,
    number,
    ready,
    rejections,
    subscriber,
    warnings,
)

AT_FAULT = {"gender": None}
REJECTED = {"subgroup_id": "0042"}


def partner(**changes: str | Cell | None) -> Entries:
    return child(
        **{
            "relationship": "Spouse",
            "first_name": "Kim",
            "birth_date": "01/02/1980",
            "ssn": "801-12-3458",
            **changes,
        }
    )


def with_settled_subscriber(*typed: Entries, first: Entries | None = None) -> list[Row]:
    """The rows after a check, below a subscriber who was submitted before."""
    known = facts()
    rows = [read_row(2, first or subscriber(), known.group, COLUMNS, settled=True)]
    rows += [read_row(place, one, known.group, COLUMNS) for place, one in enumerate(typed, start=3)]
    check(rows, known)
    return rows


def test_rows_of_a_family_may_stand_anywhere() -> None:
    """A dependent above its subscriber, and another family between them, do no harm."""
    other = subscriber(family_number="2", ssn="801-12-9999", first_name="Bea")
    assert all(map(ready, checked(child(), other, subscriber(), partner())))


def test_a_family_without_a_subscriber_is_at_fault() -> None:
    """Each of its dependents says so."""
    for row in checked(child(family_number="12"), partner(family_number="12")):
        assert errors(row) == {
            "family_number": "Family 12 has no subscriber. Add one row with Relationship "
            '"Subscriber", or use another family number.'
        }


def test_a_family_has_one_subscriber() -> None:
    """With two, all of the family are at fault, and the rows are named."""
    second = subscriber(ssn="801-12-9999", first_name="Bea")
    for row in checked(subscriber(), second, child()):
        assert errors(row) == {
            "family_number": "Family 1 has 2 subscribers (rows 2, 3). "
            "Keep one, and give the others a family number of their own."
        }


def test_a_family_has_at_most_one_partner() -> None:
    """A spouse and a domestic partner are two; the others of the family are not at fault."""
    second = partner(relationship="Domestic partner", ssn="801-12-9999", first_name="Bea")
    first, spouse, domestic, young = checked(subscriber(), partner(), second, child())
    assert ready(first)
    assert ready(young)
    for row in (spouse, domestic):
        assert errors(row) == {
            "relationship": "Family 1 has 2 partners (rows 3, 4). "
            "A family has at most one Spouse or Domestic partner. Keep one."
        }


def test_dependents_of_a_subscriber_at_fault_are_at_fault() -> None:
    """The subscriber's row is named; mending it mends them."""
    _, row = checked(subscriber(**AT_FAULT), child())
    assert errors(row) == {
        "family_number": "The subscriber of family 1 (row 2) has errors. "
        "Fix those, and this row is checked again by itself."
    }
    assert ready(checked(subscriber(), child())[1])


def test_a_warning_of_the_subscriber_is_no_fault() -> None:
    """The dependents stay ready."""
    _, row = checked(subscriber(day_phone=None), child())
    assert ready(row)


def test_dependents_of_a_rejected_subscriber_are_rejected() -> None:
    """They say who was rejected, whatever else is wrong with them."""
    _, row = checked(subscriber(**REJECTED), child(gender=None))
    assert rejections(row) == {
        "family_number": "The subscriber of family 1 (row 2) was rejected, "
        "so this application cannot be accepted either. Delete it."
    }


def test_family_added_to_an_enrolled_member_is_rejected() -> None:
    """The member's row is rejected, and so is the family's."""
    member = members()[0]
    enrolled = subscriber(ssn=member.ssn, last_name=member.last_name, first_name=member.first_name)
    first, row = checked(enrolled, child(), against=facts(members=members()))
    assert rejections(first).keys() == {"ssn"}
    assert rejections(row).keys() == {"family_number"}


def test_a_dependent_at_fault_leaves_the_family_alone() -> None:
    """Only its own row is held up."""
    first, faulty, other = checked(subscriber(), child(gender=None), partner())
    assert (ready(first), ready(faulty), ready(other)) == (True, False, True)


def test_rows_without_a_family_belong_to_none() -> None:
    """An unreadable family number is the one thing told."""
    _, row = checked(subscriber(), child(family_number="one"))
    assert errors(row).keys() == {"family_number"}
    assert len(row.findings) == 1


# Coverage typed on a dependent's row


@pytest.mark.parametrize(
    ("column", "typed", "header"),
    [
        ("subgroup_id", "0002", "Subgroup ID"),
        ("plan", "HDHP 1800", "Plan"),
        ("enrollment_reason", "New hire", "Enrollment Reason"),
        ("effective_date", "01/01/2027", "Effective Date"),
        ("effective_date", "soon", "Effective Date"),
        ("hire_date", "11/01/2026", "Hire Date"),
        ("employee_id", "E-1", "Employee ID"),
        ("cobra_event", Cell("#N/A", CellKind.ERROR), "COBRA Event"),
    ],
)
def test_other_coverage_on_a_dependent_is_warned_of(
    column: str, typed: str | Cell, header: str
) -> None:
    """It isn't used, and the row stays ready."""
    _, row = checked(subscriber(), child(**{column: typed}))
    assert ready(row)
    assert warnings(row) == {
        column: f"{header} is taken from the subscriber. What this row says is not used."
    }


@pytest.mark.parametrize(
    ("column", "typed"),
    [
        ("subgroup_id", number("1")),
        ("plan", "hmo 20"),
        ("enrollment_reason", "open enrollment"),
        ("effective_date", "2026-12-01"),
        ("effective_date", "12/1/2026"),
        ("effective_date", Cell("2026-12-01", CellKind.DATE)),
    ],
)
def test_the_same_coverage_on_a_dependent_is_not_warned_of(column: str, typed: str | Cell) -> None:
    """However it is written, it says what the subscriber's row says."""
    _, row = checked(subscriber(), child(**{column: typed}))
    assert warnings(row) == {}


def test_the_only_plan_may_stand_on_a_dependent() -> None:
    """The plan that the subscriber's blank cell takes is the same plan."""
    first = subscriber(subgroup_id="0002", plan=None)
    assert warnings(checked(first, child(plan="HMO 40"))[1]) == {}


# Families of which part was submitted


def test_dependents_go_after_a_submitted_subscriber() -> None:
    """What the subscriber would be found guilty of today doesn't matter any more."""
    for first in (subscriber(), subscriber(**AT_FAULT), subscriber(**REJECTED)):
        assert ready(with_settled_subscriber(child(), first=first)[1])


def test_submitted_rows_get_no_findings() -> None:
    """They count as family and aren't judged, even beside a second subscriber."""
    second = subscriber(ssn="801-12-9999", first_name="Bea")
    settled, row = with_settled_subscriber(second)
    assert settled.findings == []
    assert codes(row) == {"several_subscribers"}


def test_a_submitted_partner_counts() -> None:
    """A second one is one too many."""
    known = facts()
    rows = [
        read_row(2, subscriber(), known.group, COLUMNS, settled=True),
        read_row(3, partner(), known.group, COLUMNS, settled=True),
        read_row(4, partner(ssn="801-12-9999", first_name="Bea"), known.group, COLUMNS),
    ]
    check(rows, known)
    assert errors(rows[2]).keys() == {"relationship"}


# What is submitted


def enrolled(first: Entries, second: Entries, *, settled: bool = False) -> dict[str, object]:
    """A dependent's answers as submitted, by column key, blank ones left out."""
    known = facts()
    rows = [
        read_row(2, first, known.group, COLUMNS, settled=settled),
        read_row(3, second, known.group, COLUMNS),
    ]
    check(rows, known)
    answers = enrollment(rows[1], rows[0])
    return {key: value for key in answers.__struct_fields__ if (value := getattr(answers, key))}


def test_dependents_take_the_subscribers_coverage() -> None:
    """Whatever their own row says about it."""
    found = enrolled(subscriber(employee_id="E-7"), child(plan="HMO 40", subgroup_id="0042"))
    assert (found["subgroup_id"], found["plan"]) == ("0001", "HMO 20")
    assert str(found["effective_date"]) == "2026-12-01"
    assert found["employee_id"] == "E-7"
    assert found["first_name"] == "Leo"


def test_dependents_take_the_subscribers_address_where_theirs_is_blank() -> None:
    """The whole of it, down to the apartment."""
    home = {"address_2": "Apt 4", "county": "Alameda"}
    found = enrolled(subscriber(**home), child())
    assert (found["address"], found["address_2"]) == ("9004 Lake St", "Apt 4")
    assert (found["city"], found["state"], found["zip"]) == ("Fremont", "CA", "94536")
    assert found["county"] == "Alameda"


def test_dependents_keep_an_address_of_their_own() -> None:
    """Nothing of the subscriber's is mixed in."""
    own = {"address": "1 Elm St", "city": "Hilo", "state": "HI", "zip": "96720"}
    found = enrolled(subscriber(address_2="Apt 4"), child(**own))
    assert (found["address"], found["city"], found["zip"]) == ("1 Elm St", "Hilo", "96720")
    assert "address_2" not in found


def test_mail_and_phone_are_each_persons_own() -> None:
    """They aren't taken from the subscriber."""
    mail = {"mailing_address": "PO Box 9", "mailing_city": "Hilo", "mailing_state": "HI"}
    found = enrolled(subscriber(**mail, mailing_zip="96720"), child())
    assert not {"mailing_address", "day_phone", "email"} & found.keys()


@pytest.mark.parametrize("settled", [False, True])
def test_what_was_repaired_is_inherited(settled: bool) -> None:
    """The only plan and a restored zero, also of a subscriber who was submitted before."""
    first = subscriber(subgroup_id=number("2"), plan=None, state="MA", zip=number("2138"))
    found = enrolled(first, child(), settled=settled)
    assert (found["subgroup_id"], found["plan"], found["zip"]) == ("0002", "HMO 40", "02138")


def test_a_subscriber_is_submitted_as_read() -> None:
    """There is nobody to take anything from."""
    known = facts()
    row = read_row(2, subscriber(), known.group, COLUMNS)
    assert enrollment(row, None) is row.answers
    assert enrollment(row, row) is row.answers
