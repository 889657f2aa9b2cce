"""The ways in which a carrier misbehaves."""

import asyncio
import json
from typing import Any

# Nothing is taken; whether the site can know that is another matter.
BEFORE = {
    "429": (429, {"Retry-After": "1"}),
    "503": (503, {"Retry-After": "1"}),
    "bare 503": (503, {}),
}
# Everything is taken, and this is how it is answered.
AFTER = (
    "drops the answer",
    "hangs",
    "500",
    "garbage",
    "a page",
    "half an answer",
    "another's confirmation",
    "another's key",
    "answers all twice",
    "answers none",
)
HALF = "takes half"
LONGER_THAN_ANY_CALL = 2.5


async def answered(way: str, send: Any, messages: list[Any] | None = None) -> None:
    """Send what the carrier would, or whatever else this way of misbehaving makes of it."""
    if way in BEFORE:
        await _send(send, *BEFORE[way])
        return
    assert messages is not None
    start, body = messages[0], b"".join(one.get("body", b"") for one in messages)
    headers = {name.decode(): text.decode() for name, text in start["headers"]}
    if way == "hangs":
        await asyncio.sleep(LONGER_THAN_ANY_CALL)
    elif way == "500":
        await _send(send, 500, headers)
        return
    elif way == "a page":
        await _send(send, 200, {**headers, "content-type": "text/html"}, b"<h1>Welcome</h1>")
        return
    elif way == "garbage":
        body = b'{"answers": [{"key": 17, \xff'
    elif way in _CHANGES:
        found = json.loads(body)
        body = json.dumps({"answers": _CHANGES[way](found["answers"])}).encode()
    if way in ("drops the answer", "half an answer"):
        # The server closes the connection, as the answer doesn't become as long as announced.
        sent = body[: len(body) // 2] if way == "half an answer" else b""
        await send({**start, "headers": _written(headers, len(body))})
        await send({"type": "http.response.body", "body": sent, "more_body": True})
        return
    await _send(send, start["status"], headers, body)


_CHANGES = {
    "another's confirmation": lambda answers: [
        {**one, "confirmation_id": f"{one['confirmation_id'][::-1]}"} for one in answers
    ],
    "another's key": lambda answers: [{**one, "key": one["key"][::-1]} for one in answers],
    "answers all twice": lambda answers: answers * 2,
    "answers none": lambda answers: [],
}


async def _send(send: Any, status: int, headers: dict[str, str], body: bytes = b"") -> None:
    await send(
        {
            "type": "http.response.start",
            "status": status,
            "headers": _written(headers, len(body)),
        }
    )
    await send({"type": "http.response.body", "body": body})


def _written(headers: dict[str, str], length: int) -> list[tuple[bytes, bytes]]:
    changed = {name.lower(): text for name, text in headers.items()}
    changed["content-length"] = str(length)
    return [(name.encode(), text.encode()) for name, text in changed.items()]
