"""Opening the provider that the settings name."""

from urllib.parse import urlsplit

from adapters.openid.discovery import Discovery
from adapters.openid.provider import ClientRegistration, OpenIdProvider
from domain.ports import Clock

_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})


class ProviderSettingsError(Exception):
    """The provider cannot be used as the settings have it; a sentence that says what to do."""


def open_provider(
    issuer: str, client_id: str, client_secret: str, name: str, clock: Clock
) -> OpenIdProvider:
    """Nothing is asked of it yet. Raises ProviderSettingsError."""
    if not secure(issuer):
        raise ProviderSettingsError(
            f"ENROLL_OIDC_ISSUER is {issuer!r}. Set it to the provider's issuer, an address that"
            " begins with https:// and has neither a query nor a fragment."
        )
    return OpenIdProvider(
        ClientRegistration(client_id, client_secret), name, Discovery(issuer, secure), clock
    )


def secure(address: str) -> bool:
    """Whether nobody on the way can read what is sent to an address: it uses HTTPS, or is this
    machine's own."""
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return False
    if not host or parts.username or parts.query or parts.fragment:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and host in _THIS_MACHINE)
