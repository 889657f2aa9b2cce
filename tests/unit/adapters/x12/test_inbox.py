"""What the carrier says comes back to each submission, on its level."""

import pytest
from msgspec.structs import replace

from adapters.registry.x12 import X12Registry
from domain.submission import Answer, Status
from tests.unit.adapters.x12.acknowledging import of_set, results, ta1, x999
from tests.unit.adapters.x12.carrier import FileCarrier
from tests.unit.adapters.x12.people import loops, person
from tests.unit.adapters.x12.sent import FILE, INES, KEYS, LUZ, ROSA, names, told


@pytest.fixture(autouse=True)
def _handed_over(registry: X12Registry) -> None:
    registry.submit([INES, LUZ, ROSA])


def test_the_three_levels_follow_each_other(carrier: FileCarrier, registry: X12Registry) -> None:
    """Received, accepted, decided: each says more than the one before."""
    assert told(registry) == {(Status.PROCESSING, f"Written to file {FILE}.")}
    carrier.says("a.ta1", ta1(1))
    assert told(registry) == {(Status.PROCESSING, f"The carrier has received file {FILE}.")}
    carrier.says("b.999", x999(1, *of_set(1, "A")))
    accepted = f"The carrier's system has accepted the content of file {FILE}."
    assert told(registry) == {(Status.PROCESSING, accepted)}
    carrier.says(
        "c.csv",
        results(
            f"{INES.confirmation_id},Completed,Welcome.,000341-000900",
            f"{LUZ.confirmation_id.replace('-', '').lower()},needs  review,,",
            f"{ROSA.confirmation_id},DECLINED,No such plan.,",
        ),
    )
    assert sorted(registry.ask(KEYS), key=lambda one: one.key) == [
        Answer("key-1", Status.COMPLETED, "Welcome."),
        Answer("key-2", Status.NEEDS_REVIEW, "The carrier's staff will look at it."),
        Answer("key-3", Status.DECLINED, "No such plan."),
    ]
    assert names(carrier.inbox / "done") == ["a.ta1", "b.999", "c.csv"]
    assert names(carrier.inbox) == [".reading", "done", "unreadable"]


def test_a_999_alone_is_enough(carrier: FileCarrier, registry: X12Registry) -> None:
    """A carrier may leave a level out; the one that comes late changes nothing."""
    carrier.says("b.999", x999(1))
    before = told(registry)
    carrier.says("a.ta1", ta1(1))
    assert told(registry) == before
    assert "accepted the content" in before.pop()[1]


def test_a_file_that_was_not_taken_is_given_back(
    carrier: FileCarrier, registry: X12Registry
) -> None:
    """A TA1 that rejects gives everybody in the file back, and says why."""
    carrier.says("a.ta1", ta1(1, "R", "006"))
    words = f"The carrier did not take file {FILE}: The sender's ID is not known (code 006)."
    assert told(registry) == {(Status.SUBMITTED, words)}


def test_a_rejected_set_is_given_back(carrier: FileCarrier, registry: X12Registry) -> None:
    """A 999 that rejects gives the set back, and says of whom what was found."""
    found = ["IK3*INS*18**8", "IK4*4*1203*7*ZZ", "IK3*N1*6**8"]
    carrier.says("b.999", x999(1, *of_set(1, "R", *found, notes="5"), group="AK9*R*1*1*0"))
    answers = {one.key: one for one in registry.ask(KEYS)}
    assert {one.status for one in answers.values()} == {Status.SUBMITTED}
    begin = (
        f"The carrier's system rejected the content of file {FILE}: Segments have errors (code 5)."
    )
    assert answers["key-1"].words == f"{begin} Of this person's record nothing is said."
    assert answers["key-2"].words == (
        f"{begin} Segment INS has errors (code 8)."
        " Segment INS, element 4, has a code that is not known (code 7)."
    )


def test_only_the_rejected_set_is_given_back(carrier: FileCarrier, registry: X12Registry) -> None:
    """The other batches of the file go on."""
    one, other = person(4), replace(person(5), batch_id="another")
    registry.submit([one, other])
    carrier.says("b.999", x999(2, *of_set(2, "R"), group="AK9*P*2*2*1"))
    answers = {one.key: one.status for one in registry.ask(["key-4", "key-5"])}
    assert answers == {"key-4": Status.PROCESSING, "key-5": Status.SUBMITTED}


def test_given_back_is_written_anew(carrier: FileCarrier, registry: X12Registry) -> None:
    """Handed over again, who was given back goes into a new file, and only that one counts."""
    carrier.says("a.ta1", ta1(1, "R", "006"))
    registry.ask(KEYS)
    assert {one.words for one in registry.submit([INES, LUZ])} == {
        "Written to file 834_000000002.x12."
    }
    assert len(loops(carrier.written()["834_000000002.x12"])) == 2
    # Again: it is known now.
    registry.submit([INES, LUZ])
    assert len(carrier.written()) == 2
    # What comes late for the first file is not about them any more.
    carrier.says("b.999", x999(1, *of_set(1, "A")))
    carrier.says("c.ta1", ta1(2))
    answers = {one.key: one for one in registry.ask(KEYS)}
    assert answers["key-1"].words == "The carrier has received file 834_000000002.x12."
    assert answers["key-3"].status is Status.SUBMITTED


def test_dependent_does_not_follow_who_was_given_back(
    carrier: FileCarrier, registry: X12Registry
) -> None:
    """A dependent goes with the subscriber, or after, not instead."""
    carrier.says("a.ta1", ta1(1, "R", "006"))
    registry.ask(KEYS)
    (answer,) = registry.submit([LUZ])
    assert answer.status is Status.SUBMITTED
    assert len(carrier.written()) == 1


def test_first_word_stays(carrier: FileCarrier, registry: X12Registry) -> None:
    """A carrier that says otherwise later is not followed; it stands beside its file."""
    carrier.says("a.999", x999(1, *of_set(1, "A")))
    carrier.says("a.ta1", ta1(1))
    carrier.says("a.csv", results(f"{INES.confirmation_id},completed,,M1"))
    before = told(registry)
    carrier.says("b.999", x999(1, *of_set(1, "R"), group="AK9*R*1*1*0"))
    carrier.says("b.ta1", ta1(1, "R", "006"))
    carrier.says("b.csv", results(f"{INES.confirmation_id},declined,,"))
    assert told(registry) == before
    done = carrier.inbox / "done"
    said = {path.name.split("-", 2)[-1]: path.read_text() for path in done.glob("*.txt")}
    assert said == {
        "b.999.txt": "The 999 of interchange 000000001, transaction set 0001, contradicts an"
        " earlier one.\n",
        "b.ta1.txt": "The TA1 of interchange 000000001 contradicts an earlier one.\n",
        "b.csv.txt": "Row 2 was passed over: the submission was Completed already.\n",
    }


def test_the_same_again_is_no_news(carrier: FileCarrier, registry: X12Registry) -> None:
    """A carrier that says everything twice is answered nothing."""
    for begin in "ab":
        carrier.says(f"{begin}.999", x999(1, *of_set(1, "A")))
        carrier.says(f"{begin}.ta1", ta1(1))
        carrier.says(f"{begin}.csv", results(f"{INES.confirmation_id},completed,Hello.,M1"))
    registry.ask(KEYS)
    assert list((carrier.inbox / "done").glob("*.txt")) == []
    assert registry.members("000341", "Quispe", 1).total == 1


def test_strangers_in_results_are_passed_over(carrier: FileCarrier, registry: X12Registry) -> None:
    """A confirmation ID that nobody has is noted by its row, and the others count."""
    carrier.says(
        "c.csv", results("222-222-222X,completed,,", "", f"{ROSA.confirmation_id},completed,,")
    )
    assert {one.key for one in registry.ask(KEYS) if one.status.final} == {"key-3"}
    (note,) = (carrier.inbox / "done").glob("*.txt")
    assert note.read_text() == "Row 2 was passed over: no submission has this confirmation ID.\n"


def test_completed_people_are_members(carrier: FileCarrier, registry: X12Registry) -> None:
    """Who is completed is found among the members, by the carrier's number if it gave one."""
    carrier.says(
        "c.csv",
        results(f"{INES.confirmation_id},completed,,M-1", f"{LUZ.confirmation_id},completed,,"),
    )
    registry.ask(KEYS)
    ines, luz = registry.members("000341", "Quispe", 1).items
    assert (ines.member_id, ines.ssn, ines.relationship) == ("M-1", "500000001", "Subscriber")
    assert luz.member_id == LUZ.confirmation_id
    assert registry.possible_matches("000341", [ines.identity]) == (ines,)
