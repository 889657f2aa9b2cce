"""Which adapter stands behind each port, by the settings, and a site made of them."""

from collections.abc import Iterator
from contextlib import contextmanager

from litestar import Litestar
from sqlalchemy import make_url
from sqlalchemy.exc import DBAPIError, OperationalError

from adapters import keyring, persistence
from adapters.carrier_file import CarrierFileError, load_carrier
from adapters.common_passwords import CommonPasswords
from adapters.files import FileStoreError, open_file_store
from adapters.openid import OpenIdProvider, ProviderSettingsError, open_provider
from adapters.passwords import Argon2PasswordHasher
from adapters.readers.documents import SignedDocuments
from adapters.readers.pool import Readers
from adapters.readers.reader import Limits
from adapters.registry.plugins import RegistrySetup, SetupError, open_registry
from adapters.scanning import ScannerError, open_scanner
from adapters.spreadsheet.caching import CachedTemplates
from adapters.spreadsheet.reader import WorkbookReader
from adapters.spreadsheet.template import WorkbookTemplates
from adapters.system import RandomIds, SystemClock
from domain import ports
from domain.errors import DatabaseUnavailable
from web.app import create_app
from web.origin import origin
from web.readiness import reached
from web.services import Services
from web.settings import Settings, SettingsError
from web.wiring import Parts, wire

_SAYING_WHY = (
    persistence.DatabaseUrlError,
    persistence.DatabaseUnreachable,
    persistence.BackupError,
    FileStoreError,
    ScannerError,
    ProviderSettingsError,
    keyring.KeysError,
)


@contextmanager
def settings_at_fault() -> Iterator[None]:
    """What adapters say of settings they cannot work with, as the settings' own errors."""
    try:
        yield
    except (CarrierFileError, SetupError) as error:
        raise SettingsError(list(error.problems)) from None
    except _SAYING_WHY as error:
        raise SettingsError([str(error)]) from None


def build(settings: Settings) -> Litestar:
    """The site that the settings describe. Raises SettingsError for what they lack."""
    return create_app(services(settings), settings)


def services(settings: Settings, clock: ports.Clock | None = None) -> Services:
    """The services over the adapters that the settings name; by the machine's clock, unless
    another is given."""
    parts = open_parts(settings, clock or SystemClock(settings.time_zone))
    return wire(parts, settings.pace)


@contextmanager
def opened(settings: Settings) -> Iterator[Services]:
    """The services, closed at the end. Raises SettingsError, also when the database does not
    answer in between."""
    found = services(settings)
    try:
        yield found
    except (DatabaseUnavailable, OperationalError) as error:
        cause = error.__cause__ if isinstance(error, DatabaseUnavailable) else error
        url = make_url(settings.database_url)
        said = (
            persistence.DatabaseUnreachable(url, cause) if isinstance(cause, DBAPIError) else cause
        )
        raise SettingsError([str(said)]) from None
    finally:
        found.upkeep.close()


def open_parts(settings: Settings, clock: ports.Clock) -> Parts:
    """The adapters that the settings name. Raises SettingsError."""
    with settings_at_fault():
        vault = persistence.Vault(key_source(settings))
        setup = registry_setup(settings, clock, vault)
        engine = persistence.open_engine(settings.database_url)
        files = open_file_store(settings.documents, engine, clock, settings.s3_endpoint)
        scanner = open_scanner(settings.clamd)
        provider = _provider(settings, clock)
        registry = open_registry(settings.registry, setup)
    kept = persistence.SqlPersistence(engine, origin, vault=vault)
    readers = Readers(
        settings.readers, limits=Limits.for_rows(setup.carrier.settings.max_members_per_file)
    )

    def close() -> None:
        readers.close()
        registry.close()
        files.close()
        kept.close()

    return Parts(
        carrier=setup.carrier,
        persistence=kept,
        registry=registry,
        reader=WorkbookReader(readers.contents),
        documents=SignedDocuments(readers.media_type),
        templates=CachedTemplates(WorkbookTemplates()),
        files=files,
        hasher=Argon2PasswordHasher(),
        common_passwords=CommonPasswords(),
        clock=clock,
        ids=RandomIds(),
        scanner=scanner,
        provider=provider,
        checks={
            "database": reached(kept),
            "migrations": lambda: not persistence.migrations_pending(engine),
            "keys": lambda: vault.has_our_keys,
            "rows": lambda: not vault.broken,
        },
        warm=readers.warm,
        close=close,
    )


def _provider(settings: Settings, clock: ports.Clock) -> OpenIdProvider | None:
    if not settings.oidc_issuer:
        return None
    return open_provider(
        settings.oidc_issuer,
        settings.oidc_client_id,
        settings.oidc_client_secret,
        settings.oidc_name,
        clock,
    )


def key_source(settings: Settings) -> keyring.KeySource:
    """The keys that the settings name."""
    if settings.keys_file:
        return keyring.KeySource.in_file(settings.keys_file)
    return keyring.KeySource.in_variable(settings.keys)


def registry_setup(
    settings: Settings, clock: ports.Clock, vault: persistence.Vault
) -> RegistrySetup:
    """What the registry is opened with. Raises CarrierFileError."""
    file = load_carrier(settings.carrier_file)
    return RegistrySetup(
        carrier=file.carrier,
        clock=clock,
        url=settings.registry_url,
        token=settings.registry_token,
        options=file.registry,
        folder=settings.carrier_file.parent,
        vault=vault,
    )
