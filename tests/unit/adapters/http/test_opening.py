"""Opening the HTTP registry: what its settings must be, and whose certificates are believed."""

import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from adapters.registry.contract import REDWOOD
from adapters.registry.plugins import RegistrySetup, SetupError, open_registry
from domain.errors import NothingArrived
from tests.certificates import certificate_for_localhost
from tests.demonstration import FILE
from tests.fakes.system import FakeClock
from tests.faulty_carrier import FaultyCarrier, faulty_carrier
from tests.reference_server import TOKEN, ReferenceServer


def setup(
    url: str = "https://registry.example",
    token: str = TOKEN,
    folder: Path = Path(),
    **options: Any,
) -> RegistrySetup:
    return RegistrySetup(
        carrier=FILE.carrier,
        clock=FakeClock(),
        url=url,
        token=token,
        options=options,
        folder=folder,
    )


@pytest.mark.parametrize(
    "right",
    [
        setup(),
        setup("https://registry.example/enrollment/"),
        setup("http://localhost:8900"),
        setup("http://127.0.0.1:8900"),
        setup("http://registry.internal", allow_plain_http=True),
        setup(submissions_per_call=1, seconds_per_call=28),
    ],
)
def test_settings_that_are_right_open_it(right: RegistrySetup) -> None:
    """Nothing is asked of the carrier until there is something to ask."""
    open_registry("http", right).close()


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        (setup(""), "ENROLL_REGISTRY_URL"),
        (setup("registry.example"), "ENROLL_REGISTRY_URL"),
        (setup("ftp://registry.example"), "https://"),
        (setup("https://"), "ENROLL_REGISTRY_URL"),
        (setup("https://registry.example:port"), "ENROLL_REGISTRY_URL"),
        (setup("http://registry.example"), "allow_plain_http"),
        (setup("http://localhost.example"), "allow_plain_http"),
        (setup("https://somebody:secret@registry.example"), "ENROLL_REGISTRY_TOKEN"),
        (setup("https://registry.example?key=secret"), "a query"),
        (setup(token=""), "ENROLL_REGISTRY_TOKEN"),
        (setup(token="two words"), "ENROLL_REGISTRY_TOKEN"),
        (setup(token="line\nbreak"), "ENROLL_REGISTRY_TOKEN"),
        (setup(token="schlüssel"), "ENROLL_REGISTRY_TOKEN"),
        (setup(submissions_per_call=0), "submissions_per_call"),
        (setup(submissions_per_call=251), "submissions_per_call"),
        (setup(seconds_per_call=30), "seconds_per_call"),
        (setup(second_per_call=5), "second_per_call"),
        (setup(verify=False), "verify"),
        (setup(ca_file="nowhere.pem"), "ca_file"),
    ],
)
def test_settings_that_are_wrong_are_named(wrong: RegistrySetup, named: str) -> None:
    """What cannot work doesn't start, and the sentence names the setting; never a secret."""
    with pytest.raises(SetupError, match=named) as failure:
        open_registry("http", wrong)
    assert "secret" not in str(failure.value)


def test_a_path_may_stand_before_ours(carrier: FaultyCarrier) -> None:
    """A carrier's gateway may have the registry under a path of its own."""
    carrier.fault = lambda call: call.refuse(404)
    registry = open_registry("http", setup(f"{carrier.url}/enrollment"))
    with pytest.raises(Exception, match="404"):
        registry.ping()
    assert carrier.calls == ["/enrollment/v1/health"]
    registry.close()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for localhost with its key, signed by nobody else."""
    return certificate_for_localhost(tmp_path_factory.mktemp("tls") / "carrier.pem")


@pytest.fixture
def over_tls(server: ReferenceServer, certificate: Path) -> Iterator[FaultyCarrier]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with faulty_carrier(server.url, context) as carrier:
        yield carrier


def test_carrier_with_a_certificate_of_the_file_is_believed(
    over_tls: FaultyCarrier, certificate: Path
) -> None:
    """The carrier's file names the certificates to believe, beside itself."""
    registry = open_registry(
        "http", setup(over_tls.url, folder=certificate.parent, ca_file="carrier.pem")
    )
    assert len(registry.groups([REDWOOD])) == 1
    registry.close()


@pytest.mark.parametrize("options", [{}, {"allow_plain_http": True}])
def test_carrier_that_nobody_vouches_for_gets_nothing(
    over_tls: FaultyCarrier, options: dict[str, Any]
) -> None:
    """Without a certificate that is believed not a byte of a request is sent."""
    registry = open_registry("http", setup(over_tls.url, **options))
    with pytest.raises(NothingArrived):
        registry.ping()
    assert over_tls.calls == []
    registry.close()


def test_certificate_of_another_host_is_not_believed(
    over_tls: FaultyCarrier, certificate: Path
) -> None:
    """A believed certificate is believed of its own host only."""
    url = over_tls.url.replace("localhost", "127.0.0.1")
    registry = open_registry("http", setup(url, ca_file=str(certificate)))
    with pytest.raises(NothingArrived):
        registry.ping()
    assert over_tls.calls == []
    registry.close()
