"""What an identity provider promises, on the stand-in and on a real one in a process of its own."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

import pytest
from msgspec.structs import replace

from adapters.openid import OpenIdProvider, open_provider
from adapters.system import SystemClock
from domain.accounts.single_sign_on import Departure, Vouched
from domain.errors import ProviderRefused, ProviderUnavailable
from domain.ports import IdentityProvider
from tests.fakes.accounts.single_sign_on import ISSUER, FakeProvider
from tests.openid_provider import CLIENT_ID, CLIENT_SECRET, OpenIdServer, User, openid_server

BACK = "http://localhost:8000/back"
JO = User("jo", "jo@redwood.example", {"email_verified": True, "amr": ["pwd", "mfa"]})
KIM = User("kim", "kim@redwood.example", {"email_verified": False, "amr": ["pwd"]})
PAT = User("pat", "pat@redwood.example", {})


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenIdServer]:
    with openid_server(tmp_path_factory.mktemp("provider"), BACK, JO, KIM, PAT) as server:
        yield server


@dataclass
class World:
    """A provider, and people who log in at it."""

    provider: IdentityProvider
    issuer: str
    server: OpenIdServer | None = None

    def log_in(self, departure: Departure, user: User) -> dict[str, str]:
        """What the browser brings back."""
        if self.server is None:
            return {"state": departure.state, "code": user.name}
        return dict(parse_qsl(urlsplit(self.server.log_in(departure.address, user)).query))


def opened(server: OpenIdServer, secret: str = CLIENT_SECRET) -> OpenIdProvider:
    return open_provider(server.issuer, CLIENT_ID, secret, "Redwood ID", SystemClock())


@pytest.fixture(params=["stand-in", "real"])
def world(request: pytest.FixtureRequest) -> World:
    if request.param == "real":
        server: OpenIdServer = request.getfixturevalue("server")
        return World(opened(server), server.issuer, server)
    people = {
        "jo": Vouched(ISSUER, "1", JO.email, several_factors=True),
        "kim": Vouched(ISSUER, "2"),
        "pat": Vouched(ISSUER, "3"),
    }
    return World(FakeProvider(**people), ISSUER)


def test_it_vouches_for_who_logged_in(world: World) -> None:
    """With an e-mail only where that is verified, and every time by the same name."""
    for user, email, several in ((JO, JO.email, True), (KIM, "", False), (PAT, "", False)):
        found = set()
        for _ in range(2):
            departure = world.provider.departure(BACK)
            found.add(world.provider.vouched(departure, BACK, world.log_in(departure, user)))
        (vouched,) = found
        assert vouched.issuer == world.issuer
        assert (vouched.email, vouched.several_factors) == (email, several)
        assert vouched.subject


def test_another_browsers_answer_is_refused(world: World) -> None:
    """What somebody else brought back is no use, and neither is nothing."""
    departure, other = (world.provider.departure(BACK) for _ in range(2))
    answer = world.log_in(departure, JO)
    other = replace(other, state=f"{other.state}-other")
    for brought in (answer, {}, {"code": answer["code"]}, {**answer, "state": ""}):
        with pytest.raises(ProviderRefused):
            world.provider.vouched(other, BACK, brought)


def test_a_code_that_it_did_not_give_is_refused(world: World) -> None:
    departure = world.provider.departure(BACK)
    for code in ("made-up", "", "\x00", "x" * 3000):
        with pytest.raises(ProviderRefused):
            world.provider.vouched(departure, BACK, {"state": departure.state, "code": code})


def test_everybody_leaves_with_secrets_of_their_own(server: OpenIdServer) -> None:
    """Of 256 bits each, and the address shows neither the verifier nor our secret."""
    provider = opened(server)
    departures = [provider.departure(BACK) for _ in range(20)]
    secrets = [s for one in departures for s in (one.state, one.nonce, one.verifier)]
    assert len(set(secrets)) == 60
    assert all(len(one) >= 43 for one in secrets)
    for one in departures:
        query = dict(parse_qsl(urlsplit(one.address).query))
        assert one.verifier not in one.address
        assert query["code_challenge_method"] == "S256"
        assert (query["scope"], query["response_type"]) == ("openid email", "code")
        assert (query["redirect_uri"], query["client_id"]) == (BACK, CLIENT_ID)


def test_a_code_is_good_once_and_for_who_left_alone(server: OpenIdServer) -> None:
    """Real providers hold it against the verifier, and forget it."""
    world = World(opened(server), server.issuer, server)
    departure = world.provider.departure(BACK)
    answer = world.log_in(departure, JO)
    stolen = replace(departure, verifier="v" * 43)
    with pytest.raises(ProviderRefused, match="invalid_grant"):
        world.provider.vouched(stolen, BACK, answer)
    departure = world.provider.departure(BACK)
    answer = world.log_in(departure, JO)
    assert world.provider.vouched(departure, BACK, answer).email == JO.email
    with pytest.raises(ProviderRefused, match="invalid_grant"):
        world.provider.vouched(departure, BACK, answer)


def test_an_id_token_of_an_earlier_sign_in_is_refused(server: OpenIdServer) -> None:
    """It was asked for with another nonce."""
    world = World(opened(server), server.issuer, server)
    departure = world.provider.departure(BACK)
    answer = world.log_in(departure, JO)
    with pytest.raises(ProviderRefused, match="ID token"):
        world.provider.vouched(replace(departure, nonce="earlier"), BACK, answer)


def test_a_wrong_secret_of_ours_is_refused(server: OpenIdServer) -> None:
    """In words for an operator, without it."""
    world = World(opened(server, "wrong"), server.issuer, server)
    departure = world.provider.departure(BACK)
    with pytest.raises(ProviderRefused, match="invalid_client") as refusal:
        world.provider.vouched(departure, BACK, world.log_in(departure, JO))
    assert "wrong" not in str(refusal.value)


def test_a_provider_that_is_not_there_is_unavailable() -> None:
    """Nobody listens on port 1."""
    provider = open_provider("http://127.0.0.1:1", "id", "secret", "Redwood ID", SystemClock())
    with pytest.raises(ProviderUnavailable):
        provider.departure(BACK)
