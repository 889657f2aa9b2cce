"""The published contract: valid, current, and kept by both sides."""

import json
from typing import Any

import httpx
import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from adapters.registry.contract import REDWOOD, XAVIER, submission
from adapters.registry.http import HttpRegistry
from adapters.registry.http.document import document, text
from domain.core_columns import COLUMNS
from tests.architecture.tree import ROOT
from tests.faulty_carrier import Call, FaultyCarrier
from tests.reference_server import TOKEN, ReferenceServer

PUBLISHED = ROOT / "docs" / "carrier-api.openapi.json"
CONTRACT: Any = document()
INES = submission(1)
LUZ = submission(2, first_name="Luz", subscriber=INES, warnings=("possible_duplicate",))


def fits(schema: Any, body: bytes) -> None:
    """Raises ValidationError when the body is not as the schema says."""
    whole = {**schema, "components": CONTRACT["components"]}
    checker = Draft202012Validator.FORMAT_CHECKER
    Draft202012Validator(whole, format_checker=checker).validate(json.loads(body))


def response(operation: Any, status: int) -> Any:
    """What the contract says of an answer."""
    said = operation["responses"][str(status)]
    if "$ref" in said:
        return CONTRACT["components"]["responses"][said["$ref"].rpartition("/")[2]]
    return said


def test_contract_is_valid() -> None:
    """It is OpenAPI 3.1."""
    assert list(OpenAPIV31SpecValidator(CONTRACT).iter_errors()) == []


def test_published_contract_is_current() -> None:
    """What is published is what the messages and the prose say now; if not, make it anew:
    .venv/bin/python -m adapters.registry.http.document > docs/carrier-api.openapi.json"""
    assert PUBLISHED.read_text(encoding="utf-8") == text()


def test_every_column_is_published() -> None:
    """An enrollment has every column of the template, and the carrier's own beside them."""
    enrollment = CONTRACT["components"]["schemas"]["Enrollment"]["properties"]
    assert list(enrollment) == [*(column.key for column in COLUMNS), "extra"]


def test_what_is_said_is_as_published(registry: HttpRegistry, carrier: FaultyCarrier) -> None:
    """Every request of the site and every answer of the reference server fits its schema."""
    seen = set()

    def check(call: Call) -> None:
        reply = call.forward()
        operation = CONTRACT["paths"][call.path][call.command.lower()]
        if call.command == "POST":
            content = operation["requestBody"]["content"]
            fits(content[call.headers["Content-Type"]]["schema"], call.asked)
        content = response(operation, reply.status)["content"]
        fits(content[reply.headers["content-type"]]["schema"], reply.body)
        assert reply.headers["enroll-call-id"] == call.headers["Enroll-Call-Id"]
        seen.add(call.path)
        call.answer(reply)

    carrier.fault = check
    registry.ping()
    assert len(registry.groups([REDWOOD, "999999"])) == 1
    assert len(registry.possible_matches(REDWOOD, [XAVIER])) == 1
    assert len(registry.members(REDWOOD, "müller", 1).items) > 0
    assert len(registry.submit([INES, LUZ])) == 2
    assert len(registry.ask(["key-1", "key-2", "key-3"])) == 2
    assert seen == set(CONTRACT["paths"])


@pytest.mark.parametrize(
    ("status", "path", "body", "token"),
    [
        (401, "/v1/health", None, "another"),
        (401, "/v1/submissions", b"{}", "none"),
        (400, "/v1/groups", b"{", TOKEN),
        (400, "/v1/groups", b'{"ids": 5}', TOKEN),
        (400, "/v1/submissions", b'{"submissions": []}', TOKEN),
        (400, "/v1/members/search", b'{"group_id": "000341", "search": "", "page": "1"}', TOKEN),
        (400, "/v1/members/matches", b'{"people": ' + b"[" * 100_000, TOKEN),
        (413, "/v1/submissions", b" " * 9_000_000, TOKEN),
    ],
)
def test_problems_are_as_published(
    server: ReferenceServer, status: int, path: str, body: bytes | None, token: str
) -> None:
    """What the reference server doesn't do it says in one shape, which repeats nothing."""
    method = "GET" if body is None else "POST"
    answered = httpx.request(
        method,
        f"{server.url}{path}",
        content=body,
        headers={"Authorization": f"Bearer {token}", "Enroll-Call-Id": "0" * 32},
    )
    assert answered.status_code == status
    content = response(CONTRACT["paths"][path][method.lower()], status)["content"]
    fits(content[answered.headers["Content-Type"]]["schema"], answered.content)
    assert answered.headers["Enroll-Call-Id"] == "0" * 32
    assert len(answered.content) < 200
