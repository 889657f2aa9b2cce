"""What a provider says of itself, and the keys it signs with.

Both are fetched when they are first needed, and again after an hour; the keys also when something
is signed with a key that was not among them.
"""

import time
from collections.abc import Callable
from functools import cache
from ssl import SSLContext

import httpx2
import msgspec
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from domain.errors import ProviderUnavailable

WAIT = httpx2.Timeout(10.0, connect=5.0)
_SAID_FOR = 3600.0
_NEWER_KEYS_AFTER = 60.0
# So that visitors who press the button meanwhile do not all wait for the same answer.
_AWAY_FOR = 5.0


@cache
def trusted() -> SSLContext:
    """The certificates that this machine trusts; reading them takes longer than most requests."""
    return httpx2.create_ssl_context()


class Provider(msgspec.Struct, frozen=True, kw_only=True):
    """What it says of itself (OpenID Connect Discovery 1.0, section 3; RFC 9207)."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str = ""
    token_endpoint_auth_methods_supported: tuple[str, ...] = ("client_secret_basic",)
    id_token_signing_alg_values_supported: tuple[str, ...] = ("RS256",)
    authorization_response_iss_parameter_supported: bool = False


class Discovery:
    """Of the provider with this issuer. ``secure`` says which addresses may be used. Safe to use
    from several threads."""

    def __init__(self, issuer: str, secure: Callable[[str], bool]) -> None:
        self._issuer = issuer
        self._secure = secure
        self._provider: tuple[float, Provider] | None = None
        self._keys: tuple[float, KeySet] | None = None
        self._away_since: float | None = None

    def provider(self) -> Provider:
        """Raises ProviderUnavailable, also when it is another provider that answers."""
        if self._provider is not None and _age(self._provider[0]) < _SAID_FOR:
            return self._provider[1]
        if self._away_since is not None and _age(self._away_since) < _AWAY_FOR:
            raise ProviderUnavailable("no usable answer a moment ago")
        try:
            found = self._asked()
        except ProviderUnavailable:
            self._away_since = time.monotonic()
            raise
        self._provider = (time.monotonic(), found)
        return found

    def keys(self, *, newer: bool = False) -> KeySet:
        """``newer`` fetches them again, for a key that was not among those known. Raises
        ProviderUnavailable."""
        if self._keys is not None:
            kept_for = _NEWER_KEYS_AFTER if newer else _SAID_FOR
            if _age(self._keys[0]) < kept_for:
                return self._keys[1]
        content = _get(self.provider().jwks_uri)
        try:
            keys = KeySet.import_key_set(msgspec.json.decode(content))
        except (msgspec.MsgspecError, JoseError, ValueError, TypeError, KeyError):
            raise ProviderUnavailable("its keys cannot be read") from None
        self._keys = (time.monotonic(), keys)
        return keys

    def _asked(self) -> Provider:
        address = f"{self._issuer.rstrip('/')}/.well-known/openid-configuration"
        try:
            found = msgspec.json.decode(_get(address), type=Provider)
        except msgspec.MsgspecError:
            raise ProviderUnavailable("its configuration cannot be read") from None
        if found.issuer != self._issuer:
            raise ProviderUnavailable("its configuration is of another issuer")
        used = (found.authorization_endpoint, found.token_endpoint, found.jwks_uri)
        if not all(map(self._secure, (*used, found.userinfo_endpoint or found.token_endpoint))):
            raise ProviderUnavailable("its configuration has an address without HTTPS")
        return found


def _get(address: str) -> bytes:
    try:
        response = httpx2.get(
            address, timeout=WAIT, verify=trusted(), headers={"Accept": "application/json"}
        )
    except httpx2.HTTPError:
        raise ProviderUnavailable("no answer") from None
    if response.status_code != httpx2.codes.OK:
        raise ProviderUnavailable(f"it answered {response.status_code}")
    return response.content


def _age(since: float) -> float:
    return time.monotonic() - since
