"""What a provider says is believed when all of it is in order, and not otherwise."""

import base64
import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from math import inf
from typing import Any

import pytest
from joserfc.jwk import OctKey

from adapters.openid import OpenIdProvider, open_provider
from adapters.system import SystemClock
from domain.accounts.single_sign_on import Departure, Vouched
from domain.errors import ProviderRefused, ProviderUnavailable
from tests.unit.adapters.openid.lying import (
    CLIENT_ID,
    CLIENT_SECRET,
    KEY,
    OTHER_KEY,
    Lying,
    lying_provider,
)

BACK = "https://enroll.example.com/back"
LEFT = Departure("", "the state", "the nonce", "v" * 43)
BROUGHT = {"state": "the state", "code": "the code"}
NOW = int(SystemClock().now().timestamp())


@pytest.fixture
def lying() -> Iterator[Lying]:
    with lying_provider() as lying:
        yield lying


@pytest.fixture
def provider(lying: Lying) -> OpenIdProvider:
    return open_provider(lying.issuer, CLIENT_ID, CLIENT_SECRET, "Redwood ID", SystemClock())


def vouched(provider: OpenIdProvider, **brought: str) -> Vouched:
    return provider.vouched(LEFT, BACK, BROUGHT | brought)


def test_what_is_in_order_is_believed(lying: Lying, provider: OpenIdProvider) -> None:
    """And the code was sent with the verifier, and with our secret in the header alone."""
    assert vouched(provider) == Vouched(lying.issuer, "7", "jo@redwood.example")
    (asked,) = (one for one in lying.asked if one[0] == "/token")
    assert f"code_verifier={'v' * 43}" in asked[2]
    assert "secret" not in asked[2]
    assert asked[1]["Authorization"].startswith("Basic ")


@pytest.mark.parametrize(
    ("claim", "value"),
    [
        ("iss", "https://id.evergreen.example"),
        ("iss", None),
        ("aud", "somebody-elses"),
        ("aud", ["somebody-elses"]),
        ("aud", None),
        ("azp", "somebody-elses"),
        ("nonce", "another"),
        ("nonce", None),
        ("exp", timedelta(minutes=-2)),
        ("exp", None),
        ("exp", "soon"),
        ("iat", None),
        ("iat", timedelta(hours=1)),
        ("nbf", timedelta(hours=1)),
        ("sub", None),
        ("sub", ""),
        ("sub", 7),
        ("at_hash", "of another token"),
        ("amr", "mfa"),
        ("auth_time", timedelta(hours=-12, minutes=-2)),
        ("auth_time", "today"),
        *(("auth_time", value) for value in (True, "", [], [1_700_000_000], {}, inf, -1)),
        *(("amr", value) for value in (True, 1, "", {}, [1], [None])),
        *(("sub", value) for value in (True, [], ["7"], {}, 7.5)),
        *(("iss", value) for value in (True, 7, [], {})),
        *(("aud", value) for value in (True, 7, {}, [None], [7], [[]])),
        *(("exp", value) for value in (True, [], {}, [9_000_000_000])),
        *(("iat", value) for value in (True, [], {})),
        *(("nonce", value) for value in (True, 7, [], {})),
        *(("azp", value) for value in (True, 7, [], {})),
        *(("at_hash", value) for value in (True, 7, [], {})),
    ],
    ids=str,
)
def test_a_wrong_claim_is_refused(
    lying: Lying, provider: OpenIdProvider, claim: str, value: Any
) -> None:
    """In words for an operator that name it, and nobody. Times are from now on."""
    from_now = isinstance(value, timedelta)
    lying.claims[claim] = NOW + int(value.total_seconds()) if from_now else value
    with pytest.raises(ProviderRefused) as refusal:
        vouched(provider)
    assert "jo" not in str(refusal.value)


@pytest.mark.parametrize("claim", ["iss", "aud", "sub", "nonce", "exp", "iat", "auth_time", "amr"])
def test_a_claim_that_is_null_is_refused(
    lying: Lying, provider: OpenIdProvider, claim: str
) -> None:
    """It is there, and says nothing."""
    lying.nulls = {claim}
    with pytest.raises(ProviderRefused, match="cannot be read"):
        vouched(provider)


def test_an_audience_of_several_needs_to_be_meant_for_us(
    lying: Lying, provider: OpenIdProvider
) -> None:
    """By ``azp`` (OpenID Connect Core, 3.1.3.7)."""
    lying.claims["aud"] = [CLIENT_ID, "somebody-elses"]
    with pytest.raises(ProviderRefused):
        vouched(provider)
    lying.claims["azp"] = CLIENT_ID
    assert vouched(provider).subject == "7"


def unsigned(lying: Lying) -> str:
    parts = ({"alg": "none"}, dict(lying.told("the nonce")))
    told = (base64.urlsafe_b64encode(json.dumps(one).encode()).decode() for one in parts)
    return ".".join(one.rstrip("=") for one in told) + "."


def changed(lying: Lying) -> str:
    header, content, signature = lying.id_token("the nonce").split(".")
    claims = json.loads(base64.urlsafe_b64decode(content + "=="))
    claims["sub"] = "8"
    content = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    return f"{header}.{content}.{signature}"


def by_our_secret(lying: Lying) -> str:
    lying.header = {"alg": "HS256"}
    lying.signer = OctKey.import_key(CLIENT_SECRET)
    return lying.id_token("the nonce")


def by_its_public_key(lying: Lying) -> str:
    lying.header = {"alg": "HS256", "kid": "first"}
    lying.signer = OctKey.import_key(base64.b64encode(KEY.as_pem(private=False)).decode())
    return lying.id_token("the nonce")


def by_an_unknown_key(lying: Lying) -> str:
    lying.header = {"alg": "RS256", "kid": "second"}
    lying.signer = OTHER_KEY
    return lying.id_token("the nonce")


def by_another_key_of_the_same_name(lying: Lying) -> str:
    lying.signer = OTHER_KEY
    return lying.id_token("the nonce")


@pytest.mark.parametrize(
    "forge",
    [
        unsigned,
        changed,
        by_our_secret,
        by_its_public_key,
        by_an_unknown_key,
        by_another_key_of_the_same_name,
        lambda _: "",
        lambda _: "a.b.c",
        lambda _: 7,
        lambda _: None,
        lambda _: "x" * 300_000,
    ],
)
def test_what_its_key_did_not_sign_is_refused(
    lying: Lying, provider: OpenIdProvider, forge: Callable[[Lying], object]
) -> None:
    """Though the provider, or somebody between, says that it would sign so."""
    lying.tokens["id_token"] = forge(lying)
    with pytest.raises(ProviderRefused):
        vouched(provider)


@pytest.mark.parametrize("kind", ["at+jwt", "logout+jwt"])
def test_a_token_for_something_else_is_refused(
    lying: Lying, provider: OpenIdProvider, kind: str
) -> None:
    """Though all else of it is in order."""
    lying.header["typ"] = kind
    with pytest.raises(ProviderRefused, match="another kind"):
        vouched(provider)


def test_a_sign_in_there_of_today_is_recent_enough(lying: Lying, provider: OpenIdProvider) -> None:
    """Up to twelve hours, which is what was asked for."""
    lying.claims["auth_time"] = NOW - 11 * 3600
    assert vouched(provider).subject == "7"
    assert "max_age=43200" in provider.departure(BACK).address


def test_keys_that_it_changes_are_asked_for_anew(lying: Lying, provider: OpenIdProvider) -> None:
    """While everybody goes on signing in; but not more than once a minute, however often somebody
    brings what no key signed."""
    vouched(provider)
    provider._discovery._keys = (-inf, provider._discovery.keys())
    lying.keys, lying.signer = [OTHER_KEY], OTHER_KEY
    lying.header = {"alg": "RS256", "kid": "second"}
    assert vouched(provider).subject == "7"
    before = len(lying.asked)
    lying.header = {"alg": "RS256", "kid": "third"}
    for _ in range(3):
        with pytest.raises(ProviderRefused):
            vouched(provider)
    assert [one[0] for one in lying.asked[before:]] == ["/token"] * 3


@pytest.mark.parametrize("said", [True, False])
def test_another_providers_answer_is_refused(
    lying: Lying, provider: OpenIdProvider, said: bool
) -> None:
    """RFC 9207: also when it leaves out who it is, though it says that it never does."""
    lying.configuration["authorization_response_iss_parameter_supported"] = said
    with pytest.raises(ProviderRefused, match="another issuer"):
        vouched(provider, iss="https://id.evergreen.example")
    assert vouched(provider, iss=lying.issuer).subject == "7"
    if said:
        with pytest.raises(ProviderRefused, match="another issuer"):
            vouched(provider)


def test_a_provider_that_lets_nobody_in_is_quoted_in_one_word(provider: OpenIdProvider) -> None:
    """The rest is free text of strangers."""
    with pytest.raises(ProviderRefused, match=r"it said access_denied$"):
        vouched(provider, error="access_denied", error_description="jo@redwood.example said no")
    with pytest.raises(ProviderRefused, match=r"it said \?$"):
        vouched(provider, error="jo@redwood.example said no")


@pytest.mark.parametrize("verified", ["true", 1, False, None])
def test_an_email_counts_only_when_it_is_verified(
    lying: Lying, provider: OpenIdProvider, verified: object
) -> None:
    """By a plain yes."""
    lying.claims["email_verified"] = verified
    assert vouched(provider).email == ""


def test_an_email_may_come_with_the_user_info(lying: Lying, provider: OpenIdProvider) -> None:
    """Of the same person alone."""
    lying.claims |= {"email": None, "email_verified": None}
    lying.user_info = {"sub": "7", "email": "jo@redwood.example", "email_verified": True}
    assert vouched(provider).email == "jo@redwood.example"
    lying.user_info["sub"] = "8"
    with pytest.raises(ProviderRefused, match="somebody else"):
        vouched(provider)


@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/keys", "/token"])
@pytest.mark.parametrize(
    "instead",
    [(500, b"{}"), (200, b""), (200, b"[]"), (200, b"<html>"), (302, b""), (200, b'{"keys": 7}')],
    ids=str,
)
def test_a_broken_answer_is_no_answer(
    lying: Lying, provider: OpenIdProvider, path: str, instead: tuple[int, bytes]
) -> None:
    lying.instead[path] = instead
    with pytest.raises((ProviderUnavailable, ProviderRefused)):
        vouched(provider)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("issuer", "https://id.evergreen.example"),
        ("token_endpoint", "http://id.redwood.example/token"),
        ("jwks_uri", "http://id.redwood.example/keys"),
        ("authorization_endpoint", "javascript:alert(1)"),
        ("userinfo_endpoint", "ftp://id.redwood.example"),
    ],
)
def test_a_configuration_that_is_not_safe_is_not_used(
    lying: Lying, provider: OpenIdProvider, key: str, value: str
) -> None:
    """Of another issuer, or with an address that others on the way can read."""
    lying.configuration[key] = value
    with pytest.raises(ProviderUnavailable):
        provider.departure(BACK)


def test_what_it_says_of_itself_is_asked_for_once(lying: Lying, provider: OpenIdProvider) -> None:
    for _ in range(5):
        vouched(provider)
    asked = [one[0] for one in lying.asked]
    assert asked.count("/.well-known/openid-configuration") == asked.count("/keys") == 1


def test_a_provider_that_is_away_is_left_alone_for_a_moment(
    lying: Lying, provider: OpenIdProvider
) -> None:
    """Then it is asked again, and people come in once it answers."""
    lying.instead["/.well-known/openid-configuration"] = (503, b"")
    for _ in range(5):
        with pytest.raises(ProviderUnavailable):
            provider.departure(BACK)
    assert len(lying.asked) == 1
    lying.instead.clear()
    provider._discovery._away_since = -inf
    assert vouched(provider).subject == "7"
