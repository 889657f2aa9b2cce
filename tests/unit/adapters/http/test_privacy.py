"""Where people's names and numbers must not come to stand."""

import logging
import traceback

import pytest

from adapters.registry.contract import REDWOOD, XAVIER, submission
from adapters.registry.http import HttpRegistry
from domain.errors import RegistryUnavailable
from tests import faulty_carrier as faults
from tests.faulty_carrier import Fault, FaultyCarrier, tampered

INES = submission(1)
PRIVATE = ["Ines", "Quispe", "500000001", "1985-02-14", "Xavier", "847240482", "1991-06-23"]


def leaked(text: str) -> list[str]:
    return [word for word in PRIVATE if word in text]


def speaks_out_of_turn(call: faults.Call) -> None:
    """A body where a status line should be."""
    call.forward()
    call.wfile.write(b'{"first_name": "Ines", "ssn": "500000001"}\r\n\r\n')


@pytest.mark.parametrize(
    "fault",
    [
        None,
        faults.drops_the_answer,
        faults.fails_afterwards,
        faults.answers_garbage,
        speaks_out_of_turn,
        tampered(lambda _: {"answers": [{"key": "key-1", "status": "Ines"}], "members": "Xavier"}),
        lambda call: call.answer(
            faults.Reply(
                422,
                {"content-type": "application/problem+json"},
                b'{"title": "Ines Quispe is wrong", "status": 422, "code": "500000001"}',
            )
        ),
    ],
)
def test_nothing_personal_is_logged_raised_or_addressed(
    registry: HttpRegistry,
    carrier: FaultyCarrier,
    caplog: pytest.LogCaptureFixture,
    fault: Fault | None,
) -> None:
    """Not in any library's log, an error with its causes, or the address of a request."""
    caplog.set_level(logging.DEBUG)
    carrier.fault = fault
    errors = []
    for call in (
        lambda: registry.submit([INES]),
        lambda: registry.possible_matches(REDWOOD, [XAVIER]),
        lambda: registry.members(REDWOOD, XAVIER.first_name, 1),
    ):
        try:
            call()
        except RegistryUnavailable as error:
            errors.append("".join(traceback.format_exception(error)))
    assert len(errors) == (3 if fault else 0)
    assert leaked("".join(errors)) == []
    assert leaked(caplog.text) == []
    assert leaked(" ".join(carrier.calls)) == []
    assert "a-token-of-tests" not in caplog.text
