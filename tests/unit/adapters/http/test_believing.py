"""Which answers are believed: none that has a part which cannot be right."""

from collections.abc import Callable
from typing import Any

import pytest

from adapters.registry.contract import EVERGREEN, REDWOOD, XAVIER, submission
from adapters.registry.http import HttpRegistry
from domain.errors import RegistryUnavailable
from domain.submission import Answer, Status
from tests.faulty_carrier import FaultyCarrier, tampered
from tests.reference_server import ReferenceServer

INES = submission(1)
RAUL = submission(2, first_name="Raul")
BOTH = [INES, RAUL]

Change = Callable[[Any], Any]


def first(**changes: Any) -> Change:
    """The answer to the first submission says so instead."""
    return lambda body: {"answers": [body["answers"][0] | changes, *body["answers"][1:]]}


def also(**changes: Any) -> Change:
    """The first answer comes a second time, changed so."""
    return lambda body: {"answers": [*body["answers"], body["answers"][0] | changes]}


def exchanged(body: Any) -> Any:
    """Each has the other's confirmation."""
    one, two = body["answers"]
    ids = one["confirmation_id"], two["confirmation_id"]
    return {"answers": [one | {"confirmation_id": ids[1]}, two | {"confirmation_id": ids[0]}]}


WRONG_ANSWERS = {
    "another's confirmation": first(confirmation_id="confirmation-2"),
    "each other's confirmation": exchanged,
    "no confirmation": first(confirmation_id=None),
    "a key that wasn't sent": also(key="key-9", confirmation_id="confirmation-9"),
    "an unknown status": first(status="pending"),
    "no status": first(status=None),
    "words that are none": first(words=5),
    "two answers to one": also(status="declined"),
    "no list": lambda _: {"answers": None},
    "nothing": lambda _: {},
    "a list": lambda body: body["answers"],
}


@pytest.mark.parametrize("change", WRONG_ANSWERS.values(), ids=WRONG_ANSWERS)
def test_wrong_answers_leave_all_in_doubt(
    registry: HttpRegistry, carrier: FaultyCarrier, server: ReferenceServer, change: Change
) -> None:
    """One wrong part and nothing of the answer is used; asked, the carrier tells what it has."""
    carrier.fault = tampered(change)
    with pytest.raises(RegistryUnavailable) as failure:
        registry.submit(BOTH)
    assert type(failure.value) is RegistryUnavailable
    carrier.fault = None
    assert [one.status for one in registry.ask(["key-1", "key-2"])] == [Status.COMPLETED] * 2
    assert len(server.accepted()) == 2


@pytest.mark.parametrize(
    "change",
    [
        also(key="key-9"),
        first(status="pending"),
        also(status="declined"),
        lambda _: {"answers": "none"},
    ],
    ids=["a key that wasn't asked about", "an unknown status", "two answers to one", "no list"],
)
def test_wrong_answers_to_questions_are_not_used(
    registry: HttpRegistry, carrier: FaultyCarrier, change: Change
) -> None:
    """What is told of a submission is held to the same."""
    registry.submit(BOTH)
    carrier.fault = tampered(change)
    with pytest.raises(RegistryUnavailable):
        registry.ask(["key-1", "key-2"])


def test_same_answer_twice_is_one(registry: HttpRegistry, carrier: FaultyCarrier) -> None:
    """An answer that is repeated as it was does no harm."""
    carrier.fault = tampered(also())
    assert [one.key for one in registry.submit(BOTH)] == ["key-1", "key-2"]


def test_fields_that_came_later_are_ignored(registry: HttpRegistry, carrier: FaultyCarrier) -> None:
    """A carrier may answer more than the contract knows."""
    carrier.fault = tampered(lambda body: {**first(since="2026")(body), "version": 3})
    assert len(registry.submit(BOTH)) == 2


def test_whoever_is_left_out_was_not_taken(registry: HttpRegistry, carrier: FaultyCarrier) -> None:
    """An answer need not have everybody."""
    carrier.fault = tampered(lambda body: {"answers": body["answers"][1:]})
    assert [one.key for one in registry.submit(BOTH)] == ["key-2"]


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("processing", Status.PROCESSING),
        ("completed", Status.COMPLETED),
        ("needs_review", Status.NEEDS_REVIEW),
        ("declined", Status.DECLINED),
        ("returned", Status.SUBMITTED),
    ],
)
def test_statuses_are_understood(
    registry: HttpRegistry, carrier: FaultyCarrier, said: str, status: Status
) -> None:
    """Each status of the contract is one of the site's, with the carrier's words."""
    registry.submit([INES])
    carrier.fault = tampered(first(status=said, words="Thank you."))
    assert list(registry.ask(["key-1"])) == [Answer("key-1", status, "Thank you.")]


def test_endless_words_are_cut(registry: HttpRegistry, carrier: FaultyCarrier) -> None:
    """Words are for a line of a table."""
    carrier.fault = tampered(first(words="long " * 10_000))
    answers = registry.submit([INES])
    assert len(answers[0].words) == 500


def test_members_of_other_groups_are_not_believed(
    registry: HttpRegistry, carrier: FaultyCarrier
) -> None:
    """A member of another group in an answer makes it nobody's."""
    carrier.fault = tampered(
        lambda body: {**body, "members": [one | {"group_id": EVERGREEN} for one in body["members"]]}
    )
    with pytest.raises(RegistryUnavailable):
        registry.possible_matches(REDWOOD, [XAVIER])
    with pytest.raises(RegistryUnavailable):
        registry.members(REDWOOD, "", 1)


def test_members_who_come_twice_are_one(registry: HttpRegistry, carrier: FaultyCarrier) -> None:
    """A member who is found in two ways is one."""
    carrier.fault = tampered(lambda body: {"members": body["members"] * 2})
    assert len(registry.possible_matches(REDWOOD, [XAVIER])) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"page": 4},
        {"page": 0},
        {"total": -1},
        {"total": "many"},
        {"members": None},
    ],
)
def test_pages_that_cannot_be_are_not_shown(
    registry: HttpRegistry, carrier: FaultyCarrier, change: dict[str, Any]
) -> None:
    """A page beyond the last, or before the first, is no answer."""
    carrier.fault = tampered(lambda body: body | change)
    with pytest.raises(RegistryUnavailable):
        registry.members(REDWOOD, "", 1)


@pytest.mark.parametrize(
    "change", [{"birth_date": "14 Feb 1985"}, {"ssn": "500-00-0001"}, {"member_id": ""}]
)
def test_members_must_be_as_published(
    registry: HttpRegistry, carrier: FaultyCarrier, change: dict[str, Any]
) -> None:
    """A number with dashes would be found to be nobody's: better no answer than a wrong one."""
    carrier.fault = tampered(lambda body: {"members": [body["members"][0] | change]})
    with pytest.raises(RegistryUnavailable):
        registry.possible_matches(REDWOOD, [XAVIER])


@pytest.mark.parametrize(
    "change",
    [
        lambda body: {"groups": body["groups"] * 2},
        lambda body: {"groups": [body["groups"][0] | {"id": EVERGREEN}]},
        lambda body: {"groups": [body["groups"][0] | {"subgroups": None}]},
    ],
    ids=["twice", "another", "no subgroups"],
)
def test_groups_that_cannot_be_are_not_believed(
    registry: HttpRegistry, carrier: FaultyCarrier, change: Change
) -> None:
    """Groups that were not asked about, or come twice, are no answer."""
    carrier.fault = tampered(change)
    with pytest.raises(RegistryUnavailable):
        registry.groups([REDWOOD])


def test_no_part_of_a_number_is_left_where_words_are_cut(
    registry: HttpRegistry, carrier: FaultyCarrier
) -> None:
    """It is hidden before."""
    carrier.fault = tampered(first(words=f"{'x' * 490} 987-65-4321"))
    (answer,) = registry.submit([INES])
    assert "987" not in answer.words
    assert len(answer.words) == 500
