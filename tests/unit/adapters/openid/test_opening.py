"""Opening the provider that the settings name."""

import pytest

from adapters.openid import ProviderSettingsError, open_provider
from adapters.openid.provider import ClientRegistration
from tests.fakes.system import FakeClock


@pytest.mark.parametrize(
    "issuer",
    [
        "http://id.redwood.example",
        "id.redwood.example",
        "https://",
        "https://id.redwood.example?tenant=1",
        "https://id.redwood.example#x",
        "https://jo:secret@id.redwood.example",
        "https://[",
        "file:///etc/passwd",
    ],
)
def test_an_issuer_without_https_is_refused(issuer: str) -> None:
    """In a sentence that says what to do."""
    with pytest.raises(ProviderSettingsError, match=r"ENROLL_OIDC_ISSUER is .* begins with https"):
        open_provider(issuer, "id", "secret", "Redwood ID", FakeClock())


@pytest.mark.parametrize("issuer", ["https://id.redwood.example/o", "http://localhost:8080"])
def test_nothing_is_asked_at_the_start(issuer: str) -> None:
    """A provider that is away keeps no server from starting."""
    assert open_provider(issuer, "id", "secret", "Redwood ID", FakeClock()).name == "Redwood ID"


def test_the_secret_is_in_no_representation() -> None:
    assert "hush" not in repr(ClientRegistration("ours", "hush"))
