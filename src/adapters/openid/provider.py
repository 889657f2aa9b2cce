"""An identity provider, by the authorization code flow of OpenID Connect Core 1.0 with PKCE."""

import hmac
import secrets
from collections.abc import Mapping
from typing import Annotated, Any

import httpx2
import msgspec
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.httpx_client import OAuth2Client
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError

from adapters.openid.discovery import WAIT, Discovery, Provider, trusted
from domain.accounts.single_sign_on import AUTHENTICATED_WITHIN, SEVERAL_FACTORS, Departure, Vouched
from domain.errors import ProviderRefused, ProviderUnavailable
from domain.ports import Clock

SCOPE = "openid email"
# Signed with a key pair of the provider's: with a shared secret, or none, anybody could have.
ALGORITHMS = frozenset(
    {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"}
)
_CLOCKS_DIFFER = 60  # seconds
_RANDOM = 32  # bytes


# The last is what a JSON number says exactly.
_Range = msgspec.Meta(ge=0, le=2**53)
_Seconds = Annotated[int, _Range] | Annotated[float, _Range]


class _Claims(msgspec.Struct):
    """What kind each claim of an ID token is that is looked at, where it is there at all."""

    iss: str = ""
    sub: str = ""
    aud: str | list[str] = ""
    azp: str = ""
    nonce: str = ""
    at_hash: str = ""
    exp: _Seconds = 0
    iat: _Seconds = 0
    nbf: _Seconds = 0
    auth_time: _Seconds = 0
    amr: list[str] = []


class ClientRegistration(msgspec.Struct, frozen=True):
    """What the provider knows this site as."""

    id: str
    secret: str

    def __repr__(self) -> str:
        return f"Client({self.id})"


class OpenIdProvider:
    """Satisfies ``domain.ports.IdentityProvider``."""

    def __init__(
        self, client: ClientRegistration, name: str, discovery: Discovery, clock: Clock
    ) -> None:
        self._client = client
        self.name = name
        self._discovery = discovery
        self._clock = clock

    def departure(self, back: str) -> Departure:
        provider = self._discovery.provider()
        state, nonce, verifier = (secrets.token_urlsafe(_RANDOM) for _ in range(3))
        with self._talking(provider, back) as client:
            address, _ = client.create_authorization_url(
                provider.authorization_endpoint,
                state=state,
                nonce=nonce,
                code_verifier=verifier,
                max_age=int(AUTHENTICATED_WITHIN.total_seconds()),
            )
        return Departure(address, state, nonce, verifier)

    def vouched(self, departure: Departure, back: str, answer: Mapping[str, str]) -> Vouched:
        provider = self._discovery.provider()
        code = _code(departure, answer, provider)
        with self._talking(provider, back) as client:
            tokens = self._exchanged(client, provider, code, departure.verifier)
            claims = self._believed(tokens, provider, departure.nonce)
            if "email" not in claims and provider.userinfo_endpoint:
                claims = {**_user_info(client, provider, claims["sub"]), **claims}
        return _vouched(claims)

    def _talking(self, provider: Provider, back: str) -> OAuth2Client:
        methods = provider.token_endpoint_auth_methods_supported
        basic = "client_secret_basic" in methods or "client_secret_post" not in methods
        return OAuth2Client(
            self._client.id,
            self._client.secret,
            token_endpoint_auth_method="client_secret_basic" if basic else "client_secret_post",
            scope=SCOPE,
            redirect_uri=back,
            code_challenge_method="S256",
            timeout=WAIT,
            verify=trusted(),
        )

    def _exchanged(
        self, client: OAuth2Client, provider: Provider, code: str, verifier: str
    ) -> Mapping[str, Any]:
        """The tokens that the code is good for."""
        try:
            tokens = client.fetch_token(
                provider.token_endpoint,
                grant_type="authorization_code",
                code=code,
                code_verifier=verifier,
                redirect_uri=client.redirect_uri,
            )
        except AuthlibBaseError as error:
            raise ProviderRefused(f"the code was not taken: {_word(error.error)}") from None
        except (httpx2.HTTPError, ValueError):
            raise ProviderUnavailable("no tokens") from None
        return dict(tokens)

    def _believed(
        self, tokens: Mapping[str, Any], provider: Provider, nonce: str
    ) -> Mapping[str, Any]:
        """The ID token's claims, if they pass every check of OpenID Connect Core, section
        3.1.3.7."""
        algorithms = ALGORITHMS.intersection(provider.id_token_signing_alg_values_supported)
        text = tokens.get("id_token")
        if not isinstance(text, str):
            raise ProviderRefused("no ID token")
        try:
            token = self._verified(text, algorithms)
            if token.header.get("typ", "JWT") != "JWT":
                raise ProviderRefused("its ID token is a token of another kind")
            msgspec.convert(token.claims, _Claims)
            claims = CodeIDToken(
                token.claims,
                token.header,
                options={
                    "iss": {"essential": True, "value": provider.issuer},
                    "aud": {"essential": True, "value": self._client.id},
                    "sub": {"essential": True},
                },
                params={
                    "nonce": nonce,
                    "client_id": self._client.id,
                    "access_token": tokens.get("access_token"),
                },
            )
            now = int(self._clock.now().timestamp())
            claims.validate(now=now, leeway=_CLOCKS_DIFFER)
        except JoseError as error:
            raise ProviderRefused(f"its ID token is not good: {_word(error.error)}") from None
        except (ValueError, TypeError, KeyError):
            raise ProviderRefused("its ID token cannot be read") from None
        # A provider that keeps to the standard says so when it is asked for max_age.
        if not now <= claims.get("auth_time", now) + AUTHENTICATED_WITHIN.total_seconds():
            raise ProviderRefused("the sign-in there was too long ago")
        return dict(claims)

    def _verified(self, text: str, algorithms: frozenset[str]) -> jwt.Token:
        try:
            return jwt.decode(text, self._discovery.keys(), algorithms)
        except InvalidKeyIdError:
            return jwt.decode(text, self._discovery.keys(newer=True), algorithms)


def _code(departure: Departure, answer: Mapping[str, str], provider: Provider) -> str:
    """The code that the browser brought."""
    if not hmac.compare_digest(answer.get("state", "").encode(), departure.state.encode()):
        raise ProviderRefused("another state")
    # So that no other provider's answer passes for this one's (RFC 9207).
    said = answer.get("iss", "")
    required = provider.authorization_response_iss_parameter_supported
    if (said or required) and said != provider.issuer:
        raise ProviderRefused("another issuer")
    if "error" in answer:
        raise ProviderRefused(f"it said {_word(answer['error'])}")
    if not answer.get("code"):
        raise ProviderRefused("no code")
    return answer["code"]


def _user_info(client: OAuth2Client, provider: Provider, subject: str) -> Mapping[str, Any]:
    try:
        response = client.get(provider.userinfo_endpoint)
        response.raise_for_status()
        claims = msgspec.json.decode(response.content, type=dict[str, Any])
    except (AuthlibBaseError, httpx2.HTTPError, msgspec.MsgspecError):
        raise ProviderUnavailable("no user info") from None
    if claims.get("sub") != subject:
        raise ProviderRefused("user info of somebody else")
    return claims


def _vouched(claims: Mapping[str, Any]) -> Vouched:
    email = claims.get("email")
    verified = claims.get("email_verified") is True and isinstance(email, str)
    return Vouched(
        issuer=claims["iss"],
        subject=claims["sub"],
        email=str(email) if verified else "",
        several_factors=SEVERAL_FACTORS in claims.get("amr", []),
    )


def _word(text: str | None) -> str:
    """An error's code; nothing else of it is passed on."""
    known = text or ""
    return (
        known if known.isascii() and known.replace("_", "").isalpha() and len(known) < 60 else "?"
    )
