"""Signing in through an identity provider that speaks OpenID Connect."""

from adapters.openid.opening import ProviderSettingsError, open_provider
from adapters.openid.provider import OpenIdProvider

__all__ = ["OpenIdProvider", "ProviderSettingsError", "open_provider"]
