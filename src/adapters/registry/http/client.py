"""The client of a carrier's registry: one request, and what may come of it.

Whatever goes wrong becomes one of the three errors of ``domain.errors``. None of them, nor any
URL, holds anything of what was sent or answered, but for the reason code of a refusal.
"""

import re
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TypeVar
from uuid import uuid4

import httpx2
import msgspec

from adapters.registry.http.breaker import Breaker
from adapters.registry.http.deadline import time_left
from adapters.registry.http.wire import Problem
from domain.errors import NothingArrived, RegistryRefused, RegistryUnavailable
from domain.ports import Clock

CALL_ID = "Enroll-Call-Id"
LARGEST_ANSWER = 8 * 1024 * 1024
LARGEST_PROBLEM = 16 * 1024

# By the published contract nothing was taken. Any other failure leaves it open, a 503 without
# Retry-After too: proxies give that when the registry goes away in the middle of a request.
REFUSALS = frozenset({400, 401, 403, 404, 405, 409, 413, 415, 422})
# Those of them that any other request would get as well: a wrong token, a wrong address.
WHATEVER_IT_IS = frozenset({401, 403, 404, 405, 415})
_NOT_SENT = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout)
_BROKEN = (httpx2.NetworkError, httpx2.RemoteProtocolError)
_CODE = re.compile(r"[a-z][a-z_]{0,39}")

T = TypeVar("T")


class CarrierClient:
    """Requests to one registry; to be used within ``deadline.within``."""

    def __init__(self, client: httpx2.Client, clock: Clock, breaker: Breaker) -> None:
        self._client = client
        self._clock = clock
        self._breaker = breaker

    def ask(self, path: str, message: msgspec.Struct | None, kind: type[T]) -> T:
        """Something that changes nothing, and is tried once more when the connection breaks."""
        return self._call(path, message, kind, tries=2)

    def hand_over(self, path: str, message: msgspec.Struct, kind: type[T]) -> T:
        """Something that is sent once, whatever happens."""
        return self._call(path, message, kind, tries=1)

    def close(self) -> None:
        self._client.close()

    def _call(self, path: str, message: msgspec.Struct | None, kind: type[T], tries: int) -> T:
        if wait := self._breaker.wait():
            raise NothingArrived(wait)
        try:
            answer = self._answer(path, message, tries)
            answered = _decoded(answer, kind)
        except RegistryRefused:
            self._breaker.worked()
            raise
        except BaseException:
            self._breaker.failed()
            raise
        self._breaker.worked()
        return answered

    def _answer(self, path: str, message: msgspec.Struct | None, tries: int) -> bytes:
        try:
            return self._exchange(path, message)
        except httpx2.HTTPError as error:
            if isinstance(error, _BROKEN) and tries > 1 and time_left() > 0:
                return self._answer(path, message, tries - 1)
            if isinstance(error, _NOT_SENT):
                raise NothingArrived from error
            # What could not be read of an answer may be somebody's: it is not passed on.
            late = isinstance(error, httpx2.TimeoutException)
            raise RegistryUnavailable("no answer in time" if late else "no answer") from None

    def _exchange(self, path: str, message: msgspec.Struct | None) -> bytes:
        """The body of a 200, as JSON."""
        call_id = uuid4().hex
        request = self._client.build_request(
            "GET" if message is None else "POST",
            path,
            content=None if message is None else msgspec.json.encode(message),
            headers={CALL_ID: call_id},
        )
        response = self._client.send(request, stream=True)
        try:
            done = response.status_code == HTTPStatus.OK
            answered_id = response.headers.get(CALL_ID)
            # A gateway that refuses doesn't know of ids; a registry that answers does.
            if answered_id != call_id and (done or answered_id):
                # Left unread, so that the connection is given up: its answers may be one behind.
                raise httpx2.RemoteProtocolError("the answer to another call")
            if not done:
                raise self._failure(response)
            if _media_type(response.headers) != "application/json":
                raise RegistryUnavailable("no readable answer")
            return _body(response, LARGEST_ANSWER)
        finally:
            response.close()

    def _failure(self, response: httpx2.Response) -> RegistryUnavailable:
        status = response.status_code
        if status in REFUSALS:
            reason = f"{_named(status)}{_reason(response)}"
            return RegistryRefused(reason, whatever_it_is=status in WHATEVER_IT_IS)
        retry_after = self._retry_after(response.headers)
        if status == HTTPStatus.TOO_MANY_REQUESTS or (
            status == HTTPStatus.SERVICE_UNAVAILABLE and retry_after is not None
        ):
            return NothingArrived(retry_after)
        return RegistryUnavailable(_named(status))

    def _retry_after(self, headers: Mapping[str, str]) -> float | None:
        """Seconds, given as such or as a date; None where there is nothing readable."""
        text = headers.get("Retry-After", "").strip()
        if re.fullmatch(r"[0-9]{1,9}", text):
            return float(text)
        try:
            wait = parsedate_to_datetime(text) - self._clock.now()
        except (TypeError, ValueError):
            return None
        return max(wait.total_seconds(), 0.0)


def _decoded(body: bytes, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.MsgspecError, RecursionError):
        # As above: the error might quote the answer.
        raise RegistryUnavailable("no readable answer") from None


def _body(response: httpx2.Response, largest: int) -> bytes:
    # As it comes: nothing that is small on the wire becomes large here.
    body = bytearray()
    for piece in response.iter_raw():
        body += piece
        if len(body) > largest:
            raise RegistryUnavailable("too long an answer")
    return bytes(body)


def _reason(response: httpx2.Response) -> str:
    """The reason code of a problem document, which is for operators."""
    if _media_type(response.headers) != "application/problem+json":
        return ""
    try:
        code = _decoded(_body(response, LARGEST_PROBLEM), Problem).code or ""
    except (RegistryUnavailable, httpx2.HTTPError):
        return ""
    return f": {code}" if _CODE.fullmatch(code) else ""


def _media_type(headers: Mapping[str, str]) -> str:
    return headers.get("Content-Type", "").partition(";")[0].strip().lower()


def _named(status: int) -> str:
    """Such as "502 Bad Gateway"; a server's own phrase might say anything."""
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)
