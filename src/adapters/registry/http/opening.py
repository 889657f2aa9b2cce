"""Opening a carrier's HTTP registry as ``adapters.registry.plugins`` opens any."""

import logging
import ssl
from typing import Annotated

import httpx2
import msgspec
from msgspec import Meta

from adapters.registry.http.breaker import Breaker
from adapters.registry.http.client import CarrierClient
from adapters.registry.http.deadline import DeadlineTransport
from adapters.registry.http.registry import HttpRegistry
from adapters.registry.http.wire import MOST_SUBMISSIONS
from adapters.registry.plugins import RegistrySetup, SetupError
from domain.ports import CALL_LIMIT

_LONGEST_CALL = int(CALL_LIMIT) - 2
_THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}
_WAIT = httpx2.Timeout(None, connect=5.0, write=10.0, pool=5.0)  # the call's own deadline besides

_HEADERS = {
    "Accept": "application/json, application/problem+json",
    "Accept-Encoding": "identity",
    "Content-Type": "application/json",
    "User-Agent": "mass-enrollment",
}


class HttpOptions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The keys of ``[registry]``.

    ``seconds_per_call`` is how long the registry may take, ``ca_file`` a file of certificates to
    trust instead of the usual ones. ``allow_plain_http`` is for a connection that something else
    keeps private; without it http:// is for this machine alone.
    """

    submissions_per_call: Annotated[int, Meta(ge=1, le=MOST_SUBMISSIONS)] = MOST_SUBMISSIONS
    seconds_per_call: Annotated[int, Meta(ge=1, le=_LONGEST_CALL)] = 20
    ca_file: str = ""
    allow_plain_http: bool = False


def open_http(setup: RegistrySetup) -> HttpRegistry:
    """The registry at ENROLL_REGISTRY_URL, before whose /v1 a path may stand."""
    options = setup.read_options(HttpOptions)
    # What it cannot read of an answer, httpcore2 repeats when debugging.
    logging.getLogger("httpcore2").setLevel(logging.INFO)
    client = httpx2.Client(
        base_url=_url(setup, options),
        headers=_HEADERS | _token(setup),
        transport=DeadlineTransport(_trust(setup, options)),
        timeout=_WAIT,
        trust_env=False,
    )
    line = CarrierClient(client, setup.clock, Breaker())
    return HttpRegistry(line, options.seconds_per_call, options.submissions_per_call)


def _url(setup: RegistrySetup, options: HttpOptions) -> str:
    text = setup.required_url("where the carrier's registry is, such as https://registry.example")
    try:
        url = httpx2.URL(text)
    except httpx2.InvalidURL:
        url = httpx2.URL()
    if url.scheme not in ("https", "http") or not url.host:
        raise SetupError("ENROLL_REGISTRY_URL is no URL that begins with https://.")
    if url.userinfo or url.query or url.fragment:
        raise SetupError(
            "ENROLL_REGISTRY_URL has a user, a query or a fragment. Leave those out; the token"
            " goes into ENROLL_REGISTRY_TOKEN."
        )
    private = url.host in _THIS_MACHINE or options.allow_plain_http
    if url.scheme == "http" and not private:
        raise SetupError(
            "ENROLL_REGISTRY_URL begins with http://, which anybody on the way can read. Use"
            " https://, or, where something else keeps the way private, set allow_plain_http ="
            " true in the carrier's file, [registry]."
        )
    return text


def _token(setup: RegistrySetup) -> dict[str, str]:
    if not setup.token:
        raise SetupError(
            "ENROLL_REGISTRY_TOKEN is not set. It is the bearer token that the registry expects."
        )
    if not (setup.token.isascii() and setup.token.isprintable() and " " not in setup.token):
        raise SetupError(
            "ENROLL_REGISTRY_TOKEN has a space, or a character that no token can have."
        )
    return {"Authorization": f"Bearer {setup.token}"}


def _trust(setup: RegistrySetup, options: HttpOptions) -> ssl.SSLContext:
    """Whose certificates are believed: those this machine trusts, or those of the file."""
    if not options.ca_file:
        return httpx2.create_ssl_context()
    path = setup.folder / options.ca_file
    try:
        return ssl.create_default_context(cafile=path)
    except OSError:  # an SSLError, too, where it holds no certificates
        raise SetupError(
            f"The carrier's file, [registry]: ca_file: {path} is no file of certificates in PEM."
        ) from None
