"""Carriers that misbehave while submissions are handed over: what is said of it, and that asking
by key tells the truth afterwards."""

import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http import HTTPStatus

import pytest

from adapters.registry.contract import submission
from adapters.registry.http import HttpRegistry
from domain.errors import NothingArrived, RegistryRefused, RegistryUnavailable
from domain.submission import Status
from tests import faulty_carrier as faults
from tests.fakes.system import FakeClock
from tests.faulty_carrier import Fault, FaultyCarrier
from tests.reference_server import ReferenceServer, http_registry

INES = submission(1)
LUZ = submission(2, first_name="Luz", subscriber=INES)

TAKEN = [
    faults.drops_the_answer,
    faults.fails_afterwards,
    faults.gateway_gives_up,
    faults.proxy_loses_it,
    faults.sends_elsewhere,
    faults.stops_halfway,
    faults.answers_nothing,
    faults.answers_garbage,
    faults.answers_deep_garbage,
    faults.answers_without_end,
    faults.answers_html,
    faults.answers_another_call,
    faults.breaks_the_protocol,
]


@pytest.mark.parametrize("fault", TAKEN)
def test_what_arrived_without_an_answer_is_in_doubt(
    registry: HttpRegistry, carrier: FaultyCarrier, server: ReferenceServer, fault: Fault
) -> None:
    """Whatever becomes of the answer, it is sent once and in doubt; asked, the carrier has it."""
    carrier.fault = fault
    with pytest.raises(RegistryUnavailable) as failure:
        registry.submit([INES, LUZ])
    assert type(failure.value) is RegistryUnavailable
    assert carrier.calls == ["/v1/submissions"]
    carrier.fault = None
    assert [one.status for one in registry.ask(["key-1", "key-2"])] == [Status.COMPLETED] * 2
    assert len(server.accepted()) == 2


@pytest.mark.parametrize("fault", [faults.hangs, faults.drips, faults.drips_the_body])
def test_what_is_not_answered_in_time_is_in_doubt(
    registry: HttpRegistry, hasty: HttpRegistry, carrier: FaultyCarrier, fault: Fault
) -> None:
    """A second is a second, whether the carrier says nothing or a byte now and then."""
    carrier.fault = fault
    started = time.monotonic()
    with pytest.raises(RegistryUnavailable, match="no answer in time") as failure:
        hasty.submit([INES, LUZ])
    assert time.monotonic() - started < 300  # it says something for 500 seconds, or nothing for 600
    assert type(failure.value) is RegistryUnavailable
    assert carrier.calls == ["/v1/submissions"]
    carrier.fault = None
    while not (told := registry.ask(["key-1", "key-2"])):
        assert time.monotonic() - started < 300
    assert [one.status for one in told] == [Status.COMPLETED] * 2


@pytest.mark.parametrize("status", [500, 502, 504, 503, 599, 408, 302, 204])
def test_other_answers_are_in_doubt(
    registry: HttpRegistry, carrier: FaultyCarrier, status: int
) -> None:
    """What the contract doesn't say to mean that nothing was taken may mean anything."""
    carrier.fault = faults.refuses(status)
    with pytest.raises(RegistryUnavailable) as failure:
        registry.submit([INES])
    assert type(failure.value) is RegistryUnavailable
    assert str(status) in str(failure.value)


def test_connection_closed_at_once_is_in_doubt(
    registry: HttpRegistry, carrier: FaultyCarrier
) -> None:
    """Bytes have gone out: nobody can tell. Nothing is sent a second time."""
    carrier.fault = faults.hangs_up_at_once
    with pytest.raises(RegistryUnavailable) as failure:
        registry.submit([INES])
    assert type(failure.value) is RegistryUnavailable
    assert carrier.calls == ["/v1/submissions"]
    carrier.fault = None
    assert list(registry.ask(["key-1"])) == []


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 409, 413, 415, 422])
def test_refusals_say_so(registry: HttpRegistry, carrier: FaultyCarrier, status: int) -> None:
    """Nothing was taken, and somebody must mend something: operators read which status it was."""
    carrier.fault = faults.refuses(status)
    with pytest.raises(RegistryRefused) as failure:
        registry.submit([INES])
    assert failure.value.reason == f"{status} {HTTPStatus(status).phrase}"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b'{"title": "No", "status": 422, "code": "unknown_plan"}', ": unknown_plan"),
        (b'{"title": "No", "status": 422}', ""),
        (b'{"title": "No", "status": 422, "code": "Ines Quispe"}', ""),
        (b'{"title": "No", "status": 422, "code": "500000001"}', ""),
        (b"no JSON", ""),
        (b" " * 100_000, ""),
    ],
)
def test_reason_codes_are_passed_on(
    registry: HttpRegistry, carrier: FaultyCarrier, body: bytes, said: str
) -> None:
    """Of a problem's document the code is passed on, if it is one: nothing else is sure to hold
    nobody's name."""
    problem = faults.Reply(422, {"content-type": "application/problem+json"}, body)
    carrier.fault = lambda call: call.answer(problem)
    with pytest.raises(RegistryRefused) as failure:
        registry.submit([INES])
    assert failure.value.reason == f"422 {HTTPStatus(422).phrase}{said}"


@pytest.mark.parametrize(
    ("status", "headers", "seconds"),
    [
        (429, {"Retry-After": "17"}, 17),
        (429, {}, None),
        (429, {"Retry-After": "soon"}, None),
        (503, {"Retry-After": "0"}, 0),
        (503, {"Retry-After": "120"}, 120),
    ],
)
def test_carrier_that_asks_to_wait_has_taken_nothing(
    registry: HttpRegistry,
    carrier: FaultyCarrier,
    status: int,
    headers: dict[str, str],
    seconds: float | None,
) -> None:
    """Too busy, or away for a while: nothing arrived, and the site knows when to come again."""
    carrier.fault = lambda call: call.answer(faults.Reply(status, headers, b""))
    with pytest.raises(NothingArrived) as failure:
        registry.submit([INES])
    assert failure.value.retry_after == seconds


@pytest.mark.parametrize(("wait", "seconds"), [(90, 90), (-90, 0)])
def test_carrier_may_name_a_time(carrier: FaultyCarrier, wait: int, seconds: int) -> None:
    """The time to come again may be a date, and one that has passed is now."""
    now = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
    date = format_datetime(now + timedelta(seconds=wait), usegmt=True)
    registry = http_registry(carrier.url, FakeClock(now))
    carrier.fault = lambda call: call.answer(faults.Reply(503, {"Retry-After": date}, b""))
    with pytest.raises(NothingArrived) as failure:
        registry.submit([INES])
    assert failure.value.retry_after == seconds
    registry.close()


def test_nobody_there_means_nothing_arrived(server: ReferenceServer) -> None:
    """Where nothing listens nothing arrives."""
    with faults.faulty_carrier(server.url) as carrier:
        registry = http_registry(carrier.url)
    with pytest.raises(NothingArrived):
        registry.submit([INES])
    registry.close()


def test_killed_carrier_has_what_it_answered(
    registry: HttpRegistry, carrier: FaultyCarrier, server: ReferenceServer
) -> None:
    """A carrier that is killed right after its answer has it when it is started again."""
    registry.submit([INES])
    server.kill()
    with pytest.raises(RegistryUnavailable):
        registry.submit([LUZ])
    server.start()
    assert [one.key for one in registry.ask(["key-1", "key-2"])] == ["key-1"]
    assert [one.key for one in registry.submit([INES, LUZ])] == ["key-1", "key-2"]
    assert len(server.accepted()) == 2
