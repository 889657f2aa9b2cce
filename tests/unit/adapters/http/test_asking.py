"""Questions, which may be asked again: connections that break, carriers that are left alone."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from adapters.registry.contract import GROUPS, HOTELS, REDWOOD, XAVIER, submission
from adapters.registry.http import HttpRegistry
from domain.errors import NothingArrived, RegistryUnavailable
from domain.people import Identity
from tests import faulty_carrier as faults
from tests.faulty_carrier import Call, Fault, FaultyCarrier
from tests.reference_server import ReferenceServer, http_registry

INES = submission(1)


def honest(call: Call) -> None:
    call.answer(call.forward())


def once(fault: Fault, then: Fault | None = None) -> Fault:
    """The fault, and honest answers after it."""

    def faulty(call: Call) -> None:
        call.carrier.fault = then
        fault(call)

    return faulty


@pytest.mark.parametrize(
    "fault",
    [
        faults.hangs_up_at_once,
        faults.drops_the_answer,
        faults.stops_halfway,
        faults.answers_another_call,
    ],
)
def test_questions_are_asked_once_more(
    registry: HttpRegistry, carrier: FaultyCarrier, fault: Fault
) -> None:
    """A connection that breaks is nothing an administrator needs to know of."""
    carrier.fault = once(fault)
    assert len(registry.groups([REDWOOD])) == 1
    assert len(carrier.calls) == 2


def test_questions_are_asked_twice_at_most(registry: HttpRegistry, carrier: FaultyCarrier) -> None:
    """A connection that breaks again is a carrier that is away."""
    carrier.fault = faults.hangs_up_at_once
    with pytest.raises(RegistryUnavailable):
        registry.ask(["key-1"])
    assert len(carrier.calls) == 2


@pytest.mark.parametrize("fault", [faults.fails_afterwards, faults.answers_garbage])
def test_answers_are_not_asked_for_again(
    registry: HttpRegistry, carrier: FaultyCarrier, fault: Fault
) -> None:
    """A carrier that has answered, however badly, isn't asked once more."""
    carrier.fault = fault
    with pytest.raises(RegistryUnavailable):
        registry.groups([REDWOOD])
    assert len(carrier.calls) == 1


def test_answers_that_come_twice_are_told_apart(
    registry: HttpRegistry, carrier: FaultyCarrier
) -> None:
    """An answer that comes a second time is not taken for that to the next question."""
    carrier.fault = faults.answers_twice
    ids = [group.id for group in GROUPS] * 2
    assert [registry.groups([one])[0].id for one in ids] == ids


def test_answer_that_comes_twice_before_a_hand_over(
    registry: HttpRegistry, carrier: FaultyCarrier, server: ReferenceServer
) -> None:
    """With an old answer on the line, a handing-over is in doubt, not taken for answered."""
    registry.submit([INES])
    carrier.fault = once(faults.answers_twice)
    registry.submit([INES])
    with pytest.raises(RegistryUnavailable) as failure:
        registry.submit([submission(2), INES])
    assert type(failure.value) is RegistryUnavailable
    # What was sent may still be under way: only the key makes sure that it is taken once.
    assert [one.key for one in registry.submit([submission(2), INES])] == ["key-1", "key-2"]
    assert len(server.accepted()) == 2


def test_slow_carrier_is_given_up_in_time(hasty: HttpRegistry, carrier: FaultyCarrier) -> None:
    """However slowly the answer comes, and however many requests it takes, a call ends when the
    carrier's file says so."""
    carrier.fault = faults.drips
    with pytest.raises(RegistryUnavailable):
        hasty.possible_matches(REDWOOD, [XAVIER])
    asked = len(carrier.calls)

    def slowly(call: Call) -> None:
        call.wait(0.4)
        call.answer(call.forward())

    carrier.fault = slowly
    with pytest.raises(RegistryUnavailable):
        hasty.ask([f"key-{number}" for number in range(20_000)])
    assert len(carrier.calls) - asked <= 4  # of the twenty that it takes


def test_thousands_are_asked_about_in_pieces(
    registry: HttpRegistry, carrier: FaultyCarrier
) -> None:
    """More people, keys or groups than a request takes go in several."""
    people = [Identity("Nobody", "", None, f"{number:09}") for number in range(2_500)]
    found = registry.possible_matches(REDWOOD, [*people, XAVIER, *people])
    assert [one.member_id for one in found] == ["000341-000002"]
    assert len(carrier.calls) == 6
    registry.submit([INES])
    keys = [f"never-{number}" for number in range(1_000)]
    assert [one.key for one in registry.ask([*keys, "key-1"])] == ["key-1"]
    assert [one.id for one in registry.groups([HOTELS, *keys, REDWOOD])] == [REDWOOD, HOTELS]
    assert len(carrier.calls) == 11


def test_long_names_can_be_asked_about(registry: HttpRegistry) -> None:
    """A first name longer than any is no reason for refusing everybody else's question."""
    people = [Identity("X" * 5_000, "", XAVIER.birth_date), XAVIER]
    assert len(registry.possible_matches(REDWOOD, people)) == 1


def test_nothing_is_asked_about_nobody(registry: HttpRegistry, carrier: FaultyCarrier) -> None:
    """Where there is nothing to ask the carrier isn't troubled."""
    registry.groups([])
    registry.ask([])
    registry.submit([])
    registry.possible_matches(REDWOOD, [Identity("Xavier", "Müller")])
    assert carrier.calls == []


def test_carrier_that_fails_is_left_alone(registry: HttpRegistry, carrier: FaultyCarrier) -> None:
    """After five failures in a row nothing is sent for a while, and submissions surely aren't."""
    carrier.fault = faults.refuses(500)
    for _ in range(5):
        with pytest.raises(RegistryUnavailable):
            registry.ping()
    with pytest.raises(NothingArrived) as failure:
        registry.submit([INES])
    assert 0 < (failure.value.retry_after or 0) <= 10
    assert len(carrier.calls) == 5


def test_refusals_are_no_failures(registry: HttpRegistry, carrier: FaultyCarrier) -> None:
    """A carrier that refuses is there, and is asked on."""
    carrier.fault = faults.refuses(422)
    for _ in range(10):
        with pytest.raises(RegistryUnavailable):
            registry.submit([INES])
    assert len(carrier.calls) == 10


def test_many_may_ask_at_once(registry: HttpRegistry, carrier: FaultyCarrier) -> None:
    """Questions of several threads are under way side by side, each gets its own answer."""
    ids = [group.id for group in GROUPS] * 2
    everybody = Barrier(len(ids), timeout=300)

    def together(call: Call) -> None:
        everybody.wait()
        call.answer(call.forward())

    carrier.fault = together
    with ThreadPoolExecutor(len(ids)) as threads:
        answers = list(threads.map(lambda one: registry.groups([one]), ids))
    assert [group.id for groups in answers for group in groups] == ids


def test_pieces_of_a_hand_over(server: ReferenceServer, carrier: FaultyCarrier) -> None:
    """Of a handing-over in pieces, what came before a refusal is answered, and what came before
    a doubt is in doubt with the rest."""
    registry = http_registry(carrier.url, submissions_per_call=2)
    people = [submission(number) for number in range(1, 7)]
    for fault in (faults.refuses(422), faults.refuses(429)):
        carrier.fault = once(honest, then=fault)
        assert [one.key for one in registry.submit(people)] == ["key-1", "key-2"]
        assert len(server.accepted()) == 2
    carrier.fault = once(honest, then=faults.refuses(500))
    with pytest.raises(RegistryUnavailable) as failure:
        registry.submit(people)
    assert type(failure.value) is RegistryUnavailable
    carrier.fault = None
    assert [one.key for one in registry.submit(people)] == [one.key for one in people]
    registry.close()
