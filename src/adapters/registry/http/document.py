"""The published contract, made from the messages and the prose.

``python -m adapters.registry.http.document`` writes it out; ``docs/carrier-api.openapi.json`` is
its output.
"""

import inspect
import json
import sys
from collections.abc import Collection
from typing import Any

import msgspec

from adapters.registry.http import prose, registry, wire
from adapters.registry.http.client import CALL_ID
from domain.columns import Column
from domain.core_columns import COLUMNS

_REF = "#/components/schemas/{name}"
_ENROLLMENT = """\
The application as submitted: a field for each column of the template that was filled, by the
column's key. A dependent's coverage is filled in from the subscriber. Numbers of people are digits
(and, for Medicare, capital letters) without dashes, phones E.164 with `;ext=` and the extension
where there is one, ZIPs 12345 or 12345-6789, states USPS codes. `extra` has the carrier's own
columns, all as text: days as 2026-12-01, numbers in digits.
"""
_REFUSALS = {
    "400": "The request is not as published.",
    "401": "The token is missing or not the right one.",
    "403": "The token may not do this.",
    "413": "The request is larger than the registry takes.",
    "429": "Too many requests: nothing of this one was done.",
    "500": "Something failed: nobody can tell what was done.",
    "503": "Not now. With Retry-After: nothing of the request was done.",
}
_OF_SUBMIT = {
    "409": "A key is there already with another confirmation ID; nothing was taken.",
    "422": "Something in a submission cannot be used, and the code says what; nothing was taken.",
}


class _Operation(msgspec.Struct, frozen=True):
    path: str
    name: str
    summary: str
    description: str
    wanted: type[msgspec.Struct] | None
    answered: type[msgspec.Struct]
    refusals: Collection[str] = ()


_OPERATIONS = (
    _Operation(
        registry.HEALTH, "health", "Whether the registry works",
        prose.HEALTH, None, wire.Health,
    ),
    _Operation(
        registry.GROUPS, "groups", "Groups with their subgroups and plans",
        prose.GROUPS, wire.GroupsWanted, wire.Groups,
    ),
    _Operation(
        registry.MATCHES, "matches", "Members who may be one of these people",
        prose.MATCHES, wire.PeopleWanted, wire.Members,
    ),
    _Operation(
        registry.MEMBERS, "members", "A page of a group's members",
        prose.SEARCH, wire.PageWanted, wire.MemberPage,
    ),
    _Operation(
        registry.SUBMISSIONS, "submit", "Hand over enrollments",
        prose.SUBMIT, wire.Submissions, wire.AnswerList, _OF_SUBMIT,
    ),
    _Operation(
        registry.STATUSES, "status", "What has become of enrollments",
        prose.STATUS, wire.KeysWanted, wire.AnswerList,
    ),
)  # fmt: skip


def document() -> dict[str, Any]:
    """The contract as OpenAPI 3.1."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "A carrier's member registry",
            "version": "1.0.0",
            "description": prose.RULES,
        },
        "servers": [
            {
                "url": "https://{registry}",
                "description": "Whatever ENROLL_REGISTRY_URL says; a path may follow.",
                "variables": {"registry": {"default": "registry.example"}},
            }
        ],
        "security": [{"token": []}],
        "paths": {f"/{one.path}": _path(one) for one in _OPERATIONS},
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "parameters": {
                "CallId": {"name": CALL_ID, "in": "header", "required": True, **_CALL_ID}
            },
            "headers": {
                "CallId": {"required": True, **_CALL_ID},
                "RetryAfter": {
                    "description": "When to come again: seconds, or an HTTP date.",
                    "schema": {"type": "string"},
                },
            },
            "responses": {
                f"Status{status}": _problem(status, text)
                for status, text in (_REFUSALS | _OF_SUBMIT).items()
            },
            "schemas": _schemas(),
        },
    }


_CALL_ID = {
    "description": "Made anew for every request, and repeated in its answer.",
    "schema": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
}


def _path(one: _Operation) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": one.name,
        "summary": one.summary,
        "description": one.description,
        "parameters": [{"$ref": "#/components/parameters/CallId"}],
        "responses": {
            "200": {
                "description": inspect.cleandoc(one.answered.__doc__ or ""),
                "headers": {CALL_ID: {"$ref": "#/components/headers/CallId"}},
                "content": _content("application/json", one.answered),
            },
            **{
                status: {"$ref": f"#/components/responses/Status{status}"}
                for status in sorted({*_REFUSALS, *one.refusals})
            },
        },
    }
    if one.wanted is None:
        return {"get": operation}
    operation["requestBody"] = {
        "required": True,
        "content": _content("application/json", one.wanted),
    }
    return {"post": operation}


def _problem(status: str, text: str) -> dict[str, Any]:
    problem = {
        "description": text,
        "content": _content("application/problem+json", wire.Problem),
    }
    if status in ("429", "503"):
        problem["headers"] = {"Retry-After": {"$ref": "#/components/headers/RetryAfter"}}
    return problem


def _content(media_type: str, kind: type[msgspec.Struct]) -> dict[str, Any]:
    return {media_type: {"schema": {"$ref": _REF.format(name=kind.__name__)}}}


def _schemas() -> dict[str, Any]:
    kinds = [kind for one in _OPERATIONS for kind in (one.wanted, one.answered) if kind]
    _, schemas = msgspec.json.schema_components(
        [*dict.fromkeys(kinds), wire.Problem], ref_template=_REF
    )
    enrollment = schemas.pop("Answers")
    properties = enrollment["properties"]
    enrollment["title"] = "Enrollment"
    enrollment["description"] = _ENROLLMENT
    enrollment["properties"] = {
        column.key: _of_column(column, properties[column.key]) for column in COLUMNS
    } | {"extra": properties["extra"]}
    schemas["Submission"]["properties"]["enrollment"] = {"$ref": _REF.format(name="Enrollment")}
    schemas["Enrollment"] = enrollment
    return {name: _tidy(schema) for name, schema in schemas.items()}


def _of_column(column: Column, schema: dict[str, Any]) -> dict[str, Any]:
    """The property without the null, which is never sent, and with what the template says."""
    (filled,) = (one for one in schema["anyOf"] if one != {"type": "null"})
    choices = f" One of: {', '.join(column.choices)}." if column.choices else ""
    return {**filled, "description": f"{column.header}.{choices}"}


def _tidy(schema: Any) -> Any:
    """The schema with its descriptions, which come from docstrings, set flush."""
    if isinstance(schema, list):
        return [_tidy(one) for one in schema]
    if isinstance(schema, dict):
        return {key: _tidy(value) for key, value in schema.items()}
    return inspect.cleandoc(schema) if isinstance(schema, str) else schema


def text() -> str:
    """The contract as it is published."""
    return json.dumps(document(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.stdout.write(text())
